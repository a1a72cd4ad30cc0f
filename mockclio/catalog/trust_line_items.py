"""Trust line items: the lines of requests for trust funds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.matters import Matter


class TrustLineItem(Resource):
    """The amount that one request asks a client to put into trust, for a matter or in general."""

    date: Date | None
    total: float
    note: str | None
    created_at: DateTime
    updated_at: DateTime
    bill: Bill
    matter: Matter | None
    client: Contact | None


class TrustLineItemQuery(ListQuery):
    bill_id: int = unset
    matter_id: int | None = unset


class TrustLineItemChanges(Body, Guarded):
    date: Date = unset
    note: str = unset
    total: float = unset


class TrustLineItems(Collection[M]):
    path = "/trust_line_items"
    scope = "Trust"

    list = op.index(TrustLineItem, TrustLineItemQuery, order="id")
    update = op.update(TrustLineItem, TrustLineItemChanges)
