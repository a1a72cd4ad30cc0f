"""Behaviour of fees for controlled criminal work. A few differ only by a standard fee category that answers do not show."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, filters
from mockclio.server.view import View


class CriminalControlledRates(Behavior):
    """A row has its category as `_standard_fee_category`."""

    @filters("standard_fee_category")
    def standard_fee_category(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        rule("legal_aid.standard-fee-category")
        return lambda row: row.get("_standard_fee_category") == value
