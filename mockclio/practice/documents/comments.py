"""Behaviour of comments on documents and folders. A comment on a document keeps the version that was the latest at that time."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, computed
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class Comments(Behavior):
    """A comment is put into the trash and restored together with its document or folder."""

    takes = frozenset(("item",))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return lambda row: self.deleted_at(view, row) is None

    @computed("deleted_at")
    def deleted_at(self, view: View, row: Row) -> str | None:
        item = view.get("documents", row["item"]) or view.get("folders", row["item"])
        if not item or not item.get("deleted_at"):
            return None
        rule("documents.comment-is-trashed-with-its-item")
        return str(item["deleted_at"])

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if "message" in data and not (data["message"] or "").strip():
            raise InvalidArgument("message can't be blank")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row["creator"] = session.user["id"] if session.user else None
        _tie(session, row, data["item"]["id"])

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("item"):
            _tie(session, row, data["item"]["id"])


def _tie(session: Session, row: Row, id: int) -> None:
    item = session.get("documents", id) or session.get("folders", id)
    if item is None or item.get("deleted_at"):
        raise NotFound(f"item: there is no document or folder with id {id}", rule="wire.missing-reference-is-404")
    if item.get("latest_document_version") is not None:
        rule("documents.comment-names-the-latest-version")
    row.update(item=id, document_version=item.get("latest_document_version"))
