"""Read through the proxy, made a firm of, served: the lists are as they were, but for who it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.store.state import write
from mockclio.testing.recording.firm import firm
from mockclio.testing.recording.scrub import Scrubber
from mockclio.testing.recording.tape import Tape
from tests.testing.recording import tour

OTHERWISE = {
    "avatar": "the picture itself is not recorded",
    "clio_payment_page_link": "made by the server that is asked",
    "clio_payment_page_qr_code": "made by the server that is asked",
    "current_account_balance": "rests on what the account opened with, which no answer shows",
    "custom_field_set_associations": "a set without values hides which one it is",
    "custom_field_values": "fields that a set shows without a value go with it",
    "etag": "made by the server that is asked",
    "has_clio_for_clients_permission": "rests on invitations, which no answer shows",
    "maildrop_address": "made by the server that is asked",
    "notification_methods": "those of hidden addresses are named nowhere else",
    "permission": "what a calendar grants to whom is not shown to others",
    "Reminder.next_delivery_at": "rests on the times of the entry, which the tour did not read",
    "Reminder.state": "rests on the times of the entry, which the tour did not read",
    "Activity.subject": "of a conversation that nobody read, no more than its id",
}
"""Fields that another server shows otherwise, and why."""


class Trip:
    """A tour of `small` through the proxy, and the firm that was made of it."""

    def __init__(self, folder: Path, scrubber: Scrubber) -> None:
        self.scrubber, self.file = scrubber, folder / "office.jsonl"
        with MockClio("small") as source:
            self.source = {one: tour.rows(source.http, one) for one in tour.toured()}
            http = tour.proxied(source, Tape(self.file, tour.head(scrubber)), scrubber)
            http.get("/api/v4/users/who_am_i.json")
            self.seen = {one: tour.rows(http, one, limit=15) for one in tour.toured()}
        write(firm(self.file), folder / "office.json")
        self.copy = MockClio(str(folder / "office.json"))


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Trip:
    return Trip(tmp_path_factory.mktemp("trip"), Scrubber("a tour", scale=2.0, map_ids=True))


def skeleton(value: Any) -> Any:
    """A value with associations as their ids."""
    if isinstance(value, list):
        return [skeleton(member) for member in value]
    return value.get("id", sorted(value)) if isinstance(value, dict) else value


def kept(operation: AnyOperation, row: dict[str, Any]) -> dict[str, Any]:
    model = operation.collection.model
    return {name: skeleton(value) for name, value in row.items() if not {name, f"{model}.{name}"} & OTHERWISE.keys()}


@pytest.mark.parametrize("operation", tour.toured(), ids=lambda operation: operation.operation_id)
def test_the_proxy_answers_what_the_account_answers(trip: Trip, operation: AnyOperation) -> None:
    seen, source = ([kept(operation, row) for row in rows[operation]] for rows in (trip.seen, trip.source))
    assert seen == source


@pytest.mark.parametrize("operation", tour.toured(), ids=lambda operation: operation.operation_id)
def test_a_list_of_the_seeded_firm_is_the_scrubbed_list(trip: Trip, operation: AnyOperation) -> None:
    wanted = [kept(operation, trip.scrubber.record(operation.record, row)) for row in trip.source[operation]]
    results = tour.rows(trip.copy.http, operation)
    assert [kept(operation, {name: value for name, value in row.items() if name in wanted[0]}) for row in results] == wanted


def test_amounts_are_scaled_and_ids_are_others_in_the_same_order(trip: Trip) -> None:
    bills = next(one for one in tour.toured() if one.operation_id == "Bill#index")
    source, copy = trip.source[bills], tour.rows(trip.copy.http, bills)
    assert [bill["total"] for bill in copy] == [round(2 * bill["total"], 2) for bill in source]
    assert {now["id"] - before["id"] for now, before in zip(copy, source, strict=True)} == {trip.scrubber.shift}
    assert trip.scrubber.shift > 0


def test_what_belongs_together_still_does(trip: Trip) -> None:
    matters = trip.copy.http.get("/api/v4/matters.json", params={"fields": "display_number,client{last_name,name,initials},folder{name}"})
    for matter in matters.json()["data"]:
        number, _, name = matter["display_number"].partition("-")
        assert number.isdigit()
        assert name == (matter["client"]["last_name"] or matter["client"]["name"])


def test_the_seeded_firm_can_be_written_to(trip: Trip) -> None:
    with MockClio.of(trip.copy.world.fork("default")) as mock:
        client = mock.http.get("/api/v4/contacts.json").json()["data"][0]["id"]
        made = mock.http.post("/api/v4/matters.json", json={"data": {"client": {"id": client}, "description": "A boat"}})
        assert made.status_code == 201, made.text
        matter = made.json()["data"]["id"]
        task = {
            "name": "Call",
            "description": "Them",
            "matter": {"id": matter},
            "assignee": {"id": mock.world.owner()["id"], "type": "User"},
        }
        assert mock.http.post("/api/v4/tasks.json", json={"data": task}).status_code == 201
        assert mock.http.delete(f"/api/v4/matters/{matter}.json").status_code == 204
