"""Fields that are shown wrong: every field of every operation that answers with a record, under each way to get it wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, fields
from tests.mutants.mutant import Mutant
from tests.mutants.wire import Answered, Ask, Request, Twist, asking_other, changing, rows_of, saying_again, twisted
from tests.mutants.worlds import ALL, all_fields, body_with, listed, seen, shown, write

ANSWERING = [
    operation
    for operation in ALL
    if operation.record is not None and not operation.ids_only and operation.fields and operation.kind != "action"
]
Change = Callable[[Any], Any]
NUMBERS, TIMES = ("int", "float"), ("date", "datetime")


def pool() -> list[Mutant]:
    """Every field of every answer, under every way that its kind allows; and the selection as a whole."""
    return [mutant for operation in ANSWERING for mutant in _of(operation)]


def _of(operation: AnyOperation) -> Iterator[Mutant]:
    known = fields(operation.record)
    for name, attribute in known.items():
        for way, (words, change) in WAYS.items():
            if _fits(way, attribute):
                yield _mutant(operation, f"{name}/{way}", f"{name} is {words}", saying_again(_changing(name, change)))
        yield _mutant(operation, f"{name}/left out", f"{name} is left out", saying_again(_without(name)))
        other = _neighbour(known, attribute)
        if other:
            yield _mutant(operation, f"{name}/other", f"{name} shows the value of {other}", _showing(name, other))
        if operation.kind == "index":
            yield _mutant(operation, f"{name}/first", f"{name} shows what the first row of the page has", _like_the_first(name))
        if operation.method == "GET" and name not in operation.record.default_fields.split():
            yield _mutant(operation, f"{name}/unasked", f"{name} is shown although it was not asked for", _unasked(name))
        if attribute.record is not None:
            yield _mutant(operation, f"{name}/braces", f"the braces after {name} are passed over", asking_other(_unbraced(name)))
    yield _mutant(operation, "selection", "fields are passed over", asking_other(lambda request: request.less("fields")))


def _mutant(operation: AnyOperation, name: str, words: str, twist: Twist) -> Mutant:
    id = operation.operation_id
    place = "practice" if operation.method == "GET" else "chambers"
    return Mutant("fields", f"{id}/{name}", f"{id}: {words}", twisted(twist, id), _probe(operation), place)


def _fits(way: str, attribute: Attribute) -> bool:
    if attribute.many:
        return way in ("null", "fewer", "doubled")
    kinds: dict[str, tuple[str, ...]] = {
        "text": (*NUMBERS, "bool"),
        "case": ("enum",),
        "cut": ("str", "datetime"),
        "day later": TIMES,
        "off by one": (*NUMBERS, "record"),
        "flipped": ("bool",),
        "bare id": ("record",),
        "blank": ("str", "enum", *TIMES),
    }
    return way == "null" or attribute.kind in kinds.get(way, ())


def _later(value: Any) -> Any:
    if len(value) == 10:
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    return (datetime.fromisoformat(value) + timedelta(days=1)).isoformat(timespec="seconds")


def _next(value: Any) -> Any:
    if isinstance(value, dict):
        return {**value, "id": value["id"] + 1} if isinstance(value.get("id"), int) else value
    return value + 1


WAYS: dict[str, tuple[str, Change]] = {
    "null": ("null", lambda value: None),
    "fewer": ("shown without its last member", lambda value: value[:-1]),
    "doubled": ("shown with its last member twice", lambda value: [*value, *value[-1:]]),
    "text": ("a string", lambda value: str(value).lower()),
    "case": ("in another case", lambda value: value.swapcase()),
    "cut": ("cut to ten characters", lambda value: value[:10]),
    "day later": ("a day later", _later),
    "off by one": ("off by one", _next),
    "flipped": ("the contrary", lambda value: not value),
    "bare id": ("shown as a bare id", lambda value: value.get("id")),
    "blank": ("the empty string", lambda value: ""),
}


def _changing(name: str, change: Change) -> Change:
    return lambda row: row if row.get(name) is None else {**row, name: change(row[name])}


def _without(name: str) -> Change:
    return lambda row: {key: value for key, value in row.items() if key != name}


def _neighbour(known: dict[str, Attribute], attribute: Attribute) -> str:
    """The next field with the same kind of value."""
    names = list(known)
    turned = names[names.index(attribute.name) + 1 :] + names[: names.index(attribute.name)]
    return next((name for name in turned if _alike(known[name], attribute)), "")


def _alike(one: Attribute, two: Attribute) -> bool:
    return (one.kind, one.many, one.record) == (two.kind, two.many, two.record)


def _showing(name: str, other: str) -> Twist:
    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        rows = rows_of(answered)
        if not any(name in row for row in rows):
            return answered
        if all(other in row for row in rows):
            return changing(answered, [{**row, name: row[other]} for row in rows])
        if request.method != "GET":
            return answered
        beside = rows_of(ask(request.more(fields=_like(request, name, other))))
        return changing(answered, [{**row, name: result.get(other)} for row, result in zip(rows, beside, strict=True)])

    return twist


def _like(request: Request, name: str, other: str) -> str:
    """The selection of a neighbour, with the braces that the field has in the request."""
    braces = re.search(rf"(?:^|,)\s*{name}\s*(\{{[^}}]*\}})", ",".join(request.given("fields")))
    return other + (braces[1] if braces else "")


def _like_the_first(name: str) -> Twist:
    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        rows = rows_of(answered)
        return changing(answered, [{**row, name: rows[0][name]} if name in row else row for row in rows]) if rows else answered

    return twist


def _unasked(name: str) -> Twist:
    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        rows = rows_of(answered)
        if not rows or name in rows[0]:
            return answered
        beside = rows_of(ask(request.more(fields=name)))
        return changing(answered, [{**row, **result} for row, result in zip(rows, beside, strict=True)])

    return twist


def _unbraced(name: str) -> Callable[[Request], Request]:
    def change(request: Request) -> Request:
        query = [
            (key, re.sub(rf"(^|,)(\s*{name}\s*)\{{[^}}]*\}}", r"\1\2", value) if key == "fields" else value) for key, value in request.query
        ]
        return replace(request, query=query)

    return change


def _probe(operation: AnyOperation) -> Callable[[MockClio], Iterator[Any]]:
    selections = ({"fields": all_fields(operation.record)}, {"fields": "id"} if "id" in fields(operation.record) else {}, {})

    def ask(mock: MockClio) -> Iterator[Any]:
        for selection in selections:
            for response in listed(mock, operation, **selection) if operation.kind == "index" else shown(mock, operation, **selection):
                yield seen(response)

    def change(mock: MockClio) -> Iterator[Any]:
        path, body = body_with(operation)
        yield seen(write(mock, operation, path, body))

    return ask if operation.method == "GET" else change
