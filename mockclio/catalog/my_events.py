"""The notifications of the viewer in the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Guarded,
    M,
    PageQuery,
    Record,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.messages import Event


class MyEvent(Record):
    """A notification. Its id is that of its event."""

    default_fields = "event"

    event: Event


class MyEventChanges(Body, Guarded):
    write_only = {"marked_as_read": "people.read-events-are-not-counted"}

    marked_as_read: bool = unset


class MyEvents(Collection[M]):
    path = "/internal_notifications/my_events"
    scope = "In-app Notifications"

    list = op.index(MyEvent, PageQuery)
    update = op.update(MyEvent, MyEventChanges)
    delete = op.destroy()
