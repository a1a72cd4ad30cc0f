"""Interest charges: interest on overdue bills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    Date,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.embedded.bill_parts import Balance
    from mockclio.catalog.matters import Matter


class InterestCharge(Resource):
    """Interest for one period on an overdue bill, split by matter."""

    date: Date
    description: str | None
    total: float
    created_at: DateTime
    updated_at: DateTime
    bill: Bill
    balances: list[Balance]
    matters: list[Matter]


class InterestChargeQuery(ListQuery):
    bill_id: int = unset
    exclude_ids: list[int] = unset


class InterestCharges(Collection[M]):
    path = "/interest_charges"
    scope = "Billing"

    list = op.index(InterestCharge, InterestChargeQuery)
    delete = op.destroy(refuses="403")
