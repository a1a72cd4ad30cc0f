"""Safe custody packets: what a firm keeps for a contact, in one place."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Record,
    Resource,
    op,
    unset,
)


class SafeCustodyPacketContact(Record):
    """The contact whom a packet belongs to."""

    default_fields = "id name"
    table = "contacts"

    id: int
    name: str


class SafeCustodyPacketPlace(Record):
    """The location of a packet, of which only the name is shown."""

    default_fields = "name"
    table = "safe_custody_packet_locations"

    name: str


class SafeCustodyPacket(Resource):
    """One packet. The system gives it a number; the firm may give it another."""

    number: str
    custom_number: str | None
    description: str | None
    created_on: Date
    created_at: DateTime
    updated_at: DateTime
    contact: SafeCustodyPacketContact | None
    location: SafeCustodyPacketPlace


class SafeCustodyPacketQuery(ListQuery):
    contact_id: int = unset


class SafeCustodyPacketFields(Body):
    shown_by = {"safe_custody_location_id": "location"}

    created_on: Date = unset
    custom_number: str = unset
    description: str = unset


class NewSafeCustodyPacket(SafeCustodyPacketFields):
    contact_id: int
    safe_custody_location_id: int


class SafeCustodyPacketChanges(SafeCustodyPacketFields, Guarded):
    contact_id: int = unset
    safe_custody_location_id: int = unset


class SafeCustodyPackets(Collection[M]):
    path = "/safe_custody/packets"
    scope = "General"

    list = op.index(SafeCustodyPacket, SafeCustodyPacketQuery)
    create = op.create(SafeCustodyPacket, NewSafeCustodyPacket)
    get = op.show(SafeCustodyPacket, headers=op.VERSION)
    update = op.update(SafeCustodyPacket, SafeCustodyPacketChanges)
