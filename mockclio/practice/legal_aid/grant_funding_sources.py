"""Behaviour of funding sources of grants: the answer to a deletion shows the deleted record."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.common.detaching import detach
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class GrantFundingSources(Behavior):
    """The generic algorithm shows the record before it is deleted."""

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if not (data.get("name", (row or {}).get("name")) or "").strip():
            raise InvalidArgument("name can't be blank", rule="legal_aid.grants-have-a-name")

    def before_destroy(self, session: Session, row: Row) -> None:
        rule("legal_aid.funding-source-delete-answers")
        detach(session, "grant_funding_sources", row["id"])
