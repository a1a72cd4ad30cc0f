"""The token endpoint, and the life of what it grants."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from typing import Any

import pytest

from mockclio import MockClio
from tests.oauth.flow import Flow

INVALID_CLIENT = {
    "error": "invalid_client",
    "error_description": "The client identifier provided is invalid, the client failed to authenticate, the client did not include its "
    "credentials, provided multiple client credentials, or used unsupported credentials type.",
}
INVALID_GRANT = {
    "error": "invalid_grant",
    "error_description": "The provided access grant is invalid, expired, or revoked (e.g. invalid assertion, expired authorization token, "
    "bad end-user password credentials, or mismatching authorization code and redirection URI).",
}
INVALID_TOKEN = {
    "error": "invalid_token",
    "error_description": "The access token provided is expired, revoked, malformed or invalid for other reasons.",
}


def test_a_login_gives_a_bearer_token_of_thirty_days_and_a_refresh_token(flow: Flow) -> None:
    response = flow.token(grant_type="authorization_code", code=flow.code())
    body = response.json()
    assert {**body, "access_token": "", "refresh_token": ""} == {
        "token_type": "bearer",
        "access_token": "",
        "expires_in": 2592000,
        "refresh_token": "",
    }
    assert all(re.fullmatch(r"[A-Za-z0-9]{40}", body[name]) for name in ("access_token", "refresh_token"))
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == ("application/json", "no-store")
    assert flow.get(body["access_token"]).json()["data"]["name"] == "Margaret Hartwell"


@pytest.mark.rule("oauth.refresh-tokens-stay")
def test_a_refresh_token_is_used_again_and_again(flow: Flow, mock: MockClio) -> None:
    first = flow.login()
    mock.clock.advance(timedelta(days=400))
    assert flow.get(first["access_token"]).status_code == 401
    for _ in range(2):
        body = flow.token(grant_type="refresh_token", refresh_token=first["refresh_token"]).json()
        assert sorted(body) == ["access_token", "expires_in", "token_type"]
        assert flow.get(body["access_token"]).status_code == 200


@pytest.mark.rule("oauth.second-authorization-ends-the-first")
@pytest.mark.parametrize(("ends", "status"), [(False, 200), (True, 400)])
def test_a_second_authorization_ends_the_first_refresh_token_where_a_setting_says_so(
    flow: Flow, mock: MockClio, ends: bool, status: int
) -> None:
    mock.world.settings = mock.world.settings.changed({"one_refresh_token": ends})
    first, second = flow.login(), flow.login()
    assert first["refresh_token"] != second["refresh_token"]
    assert flow.token(grant_type="refresh_token", refresh_token=first["refresh_token"]).status_code == status
    assert flow.token(grant_type="refresh_token", refresh_token=second["refresh_token"]).status_code == 200
    assert flow.get(first["access_token"]).status_code == 200


@pytest.mark.rule("oauth.refresh-tokens-stay")
def test_an_older_bearer_token_survives_a_refresh(flow: Flow) -> None:
    first = flow.login()
    flow.token(grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert flow.get(first["access_token"]).status_code == 200


@pytest.mark.rule("oauth.client-credentials")
def test_credentials_come_in_four_ways(flow: Flow) -> None:
    refresh = {"grant_type": "refresh_token", "refresh_token": flow.login()["refresh_token"]}
    client = {"client_id": "dev-client", "client_secret": "dev-secret"}
    basic = {"Authorization": "Basic " + base64.b64encode(b"dev-client:dev-secret").decode()}
    answers = [
        flow.http.post("/oauth/token", data={**refresh, **client}),
        flow.http.post("/oauth/token", params={**refresh, **client}),
        flow.http.post("/oauth/token", json={**refresh, **client}),
        flow.http.post("/oauth/token", data=refresh, headers=basic),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4


@pytest.mark.rule("oauth.client-credentials")
@pytest.mark.parametrize("changes", [{"client_secret": "wrong"}, {"client_secret": ""}, {"client_id": "nobody"}])
def test_a_client_that_fails_to_authenticate_is_refused(flow: Flow, changes: dict[str, str]) -> None:
    response = flow.token(**{"grant_type": "refresh_token", "refresh_token": "x", **changes})
    assert (response.status_code, response.json()) == (401, INVALID_CLIENT)
    assert response.headers["WWW-Authenticate"] == 'Basic realm="OAuth2 Token Endpoint"'


@pytest.mark.rule("oauth.client-credentials")
@pytest.mark.parametrize("header", ["Basic !!!", "Basic " + base64.b64encode(b"\xff\xfe").decode()])
def test_a_basic_header_that_cannot_be_read_is_refused(flow: Flow, header: str) -> None:
    response = flow.http.post("/oauth/token", data={"grant_type": "refresh_token"}, headers={"Authorization": header})
    assert (response.status_code, response.json()) == (401, INVALID_CLIENT)


@pytest.mark.rule("oauth.token-errors")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "nonsense"}, "invalid_grant"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "nonsense"}, "invalid_grant"),
    ],
)
def test_a_bad_grant_is_refused_in_the_words_of_the_library(flow: Flow, changes: dict[str, str], error: str) -> None:
    response = flow.token(**changes)
    assert (response.status_code, response.json()["error"]) == (400, error)
    assert response.headers["Content-Type"].startswith("application/json")


@pytest.mark.rule("oauth.token-errors")
def test_a_code_of_another_redirect_uri_or_application_is_refused(flow: Flow, strict: Flow) -> None:
    wrong = flow.token(grant_type="authorization_code", code=flow.code(), redirect_uri="http://127.0.0.1:9999/other")
    assert (wrong.status_code, wrong.json()) == (400, INVALID_GRANT)
    foreign = strict.token(grant_type="authorization_code", code=flow.code())
    assert (foreign.status_code, foreign.json()) == (400, INVALID_GRANT)
    strange = strict.token(grant_type="refresh_token", refresh_token=flow.login()["refresh_token"])
    assert (strange.status_code, strange.json()) == (400, INVALID_GRANT)


@pytest.mark.rule("oauth.token-errors")
def test_a_body_that_is_no_json_is_refused(flow: Flow) -> None:
    response = flow.http.post("/oauth/token", content=b"{", headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def no_rate_headers(headers: Any) -> bool:
    return not any(name.lower().startswith("x-ratelimit") for name in headers)


@pytest.mark.rule("oauth.no-token-is-unauthorized-error")
@pytest.mark.parametrize("headers", [{}, {"Authorization": "dev-token"}, {"Authorization": "Basic ZGV2"}, {"Authorization": "Bearer "}])
def test_without_a_bearer_token_there_is_one_401(flow: Flow, headers: dict[str, str]) -> None:
    response = flow.http.get("/api/v4/matters.json", headers=headers)
    assert (response.status_code, response.json()) == (401, {"error": {"type": "UnauthorizedError", "message": "User is not authorized"}})
    assert no_rate_headers(response.headers)


@pytest.mark.rule("oauth.unknown-token-is-invalid-token")
def test_for_an_unknown_token_there_is_another_401(flow: Flow) -> None:
    response = flow.get("nonsense")
    assert (response.status_code, response.json()) == (401, INVALID_TOKEN)
    assert response.headers["WWW-Authenticate"] == (
        'Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="' + INVALID_TOKEN["error_description"] + '"'
    )
    assert no_rate_headers(response.headers)


@pytest.mark.rule("oauth.dead-token-is-invalid-token")
def test_a_token_dies_after_thirty_days(flow: Flow, mock: MockClio) -> None:
    token = flow.login()["access_token"]
    mock.clock.advance(timedelta(days=30, seconds=-1))
    assert flow.get(token).status_code == 200
    mock.clock.advance(timedelta(seconds=1))
    assert (flow.get(token).status_code, flow.get(token).json()) == (401, INVALID_TOKEN)


@pytest.mark.rule("oauth.token-twice-is-400")
def test_a_token_may_come_as_a_parameter_but_not_twice(flow: Flow) -> None:
    assert flow.http.get("/api/v4/users/who_am_i", params={"access_token": "dev-token"}).status_code == 200
    twice = flow.http.get("/api/v4/users/who_am_i", params={"access_token": "dev-token"}, headers={"Authorization": "Bearer dev-token"})
    assert (twice.status_code, twice.json()["error"]) == (400, "invalid_request")
