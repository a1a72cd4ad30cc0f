"""Nested parts of a matter: whether the activity of its fee is on a bill."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.practice.matters.rates import fees
from mockclio.server.behavior import Behavior, computed
from mockclio.server.view import View
from mockclio.store.tables import Row


class EmbeddedMatterParts(Behavior):
    """Both rows have the id of their matter."""

    @computed("MatterCustomRate.on_invoice")
    def on_invoice(self, view: View, row: Row) -> bool:
        return _on_bill(fees(view, row["_matter"]))

    @computed("ContingencyFee.show_contingency_award")
    def show_contingency_award(self, view: View, row: Row) -> bool:
        return _on_bill([activity for activity in fees(view, row["_matter"]) if activity["_fee"] == "ContingencyFee"])


def _on_bill(activities: list[Row]) -> bool:
    if activities:
        rule("matters.fee-shows-whether-it-is-on-a-bill")
    return any(activity.get("on_bill") for activity in activities)
