"""Behaviour of relationships: matter and contact must exist. A relationship changes neither of them."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class Relationships(Behavior):
    """The same checks apply to a relationship that is written inside its matter."""

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        missing = [name for name in ("matter", "contact") if row.get(name) is None]
        if missing:
            raise InvalidArgument(
                f"{' and '.join(missing)} {'are' if missing[1:] else 'is'} required", rule="practice.relationship-needs-both-sides"
            )
        if "matter" not in data:
            rule("practice.relationships-may-come-with-their-matter")
        rule("practice.relationship-changes-neither-side")
