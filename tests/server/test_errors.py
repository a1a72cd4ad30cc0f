"""Every error that is known, provoked: status, type, message and headers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mockclio.errors import APIError
from mockclio.seeding.builder import Builder
from tests.api import Api
from tests.hashing import digest

Provoke = Any


def bad_fields(api: Api) -> httpx.Response:
    return api.call("GET", "/tasks", params={"fields": "id,assignee{email}"})


def unknown_id(api: Api) -> httpx.Response:
    return api.call("DELETE", "/webhooks/1")


def malformed(api: Api) -> httpx.Response:
    return api.call("POST", "/matters", content=b'{"data": ')


def bare_body(api: Api) -> httpx.Response:
    return api.call("POST", "/matters", json={"description": "x"})


def bad_operator(api: Api) -> httpx.Response:
    field = api.post("/custom_fields", {"name": "Color", "field_type": "text_line", "parent_type": "Matter"})
    picked = api.post("/custom_fields", {"name": "Agreed", "field_type": "checkbox", "parent_type": "Matter"})
    assert field["id"] != picked["id"]
    return api.call("GET", "/matters", params={f"custom_field_values[{picked['id']}]": ">=true"})


def bad_token(api: Api) -> httpx.Response:
    return api.call("GET", "/matters", params={"page_token": "nonsense"})


def bad_order(api: Api) -> httpx.Response:
    return api.call("GET", "/matters", params={"order": "color(asc)"})


def bad_limit(api: Api) -> httpx.Response:
    return api.call("GET", "/matters", params={"limit": "201"})


def far_offset(api: Api) -> httpx.Response:
    return api.call("GET", "/matters", params={"offset": "10000"})


def bad_version(api: Api) -> httpx.Response:
    return api.call("GET", "/matters", headers={"X-API-VERSION": "5"})


def bad_enumeration(api: Api) -> httpx.Response:
    return api.call("POST", "/notes", json={"data": {"type": "Bill", "detail": "x"}})


def nameless(api: Api) -> httpx.Response:
    return api.call("POST", "/contacts", json={"data": {"type": "Person"}})


def bad_model(api: Api) -> httpx.Response:
    body = {"url": "https://example.test/hook", "model": "Calendar", "fields": "id"}
    return api.call("POST", "/webhooks", json={"data": body})


def missing_reference(api: Api) -> httpx.Response:
    return api.call("POST", "/matters", json={"data": {"client": {"id": 1}, "description": "x"}})


def root_folder(api: Api) -> httpx.Response:
    (root,) = (row for row in api.mock.world.table("folders") if row.get("root"))
    return api.call("DELETE", f"/folders/{root['id']}")


def never_uploaded(api: Api) -> httpx.Response:
    client = api.post("/contacts", {"type": "Company", "name": "A"})
    made = api.post(
        "/documents", {"name": "file.jpg", "parent": {"id": client["id"], "type": "Contact"}}, "id,latest_document_version{uuid}"
    )
    body = {"uuid": made["latest_document_version"]["uuid"], "fully_uploaded": True}
    return api.call("PATCH", f"/documents/{made['id']}", json={"data": body})


def slow_storage(api: Api) -> httpx.Response:
    api.mock.world.settings.storage_answers = False
    return never_uploaded(api)


def locked_document(api: Api) -> httpx.Response:
    made = upload(api)
    with api.mock.world.session() as session:
        session.update("documents", made, {"locked": True})
    return api.call("DELETE", f"/documents/{made}")


def locked_folder(api: Api) -> httpx.Response:
    made = upload(api)
    with api.mock.world.session() as session:
        session.update("documents", made, {"locked": True})
    client = api.get("/contacts", "id")[0]["id"]
    folder = api.post("/folders", {"name": "Locked", "parent": {"id": client, "type": "Contact"}})["id"]
    with api.mock.world.session() as session:
        session.update("documents", made, {"parent": folder})
    return api.call("DELETE", f"/folders/{folder}")


def upload(api: Api) -> int:
    builder = Builder(api.mock.world)
    client = api.post("/contacts", {"type": "Company", "name": "A"})
    made = builder.upload("a.txt", b"a", {"id": client["id"], "type": "Contact"})
    builder.close()
    return made


def open_bill(api: Api) -> httpx.Response:
    client = api.post("/contacts", {"type": "Company", "name": "A"})
    matter = api.post("/matters", {"client": {"id": client["id"]}, "description": "x"})
    lines = [{"description": "Work", "price": 100, "quantity": 1, "matter": matter["id"]}]
    made = api.mock.http.post("/_mockclio/bills", json={"matters": [matter["id"]], "lines": lines, "state": "awaiting_payment"})
    assert made.status_code == 200, made.text
    return api.call("DELETE", f"/contacts/{client['id']}")


def old_etag(api: Api) -> httpx.Response:
    made = api.post("/contacts", {"type": "Company", "name": "A"})
    return api.call("PATCH", f"/contacts/{made['id']}", json={"data": {"name": "B"}}, headers={"If-Match": '"0"'})


def bare_date(api: Api) -> httpx.Response:
    return api.call("GET", "/calendar_entries", params={"from": "2026-06-01"})


def wrong_address_name(api: Api) -> httpx.Response:
    body = {"type": "Company", "name": "A", "addresses": [{"name": "Business", "city": "Rome"}]}
    return api.call("POST", "/contacts", json={"data": body})


def too_many_numbers(api: Api) -> httpx.Response:
    body = {"type": "Company", "name": "A", "phone_numbers": [{"number": str(number)} for number in range(201)]}
    return api.call("POST", "/contacts", json={"data": body})


def wrong_attributes(api: Api) -> httpx.Response:
    return api.call("POST", "/contacts", json={"data": {"type": "Company", "name": "A", "first_name": "Ada"}})


def unknown_choice(api: Api) -> httpx.Response:
    return api.call("GET", "/tasks", params={"status": "bogus"})


def no_offset(api: Api) -> httpx.Response:
    return api.call("GET", "/tasks", params={"offset": "abc"})


def no_kind_of_notes(api: Api) -> httpx.Response:
    return api.call("GET", "/notes")


def bare_receipt(api: Api) -> httpx.Response:
    return api.call("POST", "/documents", json={"data": {"name": "a.txt", "received_at": "2026-08-01"}})


def no_token(api: Api) -> httpx.Response:
    return api.call("GET", "/matters", headers={"Authorization": ""})


def no_scope(api: Api) -> httpx.Response:
    token = api.mock.http.post("/_mockclio/tokens", json={"scopes": {"Tasks": "read"}}).json()["access_token"]
    return api.call("GET", "/matters", headers={"Authorization": f"Bearer {token}"})


def too_often(api: Api) -> httpx.Response:
    api.mock.http.post("/_mockclio/rate_limit", json={"limit": 0})
    return api.call("GET", "/matters")


def bill_as_json(api: Api) -> httpx.Response:
    client = api.post("/contacts", {"type": "Company", "name": "A"})
    matter = api.post("/matters", {"client": {"id": client["id"]}, "description": "x"})
    lines = [{"description": "Work", "price": 100, "quantity": 1, "matter": matter["id"]}]
    api.mock.http.post("/_mockclio/bills", json={"matters": [matter["id"]], "lines": lines}).raise_for_status()
    (made,) = api.get("/bills")
    return api.call("GET", f"/bills/{made['id']}/preview", headers={"Accept": "application/json"})


TABLE: list[tuple[Provoke, int, str, str]] = [
    (bad_fields, 400, "InvalidFields", "assignee{email} is not a valid field"),
    (root_folder, 400, "DeleteFailed", "Delete failed: The root folder cannot be trashed"),
    (malformed, 400, "BadRequestError", "The body is not valid JSON"),
    (bare_body, 400, "BadRequestError", 'The body must be an object with the attributes under "data"'),
    (bad_operator, 400, "ArgumentError", "An invalid argument was supplied: custom_field_values["),
    (bad_token, 422, "ArgumentError", "An invalid argument was supplied: page_token is invalid"),
    (bad_order, 422, "ArgumentError", 'An invalid argument was supplied: order must be one of ["display_number(asc)"'),
    (bad_limit, 422, "ArgumentError", "An invalid argument was supplied: limit must be between 1 and 200"),
    (unknown_choice, 422, "ArgumentError", 'An invalid argument was supplied: status must be one of ["pending", "in_progress"'),
    (no_offset, 422, "ArgumentError", "An invalid argument was supplied: offset must be an integer"),
    (no_kind_of_notes, 400, "ParameterMissing", "param is missing or the value is empty: type"),
    (bare_receipt, 422, "ArgumentError", 'An invalid argument was supplied: invalid xmlschema format: "2026-08-01"'),
    (unknown_id, 404, "NotFoundError", "Not Found"),
    (missing_reference, 404, "NotFoundError", "client: there is no record with id 1 in contacts"),
    (bad_version, 410, "InvalidVersionError", "X-API-VERSION must be one of 4.0.0 to 4.0.13"),
    (far_offset, 422, "ArgumentError", "An invalid argument was supplied: offset must be between 0 and 9999"),
    (bad_enumeration, 422, "ArgumentError", 'An invalid argument was supplied: type must be one of ["Matter", "Contact"]'),
    (nameless, 422, "ArgumentError", "At least one of first name or last name must be provided"),
    (bad_model, 422, "ArgumentError", "An invalid argument was supplied: 'Calendar' is not a valid model"),
    (no_token, 401, "UnauthorizedError", "User is not authorized"),
    (no_scope, 403, "ForbiddenError", "User is forbidden from taking that action"),
    (locked_folder, 400, "DeleteFailed", "Delete failed: The folder contains locked items"),
    (bare_date, 422, "ArgumentError", "An invalid argument was supplied: invalid xmlschema format"),
    (bill_as_json, 406, "InvalidFormatError", ""),
    (locked_document, 409, "ConflictError", "a.txt is locked"),
    (open_bill, 409, "ConflictError", ""),
    (old_etag, 412, "PreconditionFailedError", "read it again"),
    (wrong_address_name, 422, "ArgumentError", "An invalid argument was supplied: name must be one of Work, Home, Billing, or Other"),
    (too_many_numbers, 422, "ArgumentError", "200"),
    (wrong_attributes, 422, "ArgumentError", "Invalid attributes present for a Company: first_name"),
    (slow_storage, 422, "UploadTimeoutError", "A timeout occurred verifying the remote file. Please try the request again."),
    (too_often, 429, "RateLimited", "Retry-After"),
    (never_uploaded, 422, "UploadNotFoundError", "A matching remote file was not found for the file named file.jpg with UUID "),
]


@pytest.mark.rule(
    "fields.unknown-is-400",
    "fields.one-level",
    "wire.unknown-id-is-404",
    "wire.malformed-json-is-400",
    "wire.data-is-required",
    "wire.missing-reference-is-404",
    "wire.invalid-query-is-422",
    "wire.required-parameters-are-400",
    "wire.times-of-bodies-are-full",
    "wire.invalid-argument-is-422",
    "paging.bad-token-is-422",
    "paging.limit-out-of-range-is-422",
    "paging.offset-ceiling",
    "lists.invalid-order-is-422",
    "custom_fields.wrong-operator-is-400",
    "documents.upload-timeout",
)
@pytest.mark.parametrize(("provoke", "status", "type", "message"), TABLE, ids=[row[0].__name__ for row in TABLE])
def test_a_refusal_has_its_status_type_and_words(api: Api, provoke: Provoke, status: int, type: str, message: str) -> None:
    response = provoke(api)
    error = response.json()["error"]
    assert (response.status_code, error["type"]) == (status, type)
    assert message in error["message"]
    assert sorted(response.json()) == ["error"]
    assert sorted(error) == ["message", "type"]
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["X-Mockclio-Rule"]


WRONG_FIELDS = {
    "x": "x is not a valid field",
    "x,id,y": "x, y are not valid fields",
    "y,x,y": "y, x are not valid fields",
    "client{x},id,client{y}": "client{x}, client{y} are not valid fields",
    "client{x,name,y}": "client{x}, client{y} are not valid fields",
    "client{x},y": "y is not a valid field",
    "description{id,x}": "description{id}, description{x} are not valid fields",
    "client{name},custom_field_values{id,value,custom_field{id},picklist_option{id,option}}": "picklist_option} is not a valid field",
    "client{company{name}}": "client} is not a valid field",
    "client{name": "client{name is not a valid field",
    "client}": "client} is not a valid field",
}
"""Selections on matters, each with the whole message."""


@pytest.mark.rule("fields.unknown-is-400", "fields.one-level", "fields.unbalanced")
@pytest.mark.parametrize("fields", WRONG_FIELDS)
def test_every_wrong_field_is_named_in_the_order_asked_for(api: Api, fields: str) -> None:
    response = api.call("GET", "/matters", params={"fields": fields})
    assert (response.status_code, response.json()) == (400, {"error": {"type": "InvalidFields", "message": WRONG_FIELDS[fields]}})


@pytest.mark.rule("fields.unknown-is-400")
def test_the_fields_of_a_bill_are_refused_in_the_words_that_were_quoted(api: Api) -> None:
    message = api.refused(400, "GET", "/bills", fields="discount{total},discount{kind}")
    assert message == "discount{total}, discount{kind} are not valid fields"


@pytest.mark.rule("lists.enumerations-take-several", "lists.parameters-of-lists-without-brackets")
def test_several_members_and_bare_names_are_taken(api: Api) -> None:
    one, two, other = (api.post("/contacts", {"type": "Company", "name": name})["id"] for name in ("A", "B", "C"))
    for params in ({"ids[]": [one, two]}, {"ids": f"{one},{two}"}, {"ids": [one, two]}):
        assert [row["id"] for row in api.get("/contacts", **params)] == [one, two]
    assert [row["id"] for row in api.get("/contacts", type="Company,Person")] == [one, two, other]


@pytest.mark.rule("fields.one-level", "fields.unbalanced")
@pytest.mark.parametrize("fields", ["client{company{name}}", "client{name", "client}", "{name}", "id,{}"])
def test_braces_that_go_too_deep_or_do_not_match_are_refused(api: Api, fields: str) -> None:
    assert api.call("GET", "/matters", params={"fields": fields}).json()["error"]["type"] == "InvalidFields"


@pytest.mark.rule("wire.unknown-route-is-404")
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nonsense"), ("POST", "/users"), ("DELETE", "/matters"), ("GET", "/matters/abc"), ("PATCH", "/matters")]
)
def test_an_unknown_route_or_method_is_404_in_the_usual_envelope(api: Api, method: str, path: str) -> None:
    response = api.call(method, path, json={"data": {}})
    assert (response.status_code, response.json()) == (404, {"error": {"type": "NotFoundError", "message": "Not Found"}})


def test_options_are_not_answered(api: Api) -> None:
    assert api.call("OPTIONS", "/matters").status_code == 404


def test_refusals_change_nothing(api: Api) -> None:
    before = digest(api.mock.world)
    for provoke in (malformed, bare_body, missing_reference, nameless, bad_model, bad_enumeration, root_folder):
        provoke(api)
    assert digest(api.mock.world) == before


def test_every_error_of_the_tree_has_a_status_and_a_type_of_its_own() -> None:
    def tree(error: type[APIError]) -> list[type[APIError]]:
        return [error, *(inner for child in error.__subclasses__() for inner in tree(child))]

    assert all(400 <= error.status < 600 and error.type for error in tree(APIError))
