"""Faults applied to one request: a wait before it, an answer in its place, or an answer that arrives late, broken or not at all.

A waiting request holds a thread of the server, never a world's lock. At most half of the threads wait at once. Other requests do not wait.
"""

from __future__ import annotations

import base64
import errno
from collections.abc import Iterator
from functools import cache
from threading import BoundedSemaphore, Event
from typing import TYPE_CHECKING, Any

import orjson

from mockclio.errors import APIError, InvalidToken
from mockclio.ledger import rule
from mockclio.server import routing
from mockclio.server.authentication import authenticate
from mockclio.server.call import Answer
from mockclio.store.faults import Fault, Named, RequestParts, WrongFault, parse
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

HEADER, ID_HEADER = "X-Mockclio-Fault", "X-Mockclio-Fault-Id"
IN_PROCESS = "mockclio.patience"
"""A key in the environment of a request without a socket. Its value is the seconds that the client waits, or None."""
PIECES = 10
"""The number of pieces of a slow body."""
TYPES = {
    400: ("BadRequestError", "The request could not be understood"),
    401: ("UnauthorizedError", "User is not authorized"),
    403: ("ForbiddenError", "User is forbidden from taking that action"),
    404: ("NotFoundError", "Not Found"),
    406: ("InvalidFormatError", "The format is not supported"),
    409: ("ConflictError", "Another request is working on the record"),
    410: ("InvalidVersionError", "The version of the API is not there any more"),
    412: ("PreconditionFailedError", "The resource was changed since it was read"),
    422: ("ArgumentError", "An invalid argument was supplied"),
    429: ("RateLimited", "Rate limit exceeded: wait for the number of seconds in Retry-After"),
}
PAGE = b"""<html>
<head><title>403 Forbidden</title></head>
<body>
<center><h1>403 Forbidden</h1></center>
</body>
</html>
"""


class TimedOut(BaseException):
    """In process: the answer comes later than the client waits. No error handler may turn it into an answer."""


@cache
def cut_error() -> type[Exception]:
    """The exception class that ends a connection without an answer when the bytes of the answer raise it.

    For waitress it is a ClientDisconnected, for other servers a ConnectionResetError.
    """
    from waitress.channel import ClientDisconnected

    class Cut(ClientDisconnected, ConnectionResetError):
        """The connection must end here."""

    return Cut


class Waiting:
    """The waiting places for the threads of a server."""

    def __init__(self, threads: int) -> None:
        self._places = BoundedSemaphore(threads // 2) if threads > 1 else None
        self._never = Event()

    def wait(self, seconds: float, environ: dict[str, Any]) -> None:
        """Wait in a free place. Without a free place, or in process, do not wait."""
        if IN_PROCESS in environ:
            patience = environ[IN_PROCESS]
            if patience is not None and seconds > patience:
                raise TimedOut(f"the fault delays the answer by {seconds:g} s")
        elif self._places is not None and self._places.acquire(blocking=False):
            try:
                self._never.wait(seconds)
            finally:
                self._places.release()


def meet(worlds: Worlds, world: World, request: Request, token: str, path: str) -> list[Fault]:
    """The faults for this request: those in its header, otherwise those of its world that match."""
    sent = request.headers.get(HEADER)
    if sent is None and not len(world.faults):
        return []
    results: list[Fault] = []
    if sent is not None:
        try:
            results = parse(sent)
        except WrongFault as error:
            return [Fault("status", "header", 400, f"{HEADER}: {error}")]
        for number, fault in enumerate(results):
            fault.id = f"header-{number + 1}" if len(results) > 1 else "header"
        results = [fault for fault in results if fault.probability >= 1 or world.faults.draw() < fault.probability]
    return results or world.faults.strike(_parts(worlds, request, token, path), world.clock.stamp())


def _parts(worlds: Worlds, request: Request, token: str, path: str) -> RequestParts:
    return RequestParts(request.method, request.path, token, lambda: _operation(request, path), lambda: _is_good(worlds, request))


def _is_good(worlds: Worlds, request: Request) -> bool:
    """Whether the request is one that needs a token, and comes with a good one."""
    if not request.path.startswith("/api/") and request.path != "/oauth/deauthorize":
        return False
    try:
        authenticate(worlds, request)
    except APIError:
        return False
    return True


def operation_of(request: Request, path: str) -> str:
    """The id of the operation that the path and method of a request name."""
    result = _operation(request, path)
    return result.operation_id if result else ""


def _operation(request: Request, path: str) -> Named | None:
    matched = routing.match(request.method, path) if request.path.startswith("/api/v4/") else None
    return Named(matched[0].operation_id, matched[0].collection.tag) if matched else None


def answer(fault: Fault) -> Answer | None:
    """The answer of the fault in place of the server's. None when the request is done normally."""
    return ANSWERS[fault.kind](fault) if fault.kind in ANSWERS else None


def _status(fault: Fault) -> Answer:
    kind, message = TYPES.get(fault.status, ("ServerError", "Something went wrong") if fault.status >= 500 else ("Error", "Refused"))
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.status < 300:
        return Answer(status=fault.status, json=None if fault.status == 204 else {"data": None}, headers=headers)
    return Answer(status=fault.status, json={"error": {"type": kind, "message": fault.message or message}}, headers=headers)


def _empty(fault: Fault) -> Answer:
    if fault.operation == "TrustRequest#create":
        rule("trust.gate-answers-nothing")
    return Answer(status=fault.status, content_type="text/html")


def _firewall(fault: Fault) -> Answer:
    return Answer(status=fault.status, body=PAGE, content_type="text/html")


def _base64(fault: Fault) -> Answer:
    text = orjson.dumps({"error": {"type": "RateLimited", "message": TYPES[429][1]}})
    body = {"metadata": {"encodingDecoded": "text/plain"}, "data": base64.b64encode(text).decode()}
    return Answer(status=fault.status, json=body)


def _expired(fault: Fault) -> Answer:
    refused: APIError = InvalidToken()
    return Answer(status=refused.status, json=refused.body, headers=refused.headers)


ANSWERS = {
    "status": _status,
    "rate-limit": _status,
    "empty": _empty,
    "firewall": _firewall,
    "base64": _base64,
    "expired-token": _expired,
}


def broken(fault: Fault, content: bytes, seconds: float, waiting: Waiting, environ: dict[str, Any]) -> Iterator[bytes] | None:
    """The bytes of the answer after the fault. None for a fault that does not change them."""
    if fault.kind == "cut":
        return _then_cut([])
    if fault.kind == "truncate":
        return _then_cut([content[: len(content) // 2]])
    return _slowly(content, seconds, waiting, environ) if fault.kind == "slow-body" else None


def _then_cut(pieces: list[bytes]) -> Iterator[bytes]:
    yield from pieces
    raise cut_error()(errno.ECONNRESET, "a fault cut the connection")


def _slowly(content: bytes, seconds: float, waiting: Waiting, environ: dict[str, Any]) -> Iterator[bytes]:
    size = max(1, -(-len(content) // PIECES))
    for begin in range(0, len(content), size):
        yield content[begin : begin + size]
        waiting.wait(seconds / PIECES, environ)
