"""Errors: what is tried again and what is not. Neither loses a row or does a thing twice."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import anyio
import httpx
import pytest

from mockclio import MockClio
from mockclio.client import Application, AsyncClio, Broken, Clio, Login, MemoryStore, Retries, Tokens, Unreachable, Unsure, as_dict
from mockclio.errors import APIError, Forbidden, InvalidFields, NotFound, RateLimited
from mockclio.handle.time import WorldTime
from mockclio.handle.transport import AsyncInProcess, InProcess
from mockclio.mock import IN_PROCESS
from mockclio.store.world import World
from tests.contract.support import LONG

WALKS = 1_000 if LONG else 50
ERRORS: list[tuple[str, dict[str, Any]]] = [
    ("status", {"status": 500}),
    ("status", {"status": 503, "retry_after": 2}),
    ("rate-limit", {"retry_after": 3}),
    ("base64", {}),
    ("cut", {}),
    ("truncate", {}),
    ("latency", {"delay": 45.0}),
    ("expired-token", {"count": 1}),
]
"""Everything that a walk is to survive. The client waits 30 s for an answer, so a delay of 45 s is a timeout."""


def login(mock: MockClio) -> Login:
    """A login whose refresh works: a token of the application `dev-client`."""
    from mockclio.oauth.token import issue, issue_refresh_token

    user = next(iter(mock.world.table("users").ids()))
    token = issue(mock._worlds, mock.world, user, "dev-client", None)
    refresh = issue_refresh_token(mock._worlds, mock.world, user, "dev-client", None)
    return Login(Application("dev-client", "dev-secret"), MemoryStore(Tokens(token.value, refresh.value)))


def patient(mock: MockClio, seed: int) -> Clio:
    retries = Retries(attempts=40, random=Random(seed).random)
    return Clio(auth=login(mock), base_url=IN_PROCESS, transport=InProcess(mock._answer), time=WorldTime(mock.world), retries=retries)


def async_patient(mock: MockClio, seed: int) -> AsyncClio:
    retries = Retries(attempts=40, random=Random(seed).random)
    return AsyncClio(
        auth=login(mock), base_url=IN_PROCESS, transport=AsyncInProcess(mock._answer), time=WorldTime(mock.world), retries=retries
    )


def disturb(mock: MockClio, random: Random) -> None:
    for kind, values in random.sample(ERRORS, random.randint(1, len(ERRORS))):
        mock.faults.add(kind, **{"probability": random.uniform(0.03, 0.15), **values})


LISTS: list[tuple[str, str, dict[str, Any]]] = [
    ("matters", "id,etag,status", {}),
    ("contacts", "id,name", {"type": "Person"}),
    ("activities", "id,quantity", {}),
    ("contacts", "id,name", {"order": "name(asc)", "offset": 0}),
    ("tasks", "id,name,matter{id}", {}),
]


@pytest.mark.parametrize("seed", range(WALKS))
def test_a_walk_with_errors_finds_exactly_the_rows_of_a_walk_without(small: World, seed: int) -> None:
    random = Random(seed)
    name, fields, arguments = random.choice(LISTS)
    limit = random.randint(3, 25)
    with MockClio.of(small.fork("default")) as mock, patient(mock, seed) as clio:
        calm = [as_dict(row) for row in getattr(clio, name).select(fields).list(limit=limit, **arguments)]
        disturb(mock, random)
        if seed % 2:
            disturbed = [as_dict(row) for row in getattr(clio, name).select(fields).list(limit=limit, **arguments)]
        else:
            disturbed = anyio.run(_walk, async_patient(mock, seed), name, fields, {"limit": limit, **arguments}, random.randint(0, 2))
    assert calm
    assert disturbed == calm


async def _walk(clio: AsyncClio, name: str, fields: str, arguments: dict[str, Any], ahead: int) -> list[dict[str, Any]]:
    async with clio:
        return [as_dict(row) async for row in getattr(clio, name).select(fields).list(**arguments).prefetch(ahead)]


@pytest.mark.parametrize("seed", range(WALKS // 2))
def test_no_write_happens_twice_and_each_failure_says_whether_it_may_have_happened(small: World, seed: int) -> None:
    random = Random(seed)
    with MockClio.of(small.fork("default")) as mock, patient(mock, seed) as clio:
        disturb(mock, random)
        before = set(mock.world.table("notes").ids())
        matter = next(iter(mock.world.table("matters").ids()))
        rows = [{"type": "Matter", "matter": {"id": matter}, "subject": f"Note {number}", "detail": "x"} for number in range(12)]
        outcomes = clio.notes.select("id,subject").create_many(rows, at_once=1)
        mock.faults.clear()
        made = [mock.world.table("notes")[id]["subject"] for id in mock.world.table("notes").ids() if id not in before]
    assert len(made) == len(set(made))
    for outcome in outcomes:
        if outcome.error is None:
            assert outcome.row["subject"] in made
        elif not isinstance(outcome.error, Unsure):
            assert isinstance(outcome.error, APIError)
            assert outcome.error.status in (500, 503)
            assert any("not sent again" in note for note in outcome.error.__notes__)


def answering(*answers: httpx.Response | type[Exception]) -> tuple[Clio, list[httpx.Request]]:
    """A client whose server gives these answers one after the other, and what it was asked."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        given = answers[len(requests) - 1]
        if isinstance(given, type):
            raise given("the wire is cut")
        return given

    return Clio(
        "secret-token", base_url="http://clio.test", transport=httpx.MockTransport(answer), time=Still(), retries=Retries(attempts=3)
    ), requests


class Still:
    """A clock that moves when somebody waits, and remembers how long."""

    def __init__(self) -> None:
        self.moment, self.waits = 1_000_000.0, []

    def now(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.moment += seconds

    async def wait(self, seconds: float) -> None:
        self.sleep(seconds)


OK = httpx.Response(200, json={"data": {"id": 1}})


@pytest.mark.parametrize("broken", [httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.WriteError])
def test_a_read_is_tried_again_and_a_write_is_not(broken: type[Exception]) -> None:
    clio, requests = answering(broken, httpx.Response(502, text="<title>Bad Gateway</title>"), OK)
    assert clio.matters.get(1).id == 1
    assert len(requests) == 3

    writes: list[Callable[[Clio], Any]] = [
        lambda clio: clio.task_types.create(name="x"),
        lambda clio: clio.task_types.update(1, name="x"),
        lambda clio: clio.notes.delete(1),
    ]
    for write in writes:
        clio, requests = answering(broken)
        with pytest.raises(Unsure, match="not sent again, because it is unknown whether it was done"):
            write(clio)
        assert len(requests) == 1


@pytest.mark.parametrize("unsent", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
def test_what_never_left_is_tried_again_even_if_it_writes(unsent: type[Exception]) -> None:
    clio, requests = answering(unsent, unsent, httpx.Response(201, json={"data": {"id": 1}}))
    assert clio.task_types.create(name="x").id == 1
    assert len(requests) == 3
    clio, _ = answering(unsent, unsent, unsent)
    with pytest.raises(Unreachable, match="no answer in 3 attempts"):
        clio.task_types.create(name="x")


def test_a_read_that_fails_each_time_ends_with_what_happened() -> None:
    clio, _ = answering(httpx.ReadError, httpx.ReadError, httpx.ReadError)
    with pytest.raises(Broken, match=r"GET /api/v4/matters/1\.json had no answer in 3 attempts"):
        clio.matters.get(1)


def test_a_rate_limit_is_waited_for_as_long_as_it_says_whatever_the_method() -> None:
    limited = httpx.Response(429, headers={"Retry-After": "7"}, json={"error": {"type": "RateLimited", "message": "slow down"}})
    clio, requests = answering(limited, httpx.Response(201, json={"data": {"id": 1}}))
    clio.task_types.create(name="x")
    assert len(requests) == 2
    assert 7 <= sum(clio._exchange.backend.time.waits) < 10  # type: ignore[attr-defined]


def test_the_refusal_in_base64_is_a_rate_limit_under_any_status() -> None:
    for status in (200, 429):
        disguised = httpx.Response(status, json={"metadata": {"encodingDecoded": "text/plain"}, "data": "eyJ0eXBlIjoiUmF0ZUxpbWl0ZWQifQ=="})
        clio, requests = answering(disguised, OK)
        assert clio.matters.get(1).id == 1
        clio, requests = answering(disguised, disguised, disguised)
        with pytest.raises(RateLimited) as caught:
            clio.matters.get(1)
        assert (caught.value.status, caught.value.retry_after, len(requests)) == (429, None, 3)


def test_errors_carry_status_type_message_rule_and_request(clio: Clio) -> None:
    with pytest.raises(InvalidFields) as caught:
        clio.matters.select("id,clinet").list().first()
    error = caught.value
    assert (error.status, error.type, error.message) == (400, "InvalidFields", "clinet is not a valid field")
    assert error.rule.startswith("fields.")
    assert str(error.request.url).endswith("/api/v4/matters.json?fields=id%2Cclinet&limit=1&order=id%28asc%29")
    with pytest.raises(NotFound):
        clio.matters.get(1)


def test_a_page_of_a_firewall_is_an_error_with_its_title() -> None:
    clio, _ = answering(httpx.Response(403, html="<html><head><title>403 Forbidden &amp; more</title></head></html>"))
    with pytest.raises(Forbidden, match="403 Forbidden & more"):
        clio.matters.get(1)


def test_several_threads_stay_under_the_limit_that_the_headers_tell(mock: MockClio) -> None:
    mock.world.settings.rate_limit = 20
    with Clio(mock.token, base_url=IN_PROCESS, transport=InProcess(mock._answer), time=WorldTime(mock.world)) as clio:
        outcomes = clio.task_types.create_many([{"name": f"Type {number}"} for number in range(70)], at_once=8)
    assert [outcome.error for outcome in outcomes] == [None] * 70
    statuses = [request.status for request in mock.requests if request.status == 429]
    assert statuses == []


def test_secrets_are_in_no_repr(mock: MockClio) -> None:
    auth = Login(Application("id", "app-secret"), MemoryStore(Tokens("access-1", "refresh-1")))
    clio = Clio(auth=auth, base_url="http://clio.test")
    webhook = mock.client.webhooks.select("id,shared_secret").create(url="http://127.0.0.1:9/x", model="matter", fields="id")
    shown = repr([clio, clio.oauth, auth, auth.application, auth.store.load(), webhook, Clio("tok-1"), vars(clio)["_exchange"]])
    for secret in ("app-secret", "access-1", "refresh-1", "tok-1", webhook.shared_secret):
        assert secret not in shown


def test_the_old_name_of_the_longest_retry_after_works_and_says_the_new_one() -> None:
    with pytest.deprecated_call(match="longest_retry_after"):
        retries = Retries(longest_told=3.0, random=lambda: 0.0)
    assert retries.longest_retry_after == 3.0
    with pytest.deprecated_call(match="retry_after"):
        assert retries.wait(1, told=9.0) == 3.0
    assert retries == Retries(longest_retry_after=3.0, random=retries.random)
