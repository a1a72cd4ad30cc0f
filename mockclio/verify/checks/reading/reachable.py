"""Check of reachability: every attribute that the document gives to an answer is shown when a selection names it, at both levels."""

from __future__ import annotations

from functools import cache, partial

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import Caller, Place, Row, good
from mockclio.verify.checks.reading.errors import NOBODY
from mockclio.verify.checks.reading.listing import is_limited
from mockclio.verify.checks.reading.shown import WITH_RECORDS, everything, list_of, of


@cache
def showing() -> dict[type[Record], AnyOperation]:
    """Every record that a read shows, with the operation to ask: what shows one, else its list."""
    results: dict[type[Record], AnyOperation] = {}
    for operation in sorted((one for one in WITH_RECORDS if one.fields), key=lambda one: one.kind == "index"):
        results.setdefault(operation.record, operation)
    return results


@check("fields/reachable", "fields")
def reachable() -> Cases:
    """An attribute that a selection names by itself comes, and nothing beside it; so does each attribute of an association."""
    for record, operation in showing().items():
        for name, attribute in fields(record).items():
            yield operation, name, partial(_reached, operation, attribute)


def _reached(operation: AnyOperation, attribute: Attribute, target: Target) -> None:
    operation, place = _telling(target, operation, attribute.name)
    inner = list(fields(attribute.record)) if attribute.record is not None else []
    _selected(target, operation, place, attribute.name, "")
    for name in inner:
        for shown in _selected(target, operation, place, attribute.name, name):
            for member in of(shown.get(attribute.name)):
                if list(member) != [name] and not is_limited(member):
                    raise CheckFailed([name], list(member), f"data.{attribute.name}", target.last)


def _selected(target: Target, operation: AnyOperation, place: Place, name: str, inner: str) -> list[Row]:
    """The rows with that attribute, or that attribute of an association, alone."""
    params = {"fields": f"{name}{{{inner}}}" if inner else name, **({"limit": "5"} if operation.kind == "index" else {})}
    response = Caller.of(target).at(operation, place, params)
    if NOBODY in place.values():  # a name that there is not is refused before the record is looked for
        good(response, 404)
        return []
    rows = of(good(response).json()["data"])
    for number, row in enumerate(rows):
        if list(row) != [name] and not is_limited(row):
            raise CheckFailed([name], list(row), f"data[{number}]", target.last)
    return rows


def _telling(target: Target, operation: AnyOperation, name: str) -> tuple[AnyOperation, Place]:
    """What to ask, and where: a record that has something there, or any; else the empty list, or a record that there is not."""
    beside = list_of(operation) if operation.kind == "show" and operation.path_parameters == ["id"] else None
    if beside is not None and not beside.path_parameters:
        listed = _rows(target, beside)
        match = next((row for _, row in listed if of(row.get(name))), None)
        if match is not None:
            return operation, {"id": str(match["id"])}
        if not listed:
            return beside, {}
    rows = [(place, row) for place, row in _rows(target, operation) if "" not in place]
    if not rows and operation.path_parameters:
        return operation, dict.fromkeys(operation.path_parameters, NOBODY)
    return operation, next((place for place, row in rows if of(row.get(name))), rows[0][0] if rows else {})


def _rows(target: Target, operation: AnyOperation) -> list[tuple[Place, Row]]:
    """What the operation shows; nothing where there is nothing."""
    try:
        return everything(target, operation)
    except Inconclusive:
        return []
