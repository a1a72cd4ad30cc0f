"""Checks of the guards of a write: the etag that must still hold, the scopes of the token, and the record that must be there."""

from __future__ import annotations

from typing import Any, get_args

from mockclio.catalog.operations import AnyOperation, Scope
from mockclio.testing.sample_data import bodies
from mockclio.testing.sample_data.attribute_write import ALL, answered, call, own
from mockclio.testing.sample_data.forks import apart, control, in_account, plain, remove
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.errors import NOBODY, malformed, refused
from mockclio.verify.checks.writing.refused import Untouched

NEVER = '"00000000000000000000000000000000"'
GUARDED = [operation for operation in ALL if operation.method != "GET" and "IF-MATCH" in operation.headers]
WRITING = [operation for operation in ALL if operation.method != "GET"]


def data_of(p: SampleData, operation: AnyOperation) -> Data | None:
    return bodies.body(p, operation) if operation.body is not None and operation.kind != "destroy" else None


@check("if-match", "errors", writes=True, rules=("etags.if-match-is-412",))
def if_match() -> Cases:
    """A write with an etag that no longer holds is refused with 412 and does nothing; with the etag that holds, or *, it is done."""
    for operation in GUARDED:
        yield operation, "wrong", in_account(lambda p, o=operation: _wrong(p, o))  # type: ignore[misc]
        yield operation, "right", in_account(lambda p, o=operation: _right(p, o))  # type: ignore[misc]


def _wrong(p: SampleData, operation: AnyOperation) -> None:
    sample_data = own(p, operation, bodies.addressed(operation))
    untouched = Untouched(sample_data, operation)
    before = len(p.target.made)
    response = call(sample_data, operation, data_of(sample_data, operation), headers={"If-Match": NEVER})
    remove(p, before)
    refused(p.target, response, 412, "PreconditionFailedError")
    untouched.expect(response)


def _right(p: SampleData, operation: AnyOperation) -> None:
    sample_data = own(p, operation, bodies.addressed(operation))
    show = next((one for one in operation.collection.operations.values() if one.kind in ("show", "single")), None)
    match = "*"
    if show is not None and "{id}" in operation.path and show.kind == "show":
        path = show.path.replace("{id}", str(sample_data[bodies.addressed(operation)]))
        match = p.target.send("GET", f"{path}.json").headers.get("ETag", "*")
    response = call(sample_data, operation, data_of(sample_data, operation), headers={"If-Match": match})
    answered(operation, response)


@check("scopes", "errors", writes=True, rules=("scopes.missing-is-403",))
def scopes() -> Cases:
    """A write with a token that opens nothing, or only reads, is refused with 403 and does nothing."""
    for operation in WRITING:
        yield operation, "", apart(lambda p, o=operation: _scoped(p, o))  # type: ignore[misc]


def _scoped(p: SampleData, operation: AnyOperation) -> None:
    sample_data = own(p, operation, bodies.addressed(operation))
    untouched = Untouched(sample_data, operation)
    path = f"/api/v4{bodies.path(sample_data, operation)}.json"
    data = data_of(sample_data, operation)
    options: dict[str, Any] = {"json": {"data": data}} if data is not None else {}
    for scopes in ({}, dict.fromkeys(get_args(Scope), "read")):
        token = _token(p, scopes)
        response = plain(p.target, operation.method, path, token=token, **options)
        if response.status_code < 300 and scopes and operation.collection.scope in ("Api", "General"):
            continue
        refused(p.target, response, 403, "ForbiddenError")
        untouched.expect(response)


def _token(p: SampleData, scopes: dict[str, str]) -> str:
    cached: dict[str, str] = p.target.shared.setdefault("tokens", {})
    if str(scopes) not in cached:
        cached[str(scopes)] = control(p, "POST", "/tokens", {"scopes": scopes})["access_token"]
    return cached[str(scopes)]


def provoked(p: SampleData, operation: AnyOperation, status: int, type: str, names: str = "", *, fields: str = "", **headers: str) -> None:
    """A write that is right but for what is given is refused so, and does nothing."""
    sample_data = own(p, operation, bodies.addressed(operation))
    if operation.path == "/timer" and operation.kind == "destroy":
        p["timer.owner"]
    untouched = Untouched(sample_data, operation)
    before = len(p.target.made)
    response = call(sample_data, operation, data_of(sample_data, operation), headers=headers, fields=fields)
    remove(p, before)
    refused(p.target, response, status, type, names)
    untouched.expect(response)


@check("versions-that-are-gone", "errors", writes=True, rules=("versions.unknown-version-is-410",))
def versions() -> Cases:
    """A version of the API that there is not is refused with 410, and nothing is done."""
    for operation in WRITING:
        yield operation, "", in_account(lambda p, o=operation: _version(p, o))  # type: ignore[misc]


def _version(p: SampleData, operation: AnyOperation) -> None:
    provoked(p, operation, 410, "InvalidVersionError", **{"X-API-VERSION": "4.0.99"})


@check("fields-of-a-write", "errors", writes=True, rules=("fields.unknown-is-400", "fields.unbalanced"))
def fields_of_a_write() -> Cases:
    """A write that asks for fields that there are not is refused with 400 and does nothing."""
    for operation in WRITING:
        if operation.fields and operation.record is not None and operation.status in (200, 201):
            for case, (selection, words) in malformed(operation).items():
                yield operation, case, in_account(lambda p, o=operation, s=selection, w=words: _wrong_fields(p, o, s, w))  # type: ignore[misc]


def _wrong_fields(p: SampleData, operation: AnyOperation, selection: str, words: str) -> None:
    provoked(p, operation, 400, "InvalidFields", words, fields=selection)


@check("missing-actions", "errors", writes=True, rules=("wire.unknown-id-is-404",))
def missing_actions() -> Cases:
    """An action on a record that there is not is 404."""
    for operation in WRITING:
        if operation.method in ("POST", "PUT") and "{id}" in operation.path:
            yield operation, "", in_account(lambda p, o=operation: _missing(p, o))  # type: ignore[misc]


def _missing(p: SampleData, operation: AnyOperation) -> None:
    path = operation.path.replace("{id}", NOBODY).replace("{document_version_id}", NOBODY)
    data = data_of(p, operation)
    options: dict[str, Any] = {"json": {"data": data}} if data is not None else {}
    refused(p.target, p.target.send(operation.method, f"{path}.json", **options), 404, "NotFoundError")
