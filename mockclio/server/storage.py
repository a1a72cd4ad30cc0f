"""The file store beside the API. Clients upload and download bytes at signed addresses. Refusals are XML, as from S3.

PUT /_storage/uploads/<world>/<uuid>/<name>            one file, or with ?partNumber= one part of it
GET /_storage/downloads/<world>/<sha256>/<name>        303 targets of the API
GET /_storage/files/<sha256>/<name>                    public to everybody who knows the hash: files of the tables in PUBLIC_FILES

No answer is a page in the origin of the server: a browser saves it, guesses no other type, and runs nothing in it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Request

from mockclio.errors import shortened
from mockclio.ledger import rule
from mockclio.server.byte_ranges import byte_range
from mockclio.server.call import Answer
from mockclio.server.hooks import PUBLIC_FILES
from mockclio.server.signed_urls import has_lapsed, is_genuine, sign
from mockclio.server.view import View
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

SINGLE, PART, DOWNLOAD = timedelta(minutes=10), timedelta(hours=8), timedelta(minutes=10)
"""The lifetimes of addresses: for the upload of a whole file, of a part, and for a download."""

OCTETS = "application/octet-stream"
SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
"""Headers of every answer of the file store."""


def keep(world: World, content: bytes) -> str:
    """Put bytes into the files of the world. Return their key, for `_file` of a row."""
    key = hashlib.sha256(content).hexdigest()
    world.files[key] = content
    return key


def signed_download(view: View, sha256: str, filename: str, content_type: str | None) -> str:
    """The absolute address to download bytes of the world's files, valid for ten minutes. A 303 has it in Location."""
    rule("documents.signed-download")
    extra = {"response-content-disposition": _disposition(filename), "response-content-type": content_type or content_type_of(filename)}
    return sign(view.world, view.base_url, view.region, "GET", ("downloads", view.world.name, sha256, _segment(filename)), DOWNLOAD, extra)


def redirect(view: View, row: Row) -> Answer:
    """A 303 to the bytes that a row refers to with `_file`."""
    return Answer(status=303, headers={"Location": signed_download(view, row["_file"], row["filename"], row.get("content_type"))})


def signed_upload(view: View, version: Row, part: int | None = None) -> str:
    """The absolute address to upload the bytes of a version, or of one part."""
    place = ("uploads", view.world.name, version["uuid"], _segment(version["filename"]))
    extra = {} if part is None else {"partNumber": str(part), "uploadId": version["uuid"]}
    headers = [name for name, _ in upload_headers(version, part)]
    return sign(view.world, view.base_url, view.region, "PUT", place, SINGLE if part is None else PART, extra, headers)


def public_url(view: View, sha256: str, filename: str) -> str:
    """The absolute address of public bytes: everybody who knows their hash may download them."""
    return f"{view.base_url}/_storage/files/{sha256}/{quote(_segment(filename))}"


def _segment(filename: str) -> str:
    """A name for the end of an address. It is only for readers, so characters that need quoting are replaced."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", filename) or "file"


def _disposition(filename: str) -> str:
    plain = re.sub(r"[^ -~]|[\"\\]", "_", filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"


def respond(worlds: Worlds, request: Request, path: str) -> Answer:
    """Answer one request to the file store. The bytes are read before the world's lock is taken."""
    place = tuple(path.split("/"))
    answer = STORES.get((request.method if request.method != "HEAD" else "GET", place[0]))
    result = answer(worlds, request, place) if answer else _without_store(request.method, place)
    result.headers = {**SAFE, **result.headers}
    return result


def _without_store(method: str, place: tuple[str, ...]) -> Answer:
    if any(kind == place[0] for _, kind in STORES):
        return _refusal(405, "MethodNotAllowed", f"{method} is not allowed here")
    return _no_such_key("/".join(place))


def _public(worlds: Worlds, request: Request, place: tuple[str, ...]) -> Answer:
    """Bytes of a row that is public. Their type and name come from the row, never from the address."""
    key = place[1] if len(place) == 3 else ""
    file = next(filter(None, (_public_row(world, key) for world in list(worlds.by_name.values()))), None)
    if file is None:
        return _no_such_key("/".join(place))
    row, content = file
    headers = {"ETag": _etag(content), "Content-Disposition": _disposition(row["filename"])}
    return _part(request, Answer(body=content, content_type=content_type_of(row["filename"]), headers=headers))


def _public_row(world: World, key: str) -> tuple[Row, bytes] | None:
    with world.lock:
        content = world.files.get(key)
        row = next((row for name in PUBLIC_FILES for row in world.table(name).rows("_file", key)), None) if content is not None else None
    return (row, content) if row is not None and content is not None else None


def _download(worlds: Worlds, request: Request, place: tuple[str, ...]) -> Answer:
    world = worlds.by_name.get(place[1]) if len(place) == 4 else None
    if world is None:
        return _no_such_key("/".join(place))
    refused = _not_allowed(world, request, place)
    if refused is not None:
        return refused
    with world.lock:
        content = world.files.get(place[2])
    if content is None:
        return _no_such_key("/".join(place))
    parameters = request.args
    headers = {"Content-Disposition": parameters["response-content-disposition"], "ETag": _etag(content)}
    return _part(request, Answer(body=content, content_type=parameters["response-content-type"], headers=headers))


def _part(request: Request, whole: Answer) -> Answer:
    """The part of the bytes that a Range header names. Several ranges, and a range that cannot be read, get all bytes."""
    whole.headers["Accept-Ranges"] = "bytes"
    sent = request.headers.get("Range")
    if sent is None or request.headers.get("If-Range", whole.headers["ETag"]) != whole.headers["ETag"]:
        return whole
    size = len(whole.body)
    wanted = byte_range(sent, size)
    if wanted is None:
        return whole
    rule("documents.ranges-of-bytes")
    if not wanted:
        refused = _refusal(416, "InvalidRange", "The requested range is not satisfiable")
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    headers = {**whole.headers, "Content-Range": f"bytes {wanted.start}-{wanted.stop - 1}/{size}"}
    return Answer(status=206, body=whole.body[wanted.start : wanted.stop], content_type=whole.content_type, headers=headers)


def _upload(worlds: Worlds, request: Request, place: tuple[str, ...]) -> Answer:
    world = worlds.by_name.get(place[1]) if len(place) == 4 else None
    if world is None:
        return _no_such_key("/".join(place))
    content = request.get_data()
    with world.lock:
        refused = _not_allowed(world, request, place)
        if refused is not None:
            return refused
        version = next(iter(world.table("document_versions").rows("uuid", place[2])), None)
        if version is None:
            return _refusal(404, "NoSuchUpload", "The specified upload does not exist.")
        if version["fully_uploaded"]:
            return _refusal(403, "AccessDenied", "The upload has been completed: its address takes no more bytes")
        part = request.args.get("partNumber", type=int)
        if part is not None and all(member["part_number"] != part for member in version.get("multiparts") or ()):
            return _refusal(404, "NoSuchUpload", "The upload has no part of that number.")
        wrong = _wrong_headers(request, version, part) or _wrong_digest(request, content)
        if wrong is not None:
            return wrong
        with world.session(world.table("users").get(version.get("creator"))) as session:
            key = keep(world, content)
            changes: dict[str, Any] = {"_file": key} if part is None else {"_files": {**(version.get("_files") or {}), str(part): key}}
            session.update("document_versions", version["id"], changes)
    return Answer(headers={"ETag": _etag(content)}, content_type="text/plain")


def _wrong_headers(request: Request, version: Row, part: int | None) -> Answer | None:
    """The refusal of an upload without the headers that the API gave with the address."""
    for name, value in upload_headers(version, part):
        if request.headers.get(name) != value:
            rule("documents.put-headers-are-signed")
            return _refusal(403, "SignatureDoesNotMatch", f"The upload must carry the header {name}: {value}, as put_headers says")
    return None


def upload_headers(version: Row, part: int | None = None) -> list[tuple[str, str]]:
    """The headers that an upload must have."""
    if part is None:
        return [("x-amz-server-side-encryption", "AES256"), ("Content-Type", version["content_type"])]
    declared = next(member for member in version["multiparts"] if member["part_number"] == part)
    headers = [("Content-Length", declared["content_length"])]
    return [*headers, ("Content-MD5", declared["content_md5"])] if declared.get("content_md5") else headers


def _wrong_digest(request: Request, content: bytes) -> Answer | None:
    sent = request.headers.get("Content-MD5")
    if sent is None:
        return None
    try:
        wanted = base64.b64decode(sent, validate=True)
    except binascii.Error:
        wanted = b""
    if len(wanted) != 16:
        return _refusal(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
    if wanted != _md5(content).digest():
        return _refusal(400, "BadDigest", "The Content-MD5 you specified did not match what we received.")
    return None


def _not_allowed(world: World, request: Request, place: tuple[str, ...]) -> Answer | None:
    """The refusal of an address that is not signed, or that has expired."""
    method = "GET" if request.method == "HEAD" else request.method
    if "X-Amz-Signature" not in request.args:
        return _refusal(403, "AccessDenied", "Access Denied")
    if not is_genuine(world, method, place, request.args):
        return _refusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.")
    if has_lapsed(world, request.args):
        return _refusal(403, "AccessDenied", "Request has expired")
    return None


def _no_such_key(path: str) -> Answer:
    return _refusal(404, "NoSuchKey", "The specified key does not exist.", path)


def _refusal(status: int, code: str, message: str, key: str = "") -> Answer:
    rule("documents.storage-errors-are-xml")
    inner = f"<Code>{code}</Code><Message>{escape(message, quote=False)}</Message>" + (
        f"<Key>{escape(shortened(key))}</Key>" if key else ""
    )
    return Answer(
        status=status, body=f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'.encode(), content_type="application/xml"
    )


def _md5(content: bytes) -> Any:
    return hashlib.md5(content, usedforsecurity=False)


def _etag(content: bytes) -> str:
    return f'"{_md5(content).hexdigest()}"'


def content_type_of(filename: str) -> str:
    """The media type for the extension of a name."""
    return TYPES.get(filename.rpartition(".")[2].lower(), OCTETS) if "." in filename else OCTETS


OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "bmp": "image/bmp",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "eml": "message/rfc822",
    "gif": "image/gif",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "md": "text/markdown",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "msg": "application/vnd.ms-outlook",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "wav": "audio/x-wav",
    "webp": "image/webp",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "xml": "application/xml",
    "zip": "application/zip",
}
"""Media types by extension. The system's table is not used, because it differs between machines."""

STORES: dict[tuple[str, str], Callable[[Worlds, Request, tuple[str, ...]], Answer]] = {
    ("GET", "files"): _public,
    ("GET", "downloads"): _download,
    ("PUT", "uploads"): _upload,
}
