"""Behaviour of the client of a matter, on a path below the matter."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.clients import Client
from mockclio.ledger import rule
from mockclio.practice.matters.roles import is_hidden, matter_of, projected
from mockclio.server.behavior import Behavior, sources
from mockclio.server.view import View
from mockclio.store.tables import Row


class Clients(Behavior):
    """The row of a contact, marked as a client."""

    def veil(self, view: View, row: Row, shown: dict[str, Any]) -> dict[str, Any]:
        return {"id": row["id"], "redacted": True} if is_hidden(view, row) else shown

    @sources("Client#show")
    def client(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        rule("matters.client-is-a-contact-seen-from-it")
        contact = view.get("contacts", matter_of(view, ids).get("client"))
        return [{**projected(view, contact, Client), "is_matter_client": True}] if contact else []
