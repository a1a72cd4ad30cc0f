"""Test files of users, as the runs of these tests get them."""

from __future__ import annotations

EITHER_WAY = """
import asyncio
import os
import urllib.request
from datetime import timedelta

import pytest
from mockclio.webhooks.receiver import Receiver


@pytest.mark.mockclio(at="2026-07-01T09:00:00Z", environment=True)
def test_everything(mockclio):
    assert (os.environ["CLIO_BASE_URL"], os.environ["CLIO_TOKEN"]) == (mockclio.url, mockclio.token)
    assert mockclio.clock.frozen and mockclio.clock.stamp() == "2026-07-01T09:00:00Z"
    receiver = Receiver()
    with mockclio.webhooks.listening(receiver) as url:
        hook = mockclio.client.webhooks.create(url=f"{url}/hook", model="matter", fields="id,description", events=["created"])
        mockclio.webhooks.wait_for(event="handshake", webhook=hook.id)
        client = mockclio.http.get("/api/v4/contacts.json?limit=1").json()["data"][0]["id"]
        data = {"description": "Lease", "client": {"id": client}}
        matter = mockclio.http.post("/api/v4/matters.json", json={"data": data}).json()["data"]["id"]
        mockclio.webhooks.assert_delivered("matter", "created", record=matter, data={"description": "Lease"}, times=1)
        mockclio.webhooks.assert_nothing_delivered("contact")
        with pytest.raises(AssertionError, match="'Will' was expected, 'Lease' was sent"):
            mockclio.webhooks.assert_delivered("matter", "created", data={"description": "Will"}, timeout=0.05)
    assert [post.event for post in receiver] == ["handshake", "created"]
    mockclio.requests.assert_called("POST", "/matters", json=data, status=201, times=1)
    mockclio.requests.assert_order("POST /webhooks", "GET /contacts?limit=1", "POST /matters")
    with pytest.raises(AssertionError, match="differs in data.description: 'Will' was expected, 'Lease' was sent"):
        mockclio.requests.assert_called("POST", "/matters", json={"description": "Will"})
    mockclio.clock.advance(timedelta(days=1))
    assert mockclio.clock.stamp() == "2026-07-02T09:00:00Z"
    mockclio.reset()
    assert mockclio.http.get(f"/api/v4/matters/{matter}.json").status_code == 404


def test_faults_strike_and_the_client_waits_in_the_worlds_time(mockclio):
    before = mockclio.clock.now()
    fault = mockclio.faults.add("rate-limit", count=1, retry_after=30)
    assert mockclio.client.users.who_am_i().id
    assert mockclio.clock.now() - before >= timedelta(seconds=30)
    assert mockclio.faults.clear() == 1 and len(mockclio.faults) == 0


@pytest.mark.mockclio(faults=["flaky", 503, "cut", {"kind": "status", "status": 500, "operation": "Task#*"}])
def test_the_mark_adds_faults(mockclio):
    assert len(mockclio.faults) == 7


@pytest.mark.mockclio(firm="empty")
def test_a_firm_without_matters(mockclio):
    assert mockclio.http.get("/api/v4/matters.json").json()["data"] == []


def test_the_same_firm_is_billed(mockclio):
    client = mockclio.http.get("/api/v4/contacts.json?limit=1").json()["data"][0]["id"]
    matter = mockclio.client.matters.create(client={"id": client}, description="Lease").id
    entry = {"type": "TimeEntry", "date": "2026-05-20", "quantity": 3600, "price": 200, "matter": {"id": matter}}
    assert mockclio.http.post("/api/v4/activities.json", json={"data": entry}).status_code == 201
    bill = mockclio.bill(matter, state="awaiting_payment")
    assert bill["id"] and mockclio.pay(bill["id"])["id"]
    with pytest.raises(ValueError, match="nothing to bill"):
        mockclio.bill(matter)


def test_plain_code_goes_over_the_address(mockclio):
    asked = urllib.request.Request(f"{mockclio.url}/api/v4/users/who_am_i.json", headers={"Authorization": f"Bearer {mockclio.token}"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200
    mockclio.requests.assert_called("GET", "/users/who_am_i", times=1)


@pytest.mark.mockclio(environment=True, auto_approve="1", allow_redirect_hosts=["app.example.test"])
def test_a_user_logs_in_and_a_new_webhook_receives_at_once(mockclio):
    import httpx

    base, keys = os.environ["CLIO_BASE_URL"], (os.environ["CLIO_CLIENT_ID"], os.environ["CLIO_CLIENT_SECRET"])
    with httpx.Client(base_url=base, trust_env=False) as http:
        redirect = "http://app.example.test/callback"
        query = {"response_type": "code", "client_id": keys[0], "redirect_uri": redirect}
        code = http.get("/oauth/authorize", params=query).headers["Location"].partition("code=")[2].partition("&")[0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
        headers = {"Authorization": "Bearer " + http.post("/oauth/token", data=form, auth=keys).json()["access_token"]}
        receiver = Receiver()
        with mockclio.webhooks.listening(receiver) as url:
            hook = {"url": url, "model": "contact", "fields": "id", "events": ["created"]}
            http.post("/api/v4/webhooks.json", json={"data": hook}, headers=headers).raise_for_status()
            data = {"type": "Company", "name": "Quay"}
            http.post("/api/v4/contacts.json", json={"data": data}, headers=headers).raise_for_status()
            mockclio.webhooks.wait_until_idle()
    assert [post.event for post in receiver] == ["handshake", "created"]


def test_code_that_is_awaited(mockclio):
    async def asked():
        async with mockclio.async_client as client:
            return (await client.users.who_am_i()).id

    assert asyncio.run(asked())
"""

ISOLATION = """
import threading
import urllib.error
import urllib.request

import pytest
from mockclio.webhooks import delivery_queue_of

SEEN = {}


@pytest.mark.parametrize("number", [1, 2])
def test_a_world_has_nothing_of_the_one_before(mockclio, number):
    names = {thread.name for thread in threading.enumerate()}
    assert not [name for name in names if name.startswith(("webhook", "streams"))]
    assert len(mockclio.faults) == 0 and len(mockclio.requests) == 0
    assert mockclio.http.get("/api/v4/contacts.json?query=Leaked").json()["data"] == []
    delivery_queue = delivery_queue_of(mockclio.world)
    assert not delivery_queue.mounts.applications and not delivery_queue.hosts.mounted
    assert mockclio.token not in SEEN
    SEEN[mockclio.token] = mockclio
    mockclio.url
    mockclio.webhooks.mount("https://app.test", lambda environ, start_response: [])
    hook = {"url": "https://app.test/x", "model": "contact", "fields": "id", "events": ["created"]}
    mockclio.http.post("/api/v4/webhooks.json", json={"data": hook})
    mockclio.http.post("/api/v4/contacts.json", json={"data": {"type": "Company", "name": "Leaked"}})
    mockclio.faults.add("status", status=503)


def test_a_token_of_a_test_that_ended_leads_nowhere(mockclio):
    asked = urllib.request.Request(f"{mockclio.url}/api/v4/matters.json", headers={"Authorization": f"Bearer {next(iter(SEEN))}"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    with refused.value as answer:
        assert answer.code == 401 and b"has ended" in answer.read()
    mockclio.requests.assert_nothing_called()


def test_two_worlds_at_once_are_told_apart_by_their_tokens(mockclio, mockclio_server):
    other = mockclio_server.fork("empty")
    for world in (other, mockclio, other):
        asked = urllib.request.Request(f"{world.url}/api/v4/matters.json", headers={"Authorization": f"Bearer {world.token}"})
        urllib.request.urlopen(asked).close()
    assert (len(mockclio.requests), len(other.requests)) == (1, 2)
    assert mockclio.url == other.url == mockclio_server.url
    other.close()


def test_who_comes_without_a_token_meets_the_test_that_runs(mockclio):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{mockclio.url}/api/v4/matters.json")
    refused.value.close()
    mockclio.requests.assert_called("GET", "/matters", status=401)


def test_the_application_of_every_world_is_dev_client(mockclio):
    form = {"grant_type": "client_credentials", "client_id": "dev-client", "client_secret": "wrong"}
    assert mockclio.http.post("/oauth/token", data=form).status_code in (400, 401)
    mockclio.requests.assert_called("POST", "/oauth/token")


def test_a_receiver_that_hangs_on_is_left_behind(mockclio):
    with mockclio.webhooks.listening(lambda environ, start_response: []) as url:
        assert url.startswith("http://127.0.0.1:")
"""

WRONG_MARKS = """
import pytest


@pytest.mark.mockclio(firms="small")
def test_unknown(mockclio): ...


@pytest.mark.mockclio(sweep="maybe")
def test_sweep(mockclio): ...


@pytest.mark.mockclio(firm="nowhere")
def test_firm(mockclio): ...
"""

FAILURES = """
import pytest


def test_refused(mockclio):
    mockclio.http.get("/api/v4/users/who_am_i.json")
    answer = mockclio.http.post("/api/v4/matters.json", json={"data": {"description": "Lease"}})
    mockclio.http.post("/oauth/token", data={"client_secret": "a-long-secret", "client_id": "dev-client"})
    assert answer.status_code == 201


def test_missing(mockclio):
    mockclio.http.get("/api/v4/matters/1.json")
    mockclio.http.post("/api/v4/contacts.json", json={"data": {"type": "Company", "name": "Quay"}})
    mockclio.requests.assert_called("POST", "/contacts", json={"name": "Wharf"})


def test_untold(mockclio):
    mockclio.webhooks.mount("https://app.test", lambda environ, start_response: [start_response("500 Broken", []) and b"" or b""])
    hook = {"url": "https://app.test/x", "model": "contact", "fields": "id", "events": ["created"]}
    mockclio.http.post("/api/v4/webhooks.json", json={"data": hook})
    mockclio.webhooks.wait_for("contact", "created")


def test_many(mockclio):
    mockclio.http.get("/api/v4/matters/1.json")
    for _ in range(40):
        mockclio.http.get("/api/v4/users/who_am_i.json")
    assert False


def test_none(mockclio):
    assert False


def test_passed(mockclio):
    mockclio.http.get("/api/v4/users/who_am_i.json")


def test_without():
    assert False
"""

SWEPT = '''
import httpx
import pytest
from mockclio.errors import APIError

UPS = []


class Unreachable(Exception):
    """The application says that Clio is not there."""


def naive(http):
    """Takes everything for an answer."""
    return len(http.get("/api/v4/matters.json", params={"limit": 2}).json()["data"])


def careful(http):
    """Knows what can go wrong."""
    for _ in range(2):
        try:
            answer = http.get("/api/v4/matters.json", params={"limit": 2})
        except httpx.TransportError:
            continue
        if answer.status_code in (401, 403):
            raise Unreachable(answer.status_code)
        if answer.is_success:
            return len(answer.json()["data"])
    raise Unreachable


@pytest.fixture(scope="module")
def once():
    UPS.append("up")
    yield
    UPS.append("down")


@pytest.fixture
def anew(mockclio):
    mockclio.http.get("/api/v4/users/who_am_i.json").raise_for_status()
    return object()


@pytest.mark.mockclio(sweep=True)
def test_naive(mockclio, anew, once):
    assert naive(mockclio.http) == 2


@pytest.mark.mockclio(sweep=True, survives=Unreachable)
def test_careful(mockclio, anew, once):
    assert careful(mockclio.http) == 2


@pytest.mark.mockclio(sweep="report")
def test_told(mockclio, once):
    assert naive(mockclio.http) == 2


@pytest.mark.mockclio(sweep=True, survives=(APIError,))
def test_client(mockclio, once):
    client = mockclio.client.contacts.list(limit=1).first()
    made = mockclio.client.matters.create(client={"id": client.id}, description="Lease")
    with mockclio.aside():
        assert mockclio.http.get(f"/api/v4/matters/{made.id}.json").status_code == 200


@pytest.mark.mockclio(sweep=True)
def test_in_its_own_words(mockclio, once):
    answer = mockclio.http.get("/api/v4/tasks.json", timeout=None) if not mockclio.trial or mockclio.trial.error != "cut" else None
    if answer is not None and mockclio.trial and mockclio.trial.error.isdecimal():
        assert answer.status_code == int(mockclio.trial.error)


@pytest.mark.mockclio(sweep=True)
def test_plainly_broken(mockclio, once):
    naive(mockclio.http)
    assert False


@pytest.mark.mockclio(sweep=True)
def test_idle(mockclio, once):
    assert UPS == ["up"]


def test_after(once):
    assert UPS == ["up"]
'''
