"""Documents with the bytes of files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mockclio.seeding.builder import Builder
from mockclio.seeding.spec.resolving import Misplaced
from mockclio.seeding.spec.source import Place, Source
from mockclio.store.tables import Row

DOCUMENT_BYTES = 20_000_000
DOCUMENTS_BYTES = 200_000_000
Data = dict[str, Any]


def make_document(builder: Builder, source: Source, data: Data, place: Place) -> Row:
    """Upload a document into its matter, contact or folder."""
    name, content = _content(builder, source, data, place)
    more = {key: data[key] for key in ("document_category", "received_at") if data.get(key) is not None}
    id = builder.upload(name, content, _parent(builder, data, place), **more)
    return builder.world.table("documents")[id]


def _content(builder: Builder, source: Source, data: Data, place: Place) -> tuple[str, bytes]:
    if ("file" in data) == ("content" in data):
        raise Misplaced(place, "wants either `file`, the path of a file, or `content`, its text")
    if "content" in data:
        if not data.get("name"):
            raise Misplaced(place, "name is required beside `content`, as in `name: lease.txt`")
        return str(data["name"]), str(data["content"]).encode()
    path = source.folder / str(data["file"])
    content = _bytes(path, (*place, "file"))
    source.files.add(path)
    stored = sum(map(len, builder.world.files.values()))
    if stored + len(content) > DOCUMENTS_BYTES:
        raise Misplaced((*place, "file"), f"all documents together are longer than {DOCUMENTS_BYTES} bytes")
    return str(data.get("name") or path.name), content


def _bytes(path: Path, place: Place) -> bytes:
    try:
        if not path.is_file():
            raise FileNotFoundError
        if path.stat().st_size > DOCUMENT_BYTES:
            raise Misplaced(place, f"{path} is longer than {DOCUMENT_BYTES} bytes")
        return path.read_bytes()
    except FileNotFoundError:
        raise Misplaced(place, f"there is no file {str(path)!r}; paths begin from the folder of the spec") from None
    except OSError as error:
        raise Misplaced(place, f"{path} cannot be read: {error.strerror}") from None


def _parent(builder: Builder, data: Data, place: Place) -> Data:
    named = [(kind, data[key]) for kind, key in (("Matter", "matter"), ("Contact", "contact"), ("Folder", "folder")) if data.get(key)]
    if len(named) > 1:
        raise Misplaced(place, "name one of matter, contact and folder: a document is in one place")
    if named:
        kind, reference = named[0]
        return {"id": reference["id"], "type": kind}
    root = next(row for row in builder.world.table("folders") if not row.get("parent"))
    return {"id": root["id"], "type": "Folder"}
