"""Behaviour of jurisdictions: the list can show those that the firm subscribes to, or all."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, filters
from mockclio.server.view import View


class Jurisdictions(Behavior):
    """A list can be limited to the jurisdictions that the account subscribes to."""

    @filters("for_current_account")
    def for_current_account(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("court_rules.jurisdictions-of-the-account")
        return lambda row: bool(row["valid_subscription"]) == value
