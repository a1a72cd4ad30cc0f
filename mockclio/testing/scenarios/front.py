"""What stands before the receiver of a scenario: it gives the answers that the scenario wrote, and passes everything else on."""

from __future__ import annotations

from time import monotonic
from typing import Any, Final

from mockclio.webhooks.applications import WsgiApplication
from mockclio.webhooks.delivery_faults import Scripted, reply_of
from mockclio.webhooks.mounts import Mounts
from mockclio.webhooks.receiver import Receiver
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.sender import Sender
from mockclio.webhooks.signature import SECRET_HEADER

SILENT = Reply(error="no answer in time, says the scenario")
ITSELF: Final = object()
"""In place of an answer: the receiver answers by itself."""


class Front(Mounts):
    """Every address leads here. Behind it is a receiver of our own, or, with a wire, whoever listens at the address."""

    def __init__(self, wire: Sender | None, deadline: float) -> None:
        """Send to real addresses over `wire`, or without it to a receiver in this process."""
        super().__init__()
        self._receiver, self._wire, self._deadline = Receiver(), wire, deadline
        self.answers: list[Scripted] = []
        self.always: Any = ITSELF
        self.handshake = ""
        self.scripted = False

    def behave(self, answers: list[Scripted] | None = None, always: Any = ITSELF, handshake: str = "") -> None:
        """From now on: the next answers, the answer after them, and what becomes of handshakes."""
        self.answers, self.always, self.handshake = list(answers or ()), always, handshake

    def find(self, url: str) -> WsgiApplication:
        """Return the receiver at an address."""
        return self._receiver

    def post(self, application: WsgiApplication, url: str, headers: dict[str, str], body: bytes) -> Reply:
        """The answer of the scenario, else of the receiver. `scripted` says whose the last one was."""
        handshake = SECRET_HEADER in headers
        text: Any = ITSELF if handshake else self._next()
        self.scripted = text is not ITSELF or (handshake and bool(self.handshake))
        if self.scripted and not handshake:
            return SILENT if text is None else reply_of(text, headers)
        if handshake and self.handshake == "unanswered":
            return SILENT
        reply = self.pass_on(url, headers, body)
        if handshake and self.handshake == "silent":
            cached = {name: value for name, value in reply.headers.items() if name.lower() != SECRET_HEADER.lower()}
            return Reply(reply.status, cached, reply.body, reply.error, reply.milliseconds)
        return reply

    def pass_on(self, url: str, headers: dict[str, str], body: bytes) -> Reply:
        """The answer of the receiver itself."""
        if monotonic() > self._deadline:
            return Reply(error="not sent: the time of the scenario is up")
        return self._wire.post(url, headers, body) if self._wire else super().post(self._receiver, url, headers, body)

    def close(self) -> None:
        """Close the sender."""
        if self._wire:
            self._wire.close()

    def _next(self) -> Any:
        return self.answers.pop(0) if self.answers else self.always
