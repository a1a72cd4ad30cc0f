"""The trash: deleted documents and folders can be restored for 30 days. Then they are removed with everything that belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mockclio.errors import Conflict
from mockclio.ledger import rule
from mockclio.practice.documents.folder_tree import Reader, ancestors, descendants, root, table_of
from mockclio.store.clock import stamp
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World

KEPT = timedelta(days=30)
TAKEN_BACK = {"deleted_at": None, "_trashed": None, "_trashed_with": None}
REFERENCES = {
    "documents": (("document_automations", "documents"), ("conversations", "documents"), ("conversation_messages", "document")),
    "document_versions": (("activities", "document_version"), ("comments", "document_version")),
    "folders": (("matters", "folder"), ("contacts", "folder")),
}
"""The places in other tables that refer to rows that may be purged."""


def put_away(session: Session, row: Row) -> None:
    """Put a row into the trash, with everything below it that is not in the trash yet."""
    marks = {"deleted_at": session.now, "_trashed": True, "_trashed_with": row["id"]}
    for each in [row, *below(session, row)]:
        if not each.get("deleted_at"):
            session.update(table_of(each), each["id"], marks)


def take_back(session: Session, row: Row) -> None:
    """Restore a row and everything that was deleted with it. If its folder is still in the trash, it moves to the next folder above."""
    rule("documents.restore-from-trash")
    places = [place for place in ancestors(session, row) if not place.get("deleted_at")]
    place = places[0] if places else root(session)
    for each in [row, *below(session, row)]:
        if each["id"] == row["id"] or each.get("_trashed_with") == row["id"]:
            session.update(table_of(each), each["id"], TAKEN_BACK)
    session.update(table_of(row), row["id"], {"parent": place["id"] if place else row["parent"]})


def below(reader: Reader, row: Row) -> Iterator[Row]:
    return descendants(reader, row["id"]) if row["type"] == "Folder" else iter(())


def refuse_if_busy(session: Session, row: Row) -> None:
    """409 while a document archive is packed that contains the row, a folder above it or something below it."""
    above = {row["id"], *(place["id"] for place in ancestors(session, row))}
    for state in ("not_started", "queued", "in_progress"):
        for archive in session.rows("document_archives", "state", state):
            for item in archive["_items"]:
                value = session.get(table_of(item), item["id"])
                if value and (value["id"] in above or any(place["id"] == row["id"] for place in ancestors(session, value))):
                    raise Conflict(
                        f"{row['name']} is being packed into the document archive {archive['id']}: try again when that is done",
                        rule="folders.busy-is-409",
                    )


def purge(world: World) -> None:
    """Remove rows that have been in the trash for 30 days."""
    limit = stamp(world.clock.now() - KEPT)
    overdue = [row for name in ("documents", "folders") for row in world.table(name).rows("_trashed", True) if row["deleted_at"] <= limit]
    if not overdue:
        return
    rule("documents.trash-lasts-30-days")
    with world.session() as session:
        for row in overdue:
            if row["type"] == "Document":
                for version in session.rows("document_versions", "document_id", row["id"]):
                    _remove(session, "document_versions", version["id"])
            for comment in session.rows("comments", "item", row["id"]):
                session.delete("comments", comment["id"])
            _remove(session, table_of(row), row["id"])


def _remove(session: Session, table: str, id: int) -> None:
    for other, key in REFERENCES[table]:
        for row in session.rows(other, key, id):
            value = row[key]
            session.update(other, row["id"], {key: [member for member in value if member != id] if isinstance(value, list) else None})
    session.delete(table, id)
