"""Behaviour of related contacts: the contacts of a matter without its client, one row per relationship."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.related_contacts import RelatedContact
from mockclio.ledger import rule
from mockclio.practice.common.nested import primary
from mockclio.practice.matters.roles import matter_of, next_after, projected, related
from mockclio.server.behavior import Behavior, orders, sources
from mockclio.server.view import View
from mockclio.store.tables import Row


class RelatedContacts(Behavior):
    """`id` and `contact_id` are the id of the contact. The order by id is the order of the relationships."""

    @sources("RelatedContacts#index")
    def contacts(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        rule("matters.related-contacts-leave-the-client-out")
        matter = matter_of(view, ids)
        return [_row(view, matter, contact, relationship) for relationship, contact in related(view, matter)]

    @orders("id")
    def by_relationship(self, view: View, row: Row) -> int:
        rule("matters.related-contacts-in-order-of-relationships")
        relationship: int = row["relationship"]
        return relationship

    @orders("contact.name")
    def by_name(self, view: View, row: Row) -> str:
        name: str = row["name"]
        return name


def _row(view: View, matter: Row, contact: Row, relationship: Row) -> Row:
    sites = contact.get("web_sites") or []
    return {
        **projected(view, contact, RelatedContact),
        "contact_id": contact["id"],
        "is_matter_client": contact["id"] == matter.get("client"),
        "relationship": relationship["id"],
        "secondary_web_site": next_after(sites, primary(sites, "default_web_site")),
    }
