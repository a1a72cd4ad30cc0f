"""Safe custody locations: the places where a firm keeps packets of originals."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
)


class SafeCustodyPacketLocation(Resource):
    """A place such as a vault; it is never deleted."""

    name: str
    created_at: DateTime
    updated_at: DateTime


class SafeCustodyPacketLocationQuery(ListQuery): ...


class NewSafeCustodyPacketLocation(Body):
    name: str


class SafeCustodyPacketLocations(Collection[M]):
    path = "/safe_custody/locations"
    scope = "General"

    list = op.index(SafeCustodyPacketLocation, SafeCustodyPacketLocationQuery)
    create = op.create(SafeCustodyPacketLocation, NewSafeCustodyPacketLocation)
