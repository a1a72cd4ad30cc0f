"""Writes that do not do what they were told: every attribute of every body under each way to lose, change or wave it through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, accepted
from mockclio.catalog.valid import MARKS
from tests.contract.values import field_of
from tests.mutants.mutant import Mutant
from tests.mutants.wire import Answered, Ask, Request, Twist, changing, rows_of, twisted
from tests.mutants.worlds import WRITES, body_with, values, world, written

Data = dict[str, Any]
Probe = Callable[[MockClio], Iterator[Any]]
UNKNOWN = 987_654_321


def pool() -> list[Mutant]:
    """Every attribute, nested ones too, under every way that it allows."""
    return [mutant for operation in WRITES for attribute in accepted(operation.body).values() for mutant in _of(operation, attribute)]


def _of(operation: AnyOperation, attribute: Attribute) -> Iterator[Mutant]:
    name = attribute.name
    usual = _setting(operation, attribute)
    yield _mutant(operation, f"{name}/dropped", f"{name} is dropped", _sent(_without(name)), usual)
    yield _mutant(operation, f"{name}/altered", f"{name} is stored as something else", _altered(operation, attribute), usual)
    if operation.kind == "update":
        shown = (field_of(operation.record, name, operation.body.shown_by) or "").partition(".")[0]
        if shown:
            yield _mutant(operation, f"{name}/pretended", f"{name} is answered and not stored", _pretended(attribute, shown), usual)
        if not attribute.required:
            yield _mutant(
                operation,
                f"{name}/null ignored",
                f"null for {name} is passed over",
                _sent(_unless_null(name)),
                _clearing(operation, attribute),
            )
        for other in _resettable(operation, attribute):
            words = f"{other} is emptied when {name} is sent"
            yield _mutant(operation, f"{name}/resets {other}", words, _sent(_resetting(name, other)), _after(operation, attribute, other))
    if attribute.required:
        yield _mutant(
            operation, f"{name}/not required", f"{name} may be missing", _filling(operation, attribute), _missing(operation, attribute)
        )
    if attribute.many:
        yield _mutant(
            operation,
            f"{name}/first member only",
            f"only the first of {name} is stored",
            _sent(_first_of(name)),
            _two(operation, attribute),
        )
        yield _mutant(operation, f"{name}/last member lost", f"the last of {name} is lost", _sent(_all_but_last(name)), usual)
    for key in attribute.keys if attribute.kind == "object" else ():
        if key not in ("id", "_destroy", "_deleted"):
            yield _mutant(operation, f"{name}.{key}/dropped", f"{key} of {name} is dropped", _sent(_inside(name, key)), usual)
    for mark in {"_destroy", "_deleted"} & set(attribute.keys):
        words = f"{mark} in {name} is passed over"
        yield _mutant(operation, f"{name}.{mark}/dropped", words, _sent(_inside(name, mark)), _removing(operation, attribute, mark))
    for way, (words, value) in _wrong(attribute).items():
        twist = _waved_through(name, value)
        yield _mutant(operation, f"{name}/{way}", f"{name} {words}", twist, _setting(operation, attribute, [value]))


def _mutant(operation: AnyOperation, name: str, words: str, twist: Twist, probe: Probe) -> Mutant:
    id = operation.operation_id
    return Mutant("bodies", f"{id}/{name}", f"{id}: {words}", twisted(twist, id), probe, "chambers")


# --- what the server hears ---------------------------------------------------------------------------------------------------------------


def _sent(change: Callable[[Data], Data]) -> Twist:
    """Lets the server hear other attributes."""

    def twist(request: Request, ask: Ask) -> Answered:
        return ask(request if request.data is None else request.sending(change(request.data)))

    return twist


def _without(name: str) -> Callable[[Data], Data]:
    return lambda data: {key: value for key, value in data.items() if key != name}


def _is_null(value: Any) -> bool:
    return value is None or value == {"id": None}


def _unless_null(name: str) -> Callable[[Data], Data]:
    return lambda data: _without(name)(data) if name in data and _is_null(data[name]) else data


def _resetting(name: str, other: str) -> Callable[[Data], Data]:
    return lambda data: {**data, other: None} if name in data and other not in data else data


def _first_of(name: str) -> Callable[[Data], Data]:
    return lambda data: {**data, name: data[name][:1]} if isinstance(data.get(name), list) else data


def _all_but_last(name: str) -> Callable[[Data], Data]:
    return lambda data: {**data, name: data[name][:-1]} if isinstance(data.get(name), list) else data


def _inside(name: str, key: str) -> Callable[[Data], Data]:
    def less(value: Any) -> Any:
        if isinstance(value, list):
            return [less(member) for member in value]
        return {inner: given for inner, given in value.items() if inner != key} if isinstance(value, dict) else value

    return lambda data: {**data, name: less(data[name])} if name in data else data


def _other(value: Any, attribute: Attribute, ids: dict[Any, Any]) -> Any:
    """A valid value beside the one that was sent."""
    if isinstance(value, bool):
        return not value
    if attribute.kind in ("ref", "object") and isinstance(value, dict) and value.get("id") in ids:
        return {**value, "id": ids[value["id"]]}
    if attribute.kind == "enum" and isinstance(value, str):
        lower = [choice.lower() for choice in attribute.choices]
        return attribute.choices[(lower.index(value.lower()) + 1) % len(lower)] if value.lower() in lower else value
    if attribute.kind in ("date", "datetime") and isinstance(value, str):
        return _day_later(value)
    if isinstance(value, int | float):
        return ids.get(value, value + 1)
    return value[:-1] if isinstance(value, str) and len(value) > 1 else value


def _day_later(value: str) -> str:
    try:
        if len(value) == 10:
            return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
        return (datetime.fromisoformat(value) + timedelta(days=1)).isoformat()
    except ValueError:
        return value


def _altered(operation: AnyOperation, attribute: Attribute) -> Twist:
    """Another value of the same form; an id becomes that of the next row of its table."""

    def twist(request: Request, ask: Ask) -> Answered:
        data = request.data
        if data is None or attribute.name not in data:
            return ask(request)
        value = data[attribute.name]
        ids = _next_ids(request)
        if attribute.many and isinstance(value, list):
            given: Any = [_other(member, attribute, ids) for member in value]
        elif attribute.kind == "object" and isinstance(value, dict) and "id" not in value:
            given = {key: _other(member, attribute.keys[key], ids) if key in attribute.keys else member for key, member in value.items()}
        else:
            given = _other(value, attribute, ids)
        return ask(request.sending({**data, attribute.name: given}))

    return twist


def _next_ids(request: Request) -> dict[Any, Any]:
    """Each id of the account, with the next one of its table."""
    from flask import Flask

    app: Flask = request.environ["mutants.app"]
    tables = [list(table.ids()) for name, table in app.extensions["worlds"].first.tables.items() if not name.startswith("_")]
    return {id: ids[(place + 1) % len(ids)] for ids in tables for place, id in enumerate(ids)}


def _pretended(attribute: Attribute, shown: str) -> Twist:
    """The answer of a write that was done, on top of a record that stays as it was."""

    def twist(request: Request, ask: Ask) -> Answered:
        data = request.data
        if data is None or attribute.name not in data:
            return ask(request)
        before = rows_of(ask(replace(request, method="GET", body=b"", headers=request.unheaded("If-Match").headers)))
        answered = ask(request)
        rows = rows_of(answered)
        if not rows or not before or shown not in rows[0]:
            return answered
        restoring = _restoring(attribute, before[0].get(shown), rows[0][shown])
        ask(request.unheaded("If-Match").sending({attribute.name: restoring}))
        return changing(answered, rows)

    return twist


def _restoring(attribute: Attribute, kept: Any, written: Any) -> Any:
    """What makes the record as it was. Steps keep members that they do not name, so that new ones are removed by their mark."""
    mark = next((name for name in MARKS if name in attribute.keys), "")
    if attribute.many and mark and isinstance(written, list) and isinstance(kept, list):
        known = {member["id"] for member in kept}
        return [*kept, *({**_only(member, "id", "type"), mark: True} for member in written if member["id"] not in known)]
    return {"id": kept["id"]} if isinstance(kept, dict) and "id" in kept else kept


def _only(member: Data, *names: str) -> Data:
    return {name: member[name] for name in names if name in member}


def _filling(operation: AnyOperation, attribute: Attribute) -> Twist:
    """A required attribute that is missing gets a value in place of a refusal."""

    def twist(request: Request, ask: Ask) -> Answered:
        data = request.data
        if data is None or attribute.name in data:
            return ask(request)
        answered = ask(request)
        if answered.status != 422:
            return answered
        for value in _guesses(operation, attribute):
            again = ask(request.sending({**data, attribute.name: value}))
            if again.status < 300:
                return again
        return answered

    return twist


def _guesses(operation: AnyOperation, attribute: Attribute) -> list[Any]:
    plain: dict[str, Any] = {"str": "none", "int": 0, "float": 0, "bool": False, "date": "2026-06-01", "datetime": "2026-06-01T09:00:00Z"}
    if attribute.kind == "enum":
        return list(attribute.choices)
    if attribute.kind not in ("ref", "object"):
        return [plain.get(attribute.kind), 1]
    with MockClio.of(world("practice").fork("default")) as mock:
        tables = mock.world.tables
        firsts = [next(iter(table.ids())) for name, table in tables.items() if len(table) and not name.startswith("_")]
    return [{"id": id, **({"type": type} if type else {})} for id in firsts for type in ("", *_types(attribute))]


def _types(attribute: Attribute) -> tuple[str, ...]:
    return attribute.keys["type"].choices or ("Contact", "User", "Matter", "Folder") if "type" in attribute.keys else ()


def _wrong(attribute: Attribute) -> dict[str, tuple[str, Any]]:
    """Values that must be refused, and are passed over instead."""
    results: dict[str, tuple[str, Any]] = {}
    if attribute.many:
        return results
    if attribute.kind in ("int", "float", "bool", "date", "datetime"):
        results["any type"] = ("takes a value of another type, which is lost", "nonsense")
    if attribute.kind == "enum":
        results["any choice"] = ("takes a value that is no choice, which is lost", "nonsense")
    if attribute.kind == "ref":
        results["any id"] = ("takes an id that there is not, which is lost", {"id": UNKNOWN})
    if attribute.max_length:
        results["any length"] = ("takes a value that is too long, which is lost", "x" * (attribute.max_length + 1))
    if attribute.range:
        results["any number"] = ("takes a number out of range, which is lost", attribute.range[1] + 1)
    return results


def _waved_through(name: str, wrong: Any) -> Twist:
    """What would be refused because of the attribute is done without it."""

    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        data = request.data
        if answered.status in (404, 422) and data is not None and name in data and name in str(answered.json):
            return ask(request.sending(_without(name)(data)))
        return answered

    return twist


# --- the probes --------------------------------------------------------------------------------------------------------------------------


def _setting(operation: AnyOperation, attribute: Attribute, given: list[Any] | None = None) -> Probe:
    """Write the attribute, and look at the record."""

    def ask(mock: MockClio) -> Iterator[Any]:
        for value in values(mock, operation, attribute) if given is None else given:
            path, body = body_with(operation, attribute, value)
            yield from written(mock, operation, path, body)

    return ask


def _clearing(operation: AnyOperation, attribute: Attribute) -> Probe:
    def ask(mock: MockClio) -> Iterator[Any]:
        for value in [*values(mock, operation, attribute)[:1], None, {"id": None}]:
            path, body = body_with(operation, attribute, value)
            yield from written(mock, operation, path, body)

    return ask


def _after(operation: AnyOperation, attribute: Attribute, other: str) -> Probe:
    """Set the other attribute first, then this one."""
    beside = accepted(operation.body)[other]

    def ask(mock: MockClio) -> Iterator[Any]:
        yield from _setting(operation, beside)(mock)
        yield from _setting(operation, attribute)(mock)

    return ask


def _missing(operation: AnyOperation, attribute: Attribute) -> Probe:
    def ask(mock: MockClio) -> Iterator[Any]:
        path, body = body_with(operation)
        yield from written(mock, operation, path, _without(attribute.name)(body))

    return ask


def _two(operation: AnyOperation, attribute: Attribute) -> Probe:
    """Both values in one list."""

    def ask(mock: MockClio) -> Iterator[Any]:
        both = [member for value in values(mock, operation, attribute) if isinstance(value, list) for member in value]
        path, body = body_with(operation, attribute, both)
        yield from written(mock, operation, path, body)

    return ask


def _removing(operation: AnyOperation, attribute: Attribute, mark: str) -> Probe:
    """Add a member, and take away what is shown under the attribute's name."""

    def ask(mock: MockClio) -> Iterator[Any]:
        for value in values(mock, operation, attribute)[:1]:
            path, body = body_with(operation, attribute, value)
            answers = list(written(mock, operation, path, body))
            yield from answers
            shown = answers[0][2]["data"].get(attribute.name) if answers[0][0] < 300 else None
            members = shown if isinstance(shown, list) else [shown]
            steps = [{"id": member["id"], mark: True} for member in members if isinstance(member, dict) and "id" in member]
            path, body = body_with(operation, attribute, steps if attribute.many else {mark: True})
            yield from written(mock, operation, path, body)

    return ask


def _resettable(operation: AnyOperation, attribute: Attribute) -> list[str]:
    """The next attribute that null may empty."""
    names = [name for name, one in accepted(operation.body).items() if not one.required and (one.nullable or one.kind in ("str", "date"))]
    later = [name for name in names if name != attribute.name]
    place = list(accepted(operation.body)).index(attribute.name)
    return [name for name in later if list(accepted(operation.body)).index(name) > place][:1] or later[:1]
