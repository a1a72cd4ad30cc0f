"""The data of a report: rows that meet the criteria, and values at the end of paths through the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from mockclio.catalog import record
from mockclio.catalog.memo import remember
from mockclio.catalog.schema import fields
from mockclio.practice.billing.money import cents, exact
from mockclio.practice.reports.criteria import Criteria
from mockclio.server.values import path_values
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

Value = str | int | float | bool | None
NARROWED_BY_MATTER = ("matter", "practice_area", "responsible_attorney", "originating_attorney")


class Firm:
    """The rows that meet the criteria. A row without a matter is included unless the criteria filter matters."""

    def __init__(self, session: Session, criteria: Criteria) -> None:
        self.session, self.criteria = session, criteria
        self.view = View(session.world, session.user or {})
        self.today = self.view.today
        self.as_of = min(criteria.end, self.today)

    @cached_property
    def matters(self) -> dict[int, Row]:
        """Matters of the client, practice area and people of the criteria."""
        wanted = self.criteria
        return {
            row["id"]: row
            for row in self.session.table("matters")
            if wanted.matter in (None, row["id"])
            and wanted.client in (None, row.get("client"))
            and all(getattr(wanted, name) in (None, row.get(name)) for name in NARROWED_BY_MATTER[1:])
        }

    @cached_property
    def narrowed(self) -> bool:
        """Whether the criteria filter matters."""
        return any(getattr(self.criteria, name) is not None for name in NARROWED_BY_MATTER)

    def passes(self, matter: int | None, client: int | None = None) -> bool:
        """Whether a row with that matter is included, or a row with that client and no matter."""
        if matter is not None:
            return matter in self.matters
        return not self.narrowed and self.criteria.client in (None, client)

    def rows(self, table: str, *, on: str = "", client: str = "client", keep: Callable[[Row], bool] | None = None) -> Iterator[Row]:
        """Rows of a table with included matters and clients. `on` names the field whose day must be in the period."""
        for row in self.session.table(table):
            if (not on or self.criteria.within(row.get(on))) and self.owned(row, client) and self.by_user(row) and (not keep or keep(row)):
                yield row

    def owned(self, row: Row, client: str = "client") -> bool:
        if "matters" in row:
            return any(map(self.passes, row["matters"])) if row["matters"] else self.passes(None, row.get(client))
        return self.passes(row.get("matter"), row.get(client))

    def by_user(self, row: Row) -> bool:
        return self.criteria.user is None or row.get("user") == self.criteria.user

    def get(self, table: str, id: Any) -> Row:
        return self.session.get(table, id) or {}

    def name(self, table: str, id: Any) -> str | None:
        """The name of a record, or the number of a matter."""
        return self.get(table, id).get("display_number" if table == "matters" else "name")

    def value(self, of: str, row: Row, path: str) -> Any:
        """The value of a record at the end of a path. Several values are joined."""
        target = record(of)
        results = [member for member in path_values(target, path)(self.view, row) if member is not None]
        if not results:
            return None
        shown = [self.day(member) if _is_moment(of, path) else member for member in results]
        return shown[0] if len(shown) == 1 else ", ".join(map(str, shown))

    def day(self, stamp: str) -> str:
        """The day of a time in the firm's time zone."""
        return datetime.fromisoformat(stamp).replace(tzinfo=UTC).astimezone(self.view.zone).date().isoformat()

    def shown(self, of: str, row: Row, columns: dict[str, str]) -> dict[str, Any]:
        """A row of the report: one value per column, from the column's path."""
        return {name: self.value(of, row, path) for name, path in columns.items()}


@remember(1_000)
def _is_moment(of: str, path: str) -> bool:
    target = record(of)
    for step in path.split("."):
        attribute = fields(target).get(step)
        if attribute is None or attribute.record is None:
            return attribute is not None and attribute.kind == "datetime"
        target = attribute.record
    return False


class Sums(dict[Any, dict[str, Decimal]]):
    """Sums of amounts by key and column. The first addition creates a key."""

    def add(self, key: Any, **amounts: Any) -> None:
        result = self.setdefault(key, {})
        for name, amount in amounts.items():
            result[name] = result.get(name, Decimal(0)) + exact(int(amount) if isinstance(amount, bool) else amount)

    def of(self, key: Any, name: str) -> float:
        return float(cents(self.get(key, {}).get(name, Decimal(0))))


def hours(row: Row) -> float:
    """The hours of a time entry."""
    return float(cents(Decimal(str(row.get("quantity") or 0)) / 3600)) if row["type"] == "TimeEntry" else 0.0


def ordered(rows: Iterable[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """Rows ordered by some columns, empty values first."""
    return sorted(rows, key=lambda row: tuple((row[name] is not None, str(row[name]).casefold()) for name in names))
