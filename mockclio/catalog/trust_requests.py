"""Trust Requests."""

from __future__ import annotations

from typing import Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    M,
    Row,
    op,
    unset,
)


class TrustRequest(Row):
    """A trust request."""

    created_at: DateTime
    updated_at: DateTime


class NewMatter(TypedDict, total=False):
    id: int
    trust_amount: int
    note: str


class NewTrustRequest(Body):
    approved: bool
    client_id: int
    due_date: Date
    issue_date: Date
    trust_amount: float
    trust_type: Literal["client", "matter"]
    currency_id: int = unset
    matter: list[NewMatter] = unset
    note: str = unset


class TrustRequests(Collection[M]):
    path = "/trust_requests"
    scope = "Trust"

    create = op.create(TrustRequest, NewTrustRequest)
