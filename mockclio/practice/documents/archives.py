"""Document archives: documents and folders in a zip. Every uploaded document has its path in the tree and a unique name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator
from typing import Any

from mockclio.ledger import rule
from mockclio.practice.common import progress
from mockclio.practice.documents.folder_tree import children, table_of
from mockclio.practice.documents.uploads import uploaded
from mockclio.server.storage import keep
from mockclio.store.clock import parse_time
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World


def advance(world: World, polled: Collection[int] = ()) -> None:
    progress.advance(world, "document_archives", _finish, polled, rule="documents.work-advances-by-polls-or-time")


def _finish(session: Session, archive: Row) -> dict[str, Any]:
    results = (session.get(table_of(item), item["id"]) for item in archive["_items"])
    items = [row for row in results if row is not None and not row.get("deleted_at")]
    if not items:
        return {"state": "failed", "message": "None of the items exists any more"}
    content = _zip(session, items)
    return {"state": "completed", "size": len(content), "_file": keep(session.world, content), "filename": f"documents-{archive['id']}.zip"}


def _zip(session: Session, items: list[Row]) -> bytes:
    rule("documents.archive-holds-the-tree")
    target, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for row in items:
            for path, version in _members(session, row, "", taken):
                moment = parse_time((version or row)["updated_at"])
                member = zipfile.ZipInfo(path, max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
                member.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(member, session.world.files[version["_file"]] if version else b"")
    return target.getvalue()


def _members(session: Session, row: Row, place: str, taken: set[str]) -> Iterator[tuple[str, Row | None]]:
    """The paths in the zip, each with the version whose bytes it gets. A folder has no version."""
    if row["type"] == "Document":
        version = uploaded(session, row["id"])
        if version is not None:
            yield _free(place, version["filename"], taken), version
        return
    path = _free(place, row["name"], taken)
    yield f"{path}/", None
    for inner in children(session, row["id"]):
        if not inner.get("deleted_at"):
            yield from _members(session, inner, f"{path}/", taken)


def _free(place: str, name: str, taken: set[str]) -> str:
    """The path. If it is taken, a number is added before the extension."""
    name = name.replace("/", "_").replace("\\", "_")
    stem, dot, extension = name.rpartition(".") if "." in name else (name, "", "")
    number, path = 1, f"{place}{name}"
    while path.lower() in taken:
        number += 1
        path = f"{place}{stem} ({number}){dot}{extension}"
    taken.add(path.lower())
    return path
