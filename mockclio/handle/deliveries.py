"""Webhooks of a world: what they were told, what the next deliveries suffer, and what a test says of it.

`mock.webhooks.assert_delivered("matter", "created", data={"id": 1})`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from mockclio.handle.control import NotThere
from mockclio.handle.matching import differences, shorten
from mockclio.store.tables import Row
from mockclio.webhooks.deliveries import OPEN, Delivery
from mockclio.webhooks.missing import missing

if TYPE_CHECKING:
    from mockclio.handle.control import ControlInterface
    from mockclio.webhooks.delivery_faults import Action, Scripted
    from mockclio.webhooks.mounts import Application

SHOWN = 5
PATIENCE = 5.0
PAGE, ALL = 1_000, 100_000
"""Deliveries that one answer holds; changes that it holds, of which there are never so many."""


class Undelivered(AssertionError):
    """Webhooks were not told what the test expected; the message says what they were told."""


class DeliveryAssertions:
    """`model`, `event` (or "handshake"), `webhook` and `record` narrow; None does not. Of what is done to the next deliveries, handshakes
    are met only with `event="handshake"`.
    """

    def __init__(self, control: ControlInterface, mount: Callable[[str, Application], None]) -> None:
        self._control, self._mount = control, mount
        self._returned: set[int] = set()

    # Receivers

    def mount(self, url: str, application: Application) -> None:
        """Let a WSGI application answer for every address that begins with `url`, without a socket. In process only."""
        self._mount(url, application)

    @contextmanager
    def listening(self, application: Application) -> Iterator[str]:
        """Serve a WSGI application on this machine for a while; gives its address, which works over a socket and in process."""
        from mockclio.handle.listening import serve

        with serve(application) as url:
            yield url

    # Sending

    @property
    def automatic(self) -> bool:
        """Whether what is due is sent by itself: by threads of a server, or in process after each request."""
        return bool(self._sending()["automatic"])

    @automatic.setter
    def automatic(self, automatic: bool) -> None:
        self._control.ask("POST", "webhooks/sending", {"automatic": automatic})

    def deliver(self) -> int:
        """Send what is due now; returns the number of attempts. Where threads send, it is left to them."""
        return int(self._control.ask("POST", "webhooks/deliver")["attempts"])

    def resend(self, delivery: int | Delivery) -> Delivery:
        """Send a delivery once more, whatever its webhook's status is by now."""
        id = delivery.id if isinstance(delivery, Delivery) else delivery
        return Delivery(self._control.ask("POST", f"webhooks/deliveries/{id}/resend")["delivery"])

    def replay(
        self,
        *,
        webhook: int | None = None,
        model: str | None = None,
        event: str | None = None,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> list[Delivery]:
        """Send a stretch of history once more, as copies, in the order of the commits, whatever the status of their webhooks is by now.

        `since` and `until` are times of the world's clock at which deliveries were queued, `first` and `last` ids; the ends belong to the
        stretch. Handshakes, copies, and what will be sent by itself are no part of it. Raises ValueError for a stretch that ends before it
        begins.
        """
        narrow = {"webhook": webhook, "model": model, "event": event, "first": first, "last": last}
        ends = {"since": _time(since), "until": _time(until)}
        answer = self._control.ask("POST", "webhooks/replay", {**narrow, **ends})
        shown = [Delivery(row) for row in answer["deliveries"]]
        left = answer["replayed"] - len(shown)
        return [*shown, *self.deliveries(after=shown[-1].id)[:left]] if left else shown

    # What was told

    def deliveries(self, *, after: int = 0, **which: Any) -> list[Delivery]:
        """Deliveries, oldest first, narrowed by `webhook`, `model`, `event`, `record`, `sequence`, `state`; `after` is an id.

        `state` is owed, waiting, held, delivered, failed, canceled or dropped.
        """
        page = rows = self._page({**which, "after": after})
        while len(page) == PAGE:
            page = self._page({**which, "after": page[-1]["id"]})
            rows += page
        return [Delivery(row) for row in rows]

    def _page(self, which: dict[str, Any]) -> list[Row]:
        result: list[Row] = self._control.ask("GET", "webhooks/deliveries", limit=PAGE, **which)["deliveries"]
        return result

    def delivery(self, id: int) -> Delivery | None:
        """One delivery by its id."""
        try:
            return Delivery(self._control.ask("GET", f"webhooks/deliveries/{id}")["delivery"])
        except NotThere:
            return None

    @property
    def last(self) -> int:
        """The id of the last delivery that was ever made."""
        return int(self._sending()["last"])

    def why(self, webhook: int | None = None, *, record: int | None = None, sequence: int | None = None) -> list[dict[str, Any]]:
        """Why each change was sent to each webhook or not, oldest first: the reason, an explanation, and what became of the delivery.

        Without `webhook` those of other models are left out.
        """
        which: dict[str, Any] = {"webhook": webhook, "record": record, "sequence": sequence}
        result: list[dict[str, Any]] = self._control.ask("GET", "webhooks/why", limit=ALL, **which)["changes"]
        return result

    def wait_for(
        self,
        model: str | None = None,
        event: str | None = None,
        *,
        webhook: int | None = None,
        record: int | None = None,
        after: int | None = None,
        timeout: float = PATIENCE,
    ) -> Delivery:
        """The first delivery that fits and arrived, and that no earlier call returned; with `after`, the first later than that id.

        Sends what is due. Waits, at most `timeout` seconds, only where threads send; else what has not arrived by now never will.
        """
        which: dict[str, Any] = {"model": model, "event": event, "webhook": webhook, "record": record}

        def fresh(told: list[Delivery]) -> list[Delivery]:
            return [one for one in told if after is not None or one.id not in self._returned]

        self.deliver()
        arrived = fresh(self._watched({**which, "state": "delivered", "after": after or 0}, lambda told: bool(fresh(told)), timeout))
        if not arrived:
            told = [one.row for one in self.deliveries(**which, after=after or 0)]
            raise missing(which, timeout, told, self.why(webhook, record=record))
        self._returned.add(arrived[0].id)
        return arrived[0]

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

        def fitting(told: list[Delivery]) -> list[Delivery]:
            return [one for one in told if one.state == "delivered" and not (data and differences(data, one.json["data"]))]

        told = self._watched(which, lambda told: len(fitting(told)) >= (times or 1), timeout)
        result = fitting(told)
        if result and times in (None, len(result)):
            return result[0]
        raise Undelivered("\n".join([_expected(which, data, times, len(result)), *self._happened(told, data, which)]))

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
        told = self._watched(which, lambda told: all(one.state != "owed" for one in told), timeout)
        wrong = [one for one in told if one.state in ("delivered", *OPEN) and (event or one.kind != "handshake")]
        if wrong:
            raise Undelivered("\n".join([f"expected no delivery of {_named(which)}, there were {len(wrong)}:", *map(line, wrong[:SHOWN])]))

    # What the next deliveries suffer

    def drop(self, times: int = 1, **which: Any) -> Row:
        """Lose the next deliveries."""
        return self._intervene("drop", times=times, **which)

    def delay(self, by: timedelta | str, times: int = 1, **which: Any) -> Row:
        """Hold the next deliveries up for a while of the world's clock, such as `15m`."""
        return self._intervene("delay", by=by if isinstance(by, str) else f"{int(by.total_seconds())}s", times=times, **which)

    def duplicate(self, times: int = 1, **which: Any) -> Row:
        """Send the next deliveries twice each."""
        return self._intervene("duplicate", times=times, **which)

    def reorder(self, count: int = 2, **which: Any) -> Row:
        """Keep the next `count` deliveries back until all of them are there, and send them last one first."""
        return self._intervene("reorder", times=count, **which)

    def corrupt(self, times: int = 1, **which: Any) -> Row:
        """Spoil the signature of the next attempts."""
        return self._intervene("corrupt", times=times, **which)

    def respond(self, *answers: Scripted, **which: Any) -> Row:
        """Answer the next attempts in place of the receiver, which hears nothing: a status, a dict of status, headers and body, or None
        for no answer in time."""
        return self._intervene("respond", answers=list(answers), **which)

    def delivery_faults(self) -> Iterator[Row]:
        """What will still be done."""
        return iter(self._control.ask("GET", "webhooks/interventions")["interventions"])

    def clear(self) -> int:
        """Take all interventions away and let go what they kept back; returns how many there were."""
        return int(self._control.ask("DELETE", "webhooks/interventions")["cleared"])

    def _intervene(self, action: Action, **values: Any) -> Row:
        made: Row = self._control.ask("POST", "webhooks/interventions", {"action": action, **values})["intervention"]
        return made

    # Waiting

    def _sending(self, **wait: Any) -> dict[str, Any]:
        """Who sends, and how often a delivery was written."""
        return self._control.ask("GET", "webhooks/sending", **wait)

    def _watched(self, which: Mapping[str, Any], enough: Callable[[list[Delivery]], bool], timeout: float) -> list[Delivery]:
        """The deliveries as soon as they are enough, or as they are when time is over; at once where no threads send."""
        end, known = monotonic() + timeout, None
        told = self.deliveries(**which)
        while not enough(told):
            left = end - monotonic()
            sending = self._sending(changes=known, timeout=max(0, min(left, 1)))
            if not (sending["automatic"] and sending["threads"]):
                break
            known, told = sending["changes"], self.deliveries(**which)
            if left <= 0:
                break
        return told

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


def line(one: Delivery) -> str:
    """A delivery in one line: what, to whom, every attempt, what became of it."""
    statuses = ", ".join(str(status) if status is not None else "no answer" for status in one.statuses)
    of = "handshake" if one.kind == "handshake" else f"{one.model} {one.record} {one.event}"
    reason = f" ({one.reason})" if one.reason else ""
    return f"  delivery {one.id} at {one.queued_at}: {of} to webhook {one.webhook}: {statuses or 'no attempt'}: {one.state}{reason}"


def _time(moment: datetime | str | None) -> str | None:
    return moment.isoformat() if isinstance(moment, datetime) else moment


def _named(which: dict[str, Any]) -> str:
    named = " ".join(str(value) for key, value in which.items() if value is not None and key in ("model", "event"))
    ids = " ".join(f"{key} {value}" for key, value in which.items() if value is not None and key in ("webhook", "record"))
    return " ".join(filter(None, [named or ("" if ids else "any kind"), ids]))


def _expected(which: dict[str, Any], data: Mapping[str, Any] | None, times: int | None, arrived: int) -> str:
    holding = f" with {shorten(dict(data))}" if data else ""
    often = f" {times} times, {arrived} arrived" if times is not None else ", none like that arrived"
    return f"expected a delivery of {_named(which)}{holding}{often}:"
