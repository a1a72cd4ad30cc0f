"""Video meetings of calendar entries. A firm has Zoom unless its account row has `_zoom: false`."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.store.session import Session
from mockclio.store.tables import Row

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"


def write(session: Session, row: Row, data: dict[str, Any]) -> None:
    """Create or remove the meeting that a body asks for. The location of the entry stays as it was sent."""
    if "conference_meeting" not in data:
        return
    if not (data["conference_meeting"] or {}).get("type"):
        row["conference_meeting"] = None
        return
    account = next(iter(session.table("accounts")), {})
    if account.get("_zoom") is False:
        rule("calendars.no-meeting-without-zoom")
        row["conference_meeting"] = None
        return
    rule("calendars.meeting-leaves-location")
    row["conference_meeting"] = row.get("conference_meeting") or _made(session, row)


def _made(session: Session, row: Row) -> Row:
    chance = session.world.random
    number, password = chance.randrange(80_000_000_000, 90_000_000_000), "".join(chance.choice(ALPHABET) for _ in range(6))
    return {
        "id": session.world.ids.next(),
        "type": "zoom",
        "conference_id": number,
        "conference_password": password,
        "join_url": f"https://zoom.mockclio.test/j/{number}?pwd={password}",
        "source_id": row["id"],
        "created_at": session.now,
        "updated_at": session.now,
    }
