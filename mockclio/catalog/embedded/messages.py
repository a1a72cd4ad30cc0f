"""Messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import DateTime, Record, Row

if TYPE_CHECKING:
    from mockclio.catalog.embedded.people import UnredactedParticipant


class ConversationMembership(Row):
    """A conversation membership."""

    read: bool
    archived: bool
    created_at: DateTime
    updated_at: DateTime
    member: UnredactedParticipant | None


class CommunicationEmlFile(Record):
    """A communication eml file."""

    default_fields = "id"

    id: int


class ConferenceMeeting(Row):
    """A conference meeting."""

    conference_id: int | None
    conference_password: str | None
    created_at: DateTime
    join_url: str | None
    type: str
    source_id: int | None
    updated_at: DateTime


class Event(Row):
    """A event."""

    message: str | None
    icon: str | None
    title: str | None
    title_url: str | None
    description: str | None
    description_url: str | None
    primary_detail: str | None
    primary_detail_url: str | None
    secondary_detail: str | None
    secondary_detail_url: str | None
    occurred_at: DateTime | None
    mobile_icon: str | None
    subject_type: str | None
    subject_id: int | None
