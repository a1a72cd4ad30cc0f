"""The kinds of reports: the title, the columns, and the function that returns the rows."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from mockclio.practice.reports.criteria import Criteria
from mockclio.practice.reports.firm import Firm, Value, ordered
from mockclio.store.session import Session
from mockclio.store.tables import Row

Rows = Iterable[dict[str, Any]]
THEMES = ("billing", "clients", "compliance", "financial", "matters", "online_payments", "productivity", "revenue", "tasks")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report. `columns` are its keys, in order."""

    name: str
    category: str
    columns: tuple[str, ...]
    rows: Callable[[Firm], Rows]

    @property
    def title(self) -> str:
        return TITLES.get(self.name) or self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Table:
    """The result of a report: titles of columns and rows of plain values."""

    title: str
    columns: tuple[str, ...]
    rows: list[list[Value]]

    @property
    def heads(self) -> list[str]:
        return [column.replace("_", " ").capitalize() for column in self.columns]


KINDS: dict[str, Kind] = {}
TITLES = {
    "clio_payments_deposit": "Clio Payments deposits",
    "clio_payments_ledger": "Clio Payments ledger",
    "clio_payments_monthly_statement": "Clio Payments monthly statement",
    "clio_payments_sales_tax": "Clio Payments sales tax",
    "clio_payments_transaction": "Clio Payments transactions",
    "invoice_payments_v2": "Invoice payments",
    "law_society_of_alberta": "Law Society of Alberta: trust accounts",
    "law_society_of_alberta_al": "Law Society of Alberta: account listing",
    "law_society_of_alberta_bar": "Law Society of Alberta: bank account reconciliation",
    "law_society_of_alberta_tl": "Law Society of Alberta: trust ledger",
    "law_society_of_alberta_tt": "Law Society of Alberta: trust transfers",
    "matter": "Matters",
    "matter_ledger_full": "Matter ledger",
    "trust_ledger_nsw": "Trust ledger, New South Wales",
}


def report(name: str, category: str, columns: str) -> Callable[[Callable[[Firm], Rows]], Callable[[Firm], Rows]]:
    """Declare a kind whose function returns finished rows."""

    def register(rows: Callable[[Firm], Rows]) -> Callable[[Firm], Rows]:
        KINDS[name] = Kind(name, category, tuple(columns.split()), rows)
        return rows

    return register


def listing(
    name: str, category: str, of: str, columns: str
) -> Callable[[Callable[[Firm], Iterable[Row]]], Callable[[Firm], Iterable[Row]]]:
    """Declare a kind whose function returns records. A column is a path through the record, or `name=path`."""
    paths = {column: path or column for column, _, path in (term.partition("=") for term in columns.split())}

    def register(rows: Callable[[Firm], Iterable[Row]]) -> Callable[[Firm], Iterable[Row]]:
        KINDS[name] = Kind(name, category, tuple(paths), lambda firm: [firm.shown(of, row, paths) for row in rows(firm)])
        return rows

    return register


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by name."""
    for theme in THEMES:
        importlib.import_module(f"mockclio.practice.reports.{theme}")
    return dict(sorted(KINDS.items()))


def run(session: Session, name: str, criteria: Criteria) -> Table:
    """The report of a kind about the firm at this moment."""
    kind = kinds()[name]
    results = list(kind.rows(Firm(session, criteria)))
    if criteria.group_by:
        results = ordered(results, criteria.group_by)
    return Table(kind.title, kind.columns, [[row[column] for column in kind.columns] for row in results])
