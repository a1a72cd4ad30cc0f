"""Behaviour of practice areas: each has a name. With an area, its stages are deleted, and matters lose it."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.common.detaching import detach
from mockclio.practice.matters.parts import LEGAL_AID
from mockclio.server.behavior import Behavior, Predicate, filters
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class PracticeAreas(Behavior):
    """Matters, stages and lists of task templates refer to practice areas."""

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if "name" in data and not (data["name"] or "").strip():
            raise InvalidArgument("name can't be blank", rule="practice.area-needs-a-name")

    def before_destroy(self, session: Session, row: Row) -> None:
        for stage in session.rows("matter_stages", "practice_area_id", str(row["id"])):
            rule("practice.area-delete-clears-matters")
            detach(session, "matter_stages", stage["id"])
            session.delete("matter_stages", stage["id"])
        if detach(session, "practice_areas", row["id"]):
            rule("practice.area-delete-clears-matters")

    @filters("matter_id")
    def for_matter(self, view: View, value: int, arguments: dict[str, Any]) -> Predicate | None:
        """The practice areas that a matter can still change to. The first activity fixes whether it is legal aid."""
        if not view.rows("activities", "matter", value):
            return None
        rule("practice.no-legal-aid-after-first-activity")
        return lambda row: row.get("category") != LEGAL_AID
