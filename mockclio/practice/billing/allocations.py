"""Behaviour of allocations: they are made together with payments and credits."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.common.members import members
from mockclio.server.behavior import Behavior, Predicate, computed, filters
from mockclio.server.view import View
from mockclio.store.tables import Row


class Allocations(Behavior):
    @filters("parent_type")
    def parent_type(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        return lambda row: row["parent"]["type"] in members(value)

    @filters("status")
    def status(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        rule("payments.valid-until-voided")
        return lambda row: ("valid" if row.get("voided_at") is None else "invalid") in members(value)

    @computed("destroyable")
    def destroyable(self, view: View, row: Row) -> bool:
        """The allocation of an online payment cannot be deleted here."""
        rule("payments.destroyable")
        return row.get("voided_at") is None and not row.get("has_online_payment")
