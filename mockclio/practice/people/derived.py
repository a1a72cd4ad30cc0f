"""Derived values of conversations, and the changes that users are notified about."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.practice.communications import subscribers
from mockclio.practice.people.notifications import tell
from mockclio.server.derived import derived, reacts
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived(
    "conversations",
    "message_count first_message last_message",
    conversation_messages="conversation",
    conversations="id",
    rule="communications.conversation-follows-its-messages",
)
def messages(session: Session, conversation: Row) -> Row:
    ids = session.table("conversation_messages").find("conversation", conversation["id"])
    return {"message_count": len(ids), "first_message": ids[0] if ids else None, "last_message": ids[-1] if ids else None}


@reacts("tasks")
def task_written(session: Session, before: Row | None, after: Row | None) -> None:
    if after is None:
        return
    value, assignee = (before or {}).get("assignee"), after.get("assignee") or {}
    name, description = after.get("name", ""), after.get("description")
    assigned = [assignee["id"]] if assignee.get("type") == "User" and assignee != value else []
    if tell(session, assigned, "You were assigned a task", "Task", after, name, description):
        rule("people.assignee-is-told")
    completed = after.get("status") == "complete" and (before or {}).get("status") != "complete"
    awaiting = [after["assigner"]] if completed and after.get("notify_completion") and after.get("assigner") else []
    if tell(session, awaiting, "A task was completed", "Task", after, name, description):
        rule("people.assigner-is-told-of-completion")


@reacts("notes")
def note_written(session: Session, before: Row | None, after: Row | None) -> None:
    if after is not None:
        new = subscribers.users(after) - subscribers.users(before)
        kind, title = f"{after['type']}Note", after.get("subject") or "Note"
        if tell(session, new, "You were notified of a note", kind, after, title, after.get("detail")):
            rule("people.subscribers-are-told")


@reacts("communications")
def communication_written(session: Session, before: Row | None, after: Row | None) -> None:
    if after is not None:
        new = subscribers.users(after) - subscribers.users(before)
        if tell(session, new, "You were notified of a phone call", "Communication", after, after["subject"], after.get("body")):
            rule("people.subscribers-are-told")


@reacts("conversation_messages")
def message_written(session: Session, before: Row | None, after: Row | None) -> None:
    conversation = session.get("conversations", (after or {}).get("conversation"))
    if before is None and after is not None and conversation is not None:
        members = (known["member"] for known in conversation["memberships"])
        users = [member["id"] for member in members if member["type"] == "User"]
        if tell(session, users, "You received a secure message", "Conversation", conversation, conversation["subject"], after["body"]):
            rule("people.members-are-told-of-messages")


@reacts("calendar_entries")
def entry_written(session: Session, before: Row | None, after: Row | None) -> None:
    if after is not None:
        earlier = before or session.get("calendar_entries", after.get("parent_calendar_entry") or after.get("_continues")) or {}
        known = {attendee["id"] for attendee in earlier.get("attendees") or []}
        new = [attendee for attendee in after.get("attendees") or [] if attendee["type"] == "Calendar" and attendee["id"] not in known]
        users = [(session.get("calendars", attendee["id"]) or {}).get("user") for attendee in new]
        invited = [user for user in users if user is not None]
        if tell(session, invited, "You were invited to an event", "CalendarEntry", after, after["summary"] or "", after.get("description")):
            rule("people.invited-users-are-told")
