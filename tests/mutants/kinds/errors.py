"""Refusals that are given wrong, or not at all: every refusal of every operation under each way to spoil it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from mockclio import MockClio
from tests.mutants.kinds.refusals import Refusal, refusals
from tests.mutants.mutant import Mutant
from tests.mutants.wire import Answered, Ask, Request, Twist, twisted
from tests.mutants.worlds import all_fields, body_with, seen

Spoil = Callable[[Answered], Answered]
STATUSES = {304: 200, 400: 422, 401: 403, 403: 401, 404: 400, 410: 404, 412: 409, 422: 400}
"""Each status, and the one that is easily taken for it."""


def pool() -> list[Mutant]:
    """Every refusal under every way that it allows."""
    return [mutant for refusal in refusals() for mutant in _of(refusal)]


def _of(refusal: Refusal) -> Iterator[Mutant]:
    if refusal.repair is not None:
        yield _mutant(refusal, "not raised", "is not raised", _not_raised(refusal))
        if refusal.status in (404, 412, 422) and refusal.operation.method != "GET":
            yield _mutant(refusal, "done all the same", "is answered and done all the same", _done(refusal))
    if refusal.status == 304:
        return
    ways = {**WAYS, **(OF_ONE if refusal.about else {}), **({} if refusal.one else OF_ALL)}
    for way, (words, spoil) in ways.items():
        yield _mutant(refusal, way, words, _spoiling(refusal, spoil))
    if refusal.name == "401 bad token":
        yield _mutant(refusal, "no challenge", "comes without WWW-Authenticate", _spoiling(refusal, _without_challenge))


def _mutant(refusal: Refusal, way: str, words: str, twist: Twist) -> Mutant:
    id = refusal.operation.operation_id
    place = "practice" if refusal.operation.method == "GET" else "chambers"
    return Mutant("errors", f"{id}/{refusal.name}/{way}", f"{id}: {refusal.name} {words}", twisted(twist, id), _probe(refusal), place)


def _is(refusal: Refusal, answered: Answered) -> bool:
    """Whether an answer is that refusal: by its status, by what it names, and of 401 by its kind."""
    if answered.status != refusal.status:
        return False
    if refusal.status == 401:
        return ("WWW-Authenticate" in answered.headers) == (refusal.name == "401 bad token")
    if refusal.status in (304, 403, 410, 412):
        return True
    body = answered.json
    error = body.get("error") if isinstance(body, dict) else None
    message = str(error.get("message", "")) if isinstance(error, dict) else ""
    if refusal.about:
        return refusal.about in message
    return refusal.status != 400 or "data" in message or "JSON" in message


def _not_raised(refusal: Refusal) -> Twist:
    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        assert refusal.repair is not None
        return ask(refusal.repair(request)) if _is(refusal, answered) else answered

    return twist


def _done(refusal: Refusal) -> Twist:
    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        assert refusal.repair is not None
        if _is(refusal, answered):
            ask(refusal.repair(request))
        return answered

    return twist


def _spoiling(refusal: Refusal, spoil: Spoil) -> Twist:
    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        return spoil(answered) if _is(refusal, answered) else answered

    return twist


def _error(answered: Answered) -> dict[str, Any]:
    """The error of an answer as type and message, whichever of the two shapes it has."""
    body = answered.json or {}
    error = body.get("error")
    return error if isinstance(error, dict) else {"type": str(error), "message": str(body.get("error_description", ""))}


def _typed(answered: Answered, type: str) -> Answered:
    body = answered.json or {}
    return answered.saying({**body, "error": {**body["error"], "type": type} if isinstance(body.get("error"), dict) else type})


def _anonymous(answered: Answered) -> Answered:
    return answered.saying({"error": {**_error(answered), "message": "The request could not be processed"}})


def _without_challenge(answered: Answered) -> Answered:
    return replace(answered, headers={name: value for name, value in answered.headers.items() if name != "WWW-Authenticate"})


def _as_page(answered: Answered) -> Answered:
    return Answered(answered.status, {**answered.headers, "Content-Type": "text/html; charset=utf-8"}, b"<h1>Error</h1>")


WAYS: dict[str, tuple[str, Spoil]] = {
    "500": ("comes with status 500", lambda answered: replace(answered, status=500)),
    "200": ("comes as 200 with nothing in it", lambda answered: answered.saying({"data": {}}, 200)),
    "other status": ("comes with a status that is not its own", lambda answered: replace(answered, status=STATUSES[answered.status])),
}
OF_ONE: dict[str, tuple[str, Spoil]] = {
    "anonymous": ("does not say what it is about", _anonymous),
}
OF_ALL: dict[str, tuple[str, Spoil]] = {
    "errors": ("comes as a list of errors", lambda answered: answered.saying({"errors": [_error(answered)]})),
    "bare": ("comes as a bare message", lambda answered: answered.saying({"error": _error(answered)["message"]})),
    "type": ("comes with a type that is not its own", lambda answered: _typed(answered, "Error")),
    "no type": ("comes without a type", lambda answered: answered.saying({"error": {"message": _error(answered)["message"]}})),
    "no message": ("comes without a message", lambda answered: answered.saying({"error": {"type": _error(answered)["type"]}})),
    "page": ("comes as a page of HTML", _as_page),
    "text/plain": (
        "comes with the type text/plain",
        lambda answered: replace(answered, headers={**answered.headers, "Content-Type": "text/plain"}),
    ),
    "empty": ("comes without a body", lambda answered: replace(answered, body=b"")),
}


def _probe(refusal: Refusal) -> Callable[[MockClio], Iterator[Any]]:
    """Provoke the refusal, then look whether something was written. What the sound server does not refuse so is no mutant."""

    def ask(mock: MockClio) -> Iterator[Any]:
        response = refusal.provoke(mock)
        if response is None or response.status_code != refusal.status:
            return
        yield seen(response)
        yield sum(len(table) for name, table in mock.world.tables.items() if not name.startswith("_"))
        get = refusal.operation.collection.operations.get("get")
        if refusal.operation.kind == "update" and get is not None:
            yield seen(mock.http.get(body_with(refusal.operation)[0], params={"fields": all_fields(get.record)}))

    return ask
