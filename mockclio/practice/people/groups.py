"""Behaviour of groups: groups that users created can be deleted. The groups of the account and of each user stay."""

from __future__ import annotations

from typing import Any, ClassVar

from mockclio.errors import Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.common.detaching import detach
from mockclio.server.behavior import Behavior, Predicate, filters
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class Groups(Behavior):
    """Groups of users share access."""

    defaults: ClassVar[dict[str, Any]] = {"type": "AdhocGroup", "users": [], "client_connect_user": False}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if (row is None or "name" in data) and not (data.get("name") or "").strip():
            raise InvalidArgument("name can't be blank", rule="people.group-needs-a-name")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        rule("people.new-groups-are-adhoc")

    def before_destroy(self, session: Session, row: Row) -> None:
        if row["type"] != "AdhocGroup":
            raise Forbidden(rule="people.only-adhoc-groups-are-deleted")

    def after_destroy(self, session: Session, row: Row) -> None:
        firm = next(iter(session.rows("groups", "type", "AccountGroup")), None)
        for matter in session.rows("matters", "group", row["id"]):
            rule("people.matters-of-a-deleted-group-go-to-the-firm")
            session.update("matters", matter["id"], {"group": firm["id"] if firm else None})
        if detach(session, "groups", row["id"]):
            rule("people.matters-of-a-deleted-group-go-to-the-firm")

    @filters("archived")
    def archived(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("people.archived-groups")
        return lambda row: bool(row.get("_archived")) == value
