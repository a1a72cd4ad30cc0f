"""Checks of refusals: who may ask, what is not there, and what a parameter cannot take, each in the one envelope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from mockclio.catalog.markup import reason_of
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, fields, parameters
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target, is_mock
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import ALL, LISTS, READS, Caller, Place

Check = Callable[[Target], None]
NOBODY = "2000000000"
"""An id that no account has given yet."""
WRONG_TOKEN = "mockclio-verify-asks-with-a-token-that-nobody-has"
WRONG: dict[str, tuple[str, ...]] = {
    "int": ("abc",),
    "float": ("abc",),
    "bool": ("maybe",),
    "date": ("2026-02-30",),
    "datetime": ("yesterday",),
    "enum": ("nonsense",),
    "date_condition": (">=2026-02-30",),
}
"""Values that a parameter of each kind cannot take."""
STANDARD = ("fields", "limit", "order", "page_token", "offset")


def refused(target: Target, response: httpx.Response, status: int, type: str, names: str = "") -> None:
    """The answer must be a refusal with that status, in the envelope, of that type, and name what is wrong."""
    if response.status_code != status:
        raise CheckFailed(f"status {status}", f"status {response.status_code}: {reason_of(response.text)[:200]}", "", target.last)
    body = response.json()
    if not isinstance(body, dict) or list(body) != ["error"] or not isinstance(body["error"], dict):
        raise CheckFailed({"error": {"type": "", "message": ""}}, body, "", target.last)
    if sorted(body["error"]) != ["message", "type"]:
        raise CheckFailed(["message", "type"], sorted(body["error"]), "error", target.last)
    if body["error"]["type"] != type:
        raise CheckFailed(type, body["error"]["type"], "error.type", target.last)
    if not isinstance(body["error"]["message"], str) or not body["error"]["message"] or names not in body["error"]["message"]:
        raise CheckFailed(f"a message that names {names}", body["error"]["message"], "error.message", target.last)
    if not response.headers.get("Content-Type", "").startswith("application/json"):
        raise CheckFailed("application/json", response.headers.get("Content-Type", ""), "Content-Type", target.last)


@check("errors/unknown-route", "errors", rules=("wire.unknown-route-is-404",))
def unknown_routes() -> Cases:
    """What is not in the API is 404: other paths, and methods that a path does not have."""

    def path(target: Target) -> None:
        refused(target, target.send("GET", "/nonsense.json"), 404, "NotFoundError")

    yield None, "path", path
    for operation in ALL:
        if operation.kind == "show" and not any(other.path == f"{operation.path}/nonsense" for other in ALL):
            yield operation, "below", _below(operation)


def _below(operation: AnyOperation) -> Check:
    def run(target: Target) -> None:
        path = operation.path.format(**dict.fromkeys(operation.path_parameters, "1"))
        refused(target, target.send("GET", f"{path}/nonsense.json"), 404, "NotFoundError")

    return run


@check("errors/no-token", "errors", rules=("oauth.no-token-is-unauthorized-error",))
def without_tokens() -> Cases:
    """Nobody reads without a token."""
    for operation in READS:
        yield operation, "", _without_token(operation)


@check("errors/wrong-token", "errors", rules=("oauth.unknown-token-is-invalid-token",))
def wrong_bearers() -> Cases:
    """Nobody reads with a token that is unknown; the answer has the shape of the OAuth library."""
    for operation in READS:
        yield operation, "", _wrong_token(operation)


def _somewhere(operation: AnyOperation) -> str:
    return f"{operation.path.format(**dict.fromkeys(operation.path_parameters, '1'))}.json"


def _without_token(operation: AnyOperation) -> Check:
    return lambda target: refused(target, target.as_nobody("GET", _somewhere(operation)), 401, "UnauthorizedError")


def _wrong_token(operation: AnyOperation) -> Check:
    return lambda target: unknown_token(target, target.as_nobody("GET", _somewhere(operation), WRONG_TOKEN))


def unknown_token(target: Target, response: httpx.Response) -> None:
    """The answer must be the 401 of the OAuth library: two keys, JSON, and a challenge."""
    if response.status_code != 401:
        raise CheckFailed("status 401", f"status {response.status_code}", "", target.last)
    if not response.headers.get("Content-Type", "").startswith("application/json"):
        raise CheckFailed("application/json", response.headers.get("Content-Type", ""), "Content-Type", target.last)
    body = response.json()
    if sorted(body) != ["error", "error_description"] or body["error"] != "invalid_token" or not body["error_description"]:
        raise CheckFailed({"error": "invalid_token", "error_description": "..."}, body, "error", target.last)
    if not response.headers.get("WWW-Authenticate", "").startswith("Bearer"):
        raise CheckFailed("Bearer ...", response.headers.get("WWW-Authenticate"), "WWW-Authenticate", target.last)


@check("errors/forbidden", "errors", rules=("scopes.missing-is-403",))
def forbidden() -> Cases:
    """A token that opens nothing reads nothing."""
    for operation in READS:
        yield operation, "", _forbidden(operation)


def _forbidden(operation: AnyOperation) -> Check:
    def run(target: Target) -> None:
        token = _token_for_nothing(target)
        path = Caller.of(target).path(operation) or _somewhere(operation)
        refused(target, target.as_nobody("GET", path, token), 403, "ForbiddenError")

    return run


def _token_for_nothing(target: Target) -> str:
    """A mock on this machine mints one; a token of a real account opens something."""
    if not is_mock(target):
        raise Inconclusive("only a mock gives a token that opens nothing")
    if "nothing" not in target.kept:
        response = target.http.post("/_mockclio/tokens", json={"scopes": {}})
        if response.status_code != 200:
            raise Inconclusive("the control interface of the mock is closed")
        target.kept["nothing"] = response.json()["access_token"]
    return str(target.kept["nothing"])


@check("errors/missing", "errors", rules=("wire.unknown-id-is-404",))
def missing() -> Cases:
    """An id that does not exist is 404 on every read."""
    for operation in READS:
        for name in operation.path_parameters:
            yield operation, name, _missing(operation, name)


def _missing(operation: AnyOperation, name: str) -> Check:
    def run(target: Target) -> None:
        caller = Caller.of(target)
        place = (caller.places(operation) or [{}])[0]
        chosen: Place = {**dict.fromkeys(operation.path_parameters, NOBODY), **place, name: NOBODY}
        refused(target, caller.at(operation, chosen), 404, "NotFoundError")

    return run


@check("errors/missing-write", "errors", writes=True, rules=("wire.unknown-id-is-404",))
def missing_writes() -> Cases:
    """An id that does not exist is 404 on every change and removal, and nothing is said of a body."""
    for operation in ALL:
        if operation.method in ("PATCH", "DELETE") and operation.path_parameters:
            yield operation, "", _missing_write(operation)


def _missing_write(operation: AnyOperation) -> Check:
    def run(target: Target) -> None:
        path = operation.path.format(**dict.fromkeys(operation.path_parameters, NOBODY))
        options: dict[str, Any] = {"json": {"data": {}}} if operation.method == "PATCH" else {}
        refused(target, target.send(operation.method, f"{path}.json", **options), 404, "NotFoundError")

    return run


@check("errors/unauthorized-write", "errors", writes=True, rules=("oauth.no-token-is-unauthorized-error",))
def unauthorized_writes() -> Cases:
    """Nobody writes without a token, or with one that is unknown."""
    for operation in ALL:
        if operation.method != "GET":
            yield operation, "", _unauthorized_write(operation)


def _unauthorized_write(operation: AnyOperation) -> Check:
    def run(target: Target) -> None:
        if target.read_only:
            raise Inconclusive("this writes, and this run only reads")
        path = operation.path.format(**dict.fromkeys(operation.path_parameters, NOBODY))
        refused(target, target.as_nobody(operation.method, f"{path}.json", json={"data": {}}), 401, "UnauthorizedError")
        unknown_token(target, target.as_nobody(operation.method, f"{path}.json", WRONG_TOKEN, json={"data": {}}))

    return run


def malformed(operation: AnyOperation) -> dict[str, tuple[str, str]]:
    """Selections that cannot be read, by case, each with what the message must name."""
    known = fields(operation.record)
    first, plain = next(iter(known)), "id" if "id" in known else next((name for name, one in known.items() if one.record is None), None)
    nested = next((name for name, one in known.items() if one.record is not None), None)
    results = {"alone": ("nonsense", "nonsense"), "beside": (f"{first},nonsense", "nonsense"), "unclosed": (f"{first}{{id", "")}
    results["several"] = (f"nonsense,{first},humbug", "nonsense, humbug are not valid fields")
    if nested is not None:
        results["nested"] = (f"{nested}{{nonsense}}", "nonsense")
        results["deep"] = (f"{nested}{{id{{id}}}}", f"{nested}}} is not a valid field")
    if plain is not None:
        results["of-no-record"] = (f"{plain}{{id}}", plain)
        results["of-nothing"] = (f"{plain}{{nonsense}}", plain)
    return results


@check("errors/fields", "errors", rules=("fields.unknown-is-400",))
def unknown_fields() -> Cases:
    """A field that is not there is 400 InvalidFields, and named; several are all named."""
    yield from _wrong_selections("alone", "beside", "several", "nested", "of-no-record", "of-nothing")


@check("errors/deep-fields", "errors", rules=("fields.one-level",))
def deep_fields() -> Cases:
    """Braces within braces are 400 InvalidFields."""
    yield from _wrong_selections("deep")


@check("errors/unclosed-fields", "errors", rules=("fields.unbalanced",))
def unclosed_fields() -> Cases:
    """Braces that are not closed are 400 InvalidFields."""
    yield from _wrong_selections("unclosed")


def _wrong_selections(*cases: str) -> Cases:
    for operation in READS:
        if operation.record is not None and operation.fields:
            for case, (selection, names) in malformed(operation).items():
                if case in cases:
                    yield operation, case, _wrong_fields(operation, case, selection, names)


def _wrong_fields(operation: AnyOperation, case: str, selection: str, names: str) -> Check:
    def run(target: Target) -> None:
        response = _ask(target, operation, {"fields": selection})
        refused(target, response, 400, "InvalidFields", names)
        if case == "alone" and response.json()["error"]["message"] != "nonsense is not a valid field":
            raise CheckFailed("nonsense is not a valid field", response.json()["error"]["message"], "error.message", target.last)

    return run


def _ask(target: Target, operation: AnyOperation, query: dict[str, str]) -> httpx.Response:
    response = Caller.of(target).get(operation, query)
    if response is None:
        raise Inconclusive("the account has no record that this could be asked of")
    return response


@check("errors/values", "errors", rules=("wire.invalid-query-is-422",))
def wrong_parameters() -> Cases:
    """A parameter with a value of another kind is refused, and named in the message, an enumeration with its choices."""
    for operation in READS:
        for name, attribute in parameters(operation).items():
            if name not in STANDARD and attribute.kind in WRONG:
                for value in WRONG[attribute.kind]:
                    yield operation, f"{attribute.wire}={value}", _wrong_value(operation, attribute, value, 422)


def _of_lists(name: str, status: int, *values: str) -> Cases:
    """The lists that take a parameter, with values that it cannot take."""
    for operation in LISTS:
        attribute = parameters(operation).get(name)
        if attribute is not None:
            for value in values:
                text = value.format(beyond=operation.limit + 1)
                yield operation, f"{name}={text}", _wrong_value(operation, attribute, text, status)


@check("errors/limit", "errors", rules=("paging.limit-out-of-range-is-422",))
def wrong_limits() -> Cases:
    """A limit below one, above what the list allows, or of no number is refused."""
    yield from _of_lists("limit", 422, "0", "-1", "abc", "{beyond}")


@check("errors/page-token", "errors", rules=("paging.bad-token-is-422",))
def wrong_tokens() -> Cases:
    """A page_token that comes from no link is refused."""
    yield from _of_lists("page_token", 422, "nonsense")


@check("errors/offset", "errors", rules=("paging.offset-ceiling",))
def wrong_offsets() -> Cases:
    """An offset below nothing or beyond the ceiling is refused."""
    yield from _of_lists("offset", 422, "-1", "10000", "abc")


@check("errors/order", "errors", rules=("lists.invalid-order-is-422",))
def wrong_orders() -> Cases:
    """An order by what a list does not sort by, or another way than up and down, is refused."""
    yield from _of_lists("order", 422, "nonsense(asc)", "id(sideways)")


def _wrong_value(operation: AnyOperation, attribute: Attribute, value: str, status: int) -> Check:
    def run(target: Target) -> None:
        params = {attribute.wire: value}
        if operation.operation_id == "MatterDocket#preview":
            params = {**preview(operation), **params}
        response = _ask(target, operation, params)
        refused(target, response, status, "ArgumentError", attribute.wire)
        message = response.json()["error"]["message"]
        missing = [choice for choice in attribute.choices[:2] if choice not in message]
        if missing:
            raise CheckFailed(f"a message that lists {missing[0]}", message, "error.message", target.last)

    return run


def preview(operation: AnyOperation) -> dict[str, str]:
    """Values that can be read for what the preview cannot do without; whether they name anything does not matter here."""
    usable = {"int": "1", "datetime": "2026-06-08T12:00:00-04:00", "str": "x"}
    return {attribute.wire: usable[attribute.kind] for attribute in parameters(operation).values() if attribute.required}


@check("errors/required", "errors", rules=("wire.required-parameters-are-400",))
def required_parameters() -> Cases:
    """A parameter that a read cannot do without is asked for by name."""
    for operation in READS:
        for attribute in parameters(operation).values():
            if attribute.required:
                yield operation, attribute.wire, _required(operation, attribute)


def _required(operation: AnyOperation, attribute: Attribute) -> Check:
    def run(target: Target) -> None:
        others = {**Caller.of(target).required(operation)}
        if operation.operation_id == "MatterDocket#preview":
            others.update(preview(operation))
        others.pop(attribute.wire, None)
        path = f"{operation.path}.json"
        refused(target, target.send("GET", path, params=others), 400, "ParameterMissing", attribute.wire)

    return run
