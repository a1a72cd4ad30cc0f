"""The sender: posts one message to one address over a socket. It keeps one connection and follows no redirects."""

from __future__ import annotations

from math import inf
from threading import Lock
from typing import TYPE_CHECKING

from mockclio.webhooks.hosts import Hosts
from mockclio.webhooks.reply import Reply

if TYPE_CHECKING:
    import socket

    from mockclio.webhooks.exchange import Exchange
    from mockclio.webhooks.requests import Target

DEADLINE = 10.0
"""The seconds that one attempt has: to connect, to send and to read the answer."""
AT_WORK = Lock()
"""A thread holds it while it prepares or writes a delivery, never while it waits for a receiver. So one such thread runs at a time.

A thread that answers an API request must wait for the interpreter until the other threads let it run. With this lock it waits for at most
one sending thread.
"""


class Sender:
    """Posts one message at a time and keeps the connection for the next one."""

    def __init__(self, hosts: Hosts, authority: str | None = None, timeout: float = DEADLINE) -> None:
        self._hosts, self._authority, self._timeout = hosts, authority, timeout
        self._origin: tuple[str, int, bool] | None = None
        self._kept: socket.socket | None = None

    def post(self, url: str, headers: dict[str, str], body: bytes) -> Reply:
        """Post a message. It never raises: the reply holds the error."""
        reply = self.wait(self.begin(url, headers, body), inf)
        assert reply is not None
        return reply

    def begin(self, url: str, headers: dict[str, str], body: bytes) -> Exchange:
        """Begin to post a message. `wait` goes on with it. The exchange has the connection until it is over."""
        from mockclio.webhooks.exchange import Exchange

        exchange = Exchange(self._hosts, self._authority, self._timeout, self._take_kept)
        exchange.begin(url, headers, body)
        return exchange

    def wait(self, exchange: Exchange, seconds: float) -> Reply | None:
        """The reply, if it comes within some seconds. Then the connection is kept, if the receiver keeps it, too."""
        exchange.wait(seconds)
        if exchange.reply is not None:
            if exchange.reusable and exchange.target is not None:
                self._kept, self._origin = exchange.sock, exchange.target.origin
            else:
                exchange.close()
        return exchange.reply

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _take_kept(self, target: Target) -> socket.socket | None:
        """The kept connection, if it leads to the target and the other side did not close it."""
        from selectors import EVENT_READ

        from mockclio.webhooks.exchange import ready

        if self._kept is not None and (target.origin != self._origin or ready(self._kept, EVENT_READ, 0)):
            self.close()
        kept, self._kept = self._kept, None
        return kept
