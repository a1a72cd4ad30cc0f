"""The control interface as a handle speaks it. In process the application is called directly, elsewhere it is asked over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from sys import stderr
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urlencode

import orjson

from mockclio.catalog.loopback import IN_PROCESS
from mockclio.control.guard import OWNER
from mockclio.store.tables import Row

if TYPE_CHECKING:
    import httpx

    Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Refused(ValueError):
    """A control route refused what it was asked. The message says what would be right."""

    status = 400


class NotThere(Refused, LookupError):
    """There is no such thing."""

    status = 404


class Sender(Protocol):
    """The way to one server."""

    def send(self, method: str, address: str, body: bytes) -> tuple[int, bytes]:
        """The status and the body of an answer. The address is a path with its query."""


class ControlInterface:
    """The control routes of one world; without a name, the routes that are about no world."""

    def __init__(self, sender: Sender, world: str = "") -> None:
        self._sender, self._world = sender, world

    def ask(self, method: str, path: str, body: Row | None = None, **query: Any) -> Row:
        """What a route answers; `world=None` is for a route that is about no world. What it refuses is a ValueError."""
        asked = {**({"world": self._world} if self._world else {}), **query}
        asked = {name: _text(value) for name, value in asked.items() if value is not None}
        address = f"/_mockclio/{quote(path)}{'?' if asked else ''}{urlencode(asked)}"
        status, content = self._sender.send(method, address, b"" if body is None else orjson.dumps(body))
        answer: Row = orjson.loads(content)
        if status >= 400:
            raise (NotThere if status == NotThere.status else Refused)(answer["error"]["message"])
        return answer


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class ApplicationSender:
    """Calls the application of this process. The process owns its mock, so that no control token is asked for."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def send(self, method: str, address: str, body: bytes) -> tuple[int, bytes]:
        path, _, query = address.partition("?")
        status: list[str] = []
        environ = {**ENVIRON, "REQUEST_METHOD": method, "PATH_INFO": _unquoted(path), "QUERY_STRING": query}
        environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
        content = b"".join(self._application(environ, lambda line, headers, error=None: status.append(line)))
        return int(status[0].partition(" ")[0]), content


def _unquoted(path: str) -> str:
    """A path as WSGI has it: its bytes, one a character."""
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(path).decode("latin-1")


ENVIRON: dict[str, Any] = {
    OWNER: True,
    "CONTENT_TYPE": "application/json",
    "HTTP_HOST": IN_PROCESS,
    "SCRIPT_NAME": "",
    "SERVER_NAME": IN_PROCESS,
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "wsgi.errors": stderr,
    "wsgi.multiprocess": False,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.url_scheme": "http",
    "wsgi.version": (1, 0),
}


class HttpSender:
    """Asks a server elsewhere. The client has its address, and its control token where it needs one."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def send(self, method: str, address: str, body: bytes) -> tuple[int, bytes]:
        answer = self._http.request(method, address, content=body, headers={"Content-Type": "application/json"})
        return answer.status_code, answer.content
