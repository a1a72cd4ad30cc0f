"""Safe custody locations: each has a name."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class SafeCustodyPacketLocations(Behavior):
    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if "name" in data and not (data["name"] or "").strip():
            raise InvalidArgument("name can't be blank", rule="safe_custody.locations-have-a-name")
