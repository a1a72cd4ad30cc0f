"""Trust requests: they are created here and become bills."""

from __future__ import annotations

from typing import Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    M,
    Resource,
    op,
    unset,
)


class TrustRequest(Resource):
    """The bill of a trust request, with the same id."""

    table = "bills"

    created_at: DateTime
    updated_at: DateTime


class NewMatter(TypedDict, total=False):
    id: int
    trust_amount: int
    note: str


BECOMES = "trust.request-becomes-bill"


class NewTrustRequest(Body):
    write_only = {
        "approved": BECOMES,
        "client_id": BECOMES,
        "due_date": BECOMES,
        "issue_date": BECOMES,
        "trust_amount": BECOMES,
        "trust_type": BECOMES,
        "currency_id": BECOMES,
        "matter": BECOMES,
        "note": BECOMES,
    }

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
