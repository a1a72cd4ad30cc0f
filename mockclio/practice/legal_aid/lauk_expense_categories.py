"""Behaviour of legal aid expenses in England and Wales: London has its own rates."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, computed, filters
from mockclio.server.view import View
from mockclio.store.tables import Row

PRACTICE_AREAS = ("certificated", "civil", "criminal")


class LaukExpenseCategories(Behavior):
    """A row has the rate outside London, and `_london` if the rate in London differs."""

    @filters("region")
    def region(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate | None:
        rule("legal_aid.london-has-its-own-rates")
        return None

    @filters("practice_area")
    def practice_area(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        flag = value.strip().lower()
        if flag not in PRACTICE_AREAS:
            raise InvalidArgument(f"practice_area must be one of {', '.join(PRACTICE_AREAS)}", rule="legal_aid.practice-areas-of-expenses")
        return lambda row: bool(row.get(flag))

    @computed("rate")
    def rate(self, view: View, row: Row) -> float | None:
        london = str(view.options.get("region") or "").strip().lower() == "london"
        return row.get("_london", row.get("rate")) if london else row.get("rate")
