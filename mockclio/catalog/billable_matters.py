"""Billable matters: matters with unbilled work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    CustomFieldConditions,
    Date,
    M,
    PageQuery,
    Record,
    op,
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact


class BillableMatter(Record):
    """A matter with its unbilled hours and amount, and its money in trust."""

    default_fields = "id"

    currency_code: str | None
    currency_id: int | None
    id: int
    unbilled_hours: float
    unbilled_amount: float
    amount_in_trust: float
    display_number: str
    client: Contact | None


class BillableMatterQuery(PageQuery):
    client_id: int = special
    custom_field_values: CustomFieldConditions = unset
    end_date: Date = special
    matter_id: int = special
    originating_attorney_id: int | None = special
    query: str = special
    responsible_attorney_id: int | None = special
    start_date: Date = special


class BillableMatters(Collection[M]):
    path = "/billable_matters"
    scope = "Billing"

    ids = op.ids(BillableMatter, BillableMatterQuery, suffix="/ids", limit=1000)
    list = op.index(BillableMatter, BillableMatterQuery, limit=1000)
