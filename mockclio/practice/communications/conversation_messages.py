"""Behaviour of secure messages: the first message creates a conversation, later messages are added to it."""

from __future__ import annotations

from typing import Any, ClassVar

from mockclio.errors import Forbidden, InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.communications import memberships
from mockclio.server import writing
from mockclio.server.behavior import Behavior, Predicate, handles, leaving_out
from mockclio.server.call import Answer, Call
from mockclio.server.verbs import find, present
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row, id_of


class ConversationMessages(Behavior):
    """Messages between the members of a conversation."""

    takes: ClassVar[frozenset[str]] = frozenset(("attachment", "conversation", "matter", "subject"))

    @handles("ConversationMessage#show")
    def one(self, call: Call) -> Answer:
        row = find(call)
        if not _is_visible(call.view, row):
            raise NotFound(rule="communications.conversation-is-seen-by-members-and-groups")
        return present(call, row)

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return leaving_out(lambda row: _is_visible(view, row), rule="communications.conversation-is-seen-by-members-and-groups")

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if not data["receivers"]:
            raise InvalidArgument("receivers must name at least one user or contact", rule="communications.message-needs-receivers")
        attachment = data.get("attachment") or {}
        if attachment.get("document_id") is not None and attachment.get("document_version_id") is not None:
            raise InvalidArgument(
                "attachment must have either a document_id or a document_version_id, not both",
                rule="communications.message-may-attach-a-document",
            )

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        user = session.user["id"] if session.user else 0
        row.update(sender={"type": "User", "id": user}, date=session.today, document=_attached(session, data.get("attachment") or {}))
        row["conversation"] = _conversation(session, row, data, user)


def _is_visible(view: View, row: Row) -> bool:
    conversation = view.get("conversations", row["conversation"])
    return conversation is not None and memberships.is_visible(view, conversation)


def _attached(session: Session, attachment: dict[str, Any]) -> int | None:
    """The id of the document that is attached to the message."""
    if attachment.get("document_version_id") is None and attachment.get("document_id") is None:
        return None
    rule("communications.message-may-attach-a-document")
    if attachment.get("document_version_id") is not None:
        version = writing.require(session, "document_versions", attachment["document_version_id"], "attachment.document_version_id")
        return id_of(writing.require(session, "documents", version["document_id"], "attachment.document_version_id"))
    return id_of(writing.require(session, "documents", attachment["document_id"], "attachment.document_id"))


def _conversation(session: Session, message: Row, data: dict[str, Any], user: int) -> int:
    """The id of the conversation of the message. The receivers become members of it."""
    id = (data.get("conversation") or {}).get("id")
    present = writing.require(session, "conversations", id, "conversation") if id is not None else None
    if present is not None and memberships.membership_of(present, user) is None:
        raise Forbidden(rule="communications.only-members-write")
    if present is None or data.get("subject") not in (None, present["subject"]):
        rule("communications.first-message-opens-a-conversation")
    conversation: Row = dict(present) if present else {"subject": data["subject"], "matter": None}
    if "matter" in data:
        matter = data["matter"]["id"]
        conversation["matter"] = writing.require(session, "matters", matter, "matter")["id"] if matter is not None else None
    memberships.joined(session, conversation, [message["sender"], *message["receivers"]])
    rule("communications.new-message-is-unread-for-the-others")
    memberships.marked(session, conversation, but=user, read=False, archived=False)
    memberships.marked(session, conversation, member=user, read=True)
    if present is not None:
        session.update("conversations", present["id"], conversation)
        return id_of(present)
    return id_of(session.insert("conversations", conversation))
