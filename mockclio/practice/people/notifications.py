"""Notifications in the product after a write. Users get none for their own actions."""

from __future__ import annotations

from collections.abc import Iterable

from mockclio.store.session import Session
from mockclio.store.tables import Row

ICONS = {"Task": "task", "MatterNote": "note", "ContactNote": "note", "Communication": "phone", "Conversation": "message"}


def tell(session: Session, users: Iterable[int], message: str, kind: str, subject: Row, title: str, description: str | None = None) -> bool:
    """Write a notification for each user except the one who acts. Returns whether there was any. `kind` is the type of the subject."""
    actor = session.user["id"] if session.user else None
    matter = session.get("matters", subject.get("matter")) or {}
    page = f"/{kind.lower()}s/{subject['id']}"
    payload = sorted(set(users) - {actor})
    for user in payload:
        session.insert(
            "my_events",
            {
                "user": user,
                "read": False,
                "message": message,
                "icon": ICONS.get(kind, "calendar"),
                "mobile_icon": ICONS.get(kind, "calendar"),
                "title": title,
                "title_url": page,
                "description": description,
                "description_url": page if description else None,
                "primary_detail": matter.get("display_number"),
                "primary_detail_url": f"/matters/{matter['id']}" if matter else None,
                "secondary_detail": (session.user or {}).get("name"),
                "secondary_detail_url": f"/users/{actor}" if actor else None,
                "occurred_at": session.now,
                "subject_type": kind,
                "subject_id": subject["id"],
            },
        )
    return bool(payload)
