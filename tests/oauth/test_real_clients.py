"""Logins through OAuth clients that nobody here wrote, over a socket, and through a real browser."""

from __future__ import annotations

import os
import re
import shutil
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from mockclio import MockClio

REDIRECT = "http://127.0.0.1:9999/callback"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def url(mock: MockClio) -> str:
    return mock.url


def allow(address: str) -> str:
    """Fill in the consent page as a person does; gives the address that it leads back to."""
    page = httpx.get(address).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page))
    user = re.findall(r'<option value="(\d+)">', page)[0]
    base = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    return httpx.post(f"{base}/oauth/authorize", data={**fields, "user_id": user, "decision": "allow"}).headers["Location"]


@pytest.mark.filterwarnings("ignore:The httpx module is deprecated")
def test_authlib_logs_in_refreshes_and_deauthorizes(url: str) -> None:
    from authlib.integrations.httpx_client import OAuth2Client

    with OAuth2Client("dev-client", "dev-secret", redirect_uri=REDIRECT, token_endpoint=f"{url}/oauth/token") as client:
        address, state = client.create_authorization_url(f"{url}/oauth/authorize")
        client.fetch_token(f"{url}/oauth/token", authorization_response=allow(address), state=state)
        assert client.get(f"{url}/api/v4/users/who_am_i").json()["data"]["name"] == "Margaret Hartwell"
        first = client.token["access_token"]
        client.refresh_token(f"{url}/oauth/token", refresh_token=client.token["refresh_token"])
        assert client.token["access_token"] != first
        token = client.token["access_token"]
        assert client.post(f"{url}/oauth/deauthorize", data={"token": token}).status_code == 200
        assert client.get(f"{url}/api/v4/users/who_am_i").status_code == 401


def test_requests_oauthlib_logs_in_refreshes_and_deauthorizes(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from requests_oauthlib import OAuth2Session

    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    session = OAuth2Session("dev-client", redirect_uri=REDIRECT)
    session.trust_env = False
    address, _ = session.authorization_url(f"{url}/oauth/authorize")
    token = session.fetch_token(f"{url}/oauth/token", authorization_response=allow(address), client_secret="dev-secret")
    assert session.get(f"{url}/api/v4/users/who_am_i").status_code == 200
    renewed = session.refresh_token(
        f"{url}/oauth/token", refresh_token=token["refresh_token"], client_id="dev-client", client_secret="dev-secret"
    )
    assert renewed["access_token"] != token["access_token"]
    assert session.post(f"{url}/oauth/deauthorize", data={"token": renewed["access_token"]}).status_code == 200
    assert session.get(f"{url}/api/v4/users/who_am_i").status_code == 401


@pytest.mark.skipif(CHROMIUM is None and os.environ.get("MOCKCLIO_REQUIRE_ALL") != "1", reason="Chromium is not installed on this machine")
@pytest.mark.parametrize("decision", ["Allow access", "Decline"])
def test_a_person_decides_in_a_browser(url: str, decision: str) -> None:
    from playwright.sync_api import sync_playwright

    params = {"response_type": "code", "client_id": "dev-client", "redirect_uri": f"{url}/oauth/approval", "redirect_on_decline": "true"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--no-first-run"])
        page = browser.new_page(java_script_enabled=False)
        page.goto(str(httpx.URL(f"{url}/oauth/authorize", params=params)))
        assert page.title() == "Authorize Dev client"
        page.select_option("select[name=user_id]", index=0)
        page.get_by_role("button", name=decision).click()
        result = parse_qs(urlsplit(page.url).query)
        title = page.title()
        browser.close()
    if decision == "Decline":
        assert title == "Failure error=access_denied"
        return
    assert title == f"Success code={result['code'][0]}"
    sent = {"grant_type": "authorization_code", "code": result["code"][0], "redirect_uri": f"{url}/oauth/approval"}
    answer = httpx.post(f"{url}/oauth/token", data=sent, auth=("dev-client", "dev-secret"))
    assert answer.status_code == 200
