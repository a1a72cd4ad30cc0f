"""Filters of documents and folders: a folder's contents or everything below it, the trash, and unfinished uploads."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.documents.folder_tree import ancestors, root, top_of
from mockclio.server.behavior import Predicate
from mockclio.server.view import View
from mockclio.store.tables import Row, id_of


def visible(arguments: dict[str, Any]) -> Predicate:
    """Hide the trash without `include_deleted`, and documents without bytes without `show_uncompleted`."""
    trash, uncompleted = arguments.get("include_deleted"), arguments.get("show_uncompleted")

    def shown(row: Row) -> bool:
        if row.get("deleted_at") and not trash:
            rule("documents.delete-is-trash")
            return False
        if not row.get("_uploaded", True) and not uncompleted:
            rule("documents.hidden-until-uploaded")
            return False
        return True

    return shown


def in_folder(view: View, arguments: dict[str, Any]) -> Predicate | None:
    """The contents of the folder `parent_id`, or everything below it with `scope=descendants`. Null finds rows outside all folders.

    A scope without a folder starts at the top folder of the `matter_id` or `contact_id` of the same call, otherwise at the root.
    """
    rule("folders.scope")
    folder = arguments["parent_id"] if "parent_id" in arguments else _start(view, arguments)
    if folder is None or arguments.get("scope", "children") == "children":
        return lambda row: row.get("parent") == folder
    return lambda row: any(above["id"] == folder for above in ancestors(view, row))


def _start(view: View, arguments: dict[str, Any]) -> int | None:
    for key in ("matter", "contact"):
        owner = arguments.get(f"{key}_id")
        if owner is not None:
            return id_of(top_of(view, key, owner) or {"id": 0})
    return id_of(root(view) or {"id": 0})


def starts_at_root(arguments: dict[str, Any]) -> bool:
    """Whether a list shows the contents of the root, because no parameter names another folder."""
    return not any(name in arguments for name in ("parent_id", "scope", "matter_id", "contact_id", "ids"))


def items(view: View) -> list[Row]:
    """All folders and documents."""
    return [*view.world.table("folders"), *view.world.table("documents")]
