"""Behaviour of damages: amounts that a matter claims."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class Damages(Behavior):
    """A damage cannot move to another matter."""

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if (data.get("amount") or 0) < 0:
            raise InvalidArgument("amount must be 0 or more", rule="injury.amounts-are-not-negative")
        if "description" in data and not (data["description"] or "").strip():
            raise InvalidArgument("description can't be blank", rule="injury.damage-attributes")
