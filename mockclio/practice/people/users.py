"""Behaviour of users: they are read-only. One path shows the viewer, and filters find users."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, filters, leaving_out, sources
from mockclio.server.view import View
from mockclio.store.tables import Row


class Users(Behavior):
    """The users of the firm and, if asked for, co-counsel from outside."""

    @sources("User#who_am_i")
    def who_am_i(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        rule("people.who-am-i-is-the-caller")
        return [view.get("users", view.user["id"]) or view.user]

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        outside = set(view.world.table("users").find("_co_counsel", True))
        if outside and arguments.get("include_co_counsel"):
            rule("people.co-counsel-only-on-request")
        elif outside:
            return leaving_out(lambda row: row["id"] not in outside, rule="people.co-counsel-only-on-request")
        return None

    @filters("pending_setup")
    def pending_setup(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("people.pending-setup")
        return lambda row: bool(row.get("_pending_setup")) == value

    @filters("role")
    def role(self, view: View, value: str | list[str], arguments: dict[str, Any]) -> Predicate:
        rule("people.role-in-any-case")
        wanted = {value} if isinstance(value, str) else set(value)
        return lambda row: bool(wanted & {role.lower() for role in row.get("roles") or []})
