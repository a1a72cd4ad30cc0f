"""Jurisdictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    inverse,
    op,
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.service_types import ServiceType


class Jurisdiction(Row):
    """A jurisdiction."""

    search = "description"

    created_at: DateTime
    updated_at: DateTime
    system_id: int | None
    description: str | None
    default: bool
    display_timezone: str | None
    valid_subscription: bool
    is_local_timezone: bool
    service_types: list[ServiceType] = inverse("jurisdiction")


class JurisdictionQuery(ListQuery):
    for_current_account: bool = special
    query: str = unset


class Jurisdictions(Collection[M]):
    path = "/court_rules/jurisdictions"
    scope = "Court Rules"

    list = op.index(Jurisdiction, JurisdictionQuery, order="description id")
    get = op.show(Jurisdiction)
