"""Behaviour of outstanding client balances: a client is listed while an issued bill is unpaid."""

from __future__ import annotations

from typing import Any

from mockclio.server.behavior import Behavior, Predicate, leaving_out
from mockclio.server.view import View


class OutstandingClientBalances(Behavior):
    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        return leaving_out(lambda row: bool(row.get("outstanding_bills")), rule="bills.outstanding-balances")
