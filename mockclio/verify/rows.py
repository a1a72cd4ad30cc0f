"""Rows for a resource that the firm has none of: as declared, and so different that each filter chooses some of them and not others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from mockclio.catalog import collections
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, accepted
from mockclio.catalog.valid import is_free_text, values_of
from mockclio.mock import MockClio
from mockclio.store.world import World
from mockclio.testing.outcomes import MissingEntry
from mockclio.testing.sample_data import advice, valid
from mockclio.testing.sample_data.bodies import body
from mockclio.testing.sample_data.declared import creation, listing
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.testing.target import NotMade
from mockclio.verify.checks.reading.calls import Caller

Target = Callable[[MockClio], Any]
Value = Callable[[int, Any, Any], Any]
"""(number of the attribute, its first value, its second) -> the value that a row has; `...` for none."""
ROWS: tuple[Value, ...] = (
    lambda number, one, two: one,
    lambda number, one, two: two,
    lambda number, one, two: two if number % 2 else one,
    lambda number, one, two: ...,
)
"""Two rows have each value, two filters have some rows in common and others not, and one row has what must be sent alone."""


class Present(SampleData):
    """Sample data that refer to what the firm has, and make only what it has none of."""

    def two(self, table: str) -> tuple[int, int]:
        ids = Caller.of(self.target).ids_of(table)
        return (ids[0], ids[1 % len(ids)]) if ids else super().two(table)


def fill(world: World, target_of: Target) -> None:
    """Make four rows in every empty table that the API can fill, a minute apart."""
    empty = list(unfilled(world))
    if not empty:
        return
    with MockClio.of(world) as mock:
        sample_data = Present(target_of(mock), alone=True)
        for create in empty:
            for data in drafts(sample_data, create):
                world.clock.set(world.clock.now() + timedelta(minutes=1))
                _make(sample_data, create, data, target_of)


def unfilled(world: World) -> Iterator[AnyOperation]:
    """What creates records of which there are none, and which are listed."""
    for collection in collections().values():
        create = creation(collection)
        if create is not None and listing(collection) is not None and not len(world.table(collection.record.table)):
            yield create


def drafts(p: SampleData, create: AnyOperation) -> Iterator[Data]:
    """Valid bodies that differ in every attribute that goes with all others."""
    free = [attribute for attribute in accepted(create.body).values() if _is_free(create, attribute)]
    values = {one.name: values_of(create, one, p.two) for one in free}
    for value in ROWS:
        chosen = {name: value(number, one, two) for number, (name, (one, two)) in enumerate(values.items())}
        yield {**body(p, create), **{name: message for name, message in chosen.items() if message is not ...}}


def _is_free(create: AnyOperation, attribute: Attribute) -> bool:
    """Whether any valid value goes with all others; a text that must be sent stays as it is, since names differ."""
    name = attribute.name
    message = any(valid.overriding(table, create.operation_id, name) for table in (valid.VALUES, valid.BESIDE))
    return not message and name not in create.body.write_only and not (attribute.required and is_free_text(attribute))


def _make(p: SampleData, create: AnyOperation, data: Data, target_of: Target) -> None:
    try:
        p.post(create.path, data)
    except NotMade as refused:
        line = f"add to STEPS: a step that makes {create.collection.name}"
        raise MissingEntry(target_of, line, advice.answer_text(refused.response)) from refused
