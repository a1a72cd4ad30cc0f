"""Users who are notified about a record: `notification_event_subscribers` of notes, phone calls and matters."""

from __future__ import annotations

from mockclio.errors import InvalidArgument, shortened
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

FIELD = "notification_event_subscribers"


def settle(session: Session, row: Row) -> None:
    """Convert ids that came as text to numbers, refuse ids of no user, and keep each user once."""
    results: dict[int, Row] = {}
    for member in row.get(FIELD) or []:
        sent = str(member.get("user_id") or "").strip()
        if not sent.isdecimal() or len(sent) > 18:
            raise InvalidArgument(f"{FIELD}.user_id must be the id of a user, not {shortened(repr(member.get('user_id')))}")
        user = require(session, "users", int(sent), f"{FIELD}.user_id")["id"]
        results.setdefault(user, {**member, "user_id": user})
    row[FIELD] = list(results.values())


def users(row: Row | None) -> set[int]:
    """The ids of the users who are notified about a row."""
    return {member["user_id"] for member in (row or {}).get(FIELD) or []}
