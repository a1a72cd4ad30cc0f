"""Notes on matters and on contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from mockclio.catalog.embedded.inputs import NewNotificationEventSubscriber, NotificationEventSubscriberChange
from mockclio.catalog.vocabulary import (
    AnyCase,
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Ref,
    Resource,
    inverse,
    op,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.activities import Activity
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.embedded.people import NotificationEventSubscriber
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.users import User


class Note(Resource):
    """A text about a matter or a contact."""

    search = "subject detail"

    type: Literal["Matter", "Contact"]
    subject: str | None
    detail: str | None
    detail_text_type: Literal["plain_text", "rich_text"]
    date: Date | None
    created_at: DateTime
    updated_at: DateTime
    time_entries_count: int
    matter: Matter | None
    contact: Contact | None
    author: User | None
    time_entries: list[Activity] = inverse("matter_note contact_note")
    notification_event_subscribers: list[NotificationEventSubscriber]


class NoteQuery(ListQuery):
    type: Annotated[Literal["Matter", "Contact"], AnyCase(rule="communications.note-type-in-any-case")]
    contact_id: int = unset
    has_time_entries: bool = where("time_entries present")
    matter_id: int = unset
    query: str = unset


class NoteFields(Body):
    date: Date = unset
    detail: str = unset
    detail_text_type: str = unset
    subject: str = unset


class NewNote(NoteFields):
    contact: Ref = unset
    matter: Ref = unset
    type: Annotated[Literal["Matter", "Contact"], AnyCase(rule="communications.note-type-in-any-case")]
    notification_event_subscribers: list[NewNotificationEventSubscriber] = unset


class NoteChanges(NoteFields, Guarded):
    passed_over = dict.fromkeys(("contact", "matter", "type"), "communications.note-stays-where-it-is")

    notification_event_subscribers: list[NotificationEventSubscriberChange] = unset


class Notes(Collection[M]):
    path = "/notes"
    scope = "Matters"

    list = op.index(Note, NoteQuery, order="id date author:author.name updated_at")
    create = op.create(Note, NewNote)
    get = op.show(Note)
    update = op.update(Note, NoteChanges)
    delete = op.destroy()
