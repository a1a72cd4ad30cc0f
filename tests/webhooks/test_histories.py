"""Over random histories every webhook is told what an independent model says, once, in order, with valid signatures."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockclio import MockClio
from mockclio.store.clock import parse_time
from mockclio.store.world import World
from mockclio.webhooks.deliveries import Delivery
from mockclio.webhooks.receiver import Received, Receiver
from tests.api import Api
from tests.webhooks.conftest import ORIGIN, task
from tests.webhooks.model import Hook, Model

START = datetime(2026, 6, 1, 13, 0, tzinfo=UTC)
DAY = 86_400
ANSWERS = (200, 302, 500, 500, 500, 410)
EVENTS = (("created", "updated", "deleted"), ("updated",), ("created", "deleted"))
MOVES = (1, 60, 120, 120, 240, 360, 480, 600, 960, 1_920, 3_660, 3_720, DAY, 3 * DAY)
LIVES = (120, 360, 600, 1_800, 3 * DAY, 20 * DAY)

number = st.integers(0, 3)
moves = st.lists(st.sampled_from(MOVES), min_size=1, max_size=7)
steps = st.one_of(
    st.tuples(st.just("subscribe"), st.sampled_from(EVENTS), st.booleans(), st.sampled_from(LIVES), st.booleans()),
    st.tuples(st.just("create"), number),
    st.tuples(st.just("rename"), number, number),
    st.tuples(st.just("prioritize"), number, st.sampled_from(["High", "Normal", "Low"])),
    st.tuples(st.just("remove"), number),
    st.tuples(st.just("answer"), number, st.sampled_from(ANSWERS)),
    st.tuples(st.just("move"), st.sampled_from(MOVES)),
    st.tuples(st.just("fail"), number, moves),
    st.tuples(st.just("fail_from_the_start"), st.sampled_from(LIVES), moves),
    st.tuples(st.just("activate"), number),
    st.tuples(st.just("renew"), number, st.sampled_from(LIVES)),
    st.tuples(st.just("unsubscribe"), number),
)
EXAMPLES = 300 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 60


class History:
    """One world and the model, taken through the same steps."""

    def __init__(self, mock: MockClio) -> None:
        self.api, self.mock, self.model = Api(mock), mock, Model()
        self.receivers: list[Receiver] = []
        self.ids: list[int] = []
        self.secrets: list[str] = []
        self.deleted: set[int] = set()
        self.tasks: dict[int, list[str]] = {}

    def subscribe(self, events: tuple[str, ...], watches_name: bool, lasts: int, echoes: bool) -> None:
        receiver = Receiver(echo=echoes)
        url = f"{ORIGIN}/{len(self.receivers)}"
        self.mock.webhooks.mount(url, receiver)
        body = {"url": url, "model": "task", "fields": "id,name" if watches_name else "id,etag", "events": list(events)}
        expires = self.model.now + lasts
        made = self.api.post("/webhooks", {**body, "expires_at": at(expires)}, "id,shared_secret")
        self.receivers.append(receiver)
        self.ids.append(made["id"])
        self.secrets.append(made["shared_secret"])
        self.model.hooks.append(Hook(events, watches_name, expires, "enabled" if echoes else "pending"))

    def create(self, name: int) -> None:
        id = task(self.api, f"Task {name}")
        self.tasks[id] = [f"Task {name}", "Normal"]
        self.model.commit("created", id, f"Task {name}")

    def rename(self, which: int, name: int) -> None:
        self._change(which, 0, "name", f"Task {name}")

    def prioritize(self, which: int, priority: str) -> None:
        self._change(which, 1, "priority", priority)

    def _change(self, which: int, place: int, key: str, value: str) -> None:
        if not self.tasks:
            return
        id = list(self.tasks)[which % len(self.tasks)]
        self.api.patch(f"/tasks/{id}", {key: value})
        if self.tasks[id][place] != value:
            self.tasks[id][place] = value
            self.model.commit("updated", id, self.tasks[id][0], renamed=key == "name")

    def remove(self, which: int) -> None:
        if self.tasks:
            id = list(self.tasks)[which % len(self.tasks)]
            self.api.delete(f"/tasks/{id}")
            self.model.commit("deleted", id, self.tasks.pop(id)[0])

    def answer(self, which: int, status: int) -> None:
        for place in self._one(which):
            self.receivers[place].answers = [status]
            self.model.hooks[place].answer = status

    def move(self, seconds: int) -> None:
        self.mock.clock.advance(timedelta(seconds=seconds))
        self.model.advance(seconds)

    def fail(self, which: int, moves: list[int]) -> None:
        """A receiver is down while something happens and for some time after."""
        self.answer(which, 500)
        self.create(9)
        for seconds in moves:
            self.move(seconds)
        self.answer(which, 200)
        self.move(3_720)

    def fail_from_the_start(self, lasts: int, moves: list[int]) -> None:
        """The same with a new webhook, so that retries fall due when it expires."""
        self.subscribe(EVENTS[0], True, lasts, True)
        self.fail(len(self.receivers) - 1, moves)

    def activate(self, which: int) -> None:
        for place in self._one(which):
            headers = {"X-Hook-Secret": self.secrets[place]}
            answer = self.api.call("PUT", f"/webhooks/{self.ids[place]}/activate.json", headers=headers)
            assert answer.status_code == (404 if place in self.deleted else 200)
            if place not in self.deleted:
                self.model.hooks[place].status = "enabled"

    def renew(self, which: int, lasts: int) -> None:
        for place in self._one(which):
            if place not in self.deleted:
                self.model.hooks[place].expires = self.model.now + lasts
                self.api.patch(f"/webhooks/{self.ids[place]}", {"expires_at": at(self.model.now + lasts)})

    def unsubscribe(self, which: int) -> None:
        for place in self._one(which):
            if place not in self.deleted:
                self.api.delete(f"/webhooks/{self.ids[place]}")
                self.model.hooks[place].status = "deleted"
                self.model.hooks[place].owed.clear()
                self.deleted.add(place)

    def _one(self, which: int) -> list[int]:
        return [which % len(self.receivers)] if self.receivers else []

    def compare(self) -> None:
        """What arrived is what the model says, in its order, each thing once."""
        for place, hook in enumerate(self.model.hooks):
            receiver, deliveries = self.receivers[place], self.mock.webhooks.deliveries(webhook=self.ids[place])
            arrived = [post for post in receiver.events if post.status in (200, 302, 410)]
            assert [payload_fields(post) for post in arrived] == [(event, record) for event, record, _ in hook.arrived]
            if hook.watches_name:
                assert [post.json["data"]["name"] for post in arrived] == [name for _, _, name in hook.arrived]
            assert all(post.verified for post in receiver.events)
            assert [delivery.sequence for delivery in deliveries if delivery.kind == "event"] == sorted(
                delivery.sequence for delivery in deliveries if delivery.kind == "event"
            )
            assert sorted(attempts(deliveries)) == sorted(hook.attempts)
            assert sum(delivery.state == "delivered" and delivery.kind == "event" for delivery in deliveries) == len(hook.arrived)
            if place not in self.deleted:
                assert self.api.get(f"/webhooks/{self.ids[place]}", "status") == {"status": hook.status}


def payload_fields(post: Received) -> tuple[str, int]:
    return post.event, post.json["data"]["id"]


def attempts(deliveries: list[Delivery]) -> list[tuple[str, int, int, int]]:
    """Event, record, number and time of every attempt to tell of an event."""
    return [
        (delivery.event, delivery.record, attempt["number"], int((parse_time(attempt["at"]) - START).total_seconds()))
        for delivery in deliveries
        if delivery.kind == "event"
        for attempt in delivery.attempts
    ]


def at(seconds: int) -> str:
    return (START + timedelta(seconds=seconds)).isoformat()


@given(history=st.lists(steps, min_size=8, max_size=25))
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_webhooks_are_told_what_the_model_says(founded: tuple[World, Any], history: list[tuple[Any, ...]]) -> None:
    with MockClio.of(founded[0].fork("default")) as mock:
        both = History(mock)
        both.subscribe(EVENTS[0], True, 3 * DAY, True)
        both.create(0)
        for name, *values in history:
            getattr(both, name)(*values)
        both.compare()
