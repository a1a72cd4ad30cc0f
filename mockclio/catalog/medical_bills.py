"""Bills of medical providers, and the liens on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.embedded.inputs import PayerChange
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    M,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.liens import Lien
    from mockclio.catalog.matters import Matter


class MedicalBill(Resource):
    """A bill of a provider. Its liens name those who are paid from a settlement."""

    adjustment: float
    amount: float
    bill_date: Date | None
    bill_received_date: Date | None
    damage_type: str
    document_id: int | None
    name: str
    created_at: DateTime
    updated_at: DateTime
    matter: Matter
    liens: list[Lien]


class MedicalBillChanges(Body, Guarded):
    shown_by = {"balance": "liens", "mark_balance_type_as": "liens", "payers": "liens"}
    also = {"document_id": "int"}

    adjustment: float = unset
    amount: float = unset
    balance: float = unset
    bill_date: Date = unset
    bill_received_date: Date = unset
    mark_balance_type_as: Literal["lien", "outstanding_balance", "neither"] = unset
    name: str = unset
    payers: list[PayerChange] = unset


class MedicalBills(Collection[M]):
    path = "/medical_bills"
    scope = "Matters"

    update = op.update(MedicalBill, MedicalBillChanges)
    delete = op.destroy()
