"""Tokens and OAuth applications, steered by a handle: the same in process, over a socket and on a server elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from mockclio import MockClio
from mockclio.handle.handle import MockHandle
from mockclio.handle.tokens import IssuedToken
from mockclio.testing.fixture import Mark

HERE = "http://127.0.0.1:9999/callback"
ELSEWHERE = "http://app.example.test/callback"


def status(handle: MockHandle, token: str | IssuedToken, path: str = "/users/who_am_i.json", method: str = "GET", **sent: Any) -> int:
    value = token if isinstance(token, str) else token.access_token
    headers = {"Authorization": f"Bearer {value}"}
    return httpx.request(method, f"{handle.url}/api/v4{path}", headers=headers, trust_env=False, **sent).status_code


def ask(handle: MockHandle, redirect: str = HERE) -> httpx.Response:
    params = {"response_type": "code", "client_id": handle.tokens.application.client_id, "redirect_uri": redirect, "state": "s"}
    return httpx.get(f"{handle.url}/oauth/authorize", params=params, trust_env=False)


def exchange(handle: MockHandle, **form: str) -> httpx.Response:
    variables = handle.environment()
    secrets = (variables["CLIO_CLIENT_ID"], variables["CLIO_CLIENT_SECRET"])
    return httpx.post(f"{variables['CLIO_BASE_URL']}/oauth/token", data=form, auth=secrets, trust_env=False)


def test_the_environment_names_an_application_that_logs_in(handle: MockHandle) -> None:
    handle.tokens.approve_as(1)
    code = parse_qs(urlsplit(ask(handle).headers["Location"]).query)["code"][0]
    answer = exchange(handle, grant_type="authorization_code", code=code, redirect_uri=HERE)
    assert answer.status_code == 200
    assert status(handle, answer.json()["access_token"]) == 200
    assert exchange(handle, grant_type="authorization_code", code=code, redirect_uri=HERE).status_code == 400


def test_a_token_is_issued_for_a_user_with_scopes_and_an_age(handle: MockHandle) -> None:
    second = list(handle.client.users.list())[1]
    limited = handle.tokens.issue(user=2, scopes={"Contacts": "read"})
    assert (limited.user, limited.scopes, limited.expires_in) == (second.id, {"Contacts": "read"}, 30 * 86_400)
    body = {"data": {"type": "Company", "name": "Quay"}}
    assert [status(handle, limited, path) for path in ("/contacts.json", "/tasks.json")] == [200, 403]
    assert status(handle, limited, "/contacts.json", "POST", json=body) == 403
    assert status(handle, handle.tokens.issue(scopes=["Contacts"]), "/contacts.json", "POST", json=body) == 201
    assert handle.tokens.issue(user=str(second.id)).user == second.id
    aged = handle.tokens.issue(age=timedelta(days=29))
    assert (aged.expires_in, status(handle, aged)) == (86_400, 200)
    handle.clock.advance(timedelta(days=1, seconds=1))
    assert status(handle, aged) == 401
    assert status(handle, handle.tokens.issue(age="31d")) == 401


def test_a_token_expires_and_its_refresh_token_goes_on(handle: MockHandle) -> None:
    issued = handle.tokens.issue()
    handle.tokens.expire(issued)
    assert status(handle, issued) == 401
    answer = exchange(handle, grant_type="refresh_token", refresh_token=issued.refresh_token)
    assert (answer.status_code, status(handle, answer.json()["access_token"])) == (200, 200)
    handle.tokens.expire(handle.token)
    assert handle.http.get("/api/v4/users/who_am_i.json").status_code == 401
    with pytest.raises(ValueError, match="A refresh token does not expire: revoke it"):
        handle.tokens.expire(issued.refresh_token)
    with pytest.raises(LookupError, match="no such token"):
        handle.tokens.expire("nobody")


def test_a_token_is_revoked_alone_or_with_everything_of_its_user(handle: MockHandle) -> None:
    first, second, other = handle.tokens.issue(), handle.tokens.issue(), handle.tokens.issue(user=2)
    handle.tokens.revoke(first)
    assert [status(handle, one) for one in (first, second)] == [401, 200]
    assert exchange(handle, grant_type="refresh_token", refresh_token=first.refresh_token).status_code == 200
    handle.tokens.revoke(first.refresh_token)
    assert exchange(handle, grant_type="refresh_token", refresh_token=first.refresh_token).status_code == 400
    handle.tokens.deauthorize()
    assert [status(handle, one) for one in (second, other)] == [401, 200]
    assert exchange(handle, grant_type="refresh_token", refresh_token=second.refresh_token).status_code == 400
    handle.tokens.deauthorize(user=2)
    assert status(handle, other) == 401
    with pytest.raises(LookupError, match="no such token"):
        handle.tokens.revoke("nobody")


def test_what_cannot_be_issued_is_refused_with_what_would_be_right(handle: MockHandle) -> None:
    with pytest.raises(ValueError, match="user must be the id, the e-mail or the place"):
        handle.tokens.issue(user=99)
    with pytest.raises(ValueError, match="scopes must map names to read or write"):
        handle.tokens.issue(scopes=["Everything"])
    with pytest.raises(ValueError, match="client_id must be one of"):
        handle.tokens.issue(client_id="nobody")
    with pytest.raises(ValueError, match="user must be the id, the e-mail or the place"):
        handle.tokens.approve_as("nobody@firm.test")
    with pytest.raises(ValueError, match="redirect_hosts must be a list of host names alone"):
        handle.tokens.allow_redirect_hosts("app:80")


@pytest.mark.rule("mock.auto-approve")
def test_authorizations_are_approved_until_the_page_is_wanted_again(handle: MockHandle) -> None:
    assert ask(handle).status_code == 200
    handle.tokens.approve_as(2)
    assert ask(handle).status_code == 302
    handle.tokens.approve_as(None)
    assert ask(handle).status_code == 200


@pytest.mark.rule("mock.loopback-redirects")
def test_redirects_lead_to_hosts_that_were_named(handle: MockHandle) -> None:
    assert [ask(handle, uri).status_code for uri in (HERE, ELSEWHERE)] == [200, 400]
    handle.tokens.allow_redirect_hosts("app.example.test")
    assert [ask(handle, uri).status_code for uri in (HERE, ELSEWHERE, "http://other.example.test/")] == [200, 200, 400]


def test_a_mock_of_a_firm_takes_both_as_keywords() -> None:
    with MockClio("empty", auto_approve=1, allow_redirect_hosts=["app.example.test"]) as mock:
        assert ask(mock, ELSEWHERE).headers["Location"].startswith(f"{ELSEWHERE}?code=")
    with pytest.raises(ValueError, match="user must be"):
        MockClio("empty", auto_approve="nobody@firm.test")


def test_worlds_of_one_server_approve_for_themselves(servers: dict[str, Any]) -> None:
    for server in servers.values():
        with server.fork("small") as first, server.fork("small") as second:
            second.tokens.approve_as(1)
            assert ask(second).status_code == 302
            assert "auto_approve" not in str(first.control("GET", "settings"))
            first.tokens.approve_as(None)
            assert ask(second).status_code == 302


def test_the_mark_has_the_same_keywords() -> None:
    wanted = Mark(auto_approve="1", allow_redirect_hosts=["app"])
    assert (wanted.auto_approve, wanted.allow_redirect_hosts) == ("1", ["app"])
