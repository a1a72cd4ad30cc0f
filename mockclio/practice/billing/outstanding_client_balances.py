"""Outstanding client balances: a client is listed while an issued bill is not paid."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate
from mockclio.server.view import View


class OutstandingClientBalances(Behavior):
    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        rule("bills.outstanding-balances")
        return lambda row: bool(row.get("outstanding_bills"))
