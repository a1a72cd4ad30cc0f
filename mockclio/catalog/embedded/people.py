"""Nested people, and the records that belong to a user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import DateTime, Resource

if TYPE_CHECKING:
    from mockclio.catalog.users import User


class Participant(Resource):
    """A user or a contact as sender or receiver of a communication."""

    polymorphic = True
    default_fields = "id etag name type"

    created_at: DateTime
    updated_at: DateTime
    type: Literal["Person", "Company", "User"]
    identifier: str | None
    secondary_identifier: str | None
    enabled: bool
    name: str
    initials: str | None
    job_title_name: str | None
    avatar: Avatar | None


class UnredactedParticipant(Resource):
    """A user or a contact in a conversation."""

    polymorphic = True
    default_fields = "id etag name type"

    created_at: DateTime
    updated_at: DateTime
    type: Literal["Person", "Company", "User"]
    identifier: str | None
    secondary_identifier: str | None
    enabled: bool
    name: str
    initials: str | None
    job_title_name: str | None
    avatar: Avatar | None


class Attendee(Resource):
    """A contact or a calendar that is invited to a calendar entry."""

    polymorphic = True
    default_fields = "id etag type"

    type: Literal["Contact", "Calendar"]
    name: str
    enabled: bool
    email: str | None
    created_at: DateTime
    updated_at: DateTime


class ClioCreator(Resource):
    """The user who made a record."""

    default_fields = "id etag name"
    table = "users"

    account_owner: bool
    clio_connect: bool
    court_rules_default_attendee: bool
    default_calendar_id: int | None
    email: str | None
    enabled: bool
    type: Literal["ManageUser", "ClientUser"]
    initials: str | None
    first_name: str | None
    last_name: str | None
    name: str
    phone_number: str | None
    rate: float | None
    subscription_type: Literal["Attorney", "NonAttorney"] | None
    time_zone: str | None
    roles: list[str]
    created_at: DateTime
    updated_at: DateTime


class JobTitle(Resource):
    """The job title of a user."""

    name: str
    initials: str | None


class Avatar(Resource):
    """The picture of a person or company."""

    table = "avatars"

    created_at: DateTime
    updated_at: DateTime
    url: str
    _destroy: bool


class NotificationMethod(Resource):
    """A way to notify a user or a contact."""

    table = "notification_methods"

    type: Literal["Email", "Popup", "SMS"]
    email_address: str | None
    is_default_email_address: bool
    created_at: DateTime
    updated_at: DateTime


class NotificationEventSubscriber(Resource):
    """A user who is notified about changes of a record."""

    scope = "Users"

    user_id: int
    name: str
    created_at: DateTime
    updated_at: DateTime


class Account(Resource):
    """The firm itself."""

    scope = "Users"
    table = "accounts"

    name: str
    state: str
    created_at: DateTime
    updated_at: DateTime
    owner: User | None


class ClientPortal(Resource):
    """The messages between a client and the firm."""

    scope = "Communications"
    table = "client_portals"

    created_at: DateTime
    updated_at: DateTime
    unread_count: int
    unread_notifiable_count: int
