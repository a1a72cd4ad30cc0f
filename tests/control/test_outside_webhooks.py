"""Deliveries seen and steered from a second process: the server there sends to a receiver behind a socket here."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest

from mockclio.webhooks.receiver import Receiver
from tests.control.outside import Outside, shows
from tests.control.test_worlds import PERSON
from tests.webhooks.sockets import listening


class Hooked:
    """A webhook for contacts, its handshake done, and the receiver that hears it."""

    def __init__(self, outside: Outside, receiver: Receiver, address: str) -> None:
        self.outside, self.receiver = outside, receiver
        body = {"url": f"{address}/hook", "model": "contact", "fields": "id,name"}
        self.id = outside.api.post("/webhooks", body)["id"]
        self.arrives(event="handshake")

    def arrives(self, **which: object) -> dict:  # type: ignore[type-arg]
        """The first delivery that fits and has arrived; asks again while it has not."""
        for _ in range(20):
            answer = self.outside.get("webhooks/wait", webhook=self.id, timeout=1, **which)
            if answer["delivery"]:
                return answer["delivery"]
        raise AssertionError(answer["message"])

    def make(self) -> int:
        return int(self.outside.api.post("/contacts", PERSON["data"])["id"])


@pytest.fixture
def hooked(outside: Outside) -> Iterator[Hooked]:
    receiver = Receiver()
    with listening(receiver) as address:
        yield Hooked(outside, receiver, address)


@shows("GET /webhooks/deliveries", "GET /webhooks/deliveries/{id}", "GET /webhooks/wait", "POST /webhooks/deliveries/{id}/resend")
def test_deliveries_are_waited_for_listed_and_sent_again(outside: Outside, hooked: Hooked) -> None:
    made = hooked.make()
    result = hooked.arrives(event="created", record=made)
    assert outside.get(f"webhooks/deliveries/{result['id']}")["delivery"] == result
    assert outside.get("webhooks/deliveries", event="created")["deliveries"] == [result]
    again = outside.post(f"webhooks/deliveries/{result['id']}/resend")["delivery"]
    hooked.arrives(after=again["id"] - 1)
    assert [(post.body.decode(), post.verified) for post in hooked.receiver.events] == [(result["body"], True)] * 2


@shows("POST /webhooks/replay")
def test_a_stretch_of_history_is_sent_again(outside: Outside, hooked: Hooked) -> None:
    first, second, third = (hooked.make() for _ in range(3))
    hooked.arrives(record=third)
    stretch = {"webhook": hooked.id, "first": hooked.arrives(record=first)["id"], "last": hooked.arrives(record=second)["id"]}
    again = outside.post("webhooks/replay", **stretch)
    assert (again["replayed"], [row["record"] for row in again["deliveries"]]) == (2, [first, second])
    hooked.arrives(after=again["deliveries"][1]["id"] - 1)
    assert [post.json["data"]["id"] for post in hooked.receiver.events] == [first, second, third, first, second]
    assert all(post.verified for post in hooked.receiver.events)
    assert outside.post("webhooks/replay", since="2030-01-01T00:00:00Z") == {"replayed": 0, "deliveries": []}


@shows("GET /webhooks/why")
def test_it_is_said_why_nothing_was_sent(outside: Outside, hooked: Hooked) -> None:
    outside.api.patch(f"/webhooks/{hooked.id}", {"events": ["deleted"]})
    made = hooked.make()
    (entry,) = outside.get("webhooks/why", webhook=hooked.id, record=made)["changes"]
    assert (entry["reason"], entry["event"], entry["sent"]) == ("event", "created", False)


@shows("GET /webhooks/interventions", "POST /webhooks/interventions", "DELETE /webhooks/interventions", "POST /webhooks/deliver")
def test_delivery_faults_answer_for_the_receiver_and_lose_deliveries(outside: Outside, hooked: Hooked) -> None:
    outside.post("clock", frozen=True)
    outside.post("webhooks/interventions", action="respond", answers=[500, 200], event="created")
    made = hooked.make()
    (row,) = outside.get("webhooks/interventions")["interventions"]
    assert row["action"] == "respond"
    outside.post("clock", advance="2m")
    assert outside.post("webhooks/deliver") == {"attempts": 0}, "threads send"
    result = hooked.arrives(event="created", record=made)
    assert ([attempt["status"] for attempt in result["attempts"]], hooked.receiver.events) == ([500, 200], [])
    outside.post("webhooks/interventions", action="drop", times=5)
    lost = hooked.make()
    assert [row["state"] for row in outside.get("webhooks/deliveries", record=lost)["deliveries"]] == ["dropped"]
    assert outside.delete("webhooks/interventions") == {"cleared": 1}


@shows("GET /webhooks/sending", "POST /webhooks/sending")
def test_threads_rest_while_nothing_is_sent_by_itself(outside: Outside, hooked: Hooked) -> None:
    state = outside.get("webhooks/sending")
    assert (state["automatic"], state["threads"], state["last"]) == (True, True, 1)
    assert outside.post("webhooks/sending", automatic=False)["automatic"] is False
    made = hooked.make()
    assert [row["state"] for row in outside.get("webhooks/deliveries", record=made)["deliveries"]] == ["owed"]
    assert outside.post("webhooks/deliver") == {"attempts": 1}
    assert [post.event for post in hooked.receiver.events] == ["created"]
    later = hooked.make()
    outside.post("webhooks/sending", automatic=True)
    hooked.arrives(event="created", record=later)


def test_news_is_waited_for_where_threads_send(outside: Outside, hooked: Hooked) -> None:
    known = outside.get("webhooks/sending")["changes"]
    before = monotonic()
    assert outside.get("webhooks/sending", changes=known, timeout=0.05)["changes"] == known
    assert 0.05 <= monotonic() - before < 5
    made = hooked.make()
    while not outside.get("webhooks/deliveries", record=made, state="delivered")["deliveries"]:
        news = outside.get("webhooks/sending", changes=known)
        assert (news["last"], news["changes"] > known) == (2, True)
        known = news["changes"]
