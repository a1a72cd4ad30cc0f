"""The names that a request concerns, as rules of the ledger write them under `about`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY, Record
from mockclio.catalog.schema import accepted, at_version, fields, parameters
from mockclio.ledger import rules
from mockclio.server.fields import parse
from mockclio.server.values import getter
from mockclio.server.view import View
from tests.contract.support import ALL

OLDEST = (4, 0, 0)


def named() -> set[str]:
    """Every name that there is: attributes and fields as `Matter.status`, parameters as `Matter?status`, operations as `Matter#index`."""
    results = {f"{name}.{field}" for name, record in REGISTRY.items() for field in (*fields(record), *at_version(record, OLDEST))}
    for operation in ALL:
        results.add(operation.operation_id)
        if operation.record is not None:
            results |= {f"{operation.record.__name__}?{attribute.wire}" for attribute in parameters(operation).values()}
        if operation.body is not None:
            results |= {f"{operation.record.__name__}.{name}" for name in (*accepted(operation.body), *operation.body.passed_over)}
    return results


def concerns(operation: AnyOperation, *, selection: str = "", sent: Iterable[str] = (), params: Iterable[str] = ()) -> set[str]:
    """The operation, the attributes in its body, its parameters, and the fields that its answer shows."""
    record = operation.record
    results = {operation.operation_id}
    if record is not None:
        results |= {f"{record.__name__}.{name}" for name in sent} | {f"{record.__name__}?{name}" for name in params}
        results |= _shown(record, selection)
    return results


def _shown(record: type[Record], selection: str) -> set[str]:
    results = set()
    for name, inner in parse(selection, record):
        results.add(f"{record.__name__}.{name}")
        addressed = fields(record)[name].record if name in fields(record) else None
        if addressed is not None:
            names = fields(record)[name].defaults if inner is None else inner
            results |= {f"{addressed.__name__}.{member}" for member in names}
    return results


def filled(mock: MockClio, operation: AnyOperation, id: Any) -> set[str]:
    """The fields of a new record that say something; where the body could have said it, zero and no say something too."""
    record, row = operation.record, mock.world.table(operation.record.table).get(id)
    if row is None:
        return set()
    view, known = View(mock.world, mock.world.owner() or {}), accepted(operation.body)
    values = {name: getter(record, name)(view, row) for name in fields(record)}
    return {f"{record.__name__}.{name}" for name, value in values.items() if value or (name in known and value not in (None, "", []))}


def recorded(mock: MockClio) -> list[str]:
    """The rules of the last request."""
    return list(list(mock.requests)[-1].rules)


ANY_ASSOCIATION = ("wire.null-clears-what-may-go", "wire.null-leaves-what-must-stay")
"""Rules about every association alike, so that none is named; values that a check writes may be null."""


def strangers(mock: MockClio, concerned: set[str]) -> list[str]:
    """Rules of the last request that speak of nothing that it has to do with. That of a refusal may be a general one."""
    entry = list(mock.requests)[-1]
    about = {id: rules()[id].about for id in entry.rules if id not in ANY_ASSOCIATION}
    return [id for id, names in about.items() if concerned.isdisjoint(names) and (names or entry.status < 400)]
