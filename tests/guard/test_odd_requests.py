"""No value of a request is a fault of the mock: each odd one is refused with a clear text, or taken."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from tests.api import Api

LONG = "9" * 5_000
ADDRESSES = [
    *("http://[", "http://[::1", "http://127.0.0.1\r\nX: y/", "http://127.0.0.1:99999/", "http://127.0.0.1:abc/", "http://127.0.0.1:0/"),
    *("http://127.0.0.1/#here", "http://127.0.0.1/\t", "javascript:alert(1)", "data:text/html,x", "file:///x", "//127.0.0.1/", ""),
    *("http://evil.test\\@127.0.0.1/", "http://a..localhost/", f"http://{'a' * 70_000}.localhost/", f"http://127.0.0.1:{LONG}/"),
]
VALUES: list[Any] = [LONG, "\u00b2", "\u0661", "-1", "1.5", "", "nan", "inf", [], {}, 5, -1, True, 1e12]
DATES = ["0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "9999-12-31"]
FAULTS = [
    *("status; kind=x", "latency; now=5; starts=5s", f"latency; delay={LONG}", f"latency; starts={LONG}", LONG, "status; id=5", "status=1"),
    *("status; status=500.5", "status; retry_after=1.5", "status; count=\u00b2", "\u00b2", "status; hits=5", "; ; ;", "latency; delay=."),
]
TOKEN = {"grant_type": "refresh_token", "client_id": "dev-client", "client_secret": "dev-secret", "refresh_token": "x"}


@pytest.fixture
def http(mock: MockClio) -> Iterator[httpx.Client]:
    """A client over a socket, because only there each byte of a header arrives."""
    token = {"Authorization": f"Bearer {mock.token}"}
    with httpx.Client(base_url=mock.url, headers=token, trust_env=False, timeout=20) as client:
        yield client


def sound(answer: httpx.Response) -> bool:
    return answer.status_code < 500


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda text: ascii(text)[:40])
def test_an_odd_redirect_is_a_page_and_no_redirect(mock: MockClio, http: httpx.Client, address: str) -> None:
    mock.world.access.applications["dev-client"].redirect_uris = [address]
    authorization = {"response_type": "code", "client_id": "dev-client", "redirect_uri": address, "redirect_on_decline": "true"}
    user = str(next(iter(mock.world.table("users")))["id"])
    for decision in ("allow", "decline"):
        answer = http.post("/oauth/authorize", data={**authorization, "decision": decision, "user_id": user})
        assert (answer.status_code, answer.headers.get("Location")) == (400, None)
        assert "is not registered" in answer.text
    mock.app.extensions["worlds"].settings.auto_approve = "1"
    if len(address) < 1_000:
        assert http.get("/oauth/authorize", params=authorization).status_code == 400


@pytest.mark.parametrize("path", ["/oauth/approval", "/x/oauth/approval"])
@pytest.mark.parametrize("scheme", ["ftp", "javascript", "data"])
def test_the_approval_page_is_a_web_page_of_this_server(http: httpx.Client, path: str, scheme: str) -> None:
    authorization = {
        "response_type": "code",
        "client_id": "strict-client",
        "redirect_uri": f"{scheme}://{http.base_url.netloc.decode()}{path}",
    }
    assert http.get("/oauth/authorize", params=authorization).status_code == 400


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address], ids=lambda text: ascii(text)[:40])
def test_an_odd_address_of_an_application_is_refused_and_nothing_is_half_done(mock: MockClio, http: httpx.Client, address: str) -> None:
    application = mock.world.access.applications["dev-client"]
    before = list(application.redirect_uris), application.permissions
    for name, value in (("deauthorization_url", address), ("redirect_uris", ["http://127.0.0.1/", address])):
        if name == "redirect_uris" or "#" not in address:
            answer = http.patch("/_mockclio/applications/dev-client", json={"scopes": {"Matters": "read"}, name: value})
            assert (answer.status_code, name in answer.json()["error"]["message"]) == (400, True)
    application.deauthorization_url = address  # as a kept file of an older version may have it
    revoked = http.post("/_mockclio/tokens/revoke", json={"client_id": "dev-client"})
    assert revoked.json() == {"revoked": "all"}
    assert (list(application.redirect_uris), application.permissions) == before


@pytest.mark.parametrize("address", ADDRESSES[:6] + ADDRESSES[7:], ids=lambda text: ascii(text)[:40])
def test_an_odd_address_of_a_webhook_is_refused(http: httpx.Client, address: str) -> None:
    body = {"url": address, "model": "contact", "fields": "id"}
    assert http.post("/api/v4/webhooks.json", json={"data": body}).status_code == 422


@pytest.mark.parametrize("fault", FAULTS, ids=lambda text: ascii(text)[:40])
def test_an_odd_fault_header_is_a_400_that_says_why(http: httpx.Client, fault: str) -> None:
    answer = http.get("/api/v4/contacts.json", headers={"X-Mockclio-Fault": fault.encode("latin-1", "replace")})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("X-Mockclio-Fault: ")


HEADERS: dict[str, list[str]] = {
    "Authorization": ["Basic \xff", "Basic !", "Bearer", "Bearer \xff", f"Basic {base64.b64encode(b'%ff:%ff').decode()}", "x"],
    "If-Modified-Since": ["Mon, 01 Jan 0001 00:00:00 +1400", "Fri, 31 Dec 9999 23:59:59 -1200", "Mon, 32 Jan 2020 00:00:00 GMT", LONG],
    "If-None-Match": ["\xff"],
    "X-API-VERSION": ["4.0.\xb2", LONG],
    "Content-Type": ["multipart/form-data", "multipart/form-data; boundary=", "application/json; charset=nope", "\xff", ";;="],
    "Origin": ["http://[", "\xff", "http://localhost:99999"],
    "Host": ["[", "localhost:99999", "\xff"],
    "X-Mockclio-Control-Token": ["\xff"],
    "X-Hook-Secret": ["\xff"],
    "Last-Event-ID": ["\xb2", LONG],
    "Content-MD5": ["\xff", "!!!"],
    "Referer": ["http://["],
}
TARGETS = [
    *(("GET", "/api/v4/users/who_am_i.json"), ("POST", "/api/v4/contacts.json"), ("POST", "/oauth/token"), ("POST", "/oauth/deauthorize")),
    *(("GET", "/oauth/authorize"), ("POST", "/oauth/authorize"), ("GET", "/_mockclio/events"), ("POST", "/_mockclio/tokens")),
    *(("PUT", "/_storage/uploads/default/x/y?X-Amz-Signature=x"), ("GET", "/_mockclio/health")),
]


@pytest.mark.parametrize("name", HEADERS)
def test_an_odd_header_is_no_fault_anywhere(http: httpx.Client, mock: MockClio, name: str) -> None:
    mock.app.extensions["worlds"].settings.control_token = "secret" if name == "X-Mockclio-Control-Token" else ""
    for value in HEADERS[name]:
        for method, path in TARGETS:
            assert sound(http.request(method, path, content=b"a=b", headers={name: value.encode("latin-1")})), (method, path, value[:40])


@pytest.mark.parametrize("signature", ["%E2%82%AC", "", "%00", "x"])
@pytest.mark.parametrize("path", ["downloads/default/x/y", "uploads/default/x/y", "uploads/default/x", "files/a/b", "files//b", ""])
def test_an_odd_signature_is_refused(http: httpx.Client, path: str, signature: str) -> None:
    for method in ("GET", "PUT", "HEAD", "DELETE"):
        query = f"X-Amz-Signature={signature}&X-Amz-Date=x&X-Amz-Expires=y&partNumber=z"
        assert http.request(method, f"/_storage/{path}?{query}").status_code in (403, 404, 405)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:20])
def test_an_odd_value_of_control_and_oauth_is_no_fault(http: httpx.Client, value: Any) -> None:
    for name in ("user", "age", "client_id", "region", "scopes"):
        assert sound(http.post("/_mockclio/tokens", json={name: value})), name
    for name in ("token", "client_id", "user"):
        assert sound(http.post("/_mockclio/tokens/revoke", json={"client_id": "dev-client", name: value})), name
    for name in ("scopes", "redirect_uris", "deauthorization_url"):
        assert sound(http.patch("/_mockclio/applications/strict-client", json={name: value})), name
    for name in ("status", "retry_after", "delay", "count", "starts", "lasts", "begins", "ends", "token", "path", "method", "message"):
        assert sound(http.post("/_mockclio/faults", json={"kind": "rate-limit", "probability": 0.5, "count": 1, name: value})), name
    http.delete("/_mockclio/faults")
    for name in ("webhook", "after", "limit", "record", "timeout", "changes", "status", "wait"):
        for route in ("webhooks/deliveries", "webhooks/sending", "webhooks/why", "requests"):
            assert sound(http.get(f"/_mockclio/{route}", params={name: str(value)})), (route, name)
    assert sound(http.post("/oauth/token", json={**TOKEN, "refresh_token": value}))
    assert sound(http.post("/oauth/token", json={**TOKEN, "client_secret": value, "client_id": value}))
    authorization = {"response_type": "code", "client_id": "dev-client", "redirect_uri": "http://127.0.0.1/", "decision": "allow"}
    assert sound(http.post("/oauth/authorize", data={**authorization, "user_id": str(value)}))
    assert sound(http.post("/api/v4/webhooks.json", json={"data": {"url": "https://a.test/", "model": value, "fields": "id"}}))


def test_an_age_beyond_a_life_is_refused(http: httpx.Client) -> None:
    answer = http.post("/_mockclio/tokens", json={"age": "900000d"})
    assert (answer.status_code, "age must be at most" in answer.text) == (400, True)


@pytest.mark.parametrize("moment", DATES)
def test_a_date_near_the_ends_of_the_calendar_is_a_422_and_a_filter_is_no_fault(api: Api, moment: str, http: httpx.Client) -> None:
    user = {"id": api.get("/users/who_am_i")["id"], "type": "User"}
    task = {"name": "x", "description": "x", "assignee": user, "due_at": moment[:10]}
    if moment[:10] == "9999-12-31":  # a date has no zone, so the last one is taken
        assert api.get(f"/tasks/{api.post('/tasks', task)['id']}", fields="due_at") == {"due_at": "9999-12-31"}
        assert sound(http.get("/api/v4/tasks.json", params={"due_at_from": "2026-01-01", "order": "due_at(desc)"}))
    else:
        assert "between the years" in api.refused(422, "POST", "/tasks", task)
    schedule = {"frequency": "daily", "time_of_day": moment, "time_zone": "America/New_York", "name": "x", "status": "active"}
    answer = http.post("/api/v4/report_schedules.json", json={"data": schedule})
    assert answer.status_code == 422
    for name in ("created_since", "updated_since"):
        assert sound(http.get("/api/v4/contacts.json", params={name: moment}))


@pytest.mark.parametrize(
    "key", [[[1], 2, 3], [{}, {}, 1], [None, None, 1], [10**30, 1, 1], [True, True, True], [2**63 - 1], [-1], ["x", 5]]
)
def test_a_page_token_that_somebody_made_up_is_no_fault(http: httpx.Client, key: list[Any]) -> None:
    for order in ("id(asc)", "name(desc)", "created_at(asc)"):
        token = base64.urlsafe_b64encode(json.dumps([order, False, *key]).encode()).decode().rstrip("=")
        assert sound(http.get("/api/v4/contacts.json", params={"order": order, "page_token": token}))


@pytest.mark.parametrize("path", ["/api/v4//x", "/api/v4/matters//1", "//api/v4/x", "/api/v4//", "/nothing"])
def test_an_odd_path_is_a_404_in_the_envelope_of_the_api(http: httpx.Client, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = http.request(method, f"{str(http.base_url).rstrip('/')}{path}")
        assert (answer.status_code, answer.json()["error"]["type"]) == (404, "NotFoundError")


@pytest.mark.parametrize("path", ["/api/v4/contacts.json", "/oauth/token", "/_mockclio/clock"])
def test_a_compressed_body_is_named(http: httpx.Client, path: str) -> None:
    answer = http.post(path, content=b"\x1f\x8b", headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})
    assert (answer.status_code, "Content-Encoding 'gzip'" in answer.text) == (400, True)
