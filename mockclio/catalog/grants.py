"""Grants that pay for legal aid in the United States."""

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
    from mockclio.catalog.grant_funding_sources import GrantFundingSource


class Grant(Resource):
    """A grant, with its funding source."""

    name: str
    funding_code: str | None
    funding_code_and_name: str | None
    funding_source_name: str | None
    created_at: DateTime
    updated_at: DateTime
    balance: str | None
    start_date: Date | None
    end_date: Date | None
    grant_funding_source: GrantFundingSource | None


class GrantQuery(ListQuery):
    name: str = unset


class NewGrant(Body):
    name: str = unset


class GrantChanges(NewGrant, Guarded):
    """The attributes of a new grant, all optional."""


class Grants(Collection[M]):
    path = "/grants"
    scope = "Legal Aid US"

    list = op.index(Grant, GrantQuery)
    create = op.create(Grant, NewGrant)
    get = op.show(Grant)
    update = op.update(Grant, GrantChanges)
    delete = op.destroy()
