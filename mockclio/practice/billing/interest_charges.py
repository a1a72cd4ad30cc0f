"""Behaviour of interest charges: an unpaid charge can be removed from its bill."""

from __future__ import annotations

from mockclio.errors import Forbidden
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class InterestCharges(Behavior):
    def before_destroy(self, session: Session, row: Row) -> None:
        bill = session.table("bills")[row["bill"]]
        owed = {(balance["type"], balance["id"]): balance["interest_amount"] for balance in bill["balances"]}
        if any(owed.get((part["type"], part["id"]), 0) < part["amount"] for part in row["balances"]):
            raise Forbidden(
                f"The charge of {row['total']} on bill {bill['number']} was paid; void the payment first", rule="bills.paid-interest-stays"
            )
