"""Nested records of messages, meetings and notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import DateTime, Record, Resource

if TYPE_CHECKING:
    from mockclio.catalog.embedded.people import UnredactedParticipant


class ConversationMembership(Resource):
    """One member of a conversation, with the member's `read` and `archived`."""

    read: bool
    archived: bool
    created_at: DateTime
    updated_at: DateTime
    member: UnredactedParticipant | None


class CommunicationEmlFile(Record):
    """The stored file of an email."""

    default_fields = "id"

    id: int


class ConferenceMeeting(Resource):
    """A video meeting that was made for a calendar entry."""

    conference_id: int
    conference_password: str
    created_at: DateTime
    join_url: str
    type: str
    source_id: int
    updated_at: DateTime


class Event(Resource):
    """An event in words and links."""

    message: str
    icon: str
    title: str
    title_url: str | None
    description: str | None
    description_url: str | None
    primary_detail: str | None
    primary_detail_url: str | None
    secondary_detail: str | None
    secondary_detail_url: str | None
    occurred_at: DateTime
    mobile_icon: str
    subject_type: str
    subject_id: int
