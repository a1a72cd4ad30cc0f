"""A receiver as a WSGI application. It verifies and records. It can be mounted, and `mockclio listen` serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from mockclio.webhooks.signature import SECRET_HEADER, SIGNATURE_HEADER, verify


class Unanswered(Exception):
    """The receiver is set to give no answer. The server that runs it closes the connection without one."""


@dataclass(frozen=True)
class Received:
    """One post that the receiver got.

    `verified` is None for a handshake, and when the secret is not known. `status` is None when no answer was given. `reason` says why the
    post was refused.
    """

    path: str
    headers: dict[str, str]
    body: bytes
    verified: bool | None
    status: int | None
    reason: str = ""

    @property
    def json(self) -> Any:
        """The parsed body."""
        return orjson.loads(self.body)

    @property
    def handshake(self) -> bool:
        """Whether the post is a handshake: it brings the secret in a header."""
        return SECRET_HEADER.lower() in self.headers

    @property
    def event(self) -> str:
        """The event, or handshake."""
        return "handshake" if self.handshake else str(self.json["meta"]["event"])


class Receiver:
    """Answers events with the statuses in `answers`, in turn. The last status repeats. A wrong signature is answered with 401.

    `echo` says whether the answer to a handshake echoes the secret. A status of None means no answer: `Unanswered` is raised. A post that
    is neither an event nor a handshake is refused with 400 and the reason. The receiver takes secrets from handshakes; `secrets` may give
    them beforehand, by the id of the webhook.
    """

    def __init__(self, *answers: int | None, echo: bool = True, secrets: dict[int, str] | None = None) -> None:
        """Keep the answers in their order. `received` has every post."""
        self.answers: list[int | None] = list(answers) or [200]
        self.echo = echo
        self.secrets: dict[int, str] = dict(secrets or {})
        self.received: list[Received] = []

    @property
    def events(self) -> list[Received]:
        """Every post that is not a handshake, in the order of arrival."""
        return [post for post in self.received if not post.handshake]

    def __iter__(self) -> Iterator[Received]:
        """Iterate over every post, handshakes too."""
        return iter(self.received)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one post, as a WSGI application."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
        secret = headers.get(SECRET_HEADER.lower())
        status, verified, reason = self._event(headers, body) if secret is None else self._handshake(secret, body)
        self.received.append(Received(environ.get("PATH_INFO", "/"), headers, body, verified, status, reason))
        if status is None:
            raise Unanswered("the receiver is set to give no answer")
        echoed = [(SECRET_HEADER, secret)] if secret and self.echo and not reason else []
        text = [("Content-Type", "text/plain; charset=utf-8")] if reason else []
        start_response(f"{status} ", [("Content-Length", str(len(reason.encode()))), *text, *echoed])
        return [reason.encode()]

    def _handshake(self, secret: str, body: bytes) -> tuple[int, None, str]:
        webhook = _id(body, "data")
        if webhook is None:
            return 400, None, 'a handshake has the body {"data":{"webhook_id":1}}'
        self.secrets[webhook] = secret
        return 200, None, ""

    def _event(self, headers: dict[str, str], body: bytes) -> tuple[int | None, bool | None, str]:
        webhook = _id(body, "meta")
        if webhook is None:
            return (
                400,
                False,
                f'an event has the body {{"data":{{}},"meta":{{"event":"created","webhook_id":1}}}}; a handshake has {SECRET_HEADER}',
            )
        known = self.secrets.get(webhook)
        verified = verify(known, body, headers.get(SIGNATURE_HEADER.lower(), "")) if known is not None else None
        if verified is False:
            return 401, False, f"{SIGNATURE_HEADER} is not the signature of this body"
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0], verified, ""


def _id(body: bytes, place: str) -> int | None:
    """The id of the webhook under that key of a body. None when there is none."""
    try:
        result = orjson.loads(body)[place]["webhook_id"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    return result if isinstance(result, int) else None
