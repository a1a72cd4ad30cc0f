"""What an application does with webhooks: answers the handshake, verifies the signature, parses the delivery, passes over what came twice.

`Receiver.receive` is pure with respect to the network: headers and bytes in, a `Reply` and perhaps a `Delivery` out. frameworks.py wraps it
for Flask, Starlette, FastAPI and Django.
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
    """Something came that is not a delivery of ours; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the request is answered with."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Delivery(Generic[R_co]):
    """One event: what happened, to which record as far as the webhook's fields show it. `digest` is the same for a repetition."""

    webhook_id: int
    event: str
    record: R_co
    digest: str


class Seen(Protocol):
    """What came before, to pass over repetitions; a table in the application's database makes it hold across processes."""

    def add(self, digest: str) -> bool:
        """Note a digest; whether it is new."""

    def forget(self, digest: str) -> None:
        """The delivery could not be worked on: its repetition is wanted."""


class MemorySeen:
    """The last `size` digests, in memory."""

    def __init__(self, size: int = 10_000) -> None:
        self._size, self._lock = size, Lock()
        self._digests: OrderedDict[str, None] = OrderedDict()

    def add(self, digest: str) -> bool:
        with self._lock:
            new = digest not in self._digests
            self._digests[digest] = None
            self._digests.move_to_end(digest)
            while len(self._digests) > self._size:
                self._digests.popitem(last=False)
            return new

    def forget(self, digest: str) -> None:
        with self._lock:
            self._digests.pop(digest, None)


class Receiver(Generic[R_co]):
    """Receives the webhooks of one model at one address.

    `secrets` holds the shared secret of each webhook, by its id as text: a dict, or a mapping over a database. A handshake for a webhook
    whose secret is known already is refused unless it brings the same secret, so that nobody can put another in its place; delete the
    entry when a webhook moves here from another address. `accept` may refuse handshakes of webhooks that are not ours.
    """

    def __init__(
        self,
        record: type[R_co],
        *,
        secrets: MutableMapping[str, str] | None = None,
        seen: Seen | None = None,
        accept: Callable[[int, str], bool] = lambda webhook_id, secret: True,
    ) -> None:
        self._record = record
        self._secrets: MutableMapping[str, str] = {} if secrets is None else secrets
        self._seen: Seen = seen or MemorySeen()
        self._accept = accept

    def __repr__(self) -> str:
        return f"<Receiver of {self._record.__name__}>"

    def receive(self, headers: Mapping[str, str], body: bytes, work: Callable[[Delivery[R_co]], object]) -> Reply:
        """Answer one request. `work` is called with a delivery that is genuine and new; if it raises, the repetition is let through."""
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
        """The delivery of a request, or the reply to a handshake. Raises Refused; does not look whether it came before."""
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
    """The signature of a body: HMAC-SHA256 in lower-case hex, over the bytes as they came."""
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
    """Where the id of the webhook stands in a handshake is not documented: under data or meta, as webhook_id or id."""
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
