"""Everything that getting in can refuse, on demand: exact status, headers and body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from tests.oauth.flow import Flow
from tests.oauth.test_token import INVALID_CLIENT, INVALID_GRANT, INVALID_TOKEN

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache", "Content-Type": "application/json; charset=utf-8"}
BASIC = {**NO_STORE, "WWW-Authenticate": 'Basic realm="OAuth2 Token Endpoint"'}
BEARER = {
    "Content-Type": "application/json; charset=utf-8",
    "WWW-Authenticate": 'Bearer realm="Protected by OAuth 2.0", error="invalid_token", '
    'error_description="The access token provided is expired, revoked, malformed or invalid for other reasons."',
}
PAGE = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}


def declined(flow: Flow) -> httpx.Response:
    return flow.decide(flow.ask(), "decline")


def expired_code(flow: Flow) -> httpx.Response:
    code = flow.code()
    flow.mock.clock.advance(timedelta(minutes=10))
    return flow.token(grant_type="authorization_code", code=code)


def used_code(flow: Flow) -> httpx.Response:
    code = flow.code()
    flow.token(grant_type="authorization_code", code=code)
    return flow.token(grant_type="authorization_code", code=code)


def wrong_redirect(flow: Flow) -> httpx.Response:
    return flow.token(grant_type="authorization_code", code=flow.code(), redirect_uri="http://127.0.0.1:9999/other")


def unregistered_redirect(flow: Flow) -> httpx.Response:
    return flow.ask(redirect_uri="https://elsewhere.example/")


def wrong_secret(flow: Flow) -> httpx.Response:
    return flow.token(grant_type="authorization_code", code=flow.code(), client_secret="wrong")


def revoked_token(flow: Flow) -> httpx.Response:
    token = flow.login()["access_token"]
    flow.mock.http.post("/_mockclio/tokens/revoke", json={"token": token})
    return flow.get(token)


def revoked_refresh_token(flow: Flow) -> httpx.Response:
    refresh = flow.login()["refresh_token"]
    flow.mock.http.post("/_mockclio/tokens/revoke", json={"token": refresh})
    return flow.token(grant_type="refresh_token", refresh_token=refresh)


def expired_token(flow: Flow) -> httpx.Response:
    return flow.get(flow.mock.http.post("/_mockclio/tokens", json={"age": "30d"}).json()["access_token"])


def token_of_another_region(flow: Flow) -> httpx.Response:
    return flow.get(flow.mock.http.post("/_mockclio/tokens", json={"region": "eu"}).json()["access_token"])


def application_of_another_region(flow: Flow) -> httpx.Response:
    sent = {"client_id": "dev-client", "client_secret": "dev-secret", "grant_type": "refresh_token", "refresh_token": "x"}
    return flow.http.post("/oauth/token", data=sent, headers={"Host": "au.app.clio.com"})


TABLE: list[tuple[Callable[[Flow], httpx.Response], int, dict[str, str], Any]] = [
    (declined, 400, PAGE, "The user declined to give access."),
    (unregistered_redirect, 400, PAGE, "is not registered."),
    (expired_code, 400, NO_STORE, INVALID_GRANT),
    (used_code, 400, NO_STORE, INVALID_GRANT),
    (wrong_redirect, 400, NO_STORE, INVALID_GRANT),
    (revoked_refresh_token, 400, NO_STORE, INVALID_GRANT),
    (wrong_secret, 401, BASIC, INVALID_CLIENT),
    (application_of_another_region, 401, BASIC, INVALID_CLIENT),
    (revoked_token, 401, BEARER, INVALID_TOKEN),
    (expired_token, 401, BEARER, INVALID_TOKEN),
    (token_of_another_region, 401, BEARER, INVALID_TOKEN),
]


@pytest.mark.rule("oauth.token-errors", "oauth.dead-token-is-invalid-token", "oauth.decline", "oauth.client-credentials")
@pytest.mark.parametrize(("provoke", "status", "headers", "body"), TABLE, ids=[row[0].__name__ for row in TABLE])
def test_a_refusal_has_its_exact_status_headers_and_body(
    mock: MockClio, provoke: Callable[[Flow], httpx.Response], status: int, headers: dict[str, str], body: Any
) -> None:
    response = provoke(Flow(mock))
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in headers} == headers
    if isinstance(body, str):
        assert body in response.text
    else:
        assert response.json() == body
