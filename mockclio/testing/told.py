"""What a test says of webhooks: `mock.webhooks.assert_delivered("matter", "created", data={"id": 1})`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from mockclio.testing.matching import differences, shorten
from mockclio.webhooks.deliveries import OPEN, Delivery
from mockclio.webhooks.inspection import WebhookInspector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

SHOWN = 5
PATIENCE = 5.0


class Undelivered(AssertionError):
    """Webhooks were not told what the test expected; the message says what they were told."""


class Told(ABC):
    """Assertions on deliveries. `model`, `event` (or "handshake"), `webhook` and `record` narrow; None does not."""

    @abstractmethod
    def deliveries(self, *, after: int = 0, **which: Any) -> list[Delivery]: ...

    @abstractmethod
    def why(self, webhook: int | None = None, *, record: int | None = None) -> list[dict[str, Any]]: ...

    @abstractmethod
    def _pause(self, seconds: float) -> bool:
        """Let those who send come a step further, for at most so long; false where nobody is under way."""

    def assert_delivered(
        self,
        model: str | None = None,
        event: str | None = None,
        *,
        webhook: int | None = None,
        record: int | None = None,
        data: Mapping[str, Any] | None = None,
        times: int | None = None,
        timeout: float = PATIENCE,
    ) -> Delivery:
        """A delivery of that kind arrived, with at least `data` in it; gives the first. Waits, at most `timeout` s, where threads send."""
        __tracebackhide__ = True
        which: dict[str, Any] = {"model": model, "event": event, "webhook": webhook, "record": record}
        end = monotonic() + timeout
        while True:
            told = self.deliveries(**which)
            fitting = [one for one in told if one.state == "delivered" and not (data and differences(data, one.json["data"]))]
            if len(fitting) >= (times or 1) or not self._pause(max(end - monotonic(), 0)) or monotonic() >= end:
                break
        if fitting and times in (None, len(fitting)):
            return fitting[0]
        raise Undelivered("\n".join([_expected(which, data, times, len(fitting)), *self._happened(told, data, which)]))

    def assert_nothing_delivered(
        self,
        model: str | None = None,
        event: str | None = None,
        *,
        webhook: int | None = None,
        record: int | None = None,
        timeout: float = PATIENCE,
    ) -> None:
        """No delivery of that kind arrived, and none is owed; handshakes count only with `event="handshake"`."""
        __tracebackhide__ = True
        which: dict[str, Any] = {"model": model, "event": event, "webhook": webhook, "record": record}
        end = monotonic() + timeout
        while any(one.state == "owed" for one in self.deliveries(**which)) and monotonic() < end:
            if not self._pause(max(end - monotonic(), 0)):
                break
        told = [one for one in self.deliveries(**which) if one.state in ("delivered", *OPEN) and (event or one.kind != "handshake")]
        if told:
            raise Undelivered("\n".join([f"expected no delivery of {_named(which)}, there were {len(told)}:", *map(line, told[:SHOWN])]))

    @contextmanager
    def listening(self, application: Application) -> Iterator[str]:
        """Serve a WSGI application on this machine for a while; gives its address, which works over a socket and in process."""
        from mockclio.testing.listening import serve

        with serve(application) as url:
            yield url

    def _happened(self, told: list[Delivery], data: Mapping[str, Any] | None, which: dict[str, Any]) -> list[str]:
        """What was told of that kind, and how it differs; what was kept back, and why."""
        lines = []
        for one in told[-SHOWN:]:
            missed = differences(data, one.json["data"]) if data and one.kind != "handshake" else []
            lines.append(f"{line(one)}{' differs in ' if missed else ''}{'; '.join(missed[:3])}")
        if not lines:
            wanted = {key: which[key] for key in ("model", "event") if which[key] is not None}
            known = [one for one in self.why(which["webhook"], record=which["record"]) if wanted.items() <= one.items()]
            kept = [one for one in known if not one["sent"]][-SHOWN:]
            lines = [f"  {one['model']} {one['record']} {one['event']}, webhook {one['webhook']}: {one['explanation']}" for one in kept]
        if not lines:
            lines = [line(one) for one in self.deliveries()[-SHOWN:]]
        return lines or ["  nothing happened that a webhook is for"]


class LocalTold(Told, WebhookInspector):
    """The lab of a world of this process, with assertions."""

    deliveries = WebhookInspector.deliveries
    why = WebhookInspector.why

    def _pause(self, seconds: float) -> bool:
        if self.delivery_queue.workers is None:
            return False
        with self.delivery_queue.news:
            return self.delivery_queue.news.wait(min(seconds, 0.2)) or seconds > 0


def line(one: Delivery) -> str:
    """A delivery in one line: what, to whom, every attempt, what became of it."""
    statuses = ", ".join(str(status) if status is not None else "no answer" for status in one.statuses)
    of = "handshake" if one.kind == "handshake" else f"{one.model} {one.record} {one.event}"
    reason = f" ({one.reason})" if one.reason else ""
    return f"  delivery {one.id} at {one.queued_at}: {of} to webhook {one.webhook}: {statuses or 'no attempt'}: {one.state}{reason}"


def _named(which: dict[str, Any]) -> str:
    named = " ".join(str(value) for key, value in which.items() if value is not None and key in ("model", "event"))
    ids = " ".join(f"{key} {value}" for key, value in which.items() if value is not None and key in ("webhook", "record"))
    return " ".join(filter(None, [named or ("" if ids else "any kind"), ids]))


def _expected(which: dict[str, Any], data: Mapping[str, Any] | None, times: int | None, arrived: int) -> str:
    holding = f" with {shorten(dict(data))}" if data else ""
    often = f" {times} times, {arrived} arrived" if times is not None else ", none like that arrived"
    return f"expected a delivery of {_named(which)}{holding}{often}:"
