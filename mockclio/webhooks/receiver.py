"""A receiver that verifies and records, as a WSGI application: to be mounted, or served for `mockclio listen`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from mockclio.webhooks.signature import SECRET_HEADER, SIGNATURE_HEADER, verify


@dataclass(frozen=True)
class Received:
    """One post that came in. `verified` is None for a handshake, and where the secret is not known."""

    path: str
    headers: dict[str, str]
    body: bytes
    verified: bool | None
    status: int

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def handshake(self) -> bool:
        return SECRET_HEADER.lower() in self.headers

    @property
    def event(self) -> str:
        """The event, or handshake."""
        return "handshake" if self.handshake else str(self.json["meta"]["event"])


class Receiver:
    """Answers events with `answers` in turn, the last one from then on; 401 to a wrong signature. `echo` says whether it echoes handshakes.

    Secrets are learned from handshakes; `secrets` may name them beforehand, by the id of the webhook.
    """

    def __init__(self, *answers: int, echo: bool = True, secrets: dict[int, str] | None = None) -> None:
        self.answers: list[int] = list(answers) or [200]
        self.echo = echo
        self.secrets: dict[int, str] = dict(secrets or {})
        self.received: list[Received] = []

    @property
    def events(self) -> list[Received]:
        return [post for post in self.received if not post.handshake]

    def __iter__(self) -> Iterator[Received]:
        return iter(self.received)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
        secret = headers.get(SECRET_HEADER.lower())
        if secret is None:
            status, verified = self._event(headers, body)
        else:
            status, verified = 200, None
            self.secrets[orjson.loads(body)["data"]["webhook_id"]] = secret
        self.received.append(Received(environ.get("PATH_INFO", "/"), headers, body, verified, status))
        echoed = [(SECRET_HEADER, secret)] if secret and self.echo else []
        start_response(f"{status} ", [("Content-Length", "0"), *echoed])
        return [b""]

    def _event(self, headers: dict[str, str], body: bytes) -> tuple[int, bool | None]:
        try:
            known = self.secrets.get(orjson.loads(body)["meta"]["webhook_id"])
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return 400, False
        verified = verify(known, body, headers.get(SIGNATURE_HEADER.lower(), "")) if known is not None else None
        if verified is False:
            return 401, False
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0], verified
