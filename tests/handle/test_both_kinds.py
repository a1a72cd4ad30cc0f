"""The same story is told of a mock in this process and of one elsewhere, with every verb of a handle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from tinydb import where

from mockclio.errors import NotFound
from mockclio.handle.deliveries import Undelivered
from mockclio.handle.handle import MockHandle, Trial
from mockclio.handle.requests import Unexpected
from mockclio.testing.server import Server
from mockclio.webhooks import delivery_queue_of
from mockclio.webhooks.deliveries import Delivery
from mockclio.webhooks.missing import NothingArrived
from mockclio.webhooks.receiver import Receiver
from tests.handle.conftest import AT

WHO = "/api/v4/users/who_am_i.json"


def status(handle: MockHandle, path: str = WHO) -> int:
    return handle.http.get(path).status_code


def contact(handle: MockHandle, name: str = "Quay") -> int:
    answer = handle.http.post("/api/v4/contacts.json", json={"data": {"type": "Company", "name": name}})
    return int(answer.json()["data"]["id"])


# The clock


def test_the_clock_is_read_moved_stopped_and_let_run(handle: MockHandle) -> None:
    clock = handle.clock
    assert (clock.now(), clock.stamp(), clock.today()) == (datetime(2026, 7, 1, 9, tzinfo=UTC), AT, date(2026, 7, 1))
    assert clock.frozen is True
    assert clock.set(datetime(2026, 7, 2, tzinfo=UTC)) == 0
    assert clock.advance(timedelta(days=1, seconds=1)) == 0
    assert clock.stamp() == "2026-07-03T00:00:01Z"
    clock.advance(timedelta(seconds=-2))
    assert clock.stamp() == "2026-07-02T23:59:59Z"
    clock.advance(timedelta(milliseconds=500))
    clock.advance(timedelta(milliseconds=500))
    assert clock.stamp() == "2026-07-03T00:00:00Z"
    clock.run()
    assert clock.frozen is False
    clock.freeze()
    assert clock.frozen is True


def test_the_client_waits_in_the_worlds_time(handle: MockHandle) -> None:
    handle.faults.add("rate-limit", count=1, retry_after=30)
    assert handle.client.users.who_am_i().id
    assert handle.clock.now() >= datetime(2026, 7, 1, 9, 0, 30, tzinfo=UTC)


# Faults


def test_a_fault_is_added_counted_paused_and_taken_away(handle: MockHandle) -> None:
    fault = handle.faults.add("status", status=503, operation="User#*")
    assert (fault.id, fault.kind, fault.status, fault.hits, fault.count, fault.method) == ("fault-1", "status", 503, 0, None, "")
    assert (fault["id"], fault["kind"], fault["status"], fault.get("count")) == ("fault-1", "status", 503, None)
    assert fault.document()["operation"] == "User#*"
    assert (status(handle), fault.hits, fault["hits"]) == (503, 1, 1)
    assert handle.faults.pause(fault.id) is True
    assert (status(handle), fault.hits, fault.paused) == (200, 1, True)
    assert handle.faults.resume(fault.id) is True
    assert (status(handle), fault.hits, fault.paused) == (503, 2, False)
    result = handle.faults.get(fault.id)
    assert result is not None
    assert result.hits == 2
    assert (handle.faults.remove(fault.id), handle.faults.remove(fault.id)) == (True, False)
    assert (handle.faults.get(fault.id), handle.faults.pause(fault.id), handle.faults.resume(fault.id)) == (None, False, False)
    assert (fault.hits, status(handle)) == (2, 200)
    with pytest.raises(AttributeError, match=r"a fault has .*not 'colour'"):
        _ = fault.colour


def test_faults_come_as_presets_and_last_for_a_stretch_of_the_clock(handle: MockHandle) -> None:
    assert [one.preset for one in handle.faults.use("maintenance")] == ["maintenance"]
    assert [one.kind for one in handle.faults] == ["status"]
    assert (len(handle.faults), handle.faults.clear(), len(handle.faults)) == (1, 1, 0)
    handle.faults.add("status", status=503, starts="10m", lasts="60s")
    results = [status(handle)]
    for seconds in (600, 60):
        handle.clock.advance(timedelta(seconds=seconds))
        results.append(status(handle))
    assert results == [200, 503, 200]
    handle.faults.add("status", status=502, begins="2026-07-01T10:00:00Z", ends="2026-07-01T11:00:00Z")
    handle.clock.set(datetime(2026, 7, 1, 10, 30, tzinfo=UTC))
    assert status(handle) == 502


def test_a_wrong_fault_is_refused_with_what_would_be_right(handle: MockHandle) -> None:
    with pytest.raises(ValueError, match="is not a kind of fault: there are status"):
        handle.faults.add("bad")
    with pytest.raises(ValueError, match="is not a preset: there are flaky"):
        handle.faults.use("bad")
    with pytest.raises(ValueError, match="begins: 'soon' is not a time"):
        handle.faults.add("status", begins="soon")
    with pytest.warns(DeprecationWarning, match="now is the time of the world's clock by itself"):
        handle.faults.add("status", status=503, lasts="60s", now=handle.clock.now())
    assert status(handle) == 503


# Requests


def test_requests_are_asserted_found_searched_and_forgotten(handle: MockHandle) -> None:
    requests = handle.requests
    requests.assert_nothing_called()
    made = contact(handle)
    status(handle, "/api/v4/contacts/1.json")
    called = requests.assert_called("POST", "/contacts", json={"name": "Quay"}, status=201, times=1)
    assert (called.method, called.operation, called.token) == ("POST", "Contact#create", handle.token)
    assert dict(called.headers)["Authorization"] == f"Bearer {handle.token}"
    assert b'"Quay"' in called.body
    assert str(made).encode() in called.answer
    requests.assert_called("GET", "/contacts/{id}", status=404)
    requests.assert_not_called("DELETE", "/contacts/{id}")
    requests.assert_order("POST /contacts", ("GET", "/contacts/1"))
    assert [one.id for one in requests.found("GET", "/contacts/1")] == [2]
    assert [one["id"] for one in requests.search(where("status") == 404)] == [2]
    assert [one["id"] for one in requests.all()] == [one.id for one in requests] == [one.id for one in requests.entries()] == [1, 2]
    assert (len(requests), requests.last, handle.last_request) == (2, 2, 2)
    result = requests.get(1)
    assert result is not None
    assert result.document()["token"] == f"{handle.token[:4]}****"
    assert (requests.get(3), requests.clear(), len(requests), requests.last) == (None, 2, 0, 2)


def test_a_secret_is_compared_as_it_was_sent_and_shown_masked(handle: MockHandle) -> None:
    hook = {"url": "https://app.test/hook", "model": "contact", "fields": "id", "shared_secret": "a-long-secret"}
    handle.http.post("/api/v4/webhooks.json", json={"data": hook})
    handle.requests.assert_called("POST", "/webhooks", json={"shared_secret": "a-long-secret"})
    with pytest.raises(Unexpected, match=r"shared_secret: 'a-lo\*\*\*\*' was expected, 'a-lo\*\*\*\*' was sent") as raised:
        handle.requests.assert_called("POST", "/webhooks", json={"shared_secret": "a-long-story"})
    assert "a-long-secret" not in str(raised.value)
    assert "a-long-secret" not in str(handle.requests.all())


def test_bytes_that_are_no_text_come_as_they_were_sent(handle: MockHandle) -> None:
    sent = bytes(range(256))
    handle.http.post("/api/v4/contacts.json", content=sent)
    assert handle.requests.entries()[0].body == sent


def test_a_request_that_was_not_made_fails_with_what_was_near(handle: MockHandle) -> None:
    contact(handle)
    with pytest.raises(Unexpected, match="'Wharf' was expected, 'Quay' was sent") as raised:
        handle.requests.assert_called("POST", "/contacts", json={"name": "Wharf"})
    assert raised.value.first == 1
    with pytest.raises(Unexpected, match="expected no POST /contacts, it was called once"):
        handle.requests.assert_not_called("POST", "/contacts")
    with pytest.raises(Unexpected, match="expected no call, there were 1"):
        handle.requests.assert_nothing_called()


# Webhooks


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def hook(handle: MockHandle, receiver: Receiver) -> Iterator[int]:
    """The id of a webhook for contacts, whose handshake was done."""
    with handle.webhooks.listening(receiver) as url:
        body = {"url": f"{url}/hook", "model": "contact", "fields": "id,name", "events": ["created", "updated"]}
        made = handle.http.post("/api/v4/webhooks.json", json={"data": body}).json()["data"]["id"]
        handle.webhooks.wait_for(event="handshake", webhook=made)
        yield made


def names(sent: list[Delivery]) -> list[str]:
    return [one.data["name"] for one in sent]


def test_deliveries_are_waited_for_and_asserted(handle: MockHandle, hook: int, receiver: Receiver) -> None:
    first, second = contact(handle, "First"), contact(handle, "Second")
    arrived = [handle.webhooks.wait_for("contact", "created", webhook=hook) for _ in range(2)]
    assert ([one.record for one in arrived], names(arrived), arrived[0].statuses) == ([first, second], ["First", "Second"], [200])
    assert handle.webhooks.wait_for("contact", after=arrived[0].id).record == second
    result = handle.webhooks.assert_delivered("contact", "created", record=second, data={"name": re.compile("Sec.*")}, times=1)
    assert (result, handle.webhooks.delivery(result.id)) == (arrived[1], arrived[1])
    assert handle.webhooks.delivery(10_000) is None
    assert [one.id for one in handle.webhooks.deliveries(after=arrived[0].id, state="delivered")] == [arrived[1].id]
    assert handle.webhooks.last == arrived[1].id
    assert handle.webhooks.deliver() == 0
    handle.webhooks.assert_nothing_delivered("matter")
    handle.webhooks.assert_nothing_delivered("contact", "updated")
    assert [post.verified for post in receiver.events] == [True, True]


def test_a_delivery_that_did_not_come_says_what_came_instead(handle: MockHandle, hook: int) -> None:
    made = contact(handle)
    handle.webhooks.wait_for("contact", "created")
    with pytest.raises(Undelivered, match="differs in name: 'Wharf' was expected, 'Quay' was sent"):
        handle.webhooks.assert_delivered("contact", "created", data={"name": "Wharf"}, timeout=0.05)
    with pytest.raises(Undelivered, match="expected no delivery of contact created, there were 1"):
        handle.webhooks.assert_nothing_delivered("contact", "created")
    handle.http.delete(f"/api/v4/contacts/{made}.json")
    with pytest.raises(NothingArrived, match=r"model='contact' event='deleted' arrived within 0.05 s.*does not subscribe to this event"):
        handle.webhooks.wait_for("contact", "deleted", timeout=0.05)
    (shown,) = [one for one in handle.webhooks.why(hook, record=made) if one["event"] == "deleted"]
    assert (shown["reason"], shown["sent"]) == ("event", False)
    assert handle.webhooks.why(hook, sequence=shown["sequence"]) == [shown]


def test_deliveries_are_sent_again(handle: MockHandle, hook: int) -> None:
    made = [contact(handle, name) for name in ("First", "Second")]
    sent = [handle.webhooks.wait_for("contact", "created", record=one) for one in made]
    again = handle.webhooks.resend(sent[0])
    assert handle.webhooks.wait_for("contact", after=again.id - 1).copy_of == sent[0].id
    assert handle.webhooks.resend(sent[1].id).copy_of == sent[1].id
    with pytest.raises(LookupError, match="no delivery 10000"):
        handle.webhooks.resend(10_000)
    copies = handle.webhooks.replay(webhook=hook, since=datetime(2026, 7, 1, tzinfo=UTC), first=sent[0].id, last=sent[1].id)
    assert [one.copy_of for one in copies] == [sent[0].id, sent[1].id]
    with pytest.raises(ValueError, match="the stretch ends before it begins"):
        handle.webhooks.replay(first=2, last=1)


def test_the_next_deliveries_suffer_what_they_are_told_to(handle: MockHandle, hook: int, receiver: Receiver) -> None:
    webhooks = handle.webhooks
    rows = [
        webhooks.drop(event="deleted"),
        webhooks.delay(timedelta(minutes=15), event="deleted"),
        webhooks.delay("1h", times=2, event="deleted"),
        webhooks.duplicate(event="deleted"),
        webhooks.reorder(3, event="deleted"),
        webhooks.corrupt(event="deleted"),
        webhooks.respond(500, None, {"status": 200, "body": "done"}, webhook=hook, event="created"),
    ]
    assert list(webhooks.delivery_faults()) == rows
    shown = [(row["action"], row["left"], row["seconds"]) for row in rows]
    delays = [("delay", 1, 900), ("delay", 2, 3600)]
    assert shown == [("drop", 1, 0), *delays, ("duplicate", 1, 0), ("reorder", 3, 0), ("corrupt", 1, 0), ("respond", 3, 0)]
    made = contact(handle)
    for statuses, minutes in (("500", 2), ("500, no answer", 4)):
        with pytest.raises(Undelivered, match=f"hook {hook}: {statuses}: waiting"):
            webhooks.assert_nothing_delivered("contact", "created", record=made)
        handle.clock.advance(timedelta(minutes=minutes))
    assert webhooks.assert_delivered("contact", "created").statuses == [500, None, 200]
    assert receiver.events == []
    assert (webhooks.clear(), list(webhooks.delivery_faults())) == (6, [])


def test_nothing_is_sent_by_itself_when_the_test_wants_to_do_it(handle: MockHandle, hook: int, receiver: Receiver) -> None:
    assert handle.webhooks.automatic is True
    handle.webhooks.automatic = False
    assert handle.webhooks.automatic is False
    contact(handle)
    assert [one.state for one in handle.webhooks.deliveries(event="created")] == ["owed"]
    with pytest.raises(Undelivered, match="owed"):
        handle.webhooks.assert_delivered("contact", "created")
    assert (handle.webhooks.deliver(), [post.event for post in receiver.events]) == (1, ["created"])
    contact(handle)
    handle.webhooks.automatic = True
    handle.webhooks.assert_delivered("contact", "created", times=2)


def test_of_many_deliveries_none_is_left_out(servers: dict[str, Any]) -> None:
    with servers["in process"].fork("empty", AT) as mock:
        delivery_queue = delivery_queue_of(mock.world)
        about = {"kind": "event", "webhook": 1, "model": "contact", "event": "created", "body": '{"data":{}}', "state": "canceled"}
        for number in range(2_100):
            delivery_queue.deliveries.add(**about, record=number, sequence=number)
        assert [one.record for one in mock.webhooks.deliveries(model="contact")] == list(range(2_100))
        copies = mock.webhooks.replay(first=51)
        assert [one.copy_of for one in copies] == list(range(51, 2_101))


# What Clio does, and the handle itself


def test_clio_bills_credits_and_is_paid(handle: MockHandle) -> None:
    matter = handle.client.matters.create(client={"id": contact(handle)}, description="Lease").id
    entry = {"type": "TimeEntry", "date": "2026-06-30", "quantity": 7200, "price": 200, "matter": {"id": matter}}
    assert handle.http.post("/api/v4/activities.json", json={"data": entry}).status_code == 201
    bill = handle.bill(matter, state="awaiting_payment")["id"]
    assert handle.pay(bill, amount=100)["id"]
    assert handle.credit(bill)["id"]
    with pytest.raises(ValueError, match="nothing to bill"):
        handle.bill(matter)


def test_any_control_route_is_asked_and_what_is_not_there_is_a_lookup_error(handle: MockHandle) -> None:
    assert handle.control("GET", "clock", limit=0)["agenda"] == []
    with pytest.raises(ValueError, match="limit must be at least 0"):
        handle.control("GET", "clock", limit=-1)
    with pytest.raises(LookupError, match="There is no request 99"):
        handle.control("GET", "requests/99")


def test_a_world_is_reset(handle: MockHandle) -> None:
    made = contact(handle)
    handle.faults.add("status", status=500, operation="Task#*")
    handle.clock.advance(timedelta(days=1))
    handle.reset()
    assert (status(handle, f"/api/v4/contacts/{made}.json"), handle.clock.stamp(), len(handle.faults)) == (404, AT, 0)


def test_code_that_is_given_an_address_reaches_the_world(handle: MockHandle) -> None:
    variables = handle.environment()
    assert variables["CLIO_BASE_URL"] == variables["MOCKCLIO_URL"] == handle.url
    headers = {"Authorization": f"Bearer {variables['CLIO_TOKEN']}"}
    assert httpx.get(f"{variables['CLIO_API_URL']}/users/who_am_i.json", headers=headers, trust_env=False).status_code == 200
    handle.requests.assert_called("GET", "/users/who_am_i", times=1)


def test_a_trial_strikes_once_and_what_is_asked_aside_is_left_alone(handle: MockHandle) -> None:
    assert (handle.trial, handle.is_trial_reached(), handle.set_aside) == (None, False, [])
    handle.begin_trial(Trial("User#who_am_i", "401", {"kind": "expired-token", "operation": "User#who_am_i"}))
    with handle.aside():
        assert status(handle) == 200
    assert (handle.is_trial_reached(), handle.set_aside) == (False, [(1, 1)])
    assert (status(handle), handle.is_trial_reached()) == (401, True)
    with handle.aside():
        assert status(handle) == 200
    assert (status(handle), handle.set_aside) == (401, [(1, 1), (3, 3)])


def test_a_closed_handle_leaves_nothing_behind(servers: dict[str, Any]) -> None:
    for server in servers.values():
        with server.fork("small", AT) as made:
            http, token, url = made.http, made.token, made.url
            assert status(made) == 200
        assert http.is_closed
        answer = httpx.get(f"{url}{WHO}", headers={"Authorization": f"Bearer {token}"}, trust_env=False)
        assert answer.status_code == 401


def test_the_typed_client_raises_its_own_errors(handle: MockHandle) -> None:
    with pytest.raises(NotFound):
        handle.client.contacts.get(1)


def test_an_application_of_this_process_is_mounted_in_process_only(servers: dict[str, Any]) -> None:
    for server in servers.values():
        with server.fork("small", AT) as made:
            if isinstance(server, Server):
                made.webhooks.mount("https://app.test", Receiver())
            else:
                with pytest.raises(TypeError, match=r"listening\(app\)"):
                    made.webhooks.mount("https://app.test", Receiver())
