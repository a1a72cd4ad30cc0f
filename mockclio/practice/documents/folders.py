"""Behaviour of folders: the tree of folders, and the list of a folder's contents."""

from __future__ import annotations

from typing import Any

from mockclio.errors import DeleteFailed, InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.common.external_properties import ExternalProperties
from mockclio.practice.documents import folder_filters, trash
from mockclio.practice.documents.documents import group_of, require_open
from mockclio.practice.documents.folder_tree import NEW, children, descendants, is_top, place_of, put_into, root
from mockclio.server import verbs
from mockclio.server.behavior import Predicate, computed, filters, handles, orders, sources
from mockclio.server.call import Answer, Call
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

MOST_ITEMS = 100_000
"""The largest number of items that can go to the trash at once."""


class Folders(ExternalProperties):
    """The root and the top folders of matters and contacts keep their place."""

    defaults = {**NEW, "document_category": None}
    takes = frozenset(("parent", "matter", "restore"))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return folder_filters.visible(arguments)

    @filters("include_deleted", "show_uncompleted")
    def shown_by_visible(self, view: View, value: Any, arguments: dict[str, Any]) -> None:
        """Both parameters add rows to those that `visible` shows."""

    @filters("parent_id", "scope")
    def in_folder(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate | None:
        return folder_filters.in_folder(view, arguments)

    @sources("Folder#list")
    def contents(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        rule("folders.items")
        if folder_filters.starts_at_root(arguments):
            rule("folders.items-begin-at-the-root")
            top = root(view)
            return children(view, top["id"]) if top else []
        if arguments.get("parent_id") is not None and arguments.get("scope") == "descendants":
            return list(descendants(view, arguments["parent_id"]))
        return children(view, arguments["parent_id"]) if arguments.get("parent_id") is not None else folder_filters.items(view)

    @orders("document_number")
    def document_number(self, view: View, row: Row) -> int | None:
        return row["id"] if row["type"] == "Document" else None

    @orders("received_at")
    def received_at(self, view: View, row: Row) -> str | None:
        return row.get("received_at")

    @computed("parent")
    def parent(self, view: View, row: Row) -> int | None:
        return shown_parent(view, row)

    @computed("group")
    def group(self, view: View, row: Row) -> int | None:
        return group_of(view, row)

    @handles("Folder#create")
    def create(self, call: Call) -> Answer:
        """Create a folder. With `restore`, a folder with that name in the trash of that place is restored instead."""
        _read_place(call.data)
        with call.view.world.session(call.view.user) as session:
            place = place_of(session, call.data["parent"])
            trashed = _trashed(session, place, call.data["name"]) if call.data.get("restore") else None
            if trashed is not None:
                rule("folders.create-may-restore")
                trash.take_back(session, trashed)
        return verbs.present(call, trashed, status=201) if trashed else verbs.create(call)

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        super().check(session, row, data)
        if "name" in data and not (data["name"] or "").strip():
            raise InvalidArgument("name can't be blank")
        if row is not None:
            require_open(session, row, data)
            if data.get("parent") and (row["root"] or is_top(session, row)):
                raise InvalidArgument(
                    f"parent: {row['name']} is the folder of the account, a matter or a contact, and stays where it is",
                    rule="folders.top-folders-stay",
                )

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        _read_place(data)
        put_into(session, row, place_of(session, data["parent"]))
        if any(other["name"] == row["name"] for other in session.rows("folders", "parent", row["parent"])):
            rule("folders.same-names-are-allowed")
        row["creator"] = session.user["id"] if session.user else None

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("parent"):
            put_into(session, row, place_of(session, data["parent"]))

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("restore") and before.get("deleted_at"):
            trash.take_back(session, row)

    def before_destroy(self, session: Session, row: Row) -> None:
        if row.get("deleted_at"):
            raise NotFound(rule="documents.trashed-twice-is-404")
        if row["root"] or is_top(session, row):
            raise DeleteFailed("Delete failed: The root folder cannot be trashed", rule="folders.root-stays")
        below = list(descendants(session, row["id"]))
        if len(below) > MOST_ITEMS:
            raise DeleteFailed(f"Delete failed: The folder holds more than {MOST_ITEMS:,} items", rule="folders.too-many-items-stay")
        if row["locked"] or any(each["locked"] for each in below):
            raise DeleteFailed("Delete failed: The folder contains locked items", rule="folders.locked-items-stay")
        trash.refuse_if_busy(session, row)

    def destroy(self, session: Session, table: str, row: Row) -> None:
        rule("documents.delete-is-trash")
        trash.put_away(session, row)


def shown_parent(view: View, row: Row) -> int | None:
    """The parent folder. The folder of a matter or contact shows none: clients recognise it by that."""
    if is_top(view, row):
        rule("folders.top-folder-shows-no-parent")
        return None
    return row.get("parent")


def _read_place(data: dict[str, Any]) -> None:
    """One client sends only the matter in place of a parent."""
    if not data.get("parent"):
        if not data.get("matter"):
            raise InvalidArgument("parent is required")
        rule("folders.matter-alone-is-a-parent")
        data["parent"] = {"type": "Matter", "id": data["matter"]["id"]}


def _trashed(session: Session, place: Row, name: str) -> Row | None:
    results = session.rows("folders", "parent", place["id"])
    return next((row for row in results if row.get("deleted_at") and row["name"] == name), None)
