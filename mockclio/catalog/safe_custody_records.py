"""Safe custody records: the originals in a packet, and their state."""

from __future__ import annotations

from typing import Annotated, Literal

from mockclio.catalog.choices import (
    CustodyDocumentType,
    CustodyState,
)
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Range,
    Record,
    Resource,
    op,
    special,
    unset,
)


class SafeCustodyRecordPacket(Record):
    """The packet that a record is in."""

    default_fields = "id"
    table = "safe_custody_packets"

    id: int


class SafeCustodyRecord(Resource):
    """One original. Its state is not shown; lists can be filtered by it."""

    title: str
    description: str | None
    date: Date | None
    stored_on: Date
    document_type_name: str
    created_at: DateTime
    updated_at: DateTime
    packet: SafeCustodyRecordPacket


class SafeCustodyRecordState(Resource):
    """One change of the state of a record. The actor is not shown."""

    table = "safe_custody_record_states"

    state: str
    reason: str | None
    date: Date
    created_at: DateTime
    updated_at: DateTime


class SafeCustodyRecordQuery(ListQuery):
    packet_id: int = unset
    state: Literal["held", "temporarily_removed", "removed", "all"] = special


class SafeCustodyRecordFields(Body):
    shown_by = {"document_type": "document_type_name"}

    date: Date = unset
    description: str = unset
    document_type: CustodyDocumentType = unset
    stored_on: Date = unset


class NewSafeCustodyRecord(SafeCustodyRecordFields):
    shown_by = {"document_type": "document_type_name", "safe_custody_packet_id": "packet"}
    write_only = {"state": "safe_custody.state-on-creation-only", "reason": "safe_custody.state-on-creation-only"}

    title: str
    safe_custody_packet_id: int
    reason: str = unset
    state: CustodyState = unset


class SafeCustodyRecordChanges(SafeCustodyRecordFields, Guarded):
    """The packet stays, and only `change_state` changes the state. An update ignores both."""

    passed_over = {
        "reason": "safe_custody.state-on-creation-only",
        "safe_custody_packet_id": "safe_custody.records-stay-in-their-packet",
        "state": "safe_custody.state-on-creation-only",
    }

    title: str = unset


class NewSafeCustodyRecordState(Body):
    write_only = {"actor_id": "safe_custody.state-changes-have-an-actor", "actor_type": "safe_custody.state-changes-have-an-actor"}

    actor_id: int
    actor_type: Annotated[int, Range(1, 2)]
    state: CustodyState
    date: Date = unset
    reason: str = unset


class SafeCustodyRecords(Collection[M]):
    path = "/safe_custody/records"
    scope = "General"

    list = op.index(SafeCustodyRecord, SafeCustodyRecordQuery)
    create = op.create(SafeCustodyRecord, NewSafeCustodyRecord)
    get = op.show(SafeCustodyRecord, headers=op.VERSION)
    update = op.update(SafeCustodyRecord, SafeCustodyRecordChanges)
    change_state = op.action(
        "POST", "/{id}/state_changes", SafeCustodyRecordState, NewSafeCustodyRecordState, verb="state_changes", headers=op.VERSION
    )
