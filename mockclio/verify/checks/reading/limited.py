"""Check of limited views: of an entry of which the caller may only see when it is, exactly the fields come that say so."""

from __future__ import annotations

from functools import partial
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import Caller, Row, all_fields, good
from mockclio.verify.checks.reading.listing import LIMITED
from mockclio.verify.checks.reading.shown import of

RECORD = "CalendarEntry"
PERMISSION = "limited_viewer"
SHOWING = ("CalendarEntry#index", "CalendarEntry#show")
BEFORE = {"X-API-VERSION": "4.0.11"}
"""The last version in which a limited viewer sees all."""
WINDOW = {"expanded": "true", "from": "2026-01-01T00:00:00Z", "to": "2026-12-31T00:00:00Z"}
MOST_SHOWN = 4


@check("fields/limited", "permissions", rules=("calendars.limited-viewers-see-times",))
def limited() -> Cases:
    """Of an entry on a calendar that the caller may only see limited, no field comes but those that say when it is, and the mark."""
    for id in SHOWING:
        operation = operations()[id]
        for name in fields(operation.record):
            yield operation, name, partial(_alone, operation, name)
        yield operation, "all", partial(_whole, operation, {})
        yield operation, "before-4.0.12", partial(_before, operation)
    yield operations()[SHOWING[0]], "occurrences", partial(_whole, operations()[SHOWING[0]], WINDOW)


def _alone(operation: AnyOperation, name: str, target: Target) -> None:
    attribute = fields(operation.record)[name]
    inner = f"{{permission,{','.join(fields(attribute.record))}}}" if attribute.record and attribute.record.__name__ == RECORD else ""
    rows = _rows(target, operation, {"fields": f"permission,{name}{inner}"})
    _judge(target, rows, list(dict.fromkeys(("permission", name))))
    if inner:
        for row in rows:
            _judge_each(target, of(row.get(name)), [*dict.fromkeys(("permission", *fields(operation.record)))])


def _whole(operation: AnyOperation, query: dict[str, str], target: Target) -> None:
    rows = _rows(target, operation, {"fields": all_fields(operation.record), **query})
    _judge(target, rows, list(fields(operation.record)))
    for row in rows:
        if row["permission"] == PERMISSION and row["summary"] != "Busy":
            raise CheckFailed("Busy", row["summary"], "data[].summary", target.last)


def _before(operation: AnyOperation, target: Target) -> None:
    """An earlier version shows all of it."""
    names = ["permission", "summary", "location", "description"]
    for number, row in enumerate(_rows(target, operation, {"fields": ",".join(names)}, BEFORE)):
        if list(row) != names or (row["permission"] == PERMISSION and row["summary"] == "Busy"):
            raise CheckFailed(names, row, f"data[{number}]", target.last)


def _judge(target: Target, rows: list[Row], names: list[str]) -> None:
    if not any(row["permission"] == PERMISSION for row in rows):
        raise Inconclusive("the caller may see every entry whole")
    _judge_each(target, rows, names)


def _judge_each(target: Target, rows: list[Row], names: list[str]) -> None:
    some = [name for name in names if name in LIMITED[RECORD]] + ["redacted"]
    for number, row in enumerate(rows):
        expected = some if row.get("permission") == PERMISSION else names
        if list(row) != expected:
            raise CheckFailed(expected, list(row), f"data[{number}]", target.last)


def _rows(target: Target, operation: AnyOperation, query: dict[str, str], headers: dict[str, str] | None = None) -> list[Row]:
    """The list, or some entries of each kind."""
    caller = Caller.of(target)
    if operation.kind == "index":
        params = {**query, "limit": str(operation.limit)}
        return list(good(caller.at(operation, {}, params, headers=headers or {})).json()["data"])
    key = ("limited entries",)
    if key not in target.kept:
        every = _rows(target, operations()[SHOWING[0]], {"fields": "id,permission"})
        kinds: dict[Any, list[Any]] = {}
        for row in every:
            kinds.setdefault(row["permission"], []).append(row["id"])
        target.kept[key] = [id for ids in kinds.values() for id in ids[:MOST_SHOWN]]
    return [good(caller.at(operation, {"id": str(id)}, query, headers=headers or {})).json()["data"] for id in target.kept[key]]
