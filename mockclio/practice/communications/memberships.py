"""The members of a conversation: who may see it, and whether each member has read or archived it.

A conversation row has its members twice: in `memberships` for answers, and as ids in `_members` for the search.
"""

from __future__ import annotations

from typing import Any

from mockclio.server.view import View
from mockclio.store.revisions import revised
from mockclio.store.session import Session
from mockclio.store.tables import Row

Member = dict[str, Any]
"""A reference with a type: `{"type": "User", "id": 1}`."""


def joined(session: Session, row: Row, members: list[Member]) -> None:
    """Add members to the row of a conversation. Present members do not change."""
    memberships = list(row.get("memberships") or [])
    for member in members:
        if all(known["member"]["id"] != member["id"] for known in memberships):
            memberships.append(
                {
                    "id": session.world.ids.next(),
                    "created_at": session.now,
                    "updated_at": session.now,
                    "member": member,
                    "read": False,
                    "archived": False,
                }
            )
    row["memberships"] = memberships
    row["_members"] = [known["member"]["id"] for known in memberships]


def marked(session: Session, row: Row, *, member: int | None = None, but: int | None = None, **values: bool) -> None:
    """Set `read` or `archived` of one member, or of every member but one."""
    row["memberships"] = [
        _changed(session, known, values) if known["member"]["id"] not in (None, but) and member in (None, known["member"]["id"]) else known
        for known in row["memberships"]
    ]


def _changed(session: Session, membership: Row, values: dict[str, bool]) -> Row:
    changed = {**membership, **values}
    if changed == membership:
        return membership
    return revised(changed, membership, session.now)


def membership_of(row: Row, user: int) -> Row | None:
    """The membership of a user in a conversation."""
    return next((known for known in row.get("memberships") or [] if known["member"]["id"] == user), None)


def is_visible(view: View, row: Row) -> bool:
    """Members see a conversation. The groups that see its matter see it too."""
    if view.user["id"] in row.get("_members", ()):
        return True
    matter = view.get("matters", row.get("matter"))
    return matter is not None and matter.get("group") in view.world.table("groups").find("users", view.user["id"])
