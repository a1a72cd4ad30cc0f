"""Behaviour of billable matters: a list without a table, and a list of its ids."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.billing.billable import billable_matters, narrowed
from mockclio.server.behavior import Behavior, Predicate, filters, handles, sources
from mockclio.server.call import Answer, Call
from mockclio.server.paging import meta, page_of
from mockclio.server.view import View
from mockclio.store.tables import Row


class BillableMatters(Behavior):
    """`start_date` and `end_date` filter the activities. The other parameters filter the matters."""

    @sources("BillableMatter#index")
    def rows(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        return billable_matters(view, arguments)

    @handles("BillableMatter#ids")
    def ids(self, call: Call) -> Answer:
        rule("bills.billable-ids")
        page = page_of(call, billable_matters(call.view, call.arguments))
        return Answer(json={"data": [row["id"] for row in page.rows], "meta": meta(call, page)})

    @filters("client_id", "matter_id", "originating_attorney_id", "responsible_attorney_id", "query", "start_date", "end_date")
    def narrow(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        tests = narrowed(view, arguments)
        return lambda row: all(test(row) for test in tests)
