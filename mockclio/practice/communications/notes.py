"""Behaviour of notes: on a matter or on a contact, in plain text or rich text."""

from __future__ import annotations

from typing import Any, ClassVar

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.common.detaching import detach
from mockclio.practice.communications import subscribers
from mockclio.practice.communications.rich_text import cleaned
from mockclio.practice.people.recently_viewed import note_opening
from mockclio.server.behavior import Behavior
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

PLACES = {"Matter": "matter", "Contact": "contact"}
TEXT_TYPES = ("plain_text", "rich_text")


class Notes(Behavior):
    """Notes on matters and contacts."""

    defaults: ClassVar[dict[str, Any]] = {"detail_text_type": "plain_text", "notification_event_subscribers": []}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if row is None and PLACES[data["type"]] not in data:
            place = PLACES[data["type"]]
            raise InvalidArgument(f"{place} is required for a note of type {data['type']}", rule="communications.note-needs-its-place")
        if data.get("detail_text_type") not in (None, *TEXT_TYPES):
            raise InvalidArgument("detail_text_type must be plain_text or rich_text", rule="communications.note-is-plain-or-rich")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if any(row.get(place) is not None for kind, place in PLACES.items() if kind != row["type"]):
            rule("communications.note-has-only-the-place-of-its-type")
        row.update({place: row.get(place) if kind == row["type"] else None for kind, place in PLACES.items()})
        rule("communications.note-author-is-the-caller")
        row["author"] = session.user["id"] if session.user else None
        if row.get("date") is None:
            rule("communications.note-date-is-today")
            row["date"] = session.today
        _settle(session, row)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        _settle(session, row)

    def after_destroy(self, session: Session, row: Row) -> None:
        if detach(session, "notes", row["id"]):
            rule("communications.delete-leaves-time-entries-and-documents")

    def on_show(self, view: View, row: Row) -> None:
        note_opening(view, f"{row['type']}Note", row)


def _settle(session: Session, row: Row) -> None:
    row["detail_text_type"] = row.get("detail_text_type") or "plain_text"
    if row["detail_text_type"] == "rich_text" and row.get("detail"):
        text = cleaned(row["detail"])
        if text != row["detail"]:
            rule("communications.rich-text-keeps-known-tags")
        row["detail"] = text
    subscribers.settle(session, row)
