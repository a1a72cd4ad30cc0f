"""Behaviour of Clio File submissions: a submission has only an id and its time."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, filters, orders
from mockclio.server.view import View
from mockclio.store.tables import Row


class ClioFileSubmissions(Behavior):
    """A row holds `submitted_date`, which answers do not show."""

    @filters("submitted_after")
    def submitted_after(self, view: View, value: str, arguments: dict[str, object]) -> Predicate:
        rule("documents.submissions-by-date")
        return lambda row: row["submitted_date"] > value

    @filters("submitted_before")
    def submitted_before(self, view: View, value: str, arguments: dict[str, object]) -> Predicate:
        rule("documents.submissions-by-date")
        return lambda row: row["submitted_date"] < value

    @orders("submitted_date")
    def submitted_date(self, view: View, row: Row) -> str:
        date: str = row["submitted_date"]
        return date
