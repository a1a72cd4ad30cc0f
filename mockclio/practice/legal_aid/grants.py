"""Behaviour of grants: values that follow from the funding source, and the matters that lose a deleted grant."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, computed
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class Grants(Behavior):
    """The API writes only the name. Amounts and dates come with the firm."""

    defaults = {"balance": "0.00"}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if not (data.get("name", (row or {}).get("name")) or "").strip():
            raise InvalidArgument("name can't be blank", rule="legal_aid.grants-have-a-name")

    def after_destroy(self, session: Session, row: Row) -> None:
        for matter in session.rows("matters", "grants", row["id"]):
            rule("legal_aid.deleted-grants-leave-their-matters")
            session.update("matters", matter["id"], {"grants": [id for id in matter["grants"] if id != row["id"]]})

    @computed("funding_source_name")
    def funding_source_name(self, view: View, row: Row) -> str | None:
        return (view.get("grant_funding_sources", row.get("grant_funding_source")) or {}).get("name")

    @computed("funding_code_and_name")
    def funding_code_and_name(self, view: View, row: Row) -> str:
        rule("legal_aid.grant-code-and-name")
        return " - ".join(part for part in (row.get("funding_code"), row["name"]) if part)
