"""The fixture `mockclio_server` with --mockclio-url: a mock elsewhere, where each test gets a fork through the control interface."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mockclio.handle.control import ControlInterface, HttpSender, Refused
from mockclio.handle.remote import RemoteMock
from mockclio.moved import forwarded
from mockclio.store.clock import parse_time
from mockclio.testing.server import firm_name

if TYPE_CHECKING:
    import httpx

    from mockclio.assembly import Firm
    from mockclio.store.tables import Row

__getattr__ = forwarded(
    __name__,
    {
        "RemoteClock": "mockclio.handle.clock.ClockControl",
        "RemoteTime": "mockclio.handle.time.RemoteTime",
        "RemoteWorld": "mockclio.handle.remote.RemoteMock",
    },
)

PATIENCE = 60.0
"""Seconds; loading a large firm takes some."""


class NoServer(ConnectionError):
    """No mockclio answers at --mockclio-url. The message says what to do."""


def _sent(firm: Firm, at: str | None) -> Row:
    """A firm as the server is told it. A firm of this machine is sent with its rows, because the server may not see the file."""
    from mockclio.assembly import firm_document
    from mockclio.store import resources

    if not isinstance(firm, Mapping) and (str(firm) in resources.firms() or not Path(firm).exists()):
        return {"firm": str(firm)}
    document, _ = firm_document(firm, at=parse_time(at) if at else None)
    return {"document": document}


class RemoteServer:
    """A mock at an address. Each test gets a fork of a firm there."""

    def __init__(self, url: str, control_token: str = "") -> None:
        """Use the server at `url`. `control_token` is the token with which it was started, if any."""
        self.url = url.rstrip("/")
        self._control_token = control_token
        self._firms: dict[tuple[str, str | None], str] = {}

    @cached_property
    def http(self) -> httpx.Client:
        """The HTTP client for the control interface."""
        import httpx

        from mockclio.handle.transport import over_socket

        headers = {"X-Mockclio-Control-Token": self._control_token} if self._control_token else {}
        return httpx.Client(transport=over_socket(), base_url=self.url, headers=headers, timeout=PATIENCE)

    def fork(self, firm: Firm = "small", at: str | None = None) -> RemoteMock:
        """Return the handle of a new world with its own token.

        Its clock stands still at `at`, or at the firm's own time. Close it at the end.
        """
        key = (firm_name(firm), at)
        if key not in self._firms:
            body = {**_sent(firm, at), "frozen": True, **({"at": at} if at else {})}
            self._firms[key] = self._made("worlds", body)["name"]
            ControlInterface(HttpSender(self.http), self._firms[key]).ask("POST", "webhooks/sending", {"await_handshakes": True})
        made = self._made(f"worlds/{self._firms[key]}/fork", {})
        mock = RemoteMock(self.http, made["name"], made["token"])
        mock.last_delivery = mock.webhooks.last
        return mock

    def _made(self, path: str, body: Row) -> Row:
        """The world that a control route makes."""
        import httpx

        try:
            world: Row = ControlInterface(HttpSender(self.http)).ask("POST", path, body)["world"]
        except Refused as error:
            raise ValueError(f"--mockclio-url={self.url}: {error}") from None
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise NoServer(f"--mockclio-url={self.url}: no mockclio answers there ({error}); start one with `mockclio serve`") from None
        return world

    def close(self) -> None:
        """Delete the firms that were loaded, and close the connections."""
        import httpx

        for name in self._firms.values():
            with suppress(httpx.HTTPError, ValueError):
                ControlInterface(HttpSender(self.http)).ask("DELETE", f"worlds/{name}")
        self._firms.clear()
        self.http.close()
