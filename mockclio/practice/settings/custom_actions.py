"""Behaviour of custom actions: each user has one per place and label."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from mockclio.errors import InvalidArgument, NotFound
from mockclio.server import verbs, writing
from mockclio.server.behavior import Behavior, Predicate, handles, leaving_out
from mockclio.server.call import Answer, Call
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class CustomActions(Behavior):
    """Links that an application adds to the product."""

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return leaving_out(lambda row: _is_own(view.user, row), rule="people.custom-action-belongs-to-its-maker")

    def on_show(self, view: View, row: Row) -> None:
        _require_own(view.user, row)

    def before_destroy(self, session: Session, row: Row) -> None:
        _require_own(session.user, row)

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        _require_own(session.user, row)
        if "label" in data and not (data["label"] or "").strip():
            raise InvalidArgument("label can't be blank", rule="people.custom-action-is-complete")
        if "target_url" in data and not _is_address(data["target_url"]):
            raise InvalidArgument(
                "target_url must be an address that begins with https:// or http://", rule="people.custom-action-is-complete"
            )
        if "ui_reference" in data and data["ui_reference"] is None:
            raise InvalidArgument("ui_reference can't be blank", rule="people.custom-action-is-complete")

    @handles("CustomAction#create")
    def create(self, call: Call) -> Answer:
        with call.view.world.session(call.view.user) as session:
            extra = {"_application": call.view.application}
            row = writing.create(session, call.operation.record, call.operation.body, call.data, extra)
        return verbs.present(call, row, status=201)

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row["_user"] = session.user["id"] if session.user else None
        _require_unique(session, row)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        _require_unique(session, row)


def _is_own(user: Row | None, row: Row) -> bool:
    return user is None or row.get("_user") in (None, user["id"])


def _require_own(user: Row | None, row: Row | None) -> None:
    if row is not None and not _is_own(user, row):
        raise NotFound(rule="people.custom-action-belongs-to-its-maker")


def _is_address(text: str | None) -> bool:
    try:
        parts = urlsplit(text or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _require_unique(session: Session, row: Row) -> None:
    for other in session.rows("custom_actions", "label", row["label"]):
        if other["id"] != row["id"] and all(other.get(key) == row.get(key) for key in ("ui_reference", "_user", "_application")):
            raise InvalidArgument(
                f"label must be new for {row['ui_reference']}: there is an action named {row['label']} already",
                rule="people.custom-action-label-is-unique",
            )
