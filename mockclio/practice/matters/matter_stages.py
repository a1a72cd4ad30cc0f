"""Behaviour of matter stages: a list filters by the id of the practice area, which answers show as text."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, filters
from mockclio.server.view import View


class MatterStages(Behavior):
    """The API only reads stages. They come with the firm."""

    @filters("practice_area_id")
    def of_practice_area(self, view: View, value: int, arguments: dict[str, Any]) -> Predicate:
        rule("practice.stages-are-read-only")
        return lambda row: row.get("practice_area_id") == str(value)
