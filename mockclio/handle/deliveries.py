"""The webhooks of a world: their deliveries, delivery faults, and assertions for tests.

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
    """The deliveries are not those that the test expected. The message lists what was delivered."""


class DeliveryAssertions:
    """The deliveries of a world: `mock.webhooks`.

    `model`, `event` (or "handshake"), `webhook` and `record` (ids) select deliveries; None selects all. A delivery fault affects
    handshakes only with `event="handshake"`.
    """

    def __init__(self, control: ControlInterface, mount: Callable[[str, Application], None]) -> None:
        """Use a control interface; `mount` lets an application of this process receive."""
        self._control, self._mount = control, mount
        self._returned: set[int] = set()

    # Receivers

    def mount(self, url: str, application: Application) -> None:
        """Let an application receive at every address that begins with `url`, without a socket.

        It is one of WSGI (Flask, Django) or of ASGI (FastAPI, Starlette), which runs in an event loop of its own until the mock is closed.
        Works in process only; a mock elsewhere raises TypeError. Use `listening` there.
        """
        self._mount(url, application)

    @contextmanager
    def listening(self, application: Application) -> Iterator[str]:
        """Serve an application of WSGI or ASGI on this machine while the context is open. Gives its address, which works in every mode.

        with mock.webhooks.listening(app) as url:
            mock.client.webhooks.create(url=url, model="matter", events=["created"], fields="id")
        """
        from mockclio.handle.listening import serve

        with serve(application) as url:
            yield url

    # Sending

    @property
    def automatic(self) -> bool:
        """Whether due deliveries are sent automatically: by threads of a server, or in process after each request. It can be set."""
        return bool(self._sending()["automatic"])

    @automatic.setter
    def automatic(self, automatic: bool) -> None:
        self._control.ask("POST", "webhooks/sending", {"automatic": automatic})

    def deliver(self) -> int:
        """Send what is due now. Returns the number of attempts. Where threads of a server send, the threads do it."""
        return int(self._control.ask("POST", "webhooks/deliver")["attempts"])

    def resend(self, delivery: int | Delivery) -> Delivery:
        """Send a delivery once more, whatever the status of its webhook. `delivery` is a delivery or its id."""
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
        """Send earlier deliveries once more, as copies, in the order of the commits, whatever the status of their webhooks.

        `since` and `until` are times of the world's clock at which deliveries were queued, `first` and `last` are ids; all four are
        inclusive. Handshakes, copies and deliveries that are still to be sent are left out. Returns the copies. Raises ValueError if the
        end is before the beginning.
        """
        narrow = {"webhook": webhook, "model": model, "event": event, "first": first, "last": last}
        ends = {"since": _time(since), "until": _time(until)}
        answer = self._control.ask("POST", "webhooks/replay", {**narrow, **ends})
        shown = [Delivery(row) for row in answer["deliveries"]]
        left = answer["replayed"] - len(shown)
        return [*shown, *self.deliveries(after=shown[-1].id)[:left]] if left else shown

    # What was told

    def deliveries(self, *, after: int = 0, **which: Any) -> list[Delivery]:
        """Return deliveries, oldest first, selected by `webhook`, `model`, `event`, `record`, `sequence`, `state`.

        `after` is an id: only later deliveries. `state` is owed, waiting, held, delivered, failed, canceled or dropped.
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
        """Return one delivery by its id; None if it does not exist."""
        try:
            return Delivery(self._control.ask("GET", f"webhooks/deliveries/{id}")["delivery"])
        except NotThere:
            return None

    @property
    def last(self) -> int:
        """The id of the last delivery, 0 if there was none."""
        return int(self._sending()["last"])

    def why(self, webhook: int | None = None, *, record: int | None = None, sequence: int | None = None) -> list[dict[str, Any]]:
        """Return the delivery decisions, oldest first: for each change and webhook the reason, an explanation, and the state of the
        delivery.

        Without `webhook`, webhooks of other models are left out. `record` is the id of a record, `sequence` the number of a commit.
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
        """Return the first matching delivery that arrived and that no earlier call returned. With `after`: the first later than that id.

        Sends what is due. Where threads send, it waits at most `timeout` seconds. Raises NothingArrived, a TimeoutError, which says what
        happened instead and what to do.
        """
        which: dict[str, Any] = {"model": model, "event": event, "webhook": webhook, "record": record}

        def fresh(results: list[Delivery]) -> list[Delivery]:
            return [one for one in results if after is not None or one.id not in self._returned]

        self.deliver()
        arrived = fresh(self._watched({**which, "state": "delivered", "after": after or 0}, lambda results: bool(fresh(results)), timeout))
        if not arrived:
            results = [one.row for one in self.deliveries(**which, after=after or 0)]
            raise missing(which, timeout, results, self.why(webhook, record=record))
        self._returned.add(arrived[0].id)
        return arrived[0]

    def wait_until_idle(self, timeout: float = PATIENCE) -> None:
        """Wait until nothing is due or on its way, so that a test can look at what its own receiver has.

        Where no threads send, what is due was sent before each answer. Raises Undelivered after `timeout` seconds.
        """
        __tracebackhide__ = True
        end, sending = monotonic() + timeout, self._sending()
        while not sending["idle"] and sending["automatic"] and sending["threads"] and monotonic() < end:
            sending = self._sending(changes=sending["changes"], timeout=max(0, min(end - monotonic(), 1)))
        if not sending["idle"] and sending["automatic"]:
            owed = self.deliveries(state="owed")
            raise Undelivered("\n".join([f"{len(owed)} deliveries were still to be sent after {timeout:g} s:", *map(line, owed[:SHOWN])]))

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
        """Assert that a matching delivery arrived with at least `data` in its record; returns the first one.

        `times` is the exact number of such deliveries, when none is still to be sent. Where threads send, it waits at most `timeout`
        seconds. Raises Undelivered, which says why a change was not sent and what to do.
        """
        __tracebackhide__ = True
        which: dict[str, Any] = {"model": model, "event": event, "webhook": webhook, "record": record}

        def fitting(results: list[Delivery]) -> list[Delivery]:
            return [one for one in results if one.state == "delivered" and not (data and differences(data, one.json["data"]))]

        def enough(results: list[Delivery]) -> bool:
            return len(fitting(results)) >= (times or 1) and (times is None or _is_over(results))

        results = self._watched(which, enough, timeout)
        result = fitting(results)
        if result and times in (None, len(result)):
            return result[0]
        raise Undelivered("\n".join([_expected(which, data, times, len(result)), *self._happened(results, data, which)]))

    def assert_nothing_delivered(
        self,
        model: str | None = None,
        event: str | None = None,
        *,
        webhook: int | None = None,
        record: int | None = None,
        timeout: float = PATIENCE,
    ) -> None:
        """Assert that no matching delivery arrived or is still to be sent.

        Handshakes count only with `event="handshake"`. Where threads send, it waits at most `timeout` seconds until none is on its way.
        Raises Undelivered.
        """
        __tracebackhide__ = True
        which: dict[str, Any] = {"model": model, "event": event, "webhook": webhook, "record": record}
        results = self._watched(which, _is_over, timeout)
        wrong = [one for one in results if one.state in ("delivered", *OPEN) and (event or one.kind != "handshake")]
        if wrong:
            raise Undelivered("\n".join([f"expected no delivery of {_named(which)}, there were {len(wrong)}:", *map(line, wrong[:SHOWN])]))

    # What the next deliveries suffer

    def drop(self, times: int = 1, **which: Any) -> Row:
        """Lose the next deliveries."""
        return self._intervene("drop", times=times, **which)

    def delay(self, by: timedelta | str, times: int = 1, **which: Any) -> Row:
        """Delay the next deliveries by some time of the world's clock: a timedelta, or text such as `15m`."""
        return self._intervene("delay", by=by if isinstance(by, str) else f"{int(by.total_seconds())}s", times=times, **which)

    def duplicate(self, times: int = 1, **which: Any) -> Row:
        """Send each of the next deliveries twice."""
        return self._intervene("duplicate", times=times, **which)

    def reorder(self, count: int = 2, **which: Any) -> Row:
        """Keep the next `count` deliveries until all of them are there, then send them in reverse order."""
        return self._intervene("reorder", times=count, **which)

    def corrupt(self, times: int = 1, **which: Any) -> Row:
        """Make the signature of the next attempts wrong."""
        return self._intervene("corrupt", times=times, **which)

    def respond(self, *answers: Scripted, **which: Any) -> Row:
        """Answer the next attempts in place of the receiver, which receives nothing.

        Each answer is a status, a dict of status, headers and body, or None for no answer in time.
        """
        return self._intervene("respond", answers=list(answers), **which)

    def delivery_faults(self) -> Iterator[Row]:
        """Iterate over the delivery faults that are still open."""
        return iter(self._control.ask("GET", "webhooks/interventions")["interventions"])

    def clear(self) -> int:
        """Remove all delivery faults and send what they kept back. Returns how many there were."""
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
        results = self.deliveries(**which)
        while not enough(results):
            left = end - monotonic()
            sending = self._sending(changes=known, timeout=max(0, min(left, 1)))
            if not (sending["automatic"] and sending["threads"]):
                break
            known, results = sending["changes"], self.deliveries(**which)
            if left <= 0:
                break
        return results

    def _happened(self, results: list[Delivery], data: Mapping[str, Any] | None, which: dict[str, Any]) -> list[str]:
        """What was told of that kind, and how it differs; what was kept back, and why."""
        lines = []
        for one in results[-SHOWN:]:
            missed = differences(data, one.json["data"]) if data and one.kind != "handshake" else []
            lines.append(f"{line(one)}{' differs in ' if missed else ''}{'; '.join(missed[:3])}")
        wanted = {key: which[key] for key in ("model", "event") if which[key] is not None}
        known = [one for one in self.why(which["webhook"], record=which["record"]) if wanted.items() <= one.items()]
        not_sent = [one for one in known if not one["sent"] and (not lines or one["reason"] == "pending")][-SHOWN:]
        lines += [f"  {one['model']} {one['record']} {one['event']}, webhook {one['webhook']}: {one['explanation']}" for one in not_sent]
        if not lines:
            lines = [line(one) for one in self.deliveries()[-SHOWN:]]
        return lines or ["  nothing happened that a webhook is for"]


def _is_over(results: list[Delivery]) -> bool:
    """Whether none of the deliveries is due or on its way."""
    return all(one.state != "owed" for one in results)


def line(one: Delivery) -> str:
    """Return a delivery as one line of text: event, webhook, every attempt, state."""
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
