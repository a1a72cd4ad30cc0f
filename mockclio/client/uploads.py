"""Uploads of documents: the document is created, its bytes are sent whole or in parts, then it is completed. A broken upload can resume."""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
import os
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from mockclio.catalog.documents import Document, Documents, NewDocument
from mockclio.catalog.operations import M, Progress
from mockclio.catalog.records import Record, as_dict
from mockclio.catalog.vocabulary import Local, unset
from mockclio.client.caller import Caller
from mockclio.client.exceptions import NoAnswer, NotFinished
from mockclio.client.exchange import PendingRequest
from mockclio.client.sync_async import SyncAndAsync
from mockclio.errors import APIError

Source = str | os.PathLike[str] | bytes
PART = 8 * 1024**2
SMALLEST_PART = 5 * 1024**2
MOST_AT_ONCE = 50
LAST_PART = 10_000
PLACES = "id,latest_document_version{id,uuid,put_url,put_headers,multiparts}"
P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Upload:
    """The progress of an upload: enough to resume it, also in another process. It holds no credentials."""

    document: int
    uuid: str
    part_size: int
    size: int
    digest: str
    done: list[int] = field(default_factory=list)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a JSON file."""
        Path(path).write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Upload:
        """Read it from a JSON file that `save` wrote."""
        return cls(**json.loads(Path(path).read_text("utf-8")))


class UploadBroken(NotFinished):
    """An upload stopped before its end. Pass its `upload` as `resume` to continue: `clio.documents.upload(path, resume=error.upload)`."""

    def __init__(self, message: str, upload: Upload) -> None:
        """Keep the message and the progress."""
        super().__init__(message)
        self.upload = upload


class FileUpload(NewDocument, Local):
    """The arguments of `documents.upload`: those of `documents.create` that do not follow from the file, and how to send it.

    A file larger than `part_size` bytes is sent in parts. `resume` continues a broken upload. `progress(done, total)` receives bytes.
    """

    name: str = unset
    part_size: int = unset
    resume: Upload = unset
    progress: Progress = unset


def _takes_source(
    arguments: Callable[P, Any],
) -> Callable[[Callable[..., Coroutine[Any, Any, R]]], SyncAndAsync[Concatenate[Source, P], R]]:
    return SyncAndAsync  # the source stands before them


class DocumentCalls(Documents[M]):
    """The documents of Clio, with `upload`."""

    @_takes_source(FileUpload)
    async def upload(self, source: Source, **arguments: Any) -> Document:
        """Upload a file as a document below `parent`, and return the document. `source` is a path or bytes.

            clio.documents.upload("lease.pdf", parent={"id": 1, "type": "Matter"})

        A file larger than `part_size` bytes is sent in parts. Raises UploadBroken if the upload stops; its `upload` can be resumed.
        """
        call: Caller = self._call
        options = {name: arguments.pop(name) for name in ("part_size", "resume", "progress") if name in arguments}
        content = _Content(source)
        upload = options.get("resume")
        if upload is None:
            upload, version = await _announce(call, content, arguments, _part_size(content.size, options.get("part_size", PART)))
        else:
            version = await _announce_again(call, content, upload)
        try:
            await _send(call, content, upload, version, options.get("progress"))
            done = {"uuid": upload.uuid, "fully_uploaded": True}
            whole: Document = await call.perform(Documents.update, self._fields, (upload.document,), done)
            return whole
        except (NoAnswer, APIError) as error:
            raise UploadBroken(f"the upload stopped after {len(upload.done)} parts: {error}", upload) from error


class _Content:
    """The bytes to send. They are read part by part, so that a large file is never in memory as a whole."""

    def __init__(self, source: Source) -> None:
        self._bytes = source if isinstance(source, bytes) else None
        self._path = None if isinstance(source, bytes) else Path(source)
        self.name = "" if self._path is None else self._path.name
        self.size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size

    def read(self, start: int, length: int) -> bytes:
        if self._bytes is not None:
            return self._bytes[start : start + length]
        assert self._path is not None
        with self._path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def digest(self) -> str:
        """What tells whether a resumed upload sends the same file: its size and its first and last bytes."""
        ends = self.read(0, 65_536) + self.read(max(0, self.size - 65_536), 65_536)
        return hashlib.sha256(ends + str(self.size).encode()).hexdigest()


def _part_size(size: int, wanted: int) -> int:
    """The size of parts: as wanted, but so that the file fits into the parts that there may be. 0 for a file that goes as a whole."""
    if wanted < SMALLEST_PART:
        raise ValueError(f"part_size must be at least {SMALLEST_PART} bytes, not {wanted}")
    return 0 if size <= wanted else max(wanted, -(-size // LAST_PART))


async def _announce(call: Caller, content: _Content, arguments: dict[str, Any], part_size: int) -> tuple[Upload, Record]:
    """A new document, or a new version of one, whose bytes are to come."""
    name = arguments.pop("name", "") or content.name
    if not name:
        raise TypeError("documents.upload() needs a name when it is given bytes")
    kind = mimetypes.guess_type(arguments.get("filename") or name)[0]
    body = {"name": name, **({"content_type": kind} if kind else {}), **arguments}
    first = await _parts(call, content, part_size, range(1, MOST_AT_ONCE + 1))
    made = await call.perform(Documents.create, PLACES, (), body | ({"multiparts": first} if part_size else {}))
    version = made.latest_document_version
    return Upload(made.id, version.uuid, part_size, content.size, content.digest()), version


async def _announce_again(call: Caller, content: _Content, upload: Upload) -> Record:
    """Return the version of a broken upload. Addresses of parts are requested again, because the old ones expire."""
    if content.digest() != upload.digest:
        raise ValueError("the file is not the one whose upload broke off: upload it as a new version instead")
    document = await call.perform(Documents.get, PLACES, (upload.document,), {})
    if document.latest_document_version.uuid != upload.uuid:
        raise NotFinished("the document has a newer version by now: upload the file as a new version instead of resuming")
    version: Record = document.latest_document_version
    return version


async def _parts(call: Caller, content: _Content, part_size: int, numbers: range | list[int]) -> list[dict[str, Any]]:
    """The declarations of parts, as far as the file reaches."""
    if not part_size:
        return []
    last = -(-content.size // part_size)
    return [
        {"part_number": number, "content_length": str(min(part_size, content.size - (number - 1) * part_size))}
        for number in numbers
        if number <= last
    ]


async def _send(call: Caller, content: _Content, upload: Upload, version: Record, progress: Progress | None) -> None:
    if not upload.part_size:
        shown = as_dict(version)
        await _put(call, shown["put_url"], shown["put_headers"], content, 0, content.size)
        upload.done = [1]
        _report(progress, content.size, content.size)
        return
    last = -(-content.size // upload.part_size)
    missing = [number for number in range(1, last + 1) if number not in upload.done]
    places = {part["part_number"]: part for part in as_dict(version).get("multiparts") or []} if not upload.done else {}
    while missing:
        batch = [number for number in missing if number in places] or missing[:MOST_AT_ONCE]
        if batch[0] not in places:
            places = await _places(call, content, upload, batch)
        for number in batch:
            part = places[number]
            start = (number - 1) * upload.part_size
            await _put(call, part["put_url"], part["put_headers"], content, start, upload.part_size)
            upload.done.append(number)
            _report(progress, min(content.size, len(upload.done) * upload.part_size), content.size)
        missing = [number for number in missing if number not in upload.done]


async def _places(call: Caller, content: _Content, upload: Upload, numbers: list[int]) -> dict[int, dict[str, Any]]:
    """Fresh addresses of some parts."""
    body = {"uuid": upload.uuid, "multiparts": await _parts(call, content, upload.part_size, numbers)}
    document = await call.perform(Documents.update, PLACES, (upload.document,), body)
    parts = as_dict(document)["latest_document_version"]["multiparts"]
    return {part["part_number"]: part for part in parts if part["part_number"] in numbers}


async def _put(call: Caller, url: str, headers: list[dict[str, str]], content: _Content, start: int, length: int) -> None:
    """Bytes to their signed address, which must not see the token. Putting the same bytes again does no harm, so it is retried."""
    piece = await call.exchange.backend.aside(lambda: content.read(start, length))
    sent = {header["name"]: header["value"] for header in headers}
    if "Content-MD5" in sent:
        sent["Content-MD5"] = base64.b64encode(hashlib.md5(piece, usedforsecurity=False).digest()).decode()
    await call.exchange.send(PendingRequest("PUT", url, {"content": piece, "headers": sent}, with_token=False, safe=True))


def _report(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
