"""The tree of folders: one root per account, below it a top folder for each matter and contact, below those the folders of users.

Each folder and document has the `matter` and `contact` of its top folder, so that a search by matter or contact finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

NEW = {"type": "Folder", "root": False, "locked": False, "deleted_at": None, "external_properties": []}


class Reader(Protocol):
    """A session or a view."""

    def get(self, table: str, id: Any) -> Row | None: ...

    def rows(self, table: str, key: str, value: Any) -> list[Row]: ...


def root(reader: Reader) -> Row | None:
    """The root folder of the account."""
    return next(iter(reader.rows("folders", "root", True)), None)


def make_root(session: Session) -> Row:
    """Create the root of the account if a firm has none."""
    present = root(session)
    if present is not None:
        return present
    rule("folders.one-root")
    return session.insert("folders", {**NEW, "name": "All Files", "root": True, "parent": None, "creator": _user(session)})


def make_folder(session: Session, name: str, matter: int | None = None, contact: int | None = None) -> Row:
    """Create the top folder of a new matter or contact. The owner's `folder` must get the id of the returned row."""
    rule("folders.matters-and-contacts-have-one")
    place = {"name": name, "parent": make_root(session)["id"], "matter": matter, "contact": contact, "creator": _user(session)}
    return session.insert("folders", {**NEW, **place})


def _user(session: Session) -> int | None:
    return session.user["id"] if session.user else None


def is_top(reader: Reader, row: Row) -> bool:
    """Whether the row is the folder of a matter or contact. Such a folder stays as long as its owner."""
    above = reader.get("folders", row.get("parent"))
    return row["type"] == "Folder" and bool(above and above["root"]) and (row.get("matter") or row.get("contact")) is not None


def ancestors(reader: Reader, row: Row) -> Iterator[Row]:
    """The folders above a row, the nearest first."""
    above = reader.get("folders", row.get("parent"))
    while above is not None:
        yield above
        above = reader.get("folders", above.get("parent"))


def children(reader: Reader, folder: int) -> list[Row]:
    """The contents of a folder: folders first, then documents."""
    return reader.rows("folders", "parent", folder) + reader.rows("documents", "parent", folder)


def descendants(reader: Reader, folder: int) -> Iterator[Row]:
    """Everything below a folder."""
    for row in children(reader, folder):
        yield row
        if row["type"] == "Folder":
            yield from descendants(reader, row["id"])


def table_of(row: Row) -> str:
    return "folders" if row["type"] == "Folder" else "documents"


def top_folder(session: Session, kind: str, owner: int) -> Row:
    """The folder of a matter or contact. It is created now if the firm has none."""
    table, key = ("matters", "matter") if kind == "Matter" else ("contacts", "contact")
    row = require(session, table, owner, "parent")
    present = session.get("folders", row.get("folder")) or top_of(session, key, owner)
    if present is None:
        made = make_folder(session, row.get("display_number") or row.get("name") or kind, **{key: owner})
        session.update(table, owner, {"folder": made["id"]})
        return made
    return present


def place_of(session: Session, parent: dict[str, Any]) -> Row:
    """The folder that a body's `parent` names: a folder, or the folder of a matter or contact."""
    kind = parent.get("type") or "Folder"
    if "id" not in parent:
        raise InvalidArgument("parent.id is required")
    if kind == "Document":
        raise InvalidArgument("parent.type must be Folder, Matter or Contact here: a document cannot hold another one")
    folder = require(session, "folders", parent["id"], "parent") if kind == "Folder" else top_folder(session, kind, parent["id"])
    if folder.get("deleted_at"):
        raise InvalidArgument(f"parent: {folder['name']} is in the trash: restore it first", rule="documents.trash-takes-nothing")
    if folder["locked"]:
        raise InvalidArgument(f"parent: the folder {folder['name']} is locked", rule="documents.locked")
    return folder


def put_into(session: Session, row: Row, folder: Row) -> None:
    """Put a row into a folder and set its matter and contact. Everything below the row moves with it."""
    if row["id"] == folder["id"] or any(above["id"] == row["id"] for above in ancestors(session, folder)):
        raise InvalidArgument(f"parent: {row['name']} cannot be moved into itself or below itself", rule="folders.no-circles")
    owners = {"matter": folder.get("matter"), "contact": folder.get("contact")}
    if any(row.get(key) != owner for key, owner in owners.items()):
        rule("folders.owner-follows-the-tree")
    row.update(parent=folder["id"], **owners)
    if row["type"] == "Folder" and session.get("folders", row["id"]):
        for inner in list(descendants(session, row["id"])):
            session.update(table_of(inner), inner["id"], owners)


def top_of(reader: Reader, key: str, owner: int) -> Row | None:
    """The folder of a matter or contact, if it has one. `key` is `matter` or `contact`."""
    return next((folder for folder in reader.rows("folders", key, owner) if is_top(reader, folder)), None)
