"""Funding sources of grants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    inverse,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.grants import Grant


class GrantFundingSource(Resource):
    """A funding source, with its grants."""

    name: str
    created_at: DateTime
    updated_at: DateTime
    grants: list[Grant] = inverse("grant_funding_source")


class GrantFundingSourceQuery(ListQuery):
    name: str = unset


class NewGrantFundingSource(Body):
    name: str = unset


class GrantFundingSourceChanges(NewGrantFundingSource, Guarded):
    """The attributes of a new funding source, all optional."""


class GrantFundingSourceRemoval(Body, Guarded):
    name: str = unset


class GrantFundingSources(Collection[M]):
    path = "/grant_funding_sources"
    scope = "Legal Aid US"

    list = op.index(GrantFundingSource, GrantFundingSourceQuery)
    create = op.create(GrantFundingSource, NewGrantFundingSource)
    update = op.update(GrantFundingSource, GrantFundingSourceChanges)
    delete = op.destroy_with_answer(GrantFundingSource, GrantFundingSourceRemoval)
