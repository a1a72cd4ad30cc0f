"""The firm of a recording that saw little: what is missing is as in an empty firm, or as small as it can be, and nothing breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.store.state import build, write
from mockclio.testing.recording.firm import firm
from mockclio.testing.recording.scrub import Scrubber
from mockclio.testing.recording.tape import Tape, WrongRecording
from tests.testing.recording import tour

LISTS = [one for one in operations().values() if one.kind == "index" and not one.path_parameters and not one.ids_only]
NEEDED = {
    "Note#index": {"type": "Matter"},
    "LaukExpenseCategory#index": {"region": "London"},
    "ConversationMessage#index": {"conversation_id": "1"},
}


def recorded(file: Path, *calls: tuple[str, dict[str, str]], firm: str = "small", **options: Any) -> None:
    with MockClio(firm) as mock:
        http = tour.proxied(mock, Tape(file), Scrubber(3), **options)
        for path, query in calls:
            assert http.get(f"/api/v4{path}.json", params=query).status_code == 200


def served(file: Path) -> MockClio:
    path = file.with_suffix(".firm.json")
    write(firm(file), path)
    return MockClio(str(path))


@pytest.fixture(scope="module")
def glimpse(tmp_path_factory: pytest.TempPathFactory) -> MockClio:
    """The firm of somebody who saw matters with the names of all that surrounds them, and nothing else."""
    file = tmp_path_factory.mktemp("glimpse") / "tape.jsonl"
    shown = "id,display_number,client,responsible_attorney,practice_area,matter_stage,folder,custom_field_values{id,custom_field,value}"
    calls = [("/tasks", {"fields": "id,name,assignee,matter"}), ("/calendar_entries", {"fields": "id,calendar_owner,reminders"})]
    recorded(file, ("/matters", {"fields": shown, "limit": "5"}), ("/reminders", {"fields": "id,subject"}), *calls)
    return served(file)


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.operation_id)
def test_every_list_of_a_firm_that_was_only_glimpsed_can_be_read(glimpse: MockClio, operation: AnyOperation) -> None:
    query = {"fields": tour.selection(operation), **NEEDED.get(operation.operation_id, {})}
    response = glimpse.http.get(f"/api/v4{operation.path}.json", params=query)
    assert response.status_code in (200, 404), response.text


def test_a_list_that_was_read_holds_what_was_read(glimpse: MockClio) -> None:
    shown = glimpse.http.get("/api/v4/matters.json", params={"fields": "folder"}).json()["data"]
    assert len([matter for matter in shown if matter["folder"]]) == 5


def test_a_record_that_was_only_named_is_there_and_as_small_as_it_can_be(glimpse: MockClio) -> None:
    fields = {"fields": "client{id,name,type},status"}
    matters = glimpse.http.get("/api/v4/matters.json", params=fields).json()["data"]
    matters = [matter for matter in matters if matter["client"]]
    assert all(matter["client"]["name"] for matter in matters)
    client = glimpse.http.get(f"/api/v4/contacts/{matters[0]['client']['id']}.json", params={"fields": "email_addresses,created_at"})
    assert client.json()["data"]["email_addresses"] == []


def test_what_nobody_read_is_as_in_an_empty_firm(glimpse: MockClio) -> None:
    with MockClio("empty") as empty:
        counts = [len(mock.http.get("/api/v4/currencies.json").json()["data"]) for mock in (glimpse, empty)]
    assert counts[0] == counts[1] > 0


def test_a_later_answer_has_the_last_word_and_what_was_deleted_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "tape.jsonl"
    with MockClio("empty") as mock:
        http = tour.proxied(mock, Tape(file), Scrubber(3), writes=True)
        made = [http.post("/api/v4/groups.json", json={"data": {"name": name}}).json()["data"]["id"] for name in ("North", "South")]
        http.get("/api/v4/groups.json", params={"fields": "id,name"})
        http.patch(f"/api/v4/groups/{made[0]}.json", params={"fields": "id,name"}, json={"data": {"name": "West"}})
        http.delete(f"/api/v4/groups/{made[1]}.json")
    world = build(firm(file), "firm")
    assert world.table("groups")[made[0]]["name"] == Scrubber(3).words.name("West")
    assert world.table("groups").get(made[1]) is None


def test_a_recording_without_records_makes_no_firm(tmp_path: Path) -> None:
    recorded(tmp_path / "tape.jsonl")
    with pytest.raises(WrongRecording, match="no answer with records"):
        firm(tmp_path / "tape.jsonl")


def test_whoever_a_filtered_list_leaves_out_is_no_stranger(tmp_path: Path) -> None:
    file = tmp_path / "tape.jsonl"
    shown = {"fields": "id,responsible_attorney{id,name}"}
    recorded(file, ("/matters", shown), ("/users", {"name": "Margaret", "fields": "id,name"}))
    with served(file) as mock:
        matters = mock.http.get("/api/v4/matters.json", params=shown).json()["data"]
        named = {matter["responsible_attorney"]["id"] for matter in matters if matter["responsible_attorney"]}
        assert len(named) > 1
        assert named <= {user["id"] for user in mock.http.get("/api/v4/users.json").json()["data"]}
