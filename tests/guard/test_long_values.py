"""No refusal repeats a long value that was sent: not of a query, a body, a path or a header, in no answer of any route."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import accepted, parameters
from mockclio.control.routes import ROUTES
from mockclio.errors import LONGEST_VALUE, APIError
from mockclio.server import guard

LONG = {"one word": "x" * 9_000, "many words": "x x, " * 1_800}
MOST = 2 * LONGEST_VALUE
"""The characters of a value that may come back: a word without a space is cut later than a value."""
REPEATED = re.compile(rb"(?:x[, ]{0,2}){%d,}" % (LONGEST_VALUE // 3))
TAGS = sorted({operation.collection.tag for operation in operations().values()})
HEADERS = (
    *("X-API-VERSION", "Authorization", "If-Match", "If-None-Match", "Content-Type", "Accept", "X-Mockclio-Fault", "Host", "Origin"),
    *("Range", "Content-Range", "Content-Encoding"),
)
OAUTH = ("client_id", "redirect_uri", "response_type", "scope", "grant_type", "code", "refresh_token", "client_secret", "user_id")


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with MockClio(firm="small") as mock:
        yield mock.http


def echoed(answer: httpx.Response) -> int:
    """The longest part of a value in an answer that is a refusal."""
    headers = [value.encode() for name, value in answer.headers.multi_items() if name.lower() != "location"]
    repeated = [match[0] for one in [answer.content, *headers] for match in REPEATED.finditer(one)]
    return max(map(len, repeated), default=0) if answer.status_code >= 300 else 0


def requests_of(operation: AnyOperation, path: str, long: str) -> Iterator[dict[str, Any]]:
    for parameter in (*(one.wire for one in parameters(operation).values()), "fields", "page_token", long[:2_000]):
        yield {"url": path, "params": {parameter: long}}
    for name in accepted(operation.body) if operation.body else ():
        for value in (long, {"id": long}, [{"type": long, long: 1}]):
            yield {"url": path, "json": {"data": {name: value}}}
    yield {"url": f"/api/v4{re.sub(r'{.*?}', long[:3_000].replace('/', ''), operation.path)}.json"}


@pytest.mark.parametrize("tag", TAGS)
def test_no_operation_repeats_a_long_value(http: httpx.Client, tag: str) -> None:
    wrong = []
    for operation in operations().values():
        if operation.collection.tag != tag:
            continue
        path = f"/api/v4{re.sub(r'{.*?}', '1', operation.path)}.json"
        for sent in requests_of(operation, path, LONG["many words"]):
            answer = http.request(operation.method, **sent)
            if answer.status_code >= 500 or echoed(answer) > MOST:
                wrong.append((operation.method, {key: str(value)[:80] for key, value in sent.items()}, answer.text[:200]))
    assert wrong == []


@pytest.mark.parametrize("kind", LONG)
def test_no_header_and_no_path_is_repeated(http: httpx.Client, kind: str) -> None:
    long = LONG[kind].strip()
    paths = ("/api/v4/contacts.json", "/_mockclio/worlds", "/oauth/authorize", "/_storage/files/a/b")
    answers = [http.request(method, path, headers={name: long}) for name in HEADERS for path in paths for method in ("GET", "POST")]
    answers += [http.get(f"{path}{long}") for path in ("/", "/api/v4/", "/api/v9/", "/_mockclio/", "/_storage/files/", "/oauth/")]
    assert [answer.text[:200] for answer in answers if answer.status_code >= 500 or echoed(answer) > MOST] == []


@pytest.mark.parametrize("kind", LONG)
def test_no_oauth_page_repeats_a_long_value(http: httpx.Client, kind: str) -> None:
    right = {"client_id": "dev-client", "response_type": "code", "redirect_uri": "http://127.0.0.1/", "client_secret": "dev-secret"}
    answers = []
    for path in ("/oauth/authorize", "/oauth/token", "/oauth/deauthorize"):
        for name in OAUTH:
            sent = {"grant_type": "authorization_code", **right, name: LONG[kind]}
            answers += [http.get(path, params=sent), http.post(path, data=sent)]
    assert [answer.text[:200] for answer in answers if answer.status_code >= 500 or echoed(answer) > MOST] == []


@pytest.mark.parametrize("kind", LONG)
def test_no_control_route_repeats_a_long_value(http: httpx.Client, kind: str) -> None:
    long, wrong = LONG[kind], []
    for route in ROUTES:
        path = f"/_mockclio{re.sub(r'{.*?}', '1', route.path)}"
        sent: list[dict[str, Any]] = [{"url": path, "params": {name: long}} for name in (*route.query, "world", long[:2_000])]
        sent += [{"url": path, "json": {name: value}} for name in (*route.body, long) for value in (long, [long], {long: 1})]
        if "{" in route.path:
            sent.append({"url": f"/_mockclio{re.sub(r'{.*?}', long[:3_000], route.path)}", "json": {}})
        for one in sent:
            answer = http.request(route.method, **one)
            if answer.status_code >= 500 or echoed(answer) > MOST:
                wrong.append((route.method, {key: str(value)[:80] for key, value in one.items()}, answer.text[:200]))
    assert wrong == []


def test_what_stands_behind_a_long_value_stays_readable() -> None:
    error = APIError(f"There is no {'x' * 260_000} here: write one of a, b")
    assert error.message.endswith("... here: write one of a, b")
    assert len(error.message) < 500


def test_the_guard_keeps_no_long_header() -> None:
    before = guard._remembered.cache_info().currsize  # type: ignore[attr-defined]
    with MockClio(firm="empty") as mock:
        for number in range(5):
            assert mock.http.get("/api/v4/contacts.json", headers={"Origin": f"http://{number}{'x' * 50_000}"}).status_code < 500
    assert guard._remembered.cache_info().currsize <= before + 1  # type: ignore[attr-defined]
