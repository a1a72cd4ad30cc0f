"""Behaviour of the contacts of a matter: its client, and the contacts of its relationships."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.matter_contacts import MatterContact
from mockclio.ledger import rule
from mockclio.practice.common.nested import primary
from mockclio.practice.matters.roles import is_hidden, matter_of, next_after, projected, related
from mockclio.server.behavior import Behavior, sources
from mockclio.server.view import View
from mockclio.store.tables import Row

CLIENT = "Client"


class MatterContacts(Behavior):
    """One row for the client and one for each relationship. `id` is the id of the contact."""

    @sources("MatterContacts#index")
    def contacts(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        rule("matters.contacts-are-client-and-related")
        matter = matter_of(view, ids)
        rows = [_row(view, matter, contact, relationship) for relationship, contact in related(view, matter)]
        client = view.get("contacts", matter.get("client"))
        return [*rows, _row(view, matter, client, None)] if client and not is_hidden(view, client) else rows


def _row(view: View, matter: Row, contact: Row, relationship: Row | None) -> Row:
    """The contact as this matter shows it. Its times are those of the relationship, or those of the matter for the client."""
    tie = relationship or matter
    phones, sites = contact.get("phone_numbers") or [], contact.get("web_sites") or []
    second_phone = next_after(phones, primary(phones, "primary"))
    return {
        **projected(view, contact, MatterContact),
        "is_client": relationship is None,
        "relationship": relationship["id"] if relationship else None,
        "relationship_name": relationship.get("description") if relationship else CLIENT,
        "description": matter["description"],
        "matter_id": matter["id"],
        "matter_number": matter["display_number"],
        "contact_created_at": contact["created_at"],
        "contact_updated_at": contact["updated_at"],
        "created_at": tie["created_at"],
        "updated_at": tie["updated_at"],
        "secondary_phone_number": second_phone["number"] if second_phone else None,
        "secondary_web_site": next_after(sites, primary(sites, "default_web_site")),
    }
