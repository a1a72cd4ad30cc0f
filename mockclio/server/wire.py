"""A request to the API as it comes from the wire, and the reply that goes back. Both are lean, because each call makes one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.sansio.utils import get_current_url, get_host
from werkzeug.utils import cached_property
from werkzeug.wrappers import Request

from mockclio.catalog.memo import remember
from mockclio.server import sizes
from mockclio.server.call import Answer

KEPT_QUERY = 2_000
"""The characters of the longest query string whose arguments are kept for the next request."""
BODILESS = frozenset((204, 304))
"""The statuses of answers without a body."""
ENTITY = frozenset(("Content-Type", "Content-Length", "Last-Modified"))
"""The headers that describe a body. A 304 has none of them."""


class WireRequest(Request):
    """A request to the API. What depends on a short text, such as the query string, is worked out once and kept."""

    max_form_memory_size = sizes.BODY_BYTES

    @cached_property
    def args(self) -> ImmutableMultiDict[str, str]:
        query = self.environ.get("QUERY_STRING", "")
        return _kept_arguments(query) if len(query) <= KEPT_QUERY else _arguments(query)

    @cached_property
    def host_url(self) -> str:
        return _host_url(self.scheme, self.environ.get("HTTP_HOST"), self.server)


def content_of(request: Request) -> bytes:
    """The body of a request. Without a length and without chunks there is none, and nothing is read."""
    environ = request.environ
    return request.get_data() if environ.get("CONTENT_LENGTH") or "HTTP_TRANSFER_ENCODING" in environ else b""


def _arguments(query: str) -> ImmutableMultiDict[str, str]:
    text = query.encode("latin1").decode(errors="replace")
    return ImmutableMultiDict(parse_qsl(text, keep_blank_values=True, errors="werkzeug.url_quote"))


@remember(1_000)
def _kept_arguments(query: str) -> ImmutableMultiDict[str, str]:
    return _arguments(query)


@remember(1_000)
def _host_url(scheme: str, host: str | None, server: tuple[str, int | None] | None) -> str:
    return get_current_url(scheme, get_host(scheme, host, server))


@remember(1_000)
def _header_name(key: str) -> str:
    """The name of a header from its key in the environment: `HTTP_IF_MATCH` is `If-Match`."""
    return key.removeprefix("HTTP_").replace("_", "-").title()


def headers_of(environ: dict[str, Any]) -> list[tuple[str, str]]:
    """The headers of a request."""
    return [
        (_header_name(key), value)
        for key, value in environ.items()
        if key.startswith("HTTP_") or (key in ("CONTENT_TYPE", "CONTENT_LENGTH") and value)
    ]


@dataclass(slots=True)
class Reply:
    """An answer on the wire: a WSGI application that gives the same answer to every request."""

    status: int
    headers: list[tuple[str, str]]
    pieces: Iterable[bytes]

    @classmethod
    def of(cls, answer: Answer) -> Reply:
        """The reply with the content of an answer, and its length."""
        if answer.status in BODILESS:
            named = [(name, value) for name, value in answer.headers.items() if answer.status == 204 or name not in ENTITY]
            return cls(answer.status, named, ())
        content = answer.content
        headers = {"Content-Type": answer.content_type, "Content-Length": str(len(content)), **answer.headers}
        return cls(answer.status, list(headers.items()), (content,))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(_status_line(self.status), self.headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else self.pieces


@remember(500)
def _status_line(status: int) -> str:
    return f"{status} {HTTP_STATUS_CODES.get(status, 'Unknown').upper()}"
