"""Behaviour of conversations: `read` and `archived` are stored for each member."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from mockclio.errors import Forbidden, NotFound
from mockclio.ledger import rule
from mockclio.practice.communications import memberships
from mockclio.practice.people.recently_viewed import note_opening
from mockclio.server.behavior import Behavior, Predicate, computed, filters, handles, leaving_out
from mockclio.server.call import Answer, Call
from mockclio.server.verbs import VERBS, find
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class Conversations(Behavior):
    """Conversations of secure messages."""

    takes: ClassVar[frozenset[str]] = frozenset(("archived", "read"))

    @handles("Conversation#show", "Conversation#update")
    def one(self, call: Call) -> Answer:
        if not memberships.is_visible(call.view, find(call)):
            raise NotFound(rule="communications.conversation-is-seen-by-members-and-groups")
        return VERBS[call.operation.kind](call)

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return leaving_out(lambda row: memberships.is_visible(view, row), rule="communications.conversation-is-seen-by-members-and-groups")

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        user = session.user["id"] if session.user else 0
        if memberships.membership_of(row, user) is None:
            raise Forbidden(rule="communications.only-members-change-a-conversation")
        for name in ("archived", "read"):
            if data.get(name) is not None:
                rule("communications.read-and-archived-are-the-members-own")
                memberships.marked(session, row, member=user, **{name: data[name]})

    def on_show(self, view: View, row: Row) -> None:
        note_opening(view, "Conversation", row)

    @computed("archived")
    def archived(self, view: View, row: Row) -> bool:
        return bool((memberships.membership_of(row, view.user["id"]) or {}).get("archived"))

    @computed("read")
    def read(self, view: View, row: Row) -> bool:
        return bool((memberships.membership_of(row, view.user["id"]) or {}).get("read"))

    @computed("current_user_is_member")
    def current_user_is_member(self, view: View, row: Row) -> bool:
        return memberships.membership_of(row, view.user["id"]) is not None

    @computed("read_only")
    def read_only(self, view: View, row: Row) -> bool:
        rule("communications.read-only-for-those-who-are-not-members")
        return not self.current_user_is_member(view, row)

    @computed("documents")
    def documents(self, view: View, row: Row) -> list[int]:
        messages = view.rows("conversation_messages", "conversation", row["id"])
        return list(dict.fromkeys(message["document"] for message in messages if message.get("document") is not None))

    @filters("contact_id")
    def contact_id(self, view: View, value: int, arguments: dict[str, Any]) -> Predicate:
        return lambda row: value in row.get("_members", ())

    @filters("date")
    def date(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        rule("communications.conversation-date-is-that-of-its-last-message")

        def matches(row: Row) -> bool:
            last = view.get("conversation_messages", row.get("last_message"))
            sent = (last or row)["created_at"]
            return datetime.fromisoformat(sent).astimezone(view.zone).date().isoformat() == value

        return matches

    @filters("for_user")
    def for_user(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        rule("communications.for-user-widens-to-groups")
        return None if value else lambda row: self.current_user_is_member(view, row)

    @filters("time_entries")
    def time_entries(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        return lambda row: bool(row.get("time_entries_count")) == value
