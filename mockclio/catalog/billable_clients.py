"""Billable Clients."""

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
    from mockclio.catalog.billable_matters import BillableMatter


class BillableClient(Record):
    """A billable client."""

    default_fields = "id"
    search = "name"

    id: int
    unbilled_hours: float | None
    unbilled_amount: float | None
    amount_in_trust: float | None
    name: str
    billable_matters_count: int | None
    billable_matters: list[BillableMatter]


class BillableClientQuery(PageQuery):
    client_id: int = special
    custom_field_values: CustomFieldConditions = unset
    end_date: Date = special
    matter_id: int = special
    originating_attorney_id: int | None = special
    query: str = unset
    responsible_attorney_id: int | None = special
    start_date: Date = special


class BillableClients(Collection[M]):
    path = "/billable_clients"
    scope = "Billing"

    list = op.index(BillableClient, BillableClientQuery, limit=25)
