"""Behaviour of the rates of clients and co-counsels. A rate belongs to exactly one client or one co-counsel."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row

OWNERS = ("contact_id", "co_counsel_contact_id")


class ActivityRates(Behavior):
    """Rates of clients and of co-counsels. Both are contacts."""

    defaults = {"rate": 0, "flat_rate": False, "contact_id": None, "co_counsel_contact_id": None, "user": None, "group": None}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        value = {name: data.get(name, (row or {}).get(name)) for name in OWNERS}
        if sum(id is not None for id in value.values()) != 1:
            raise InvalidArgument(f"one of {' and '.join(OWNERS)} is required", rule="activity_rates.client-or-co-counsel")
        if (data.get("rate") or 0) < 0:
            raise InvalidArgument("rate must be 0 or more", rule="activity_rates.rate-is-not-negative")
