"""Service types: the ways to serve papers. Some extend deadlines."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
)


class ServiceType(Resource):
    """A way to serve papers."""

    created_at: DateTime
    updated_at: DateTime
    system_id: int
    description: str
    default: bool


class ServiceTypes(Collection[M]):
    path = "/court_rules/service_types"
    scope = "Court Rules"

    list = op.index(ServiceType, ListQuery, order="description id")
    get = op.show(ServiceType)
