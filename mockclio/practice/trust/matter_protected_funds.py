"""Behaviour of protected funds: the list of one matter."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.matters.roles import matter_of
from mockclio.server.behavior import Behavior, sources
from mockclio.server.view import View
from mockclio.store.tables import Row


class MatterProtectedFunds(Behavior):
    """A row has a matter, an account and an amount. Answers do not show them, because the names of their fields are not known."""

    @sources("MatterProtectedFund#index")
    def funds(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        rule("trust.protected-funds-of-a-matter")
        matter = matter_of(view, {"matter_id": ids["id"]})
        return view.rows("matter_protected_funds", "_matter", matter["id"])
