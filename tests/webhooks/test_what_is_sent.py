"""Which changes become deliveries, and what they hold."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from mockclio import MockClio
from mockclio.catalog.schema import fields
from mockclio.catalog.webhook_models import webhook_model_of, webhook_models
from mockclio.server.fields import attribute_of
from mockclio.store.world import World
from mockclio.webhooks.signature import sign
from tests.api import Api
from tests.practice import cases
from tests.webhooks.conftest import ORIGIN, Hooks, rename, task, token


@pytest.mark.rule("deliveries.body", "deliveries.fields-and-id", "deliveries.signature", "deliveries.commit-order")
def test_a_delivery_holds_the_fields_the_event_and_the_webhook_as_signed_json(api: Api, hooks: Hooks) -> None:
    matter = cases.matter(api, "id,display_number")
    id = hooks.make(fields="name,etag,matter{id,display_number}")
    made = task(api, matter={"id": matter["id"]})
    (_, post) = hooks.receiver
    shown = api.get(f"/tasks/{made}", "id,name,etag,matter{id,display_number}")
    assert orjson.loads(post.body) == {"data": shown, "meta": {"event": "created", "webhook_id": id}}
    secret = api.get(f"/webhooks/{id}", "shared_secret")["shared_secret"]
    assert post.headers["x-hook-signature"] == sign(secret, post.body)
    assert post.verified


@pytest.mark.rule("deliveries.watched-fields", "deliveries.first-update-always")
def test_updates_are_told_if_a_watched_field_changed_and_the_first_one_always(api: Api, hooks: Hooks) -> None:
    id = task(api)
    hooks.make(fields="id,etag,name")
    for priority in ("High", "Low", "Normal"):
        api.patch(f"/tasks/{id}", {"priority": priority})
    assert hooks.events == ["updated"]
    rename(api, id, "Write to the court")
    assert [data["name"] for data in hooks.sent()] == ["Call the court", "Write to the court"]
    other = task(api, "Other")
    api.patch(f"/tasks/{other}", {"priority": "High"})
    api.patch(f"/tasks/{other}", {"priority": "Low"})
    assert hooks.events == ["updated", "updated", "created", "updated"]


@pytest.mark.rule("deliveries.watched-fields")
def test_a_nested_field_is_watched_in_its_association(api: Api, hooks: Hooks) -> None:
    first, second = cases.matter(api)["id"], cases.matter(api)["id"]
    id = task(api, matter={"id": first})
    hooks.make(fields="id,matter{id}", events=["updated"])
    rename(api, id, "First update")
    rename(api, id, "Not watched")
    api.patch(f"/tasks/{id}", {"matter": {"id": second}})
    assert [data["matter"] for data in hooks.sent()] == [{"id": first}, {"id": second}]


@pytest.mark.rule("deliveries.bookkeeping-watches-everything")
def test_a_webhook_that_names_only_id_and_etag_is_told_of_every_change(api: Api, hooks: Hooks) -> None:
    id = task(api)
    hooks.make(fields="id,etag", events=["updated"])
    for name in ("A", "B", "C"):
        rename(api, id, name)
    assert hooks.events == ["updated"] * 3
    assert len({data["etag"] for data in hooks.sent()}) == 3


@pytest.mark.rule("deliveries.deleted-carries-what-is-known")
def test_a_deletion_is_told_with_what_the_record_was(api: Api, hooks: Hooks) -> None:
    matter = cases.matter(api, "id,display_number")
    id = task(api, matter={"id": matter["id"]})
    hooks.make(fields="id,etag,name,matter{id,display_number}", events=["deleted"])
    shown = api.get(f"/tasks/{id}", "id,etag,name,matter{id,display_number}")
    api.delete(f"/tasks/{id}")
    assert (hooks.events, hooks.sent()) == (["deleted"], [shown])


def test_a_matter_that_is_closed_is_told_twice_in_order(api: Api, hooks: Hooks) -> None:
    id = cases.matter(api)["id"]
    hooks.make("matter", "id,status", events=["updated", "matter_closed", "matter_opened"])
    api.patch(f"/matters/{id}", {"status": "closed"})
    api.patch(f"/matters/{id}", {"status": "open"})
    assert hooks.events == ["updated", "matter_closed", "updated", "matter_opened"]


@pytest.mark.rule("deliveries.bill-deleted")
def test_a_deleted_bill_is_told_as_deleted(api: Api, hooks: Hooks) -> None:
    matter = cases.matter(api)["id"]
    api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01", "quantity": 3600, "price": 100, "matter": {"id": matter}})
    bill = cases.bill(api, matter)
    hooks.make("bill", "id,state", events=["updated", "deleted"])
    assert api.call("DELETE", f"/bills/{bill}").status_code < 300
    assert hooks.events[-1] == "deleted"
    assert hooks.events.count("deleted") == 1


@pytest.mark.rule("deliveries.deleted-carries-what-is-known")
def test_a_document_that_goes_to_the_trash_is_told_as_deleted_and_once(api: Api, hooks: Hooks) -> None:
    folder = api.post("/folders", {"name": "Papers", "parent": {"id": _root(api), "type": "Folder"}})["id"]
    hooks.make("folder", "id,name")
    api.delete(f"/folders/{folder}")
    api.mock.clock.advance(timedelta(days=2))
    assert hooks.events == ["deleted"]


def _root(api: Api) -> int:
    return int(next(row["id"] for row in api.mock.world.folders if row.get("root") or not row.get("parent")))


@pytest.mark.rule("deliveries.only-what-the-user-may-see")
def test_what_the_token_may_not_read_is_not_told(api: Api, hooks: Hooks) -> None:
    narrow = token(api.mock, "narrow", {"Api": "write", "Tasks": "read"})
    body = {"url": f"{ORIGIN}/narrow", "model": "task", "fields": "id,matter{id,description}"}
    made = api.call("POST", "/webhooks", json={"data": body}, headers=narrow).json()["data"]["id"]
    matter = cases.matter(api)["id"]
    task(api, matter={"id": matter})
    assert hooks.sent(webhook=made)[0]["matter"] == {"id": matter, "redacted": True}
    with api.mock.world.session() as session:
        session.update("webhooks", made, {"_permissions": {"Api": "write"}})
    task(api)
    assert [entry["reason"] for entry in hooks.faults.why(made)][-1] == "scope"
    assert hooks.events == ["created"]


@pytest.mark.rule("deliveries.only-what-the-user-may-see")
def test_a_record_that_is_hidden_from_the_user_is_not_told(api: Api, hooks: Hooks) -> None:
    made = hooks.make("contact", "id,name")
    contact = cases.client(api)
    cases.change(api, "contacts", contact, _hidden_from=[api.get("/users/who_am_i")["id"]])
    cases.change(api, "contacts", contact, name="Secret")
    assert hooks.events == ["created"]
    assert [entry["reason"] for entry in hooks.faults.why(made, record=contact)] == ["sent", "unseen", "unseen"]


@pytest.mark.rule("deliveries.none-for-a-user-who-is-gone")
def test_a_webhook_of_a_disabled_user_is_told_nothing(api: Api, hooks: Hooks) -> None:
    made = hooks.make()
    cases.change(api, "webhooks", made, user=424_242)
    task(api)
    assert (hooks.events, hooks.faults.why(made)[-1]["reason"]) == ([], "user")


def test_the_version_and_the_zone_are_those_of_the_one_who_subscribed(api: Api, hooks: Hooks) -> None:
    matter = cases.matter(api)["id"]
    for number, version in enumerate(("4.0.3", "4.0.13")):
        body = {"url": f"{ORIGIN}/{number}", "model": "activity", "fields": "id,quantity,created_at", "events": ["created"]}
        assert api.call("POST", "/webhooks", json={"data": body}, headers={"X-API-VERSION": version}).status_code == 201
    api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01", "quantity": 5400, "matter": {"id": matter}})
    assert [data["quantity"] for data in hooks.sent()] == [1.5, 5400]
    assert {data["created_at"] for data in hooks.sent()} == {"2026-06-01T09:00:00-04:00"}


@pytest.mark.rule("deliveries.deleted-carries-what-is-known")
@pytest.mark.parametrize("model", list(webhook_models()))
def test_every_field_of_every_model_can_be_told_even_of_what_is_gone(model: str, small: World) -> None:
    with MockClio.of(small.fork("default")) as mock:
        firm = Hooks(Api(mock))
        kind = webhook_model_of(model).record
        made = firm.make(model, "id")
        names = [name for name in fields(kind) if attribute_of(kind, name)]
        cases.change(firm.api, "webhooks", made, fields=",".join(names), events=["created", "updated", "deleted"])
        row = next(iter(mock.world.table(kind.table)))
        with mock.world.session() as session:
            session.update(kind.table, row["id"], {"_marked": True})
        with mock.world.session() as session:
            if model == "bill":  # bills stay
                session.update(kind.table, row["id"], {"state": "deleted"})
            else:
                session.delete(kind.table, row["id"])
        assert mock.webhooks.deliver() >= 2
        payload_fields = firm.sent(webhook=made, record=row["id"])
        assert len(payload_fields) >= 2
        assert all(set(data) == set(names) for data in payload_fields)
