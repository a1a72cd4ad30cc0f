"""Uploads of document versions: announced, uploaded whole or in parts, completed, copied."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Any
from uuid import UUID

from mockclio.errors import InvalidArgument, UploadNotFound, UploadTimeout
from mockclio.ledger import rule
from mockclio.practice.documents.folder_tree import Reader
from mockclio.server.storage import content_type_of, keep
from mockclio.store.session import Session
from mockclio.store.tables import Row

TOP_LEVEL = ("application", "audio", "font", "image", "message", "model", "multipart", "text", "video")
MOST_PARTS, LAST_PART, SMALLEST_PART, LARGEST_PART = 50, 10_000, 5 * 1024**2, 5 * 1024**3


def latest(reader: Reader, document: int) -> Row | None:
    """The version with the highest number, with or without bytes."""
    versions = reader.rows("document_versions", "document_id", document)
    return max(versions, key=lambda version: version["version_number"], default=None)


def uploaded(reader: Reader, document: int) -> Row | None:
    """The latest version that has bytes."""
    versions = [version for version in reader.rows("document_versions", "document_id", document) if version["fully_uploaded"]]
    return max(versions, key=lambda version: version["version_number"], default=None)


def announce(session: Session, document: Row, data: dict[str, Any]) -> Row:
    """Create a version that has no bytes yet. `data` is the body that names its file."""
    filename = data.get("filename")
    if not filename:
        rule("documents.filename-is-the-name")
        filename = data.get("name") or document["name"]
    values = {
        "filename": filename,
        "content_type": _content_type(data.get("content_type"), filename),
        "received_at": data.get("received_at"),
        "multiparts": _parts([], data.get("multiparts") or []),
        "_multipart": bool(data.get("multiparts")),
    }
    return _insert(session, document, values)


def add_file(session: Session, document: Row, filename: str, content: bytes, **values: Any) -> Row:
    """Create a version with the given bytes."""
    return _insert(session, document, _complete(keep(session.world, content), content) | {"filename": filename, **values})


def add_copy(session: Session, document: Row, version: Row, filename: str, received_at: str | None) -> Row:
    """Create a version with the bytes of another version."""
    same_kind = _extension(filename) == _extension(version["filename"])
    content_type = version["content_type"] if same_kind else content_type_of(filename)
    values = {"filename": filename, "content_type": content_type, "received_at": received_at}
    return _insert(session, document, _complete(version["_file"], session.world.files[version["_file"]]) | values)


def _complete(key: str, content: bytes) -> Row:
    return {"_file": key, "size": len(content), "fully_uploaded": True, "multiparts": []}


def _insert(session: Session, document: Row, values: Row) -> Row:
    before, id = latest(session, document["id"]), session.world.ids.next()
    row = {
        "id": id,
        "document_id": document["id"],
        "uuid": _uuid(session.world.seed, id),
        "version_number": before["version_number"] + 1 if before else 1,
        "size": None,
        "received_at": None,
        "fully_uploaded": False,
        "creator": session.user["id"] if session.user else None,
        **values,
    }
    row["content_type"] = row.get("content_type") or content_type_of(row["filename"])
    return session.insert("document_versions", row)


def _uuid(seed: int, id: int) -> str:
    """A UUID that is computed from the id, which a world never uses twice. A random one could repeat after a saved state is loaded."""
    return str(UUID(bytes=hashlib.sha256(f"document version {seed}/{id}".encode()).digest()[:16], version=4))


def _extension(filename: str) -> str:
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def _content_type(sent: str | None, filename: str) -> str:
    """The media type that was sent, complete or only its first half. The default follows from the extension."""
    if not sent or "/" not in sent:
        rule("documents.content-type")
    if not sent:
        return content_type_of(filename)
    if not re.fullmatch(rf"({'|'.join(TOP_LEVEL)})(/[\w.+-]+(\s*;.*)?)?", sent):
        raise InvalidArgument(
            f"content_type must be a media type that begins with one of {', '.join(TOP_LEVEL)}", rule="documents.content-type"
        )
    return sent


def add_parts(session: Session, document: Row, uuid: str, sent: list[dict[str, Any]]) -> None:
    """Announce more parts of a version that is uploaded in parts."""
    version = _pending(session, document, uuid)
    if version.get("_file"):
        raise InvalidArgument("multiparts: the file is already uploaded as a whole", rule="documents.multipart")
    parts = _parts(version["multiparts"], sent)
    stale = {str(part["part_number"]) for part in sent}
    cached = {number: key for number, key in (version.get("_files") or {}).items() if number not in stale}
    session.update("document_versions", version["id"], {"multiparts": parts, "_multipart": True, "_files": cached})


def _parts(present: list[Row], sent: list[dict[str, Any]]) -> list[Row]:
    """The parts after more are announced. A part with a known number replaces the earlier part."""
    if sent:
        rule("documents.multipart")
    if len(sent) > MOST_PARTS:
        raise InvalidArgument(f"multiparts can name at most {MOST_PARTS} parts at once", rule="documents.multipart-at-most-fifty")
    parts = {part["part_number"]: part for part in present}
    for index, part in enumerate(sent):
        _check_part(part, f"multiparts[{index}]")
        parts[part["part_number"]] = {
            "part_number": part["part_number"],
            "content_length": str(int(part["content_length"])),
            "content_md5": part.get("content_md5") or None,
        }
    return [parts[number] for number in sorted(parts)]


def _check_part(part: dict[str, Any], place: str) -> None:
    number, length, digest = part.get("part_number"), part.get("content_length") or "", part.get("content_md5")
    if number is None or not 1 <= number <= LAST_PART:
        raise InvalidArgument(f"{place}.part_number must be between 1 and {LAST_PART}", rule="documents.multipart")
    if not re.fullmatch(r"\d{1,12}", length) or not 1 <= int(length) <= LARGEST_PART:
        raise InvalidArgument(f"{place}.content_length must be a number of bytes between 1 and {LARGEST_PART}", rule="documents.multipart")
    if digest and not _is_md5(digest):
        raise InvalidArgument(f"{place}.content_md5 must be an MD5 digest in base64", rule="documents.multipart")


def _is_md5(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def complete(session: Session, document: Row, uuid: str) -> None:
    """Mark a version as uploaded if its bytes are there."""
    version = _pending(session, document, uuid)
    if not session.world.settings.storage_answers:
        raise UploadTimeout(rule="documents.upload-timeout")
    key = _joined(session, version) if version["_multipart"] else version.get("_file")
    if key is None:
        raise _not_found(version["filename"], uuid)
    changes = {"_file": key, "_files": None, "size": len(session.world.files[key]), "fully_uploaded": True}
    session.update("document_versions", version["id"], changes)


def _pending(session: Session, document: Row, uuid: str) -> Row:
    version = next((row for row in session.rows("document_versions", "uuid", uuid) if row["document_id"] == document["id"]), None)
    if version is None:
        raise _not_found(document["filename"], uuid)
    if version["fully_uploaded"]:
        raise InvalidArgument(
            f"the version with UUID {uuid} is already fully uploaded: create a new version to upload another file",
            rule="documents.already-uploaded",
        )
    return version


def _not_found(filename: str, uuid: str) -> UploadNotFound:
    return UploadNotFound(f"A matching remote file was not found for the file named {filename} with UUID {uuid}")


def _joined(session: Session, version: Row) -> str | None:
    """The key of all parts together. None while a part is missing."""
    files = version.get("_files") or {}
    numbers = [str(part["part_number"]) for part in version["multiparts"]]
    if not numbers or not files.keys() >= set(numbers):
        return None
    contents = [session.world.files[files[number]] for number in numbers]
    if any(len(content) < SMALLEST_PART for content in contents[:-1]):
        raise InvalidArgument("every part but the last must have at least 5 MB", rule="documents.multipart-part-of-five-megabytes")
    return keep(session.world, b"".join(contents))
