"""Behaviour of document categories: documents lose their category when it is deleted."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class DocumentCategories(Behavior):
    """A label with a name."""

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if "name" in data and not (data["name"] or "").strip():
            raise InvalidArgument("name can't be blank", rule="documents.category")

    def before_destroy(self, session: Session, row: Row) -> None:
        for table in ("documents", "folders", "document_templates"):
            for carrier in session.rows(table, "document_category", row["id"]):
                rule("documents.deleted-category-is-cleared")
                session.update(table, carrier["id"], {"document_category": None})
