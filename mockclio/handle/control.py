"""The control interface of a mock. In process the application is called directly; a server elsewhere is called over HTTP."""

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
    """A control route refused a request. The message says what would be right."""

    status = 400


class NotThere(Refused, LookupError):
    """What a control route was asked for does not exist."""

    status = 404


class Sender(Protocol):
    """Sends requests to one server."""

    def send(self, method: str, address: str, body: bytes) -> tuple[int, bytes]:
        """Send a request; `address` is a path with its query. Returns the status and the body of the answer."""


class ControlInterface:
    """The control routes of one world. Without a name: the routes that concern no world."""

    def __init__(self, sender: Sender, world: str = "") -> None:
        """Use a sender; `world` is the name of the world."""
        self._sender, self._world = sender, world

    def ask(self, method: str, path: str, body: Row | None = None, **query: Any) -> Row:
        """Call a route under /_mockclio and return its answer. `world=None` is for a route that concerns no world.

        Raises NotThere for status 404, Refused for every other refusal; both are ValueErrors.
        """
        params = {**({"world": self._world} if self._world else {}), **query}
        params = {name: _text(value) for name, value in params.items() if value is not None}
        address = f"/_mockclio/{quote(path)}{'?' if params else ''}{urlencode(params)}"
        status, content = self._sender.send(method, address, b"" if body is None else orjson.dumps(body))
        answer: Row = orjson.loads(content)
        if status >= 400:
            raise (NotThere if status == NotThere.status else Refused)(answer["error"]["message"])
        return answer


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class ApplicationSender:
    """Calls the application in this process. No control token is needed, because the process owns its mock."""

    def __init__(self, application: Application) -> None:
        """Use a WSGI application."""
        self._application = application

    def send(self, method: str, address: str, body: bytes) -> tuple[int, bytes]:
        """Call the application. Returns the status and the body of the answer."""
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
    """Calls a server elsewhere. The client has its address, and its control token if it needs one."""

    def __init__(self, http: httpx.Client) -> None:
        """Use an HTTP client with a base URL."""
        self._http = http

    def send(self, method: str, address: str, body: bytes) -> tuple[int, bytes]:
        """Send a request over HTTP. Returns the status and the body of the answer."""
        answer = self._http.request(method, address, content=body, headers={"Content-Type": "application/json"})
        return answer.status_code, answer.content
