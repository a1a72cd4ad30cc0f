"""Permissions that end, by the application or by the user."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.assembly import post_to_callback
from tests.oauth.flow import Flow

CALLBACK = "http://127.0.0.1:9999/deauthorized"


@pytest.fixture
def notices(mock: MockClio) -> list[tuple[str, dict[str, Any]]]:
    """What the application's deauthorization callback hears."""
    received: list[tuple[str, dict[str, Any]]] = []
    worlds = mock.app.extensions["worlds"]
    worlds.on_deauthorized.remove(post_to_callback)
    worlds.on_deauthorized.add(lambda url, body: received.append((url, body)))
    mock.world.access.applications["dev-client"].deauthorization_url = CALLBACK
    return received


@pytest.mark.rule("oauth.deauthorize", "oauth.deauthorization-callback")
def test_an_application_gives_one_token_back(flow: Flow, notices: list[Any], office: Any) -> None:
    login = flow.login()
    token = login["access_token"]
    answer = flow.http.post("/oauth/deauthorize", data={"token": token}, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert flow.get(token).status_code == 401
    assert flow.token(grant_type="refresh_token", refresh_token=login["refresh_token"]).status_code == 200
    assert notices == [(CALLBACK, {"client_id": "dev-client", "user_id": office["user.owner"], "access_token": token})]


@pytest.mark.rule("oauth.deauthorize")
def test_deauthorizing_needs_a_good_token_and_names_one_of_the_same_grant(flow: Flow) -> None:
    assert flow.http.post("/oauth/deauthorize", data={"token": "x"}).status_code == 401
    token = flow.login()["access_token"]
    answer = flow.http.post("/oauth/deauthorize", data={"token": "dev-token"}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert flow.get("dev-token").status_code == 200


@pytest.mark.rule("oauth.deauthorization-callback")
def test_a_user_takes_everything_back(flow: Flow, mock: MockClio, notices: list[Any], office: Any) -> None:
    login = flow.login()
    mock.http.post("/_mockclio/tokens/revoke", json={"client_id": "dev-client"}).raise_for_status()
    assert flow.get(login["access_token"]).status_code == 401
    refused = flow.token(grant_type="refresh_token", refresh_token=login["refresh_token"])
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert notices == [(CALLBACK, {"client_id": "dev-client", "user_id": office["user.owner"], "access_token": "all"})]


def test_a_single_token_is_revoked_on_demand(flow: Flow, mock: MockClio) -> None:
    login = flow.login()
    for name in ("access_token", "refresh_token"):
        assert mock.http.post("/_mockclio/tokens/revoke", json={"token": login[name]}).json() == {"revoked": 1}
    assert flow.get(login["access_token"]).status_code == 401
    assert flow.token(grant_type="refresh_token", refresh_token=login["refresh_token"]).status_code == 400
