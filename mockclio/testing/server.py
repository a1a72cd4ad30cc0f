"""The server of one pytest process. A firm is loaded once, each test gets a fork of it, and all forks share one address.

Each fork has its own `Worlds`: the next test sees no rows, tokens, faults or mounted applications of this one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from mockclio.handle.in_process import InProcessMock
from mockclio.mock import MockClio
from mockclio.moved import forwarded
from mockclio.server import credentials
from mockclio.store.coverage import Coverage
from mockclio.webhooks import delivery_queue_of

if TYPE_CHECKING:
    from flask import Flask

    from mockclio.assembly import Firm

__getattr__ = forwarded(__name__, {"Forked": "mockclio.handle.in_process.InProcessMock"})

FIRMS_KEPT = 8
"""Firms, each at one time, that stay loaded."""
ENDED = b'{"error":{"type":"UnauthorizedError","message":"This token belonged to a test that has ended, or to none"}}'


def firm_name(firm: Firm) -> str:
    """What tells one firm from another: its name or path, or the content of a mapping."""
    return json.dumps(firm, sort_keys=True, default=str) if isinstance(firm, Mapping) else str(firm)


class Server:
    """The fixture `mockclio_server`. `fork()` gives a new world; `url` is the address of all of them."""

    def __init__(self, *, over_socket: bool = False) -> None:
        """With `over_socket` the clients of each world use a real socket."""
        self.over_socket = over_socket
        self.coverage = Coverage()
        self._firms: dict[tuple[str, str | None], MockClio] = {}
        self._open: list[InProcessMock] = []
        self._ended: set[str] = set()
        self._numbers = count(1)
        self._running = ExitStack()
        self._url = ""

    @property
    def url(self) -> str:
        """The address, on a free port of 127.0.0.1. The server starts when it is first read."""
        if not self._url:
            from mockclio.handle.listening import serve

            self._url = self._running.enter_context(serve(self))
        return self._url

    def fork(self, firm: Firm = "small", at: str | None = None) -> InProcessMock:
        """Return the handle of a new world with its own token. The tokens and applications of a spec open it too.

        Its clock stands still at `at`, or at the firm's own time. Close it at the end.
        """
        origin = self._origin(firm, at)
        world = origin.world.fork("default")
        world.access = origin.world.access.without(origin.token)
        delivery_queue = delivery_queue_of(world)
        delivery_queue.hosts = replace(delivery_queue.hosts, mounted=set())
        token = f"test-token-{next(self._numbers)}"
        made = InProcessMock(world, token, like=origin.app, server=self, over_socket=self.over_socket)
        made.last_delivery = delivery_queue.deliveries.last
        made._worlds.coverage = self.coverage
        self._open.append(made)
        return made

    def _origin(self, firm: Firm, at: str | None) -> MockClio:
        """Return the loaded firm. The one that was used longest ago is closed when there are too many."""
        name = firm_name(firm)
        result = self._firms.pop((name, at), None) or MockClio(firm if isinstance(firm, Mapping) else str(firm), at=at)
        self._firms[name, at] = result
        if len(self._firms) > FIRMS_KEPT:
            self._firms.pop(next(iter(self._firms))).close()
        return result

    def leave(self, mock: InProcessMock) -> None:
        """Refuse the tokens of a mock that was closed."""
        if mock in self._open:
            self._open.remove(mock)
            self._ended.update(mock.world.access.tokens)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request: the token chooses the world. A request without a token goes to the world that was opened last."""
        app = self._app(credentials.token(environ.get("HTTP_AUTHORIZATION", ""), environ.get("QUERY_STRING", "")))
        if app is None:
            start_response("401 Unauthorized", [("Content-Type", "application/json"), ("Content-Length", str(len(ENDED)))])
            return [ENDED]
        return app(environ, start_response)

    def _app(self, token: str) -> Flask | None:
        live = self._open[::-1]
        known = [mock for mock in live if token and mock._worlds.world_of(token) is not None]
        if not known and token in self._ended:
            return None
        return (known or live)[0].app if live else None

    def close(self) -> None:
        """Close every open world, and stop the server."""
        for mock in self._open[::-1]:
            mock.close()
        self._running.close()
        for firm in self._firms.values():
            firm.close()
        self._firms.clear()
