"""Saved states: all of a world in a file, checked before anything is replaced."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tinydb import TinyDB

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.store.differences import as_text, differences
from mockclio.store.saved_states import snapshot
from mockclio.store.state import WrongState, build
from tests.api import Api
from tests.control.requests import Asking
from tests.control.test_worlds import PERSON
from tests.documents import fetch, new_matter, upload
from tests.hashing import digest


def test_a_world_goes_back_to_what_was_saved(control: Asking, mock: MockClio, api: Api) -> None:
    api.post("/contacts", PERSON["data"])
    control.post("clock", {"advance": "1d"})
    saved = control.post("states", {"name": "before"})
    before, now = digest(mock.world), control.get("clock")["now"]
    api.post("/contacts", PERSON["data"])
    control.post("clock", {"advance": "9d"})
    control.post("states/before/load")
    assert (digest(mock.world), control.get("clock")["now"]) == (before, now)
    assert Path(saved["path"]).stat().st_size == saved["bytes"]
    assert control.get("states")["states"] == ["before"]


def test_what_was_granted_and_what_goes_wrong_is_saved_too(control: Asking, mock: MockClio) -> None:
    minted = control.post("tokens", {"scopes": {"Contacts": "read"}})
    control.post("faults", {"status": 503, "path": "/api/v4/matters*"})
    control.post("rate_limit", {"limit": 40})
    control.post("states", {"name": "all"})
    made = control.post("states/all/fork", {"name": "second"})["world"]
    with control.with_token(made["token"]) as client:
        assert client.get("/api/v4/matters").status_code == 503
        assert client.get("/api/v4/contacts").headers["X-RateLimit-Limit"] == "40"
    with MockClio.of(build(json.loads(Path(control.get("states")["folder"], "all.json").read_text()), "all")) as other:
        other.app.extensions["worlds"].adopt_into(other.world, other.world)
        kept = other.http.get("/api/v4/contacts", headers={"Authorization": f"Bearer {minted['access_token']}"})
        assert kept.status_code == 200
        refused = other.http.get("/api/v4/tasks", headers={"Authorization": f"Bearer {minted['access_token']}"})
        assert refused.status_code == 403


def test_files_come_along(control: Asking, api: Api) -> None:
    folder = new_matter(api)["folder"]["id"]
    document = upload(api, folder, content=b"The lease of the quay")
    control.post("states", {"name": "files"})
    api.delete(f"/documents/{document}")
    control.post("states/files/load")
    assert fetch(api, f"/documents/{document}/download").content == b"The lease of the quay"


def test_ids_and_tokens_never_come_twice_after_a_load(control: Asking, api: Api) -> None:
    first = api.post("/contacts", PERSON["data"])["id"]
    api.delete(f"/contacts/{first}")
    control.post("states", {"name": "numbers"})
    minted = control.post("tokens", {})["access_token"]
    control.post("states/numbers/load")
    assert api.post("/contacts", PERSON["data"])["id"] > first
    assert control.post("tokens", {})["access_token"] != minted


def test_a_person_reads_it_with_tinydb(control: Asking, api: Api) -> None:
    id = api.post("/contacts", PERSON["data"])["id"]
    path = control.post("states", {"name": "readable"})["path"]
    with TinyDB(path, access_mode="r") as opened:
        assert opened.table("contacts").get(doc_id=id)["name"] == "Ann Quay"
    lines = Path(path).read_text().splitlines()
    assert any(line.startswith(f'"{id}": ') for line in lines)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (lambda document: document["_default"]["1"].update(format=99), "install a newer mockclio"),
        (lambda document: document["_default"]["1"].update(last_id="many"), "last_id"),
        (lambda document: document["_default"]["1"].update(colour="red"), "colour"),
        (lambda document: document["_default"]["1"].update(as_of="soon"), "as_of"),
        (lambda document: document["contacts"]["7"].update(type="Robot"), "contacts/7: type must be one of Company, Person"),
        (lambda document: document["_tokens"].update({"1": {"id": 1, "colour": "red"}}), "_tokens"),
        (lambda document: document.update(robots={}), "robots: there is no such table"),
    ],
)
def test_a_wrong_state_is_refused_with_its_place_and_nothing_changes(control: Asking, mock: MockClio, edit: object, reason: str) -> None:
    path = Path(control.post("states", {"name": "wrong"})["path"])
    document = json.loads(path.read_text())
    document.setdefault("contacts", {})["7"] = {"id": 7, "type": "Person", "name": "Ann"}
    edit(document)  # type: ignore[operator]
    path.write_text(json.dumps(document))
    before = digest(mock.world)
    status, message = control.refused("POST", "states/wrong/load", {})
    assert (status, digest(mock.world)) == (400, before)
    assert reason in message


def test_what_is_not_a_state_is_refused(control: Asking) -> None:
    assert control.refused("POST", "states", {"name": "../escape"})[0] == 400
    assert control.refused("POST", "states/nowhere/load", {})[0] == 404
    assert control.refused("DELETE", "states/nowhere")[0] == 404
    path = Path(control.post("states", {"name": "torn"})["path"])
    path.write_text('{"_default": {"1"')
    assert "not JSON" in control.refused("POST", "states/torn/load", {})[1]
    assert control.refused("GET", "differences", **{"from": "torn"})[0] == 400
    control.delete("states/torn")
    assert control.get("states")["states"] == []


def test_the_difference_of_two_states_reads_like_a_review(control: Asking, api: Api) -> None:
    deleted = api.post("/contacts", {**PERSON["data"], "last_name": "Gone"})["id"]
    control.post("states", {"name": "before"})
    api.delete(f"/contacts/{deleted}")
    task = api.post("/contacts", {**PERSON["data"], "last_name": "Come"})["id"]
    result = control.get("differences", **{"from": "before"})
    text = result["text"]
    assert f"- {deleted}  Ann Gone" in text
    assert f"+ {task}  Ann Come" in text
    assert "contacts: 1 added, 1 removed" in text
    control.post("states", {"name": "after"})
    assert control.get("differences", **{"from": "before", "to": "after"})["text"] == text
    assert control.get("differences", **{"from": "after", "to": "after"})["text"] == "The two states hold the same.\n"


def test_the_difference_hides_secrets(control: Asking, mock: MockClio) -> None:
    before = snapshot(mock.world)
    minted = control.post("tokens", {})["access_token"]
    text = as_text(differences(before, snapshot(mock.world)))  # type: ignore[arg-type]
    assert "tokens: 1 added" in text
    assert minted not in text


def test_ten_thousand_rows_load_in_linear_time(mock: MockClio) -> None:
    """Counted in calls of the interpreter, which is the same on every machine."""
    import sys

    def steps(rows: int) -> int:
        document = snapshot(mock.world)
        stamp = mock.world.clock.stamp()
        document["contacts"] = {  # type: ignore[assignment]
            str(2_000_000 + number): {
                "id": 2_000_000 + number,
                "created_at": stamp,
                "updated_at": stamp,
                "type": "Person",
                "name": f"Client {number}",
                "first_name": "Client",
            }
            for number in range(rows)
        }
        count = 0

        def tick(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(tick)
        try:
            build(document, "many")
        finally:
            sys.setprofile(None)
        return count

    few, many = steps(500), steps(1_000)
    assert steps(2_000) - many < 2.2 * (many - few)


def test_a_name_that_leads_elsewhere_is_refused(mock: MockClio) -> None:
    with pytest.raises(WrongState, match="cannot name a state"):
        mock.app.extensions["worlds"].states.path("../elsewhere")


def test_a_world_in_which_much_was_deleted_loads_again(control: Asking, mock: MockClio) -> None:
    """Records that name deleted ones are no mistake of the file; a name that means another table's record is."""
    for operation in operations().values():
        if operation.method == "DELETE" and operation.path.count("{") == 1:
            for id in list(mock.world.table(operation.collection.name).ids())[:3]:
                mock.http.delete(f"/api/v4{operation.path.replace('{id}', str(id))}")
    path = Path(control.post("states", {"name": "thinned"})["path"])
    control.post("states/thinned/load")
    document = json.loads(path.read_text())
    key, row = next(iter(document["calendars"].items()))
    document["users"][next(iter(document["users"]))]["account"] = int(key)
    path.write_text(json.dumps(document))
    assert "there is no row" in control.refused("POST", "states/thinned/load", {})[1]
    assert row["id"] == int(key)
