"""Check: a key that does not apply to a record is passed over, as one that no record has; the write is done all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data.forks import apart
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import good
from mockclio.verify.checks.writing.documented import filled, this


@dataclass(frozen=True)
class Row:
    """A record, a key that does not apply to it with something to send, and how the record then reads. `beside` makes the write one."""

    rule: str
    path: str
    key: str
    value: Any
    reads: Any = None
    beside: tuple[str, Any] = ("", None)


NOTE = ("note", "Passed over")
ROWS = (
    Row("activities.vendor-and-reference", "/activities/<time>", "reference", "1042", beside=NOTE),
    Row("activities.vendor-and-reference", "/activities/<time>", "vendor", this("contact.ada"), beside=NOTE),
    Row("activities.tax-setting-of-expenses", "/activities/<time>", "tax_setting", "no_tax", beside=NOTE),
)


@check("stated-droppings", "bodies", writes=True, rules=tuple(sorted({row.rule for row in ROWS})))
def dropped() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A key that does not apply to a record is passed over, and what was sent beside it is written."""
    for place, row in enumerate(ROWS):
        yield None, f"{place:02} {row.path.split('/')[1]} {row.key}", apart(lambda p, r=row: _dropped(p, r))  # type: ignore[misc]


def _dropped(p: SampleData, row: Row) -> None:
    path, (name, value) = filled(p, row.path), row.beside
    sent = {row.key: filled(p, row.value), name: value}
    shown = good(p.target.send("PATCH", f"{path}.json", params={"fields": f"{row.key},{name}"}, json={"data": sent})).json()["data"]
    if shown != {row.key: row.reads, name: value}:
        raise CheckFailed({row.key: row.reads, name: value}, shown, "data", p.target.last)
