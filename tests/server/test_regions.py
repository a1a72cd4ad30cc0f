"""One server plays each region."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from tests.oauth.flow import Flow


@pytest.mark.rule("oauth.token-of-another-region-is-invalid-token")
def test_a_token_of_one_region_is_refused_by_the_others(flow: Flow) -> None:
    token = flow.login()["access_token"]
    statuses = [
        flow.get(token, Host=host).status_code for host in ("app.clio.com", "eu.app.clio.com", "ca.app.clio.com", "au.app.clio.com")
    ]
    assert statuses == [200, 401, 401, 401]
    assert flow.get(token, Host="eu.app.clio.com").json()["error"] == "invalid_token"


@pytest.mark.rule("oauth.client-credentials", "oauth.bad-client-is-a-page")
def test_an_application_of_one_region_is_refused_by_the_others(flow: Flow) -> None:
    sent = {"client_id": "dev-client", "client_secret": "dev-secret", "grant_type": "refresh_token", "refresh_token": "x"}
    refused = flow.http.post("/oauth/token", data=sent, headers={"Host": "eu.app.clio.com"})
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    params = {"response_type": "code", "client_id": "dev-client", "redirect_uri": flow.redirect}
    assert flow.http.get("/oauth/authorize", params=params, headers={"Host": "eu.app.clio.com"}).status_code == 400


def test_a_server_may_be_started_in_a_region(mock: MockClio) -> None:
    mock.app.extensions["worlds"].settings.region = "ca"
    assert mock.http.get("/api/v4/matters").status_code == 401
    token = mock.http.post("/_mockclio/tokens", json={"region": "ca"}).json()["access_token"]
    assert mock.http.get("/api/v4/matters", headers={"Authorization": f"Bearer {token}"}).status_code == 200


@pytest.fixture
def flow(mock: MockClio) -> Flow:
    return Flow(mock)
