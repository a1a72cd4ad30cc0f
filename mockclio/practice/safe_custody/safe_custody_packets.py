"""Safe custody packets: numbered by the system, at a location, of a contact."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row

TABLE = "safe_custody_packets"
KEPT = ("contact_id", "created_on", "safe_custody_location_id")
"""Attributes that cannot be taken away."""


class SafeCustodyPackets(Behavior):
    defaults = {"custom_number": None, "description": None}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        for name in KEPT:
            if row is not None and name in data and data[name] is None:
                raise InvalidArgument(f"{name} can't be blank", rule="safe_custody.packets-have-contact-and-location")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row["number"] = _next_number(session)
        if row.get("created_on") is None:
            rule("safe_custody.dates-default-to-today")
            row["created_on"] = session.today


def _next_number(session: Session) -> str:
    """The number of packets plus one. Packets are never deleted, so no number comes twice."""
    rule("safe_custody.system-number-counts-up")
    return str(len(session.table(TABLE)) + 1)
