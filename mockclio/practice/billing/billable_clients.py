"""Behaviour of billable clients: a list without a table, with the sums of each client's billable matters."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing.billable import billable_clients
from mockclio.server.behavior import Behavior, Predicate, filters, sources
from mockclio.server.view import View
from mockclio.store.tables import Row


class BillableClients(Behavior):
    """Every parameter filters the matters. The rows are made from the matters that remain."""

    @sources("BillableClient#index")
    def rows(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        return billable_clients(view, arguments)

    @filters("client_id", "matter_id", "originating_attorney_id", "responsible_attorney_id", "query", "start_date", "end_date")
    def narrow(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate | None:
        """No filter is left to apply: the source of the rows applied them."""
        return None
