"""Behaviour of the notifications of the viewer. Each user has their own."""

from __future__ import annotations

from typing import Any, ClassVar

from mockclio.errors import NotFound
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, computed, leaving_out
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class MyEvents(Behavior):
    """A notification is a row with the event, its user and whether it was read."""

    takes: ClassVar[frozenset[str]] = frozenset(("marked_as_read",))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return leaving_out(lambda row: bool(row["user"] == view.user["id"]), rule="people.everybody-has-own-events")

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        _require_own(session, row)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("marked_as_read") is not None:
            rule("people.read-events-are-not-counted")
            row["read"] = data["marked_as_read"]

    def before_destroy(self, session: Session, row: Row) -> None:
        _require_own(session, row)

    @computed("event")
    def event(self, view: View, row: Row) -> Row:
        return row


def _require_own(session: Session, row: Row | None) -> None:
    if row and session.user and row["user"] != session.user["id"]:
        raise NotFound(rule="people.everybody-has-own-events")
