"""Receives webhooks: answers the handshake, verifies the signature, parses the delivery, and skips repetitions.

`Receiver.receive` does no network input or output: headers and bytes in, a `Reply` out. frameworks.py wraps it for Flask, Starlette,
FastAPI and Django.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

import orjson

from mockclio.catalog.records import Record

R_co = TypeVar("R_co", bound=Record, covariant=True)

SECRET = "X-Hook-Secret"
SIGNATURE = "X-Hook-Signature"


class Refused(ValueError):
    """The request is not a valid delivery for this receiver. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a request: status, headers, body."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Delivery(Generic[R_co]):
    """One event of one webhook: `event`, and the `record` with the fields of the webhook. A repetition has the same `digest`."""

    webhook_id: int
    event: str
    record: R_co
    digest: str


class Seen(Protocol):
    """Remembers digests of deliveries, to skip repetitions. Implement it over the application's database to share it between processes."""

    def add(self, digest: str) -> bool:
        """Remember a digest. Returns True if it is new."""

    def forget(self, digest: str) -> None:
        """Forget a digest after its delivery failed, so that the repetition is accepted."""


class MemorySeen:
    """Remembers the last `size` digests in memory."""

    def __init__(self, size: int = 10_000) -> None:
        """Remember at most `size` digests; the oldest is removed first."""
        self._size, self._lock = size, Lock()
        self._digests: OrderedDict[str, None] = OrderedDict()

    def add(self, digest: str) -> bool:
        """Remember a digest. Returns True if it is new."""
        with self._lock:
            new = digest not in self._digests
            self._digests[digest] = None
            self._digests.move_to_end(digest)
            while len(self._digests) > self._size:
                self._digests.popitem(last=False)
            return new

    def forget(self, digest: str) -> None:
        """Forget a digest, so that the repetition is accepted."""
        with self._lock:
            self._digests.pop(digest, None)


class Receiver(Generic[R_co]):
    """Receives the webhooks of one model at one address.

        receiver = Receiver(Matter)
        reply = receiver.receive(headers, body, lambda delivery: print(delivery.event, delivery.record.id))

    A handshake for a webhook whose secret is already known is refused unless it brings the same secret. Delete the entry in `secrets`
    when a webhook moves here from another address.
    """

    def __init__(
        self,
        record: type[R_co],
        *,
        secrets: MutableMapping[str, str] | None = None,
        seen: Seen | None = None,
        accept: Callable[[int, str], bool] = lambda webhook_id, secret: True,
    ) -> None:
        """Receive events of `record`, a class of the catalogue such as `Matter`.

        `secrets` maps the id of a webhook, as text, to its shared secret: a dict, or a mapping over a database. `seen` remembers
        deliveries. `accept(webhook_id, secret)` may refuse the handshake of a webhook.
        """
        self._record = record
        self._secrets: MutableMapping[str, str] = {} if secrets is None else secrets
        self._seen: Seen = seen or MemorySeen()
        self._accept = accept

    def __repr__(self) -> str:
        """Show the model."""
        return f"<Receiver of {self._record.__name__}>"

    def receive(self, headers: Mapping[str, str], body: bytes, work: Callable[[Delivery[R_co]], object]) -> Reply:
        """Answer one request. `work` is called with each delivery that is genuine and new.

        Returns the reply to send: 200, or 401 with the reason. What `work` raises is raised again, and the repetition is then accepted.
        """
        try:
            delivery = self.read(headers, body)
        except Refused as refused:
            return Reply(401, body=str(refused).encode())
        if isinstance(delivery, Reply):
            return delivery
        if not self._seen.add(delivery.digest):
            return Reply(200)
        try:
            work(delivery)
        except BaseException:
            self._seen.forget(delivery.digest)
            raise
        return Reply(200)

    def read(self, headers: Mapping[str, str], body: bytes) -> Delivery[R_co] | Reply:
        """Return the delivery of a request, or the reply to a handshake. Repetitions are not skipped. Raises Refused."""
        results = {name.lower(): value for name, value in headers.items()}
        sent = _parsed(body)
        secret, signature = results.get(SECRET.lower()), results.get(SIGNATURE.lower())
        if signature is None and secret is not None:
            return self._shake_hands(_id_of_handshake(sent), secret)
        if signature is None:
            raise Refused(f"neither {SIGNATURE} nor {SECRET} came with the request")
        webhook_id = _number(_part(sent, "meta").get("webhook_id"))
        self._verify(webhook_id, signature, body)
        digest = hashlib.sha256(body).hexdigest()
        return Delivery(webhook_id, str(sent["meta"].get("event", "")), self._record(_part(sent, "data")), digest)

    def _shake_hands(self, webhook_id: int, secret: str) -> Reply:
        known = self._secrets.get(str(webhook_id))
        if known is not None and not hmac.compare_digest(known.encode(), secret.encode()):
            raise Refused(f"webhook {webhook_id} already has another secret")
        if not self._accept(webhook_id, secret):
            raise Refused(f"webhook {webhook_id} is not expected here")
        self._secrets[str(webhook_id)] = secret
        return Reply(200, {SECRET: secret})

    def _verify(self, webhook_id: int, signature: str, body: bytes) -> None:
        secret = self._secrets.get(str(webhook_id))
        if secret is None:
            raise Refused(f"webhook {webhook_id} has not shaken hands here")
        if not hmac.compare_digest(sign(secret, body).encode(), signature.strip().lower().encode()):
            raise Refused(f"{SIGNATURE} does not fit the body and the secret of webhook {webhook_id}")


def sign(secret: str, body: bytes) -> str:
    """Return the signature of a body: HMAC-SHA256 in lower-case hex."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refused("the body is not JSON") from None


def _part(sent: Any, name: str) -> dict[str, Any]:
    part = sent.get(name) if isinstance(sent, dict) else None
    if not isinstance(part, dict):
        raise Refused(f"the body has no object under {name!r}")
    return part


def _id_of_handshake(sent: Any) -> int:
    """Return the id of the webhook in a handshake. Its place is not documented: under data or meta, as webhook_id or id."""
    places = [sent.get(name) for name in ("data", "meta")] + [sent] if isinstance(sent, dict) else []
    for place in places:
        for name in ("webhook_id", "id"):
            if isinstance(place, dict) and name in place:
                return _number(place[name])
    raise Refused("the handshake does not name a webhook")


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise Refused(f"{value!r} is not the id of a webhook") from None
