"""Billable clients: clients with unbilled work."""

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
    """A client with its billable matters and their sums."""

    default_fields = "id"

    id: int
    unbilled_hours: float
    unbilled_amount: float
    amount_in_trust: float
    name: str
    billable_matters_count: int
    billable_matters: list[BillableMatter]


class BillableClientQuery(PageQuery):
    client_id: int = special
    custom_field_values: CustomFieldConditions = unset
    end_date: Date = special
    matter_id: int = special
    originating_attorney_id: int | None = special
    query: str = special
    responsible_attorney_id: int | None = special
    start_date: Date = special


class BillableClients(Collection[M]):
    path = "/billable_clients"
    scope = "Billing"

    list = op.index(BillableClient, BillableClientQuery, limit=25)
