"""Jurisdictions: courts and other bodies whose rules set deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    inverse,
    op,
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.service_types import ServiceType


class Jurisdiction(Resource):
    """A court or another body with its own rules. A firm uses those that it subscribes to."""

    search = "description"

    created_at: DateTime
    updated_at: DateTime
    system_id: int
    description: str
    default: bool
    display_timezone: str
    valid_subscription: bool
    is_local_timezone: bool
    service_types: list[ServiceType] = inverse("_jurisdictions")


class JurisdictionQuery(ListQuery):
    for_current_account: bool = special
    query: str = unset


class Jurisdictions(Collection[M]):
    path = "/court_rules/jurisdictions"
    scope = "Court Rules"

    list = op.index(Jurisdiction, JurisdictionQuery, order="description id")
    get = op.show(Jurisdiction)
