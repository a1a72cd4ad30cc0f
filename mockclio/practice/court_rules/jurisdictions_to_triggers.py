"""Behaviour of triggers: the path names the jurisdiction that they belong to."""

from __future__ import annotations

from typing import Any

from mockclio.errors import NotFound
from mockclio.ledger import rule
from mockclio.server import verbs
from mockclio.server.behavior import Behavior, handles, sources
from mockclio.server.call import Answer, Call
from mockclio.server.view import View
from mockclio.store.tables import Row


class JurisdictionsToTriggers(Behavior):
    """Each trigger belongs to one jurisdiction. A trigger of another jurisdiction is not found."""

    @sources("JurisdictionsToTrigger#index")
    def of_jurisdiction(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        rule("court_rules.triggers-of-a-jurisdiction")
        if view.get("jurisdictions", ids["jurisdiction_id"]) is None:
            raise NotFound(rule="wire.unknown-id-is-404")
        return view.rows("jurisdictions_to_triggers", "_jurisdiction", ids["jurisdiction_id"])

    @handles("JurisdictionsToTrigger#show")
    def show(self, call: Call) -> Answer:
        if verbs.find(call)["_jurisdiction"] != call.ids["jurisdiction_id"]:
            raise NotFound(rule="court_rules.triggers-of-a-jurisdiction")
        return verbs.show(call)
