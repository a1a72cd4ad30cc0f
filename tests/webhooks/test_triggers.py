"""Every kind of change can be ordered, and the event that follows is about the record that changed."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from mockclio.catalog import collections
from mockclio.catalog.webhook_models import webhook_models
from mockclio.webhooks.receiver import Receiver
from mockclio.webhooks.triggers import TABLE, CannotTrigger, Writer, kinds, merged, recipe, trigger
from tests.api import Api
from tests.counts import EVENTS

KEPT = ("bill", "document", "folder")
"""What can still be read when it is deleted: as a deleted bill, in the trash."""


@pytest.fixture
def receiver(mock: MockClio) -> Receiver:
    result = Receiver()
    mock.webhooks.mount("https://app.test", result)
    return result


def subscribe(api: Api, kind: str, fields: str = "id,created_at") -> None:
    model, _, event = kind.partition(".")
    api.post("/webhooks", {"url": "https://app.test/hook", "model": model, "fields": fields, "events": [event]})


def test_there_is_a_recipe_for_every_model() -> None:
    assert list(TABLE) == [name for name in webhook_models() if name in TABLE]
    assert {recipe(name).path for name in webhook_models()} <= {collection.path for collection in collections().values()}
    assert len(kinds()) == EVENTS


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("firm", ["new", "small"])
def test_every_kind_of_change_happens_and_is_told(kind: str, firm: str, mock: MockClio) -> None:
    with MockClio() if firm == "small" else mock as office:
        receiver, api = Receiver(), Api(office)
        office.webhooks.mount("https://app.test", receiver)
        subscribe(api, kind)
        done = trigger(Writer(office.http), kind)
        event = kind.partition(".")[2]
        payload_fields = receiver.events[-1]
        assert (payload_fields.event, payload_fields.json["data"]["id"], payload_fields.verified) == (event, done["id"], True)
        path = f"{recipe(done['model']).path}/{done['id']}"
        deleted = event == "deleted" and done["model"] not in KEPT
        assert api.call("GET", path).status_code == (404 if deleted else 200)
        assert (done["data"] is None) == (event == "deleted")


def test_attributes_and_the_record_may_be_named(mock: MockClio, api: Api, receiver: Receiver) -> None:
    client = api.post("/contacts", {"type": "Company", "name": "Harbor"})["id"]
    made = trigger(Writer(mock.http), "matter.created", {"description": "Lease", "client": {"id": client}})
    assert api.get(f"/matters/{made['id']}", "description,client{id}") == {"description": "Lease", "client": {"id": client}}
    subscribe(api, "matter.updated", "id,location")
    changed = trigger(Writer(mock.http), "matter.updated", {"location": "Shelf 3"}, made["id"])
    assert changed["id"] == made["id"]
    assert receiver.events[0].json["data"] == {"id": made["id"], "location": "Shelf 3"}


@pytest.mark.parametrize(
    ("kind", "values", "id", "reason"),
    [
        ("matter.made", {}, None, "is no model and event: write one of matter.created"),
        ("note.created", {}, None, "is no model and event"),
        ("matter.created", {"desc": "x"}, None, "desc: unknown; matter.created takes billable"),
        ("contact.created", {}, 5, "leave the id out"),
        ("contact.created", {"type": "Robot"}, None, r"POST /api/v4/contacts was refused with 422: "),
        ("contact.updated", {}, 5, "was refused with 404"),
        ("contact.deleted", {"name": "x"}, None, "deleted takes no attributes"),
        ("bill.created", {"color": "red"}, None, "color: unknown"),
    ],
)
def test_what_cannot_be_says_why(mock: MockClio, kind: str, values: dict[str, str], id: int | None, reason: str) -> None:
    with pytest.raises(CannotTrigger, match=reason):
        trigger(Writer(mock.http), kind, values, id)


def test_what_would_change_nothing_is_refused(mock: MockClio, api: Api) -> None:
    made = trigger(Writer(mock.http), "matter.created", {"location": "Shelf 3"})
    with pytest.raises(CannotTrigger, match="location: the record was like that already"):
        trigger(Writer(mock.http), "matter.updated", {"location": "Shelf 3"}, made["id"])
    with pytest.raises(CannotTrigger, match=f"matter {made['id']} is open already"):
        trigger(Writer(mock.http), "matter.matter_opened", id=made["id"])


def test_values_go_over_what_is_given_and_references_replace_each_other() -> None:
    given = {"a": {"x": 1, "y": 2}, "client": {"id": 1, "type": "Contact"}}
    assert merged(given, {"a": {"y": 3}, "client": {"id": 2}}) == {"a": {"x": 1, "y": 3}, "client": {"id": 2}}
