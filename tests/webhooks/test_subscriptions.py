"""Webhooks as records: what is accepted, what follows from it, who sees them. Deliveries are not looked at here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from tests.api import Api

ALL = "id,etag,url,fields,shared_secret,model,status,events,expires_at,created_at,updated_at,user"
NEW = {"url": "https://app.test/hooks", "model": "matter", "fields": "id,etag,client{name}"}


def refusal(api: Api, body: dict[str, Any], status: int = 422) -> str:
    """The message of a creation that must not succeed, and that must leave nothing behind."""
    message = api.refused(status, "POST", "/webhooks", {**NEW, **body})
    assert api.get("/webhooks") == []
    return message


def activate(api: Api, id: int, secret: str | None) -> httpx.Response:
    headers = {} if secret is None else {"X-Hook-Secret": secret}
    return api.call("PUT", f"/webhooks/{id}/activate.json", params={"fields": "id,status"}, headers=headers)


def token(mock: MockClio, value: str, *, client: str = "", user: int | None = None, permissions: Any = None) -> dict[str, str]:
    """The header of a bearer token of another application, user or reach."""
    made = mock._worlds.grant(mock.world, value, user)
    made.client_id, made.permissions = client, permissions
    return {"Authorization": f"Bearer {value}"}


@pytest.mark.rule("webhooks.starts-pending", "webhooks.secret", "webhooks.expires-in-three-days", "webhooks.default-events")
def test_a_new_webhook_is_pending_lasts_three_days_and_shows_its_secret(api: Api, mock: MockClio) -> None:
    made = api.post("/webhooks", NEW, fields=ALL)
    owner = mock.world.owner()
    assert owner is not None
    assert len(made["shared_secret"]) == 40
    assert made["shared_secret"].isalnum()
    assert made == {
        "id": made["id"],
        "etag": made["etag"],
        "url": "https://app.test/hooks",
        "fields": "id,etag,client{name}",
        "shared_secret": made["shared_secret"],
        "model": "matter",
        "status": "pending",
        "events": ["created", "updated", "deleted"],
        "expires_at": "2026-06-04T09:00:00-04:00",
        "created_at": "2026-06-01T09:00:00-04:00",
        "updated_at": "2026-06-01T09:00:00-04:00",
        "user": {"id": owner["id"], "etag": made["user"]["etag"], "name": owner["name"]},
    }


def test_without_fields_only_id_and_etag_come_back(api: Api) -> None:
    made = api.post("/webhooks", NEW)
    assert set(made) == {"id", "etag"}
    assert api.get(f"/webhooks/{made['id']}") == made


@pytest.mark.rule("webhooks.secret")
def test_each_webhook_has_a_secret_of_its_own(api: Api) -> None:
    first, second = (api.post("/webhooks", NEW, fields="shared_secret")["shared_secret"] for _ in range(2))
    assert first != second


@pytest.mark.rule("webhooks.https-only")
@pytest.mark.parametrize(
    "url", ["http://app.test/hooks", "ftp://app.test/", "app.test/hooks", "https://", "https://app .test/", "", "https://app.test:x/"]
)
def test_an_address_that_is_not_https_is_refused(api: Api, url: str) -> None:
    assert refusal(api, {"url": url}).startswith("An invalid argument was supplied: url ")


@pytest.mark.rule("webhooks.https-only")
@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:3000/hooks", "http://localhost/hooks", "http://[::1]:3000/", "https://app.test:8443/x?y=1"]
)
def test_http_is_taken_on_this_machine(api: Api, url: str) -> None:
    assert api.post("/webhooks", {**NEW, "url": url}, fields="url") == {"url": url}


@pytest.mark.rule("webhooks.unknown-model")
@pytest.mark.parametrize("model", ["CalendarEntry", "note", "0", "11", ""])
def test_a_model_that_there_is_not_is_refused_in_the_words_that_were_seen(api: Api, model: str) -> None:
    assert refusal(api, {"model": model}) == f"An invalid argument was supplied: '{model}' is not a valid model"


@pytest.mark.rule("webhooks.model-by-number")
@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "matter"),
        ("2", "activity"),
        (3, "bill"),
        (4, "calendar_entry"),
        (5, "communication"),
        (6, "contact"),
        (7, "task"),
        (8, "document"),
        (9, "folder"),
        ("10", "clio_payments_payment"),
    ],
)
def test_a_model_may_be_given_by_its_number(api: Api, number: int | str, name: str) -> None:
    assert api.post("/webhooks", {**NEW, "fields": "id", "model": number}, fields="model") == {"model": name}


def test_what_is_missing_is_named(api: Api) -> None:
    message = api.refused(422, "POST", "/webhooks", {"url": "https://app.test/"})
    assert message == "An invalid argument was supplied: model is required; fields is required"


@pytest.mark.rule("webhooks.fields-length")
def test_a_thousand_characters_of_fields_are_taken_and_no_more(api: Api) -> None:
    longest = "id," * 333 + "i"
    assert "1000" in refusal(api, {"fields": longest + "d"})
    exact = "id," * 332 + "etag"
    assert api.post("/webhooks", {**NEW, "fields": exact}, fields="fields") == {"fields": exact}


@pytest.mark.rule("webhooks.fields-as-list")
def test_fields_may_come_as_a_list(api: Api) -> None:
    assert api.post("/webhooks", {**NEW, "fields": ["id", "status"]}, fields="fields") == {"fields": "id,status"}


@pytest.mark.rule("webhooks.fields-are-checked")
@pytest.mark.parametrize("fields", ["id,nonsense", "client{nonsense}", "client{id", "due_at"])
def test_fields_that_the_model_does_not_have_are_refused(api: Api, fields: str) -> None:
    assert "fields" in refusal(api, {"fields": fields})


@pytest.mark.parametrize("fields", ["", "  ", None, []])
def test_fields_cannot_be_empty(api: Api, fields: Any) -> None:
    assert "fields must name at least one field" in refusal(api, {"fields": fields})


@pytest.mark.rule("webhooks.events-of-the-model")
@pytest.mark.parametrize(
    ("model", "events"),
    [("task", ["matter_opened"]), ("clio_payments_payment", ["deleted"]), ("matter", []), ("contact", ["created", "matter_closed"])],
)
def test_events_that_the_model_does_not_know_are_refused(api: Api, model: str, events: list[str]) -> None:
    assert f"events of the model {model}" in refusal(api, {"model": model, "fields": "id", "events": events})


@pytest.mark.rule("webhooks.events-of-the-model")
def test_a_matter_knows_the_events_of_its_status(api: Api) -> None:
    events = ["matter_opened", "matter_pended", "matter_closed"]
    assert api.post("/webhooks", {**NEW, "events": [*events, "matter_opened"]}, fields="events") == {"events": events}


@pytest.mark.rule("webhooks.default-events")
def test_a_payment_is_told_of_when_it_is_made_and_when_it_changes(api: Api) -> None:
    made = api.post("/webhooks", {**NEW, "model": "clio_payments_payment", "fields": "id"}, fields="events")
    assert made == {"events": ["created", "updated"]}


@pytest.mark.rule("webhooks.expires-within-31-days", "webhooks.expires-in-the-future")
def test_an_end_is_between_now_and_31_days_from_now(api: Api) -> None:
    assert "31 days" in refusal(api, {"expires_at": "2026-07-02T13:00:01Z"})
    assert "future" in refusal(api, {"expires_at": "2026-06-01T13:00:00Z"})
    made = api.post("/webhooks", {**NEW, "expires_at": "2026-07-02T13:00:00Z"}, fields="expires_at")
    assert made == {"expires_at": "2026-07-02T09:00:00-04:00"}


@pytest.mark.rule("webhooks.expires-within-31-days")
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_webhook_is_renewed_by_a_later_end(api: Api, mock: MockClio, method: str) -> None:
    made = api.post("/webhooks", NEW)
    mock.clock.advance(timedelta(days=2))
    body = {"data": {"expires_at": "2026-07-04T13:00:00Z"}}
    answer = api.call(method, f"/webhooks/{made['id']}", json=body, params={"fields": "expires_at,status"})
    assert (answer.status_code, answer.json()["data"]) == (200, {"expires_at": "2026-07-04T09:00:00-04:00", "status": "pending"})
    for end, word in (("2026-07-05T13:00:00Z", "31 days"), ("2026-06-02T13:00:00Z", "future"), (None, "blank")):
        assert word in api.refused(422, "PATCH", f"/webhooks/{made['id']}", {"expires_at": end})
    assert api.get(f"/webhooks/{made['id']}", fields="expires_at") == {"expires_at": "2026-07-04T09:00:00-04:00"}


@pytest.mark.rule("webhooks.activate-enables")
def test_the_secret_enables_a_webhook(api: Api) -> None:
    made = api.post("/webhooks", NEW, fields="id,shared_secret")
    for _ in range(2):
        answer = activate(api, made["id"], made["shared_secret"])
        assert (answer.status_code, answer.json()) == (200, {"data": {"id": made["id"], "status": "enabled"}})


@pytest.mark.rule("webhooks.activate-needs-secret")
@pytest.mark.parametrize("secret", [None, "", "another"])
def test_another_secret_enables_nothing(api: Api, secret: str | None) -> None:
    made = api.post("/webhooks", NEW, fields="id,etag")
    answer = activate(api, made["id"], secret)
    assert (answer.status_code, answer.json()["error"]["type"]) == (422, "ArgumentError")
    assert api.get(f"/webhooks/{made['id']}", fields="id,etag,status") == {**made, "status": "pending"}


def test_there_is_nothing_to_activate_where_there_is_no_webhook(api: Api) -> None:
    assert activate(api, 1, "x").status_code == 404
    assert api.call("PATCH", "/webhooks/1/activate", json={"data": {}}).status_code == 404


@pytest.mark.rule("webhooks.new-url-is-pending")
def test_a_new_address_needs_a_new_handshake_and_keeps_the_secret(api: Api) -> None:
    made = api.post("/webhooks", NEW, fields="id,shared_secret")
    activate(api, made["id"], made["shared_secret"])
    assert api.patch(f"/webhooks/{made['id']}", {"url": NEW["url"], "fields": "id"}, fields="status") == {"status": "enabled"}
    changed = api.patch(f"/webhooks/{made['id']}", {"url": "https://other.test/"}, fields="id,status,url,shared_secret")
    assert changed == {**made, "status": "pending", "url": "https://other.test/"}


def test_a_changed_model_must_know_the_fields_and_the_events(api: Api) -> None:
    made = api.post("/webhooks", {**NEW, "events": ["matter_opened"]})
    place = f"/webhooks/{made['id']}"
    assert "events" in api.refused(422, "PATCH", place, {"model": "task", "fields": "id"})
    assert "fields" in api.refused(422, "PATCH", place, {"model": "task", "events": ["created"]})
    changed = api.patch(place, {"model": "task", "events": ["created"], "fields": "id,due_at"}, fields="model,events,fields")
    assert changed == {"model": "task", "events": ["created"], "fields": "id,due_at"}


def test_a_null_address_is_refused(api: Api) -> None:
    made = api.post("/webhooks", NEW)
    assert "url" in api.refused(422, "PATCH", f"/webhooks/{made['id']}", {"url": None})


def test_a_form_makes_a_webhook_as_well(api: Api) -> None:
    form = {"data[url]": NEW["url"], "data[model]": "matter", "data[fields]": "id", "data[events][]": "created"}
    answer = api.call("POST", "/webhooks.json", data=form, params={"fields": "fields,events"})
    assert (answer.status_code, answer.json()["data"]) == (201, {"fields": "id", "events": ["created"]})


def test_webhooks_are_listed_by_id_either_way_and_by_ids(api: Api) -> None:
    first, second = (api.post("/webhooks", NEW)["id"] for _ in range(2))
    assert [row["id"] for row in api.get("/webhooks")] == [first, second]
    assert [row["id"] for row in api.get("/webhooks", order="id(desc)")] == [second, first]
    assert [row["id"] for row in api.get("/webhooks", **{"ids[]": second})] == [second]


def test_webhooks_are_narrowed_by_when_they_were_made_and_changed(api: Api, mock: MockClio) -> None:
    old = api.post("/webhooks", NEW)["id"]
    mock.clock.advance(timedelta(hours=1))
    new = api.post("/webhooks", NEW)["id"]
    since = "2026-06-01T14:00:00Z"
    assert [row["id"] for row in api.get("/webhooks", created_since=since)] == [new]
    api.patch(f"/webhooks/{old}", {"fields": "id"})
    assert [row["id"] for row in api.get("/webhooks", updated_since=since)] == [old, new]


def test_a_deleted_webhook_is_gone(api: Api) -> None:
    made = api.post("/webhooks", NEW)
    api.delete(f"/webhooks/{made['id']}")
    assert api.refused(404, "GET", f"/webhooks/{made['id']}") == "Not Found"
    api.refused(404, "DELETE", f"/webhooks/{made['id']}")


@pytest.mark.rule("webhooks.seen-by-who-made-it")
def test_another_application_does_not_see_a_webhook_and_the_plain_token_sees_all(api: Api, mock: MockClio) -> None:
    first, second = (token(mock, name, client=name) for name in ("app-1", "app-2"))
    made = api.call("POST", "/webhooks", json={"data": NEW}, headers=first).json()["data"]["id"]
    assert [row["id"] for row in api.call("GET", "/webhooks", headers=first).json()["data"]] == [made]
    assert api.call("GET", "/webhooks", headers=second).json()["data"] == []
    for method, body in (("GET", None), ("PATCH", {"data": {"fields": "id"}}), ("DELETE", None)):
        assert api.call(method, f"/webhooks/{made}", headers=second, json=body).status_code == 404
    assert [row["id"] for row in api.get("/webhooks")] == [made]


@pytest.mark.rule("webhooks.model-needs-its-scope")
def test_the_model_needs_a_scope_of_its_own(api: Api, mock: MockClio) -> None:
    narrow = token(mock, "narrow", permissions={"Api": "write", "Tasks": "read"})
    assert api.call("POST", "/webhooks", json={"data": NEW}, headers=narrow).status_code == 403
    task = {**NEW, "model": "task", "fields": "id"}
    made = api.call("POST", "/webhooks", json={"data": task}, headers=narrow)
    assert made.status_code == 201
    place = f"/webhooks/{made.json()['data']['id']}"
    assert api.call("PATCH", place, json={"data": {"fields": "id,name"}}, headers=narrow).status_code == 200
    assert api.call("PATCH", place, json={"data": {"model": "matter"}}, headers=narrow).status_code == 403
    assert len(api.get("/webhooks")) == 1
