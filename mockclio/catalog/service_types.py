"""Service Types."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
)


class ServiceType(Row):
    """A service type."""

    created_at: DateTime
    updated_at: DateTime
    system_id: int | None
    description: str | None
    default: bool


class ServiceTypes(Collection[M]):
    path = "/court_rules/service_types"
    scope = "Court Rules"

    list = op.index(ServiceType, ListQuery, order="description id")
    get = op.show(ServiceType)
