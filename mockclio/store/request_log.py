"""The request log of one world: its last requests with their answers, limited in number and bytes. Secrets are masked when it is read."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from mockclio.store.masking import mask, mask_body, mask_headers, mask_query, mask_text

if TYPE_CHECKING:
    from tinydb.queries import QueryLike

KEPT = 1_000
KEPT_BYTES = 4_000_000
"""The bytes of all entries: bodies, headers with their names, queries, paths, and what an entry costs without them."""
ENTRY_BYTES = 500
"""What an entry costs beside its texts."""
LONGEST_BODY = 65_536
"""The number of bytes at which bodies are cut. `truncated` then is true."""


@dataclass(slots=True)
class LoggedRequest:
    """One request and its answer, as they were on the wire. `at` is a time of the world's clock, `milliseconds` is real time."""

    id: int
    world: str
    at: str
    method: str
    path: str
    query: str
    base_url: str
    token: str
    headers: list[tuple[str, str]]
    body: bytes
    status: int
    answer_headers: list[tuple[str, str]]
    answer: bytes
    milliseconds: float = 0.0
    operation: str = ""
    user: int | None = None
    rules: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    error: str = ""
    """The message of a refusal. Empty for other answers."""

    @property
    def url(self) -> str:
        """The address of the request, with its secrets masked."""
        return f"{self.base_url}{self.path}{'?' if self.query else ''}{mask_query(self.query)}"

    def size(self) -> int:
        """The bytes of everything that the entry keeps."""
        texts = (
            len(self.body) + len(self.answer) + len(self.path) + len(self.query) + len(self.token) + len(self.error) + len(self.base_url)
        )
        for name, value in self.headers:
            texts += len(name) + len(value)
        for name, value in self.answer_headers:
            texts += len(name) + len(value)
        return ENTRY_BYTES + texts + sum(map(len, self.rules)) + sum(map(len, self.faults))

    def line(self) -> dict[str, Any]:
        """The short form of the entry, for lists."""
        return mask_line(self.raw_line())

    def raw_line(self) -> dict[str, Any]:
        """The short form before its secrets are masked. It is cheap, and holds no body."""
        return {
            "id": self.id,
            "world": self.world,
            "at": self.at,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "status": self.status,
            "milliseconds": self.milliseconds,
            "operation": self.operation,
            "token": self.token,
            "user": self.user,
            "rules": list(self.rules),
            "faults": list(self.faults),
            "error": self.error,
        }

    def document(self) -> dict[str, Any]:
        """The whole entry, with bodies as text."""
        return {
            **self.line(),
            "url": self.url,
            "request": {"headers": mask_headers(self.headers), "body": _text(self.body, self.path), "truncated": _is_cut(self.body)},
            "answer": {
                "headers": mask_headers(self.answer_headers),
                "body": _text(self.answer, self.path),
                "truncated": _is_cut(self.answer),
            },
        }

    def packed(self) -> dict[str, Any]:
        """The whole entry as JSON, without masking, with bodies in base64. `unpacked` reads it."""
        return {
            **{name: getattr(self, name) for name in self.__slots__},
            "body": b64encode(self.body).decode(),
            "answer": b64encode(self.answer).decode(),
        }

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> LoggedRequest:
        """The entry from a result of `packed`."""
        pairs = {name: [(key, value) for key, value in packed[name]] for name in ("headers", "answer_headers")}
        contents = {name: b64decode(packed[name]) for name in ("body", "answer")}
        return cls(**{**packed, **pairs, **contents, "rules": tuple(packed["rules"]), "faults": tuple(packed["faults"])})


def mask_line(line: dict[str, Any]) -> dict[str, Any]:
    """A result of `raw_line` with its secrets masked."""
    return {**line, "query": mask_query(line["query"]), "token": mask(line["token"]), "error": mask_text(line["error"])}


def _text(body: bytes, path: str) -> str:
    """The masked body. For a body that is not text, its size."""
    try:
        return mask_body(body[:LONGEST_BODY].decode(), path)
    except UnicodeDecodeError as error:
        if error.end >= LONGEST_BODY - 4:  # the body was cut inside a character
            return mask_body(body[: error.start].decode(), path)
        return f"({len(body)} bytes)"


def _is_cut(body: bytes) -> bool:
    return len(body) > LONGEST_BODY


@dataclass
class RequestLog:
    """The entries of one world, oldest first. The oldest are dropped when there are too many entries or bytes."""

    kept: int = KEPT
    entries: deque[LoggedRequest] = field(default_factory=deque)
    last: int = 0
    listeners: list[Callable[[LoggedRequest], None]] = field(default_factory=list)
    _bytes: int = 0
    _sizes: deque[int] = field(default_factory=deque)
    """The bytes of each entry, so that they are counted once."""
    _lock: Lock = field(default_factory=Lock)

    def record(self, entry: LoggedRequest) -> LoggedRequest:
        """Add an entry under the next number."""
        entry.body, entry.answer = entry.body[: LONGEST_BODY + 1], entry.answer[: LONGEST_BODY + 1]
        with self._lock:
            self.last += 1
            entry.id = self.last
            self.entries.append(entry)
            self._sizes.append(entry.size())
            self._bytes += self._sizes[-1]
            while len(self.entries) > self.kept or self._bytes > KEPT_BYTES:
                self.entries.popleft()
                self._bytes -= self._sizes.popleft()
        for listener in self.listeners:
            listener(entry)
        return entry

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[LoggedRequest]:
        with self._lock:
            return iter(list(self.entries))

    def get(self, id: int) -> LoggedRequest | None:
        return next((entry for entry in self if entry.id == id), None)

    def all(self) -> list[dict[str, Any]]:
        """Every entry as a document, oldest first."""
        return [entry.document() for entry in self]

    def search(self, query: QueryLike) -> list[dict[str, Any]]:
        """The entries that match a TinyDB query: `mock.requests.search(where("status") == 404)`."""
        return [document for document in self.all() if query(document)]

    def clear(self) -> int:
        """Remove all entries and return their number. The numbers of later entries go on."""
        with self._lock:
            result = len(self.entries)
            self.entries.clear()
            self._sizes.clear()
            self._bytes = 0
        return result
