"""The authorization-code flow as a browser and an application go through it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from mockclio import MockClio

REDIRECT = "http://127.0.0.1:9999/callback"


class Flow:
    """One application at one mock; no bearer token is sent unless a call brings it."""

    def __init__(self, mock: MockClio, client_id: str = "dev-client", client_secret: str = "dev-secret", redirect: str = REDIRECT) -> None:
        self.mock, self.client_id, self.client_secret, self.redirect = mock, client_id, client_secret, redirect
        self.http = httpx.Client(transport=httpx.WSGITransport(app=mock.app), base_url="http://mockclio.test")

    def ask(self, **changes: str) -> httpx.Response:
        params = {"response_type": "code", "client_id": self.client_id, "redirect_uri": self.redirect, "state": "xyz", **changes}
        return self.http.get("/oauth/authorize", params={name: value for name, value in params.items() if value})

    def decide(self, page: httpx.Response, decision: str = "allow", user: str = "", **headers: str) -> httpx.Response:
        """Send the form of the consent page."""
        fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text))
        users = re.findall(r'<option value="(\d+)">', page.text)
        return self.http.post("/oauth/authorize", data={**fields, "user_id": user or users[0], "decision": decision}, headers=headers)

    def code(self, **changes: str) -> str:
        location = self.decide(self.ask(**changes)).headers["Location"]
        return parse_qs(urlsplit(location).query)["code"][0]

    def token(self, **changes: str) -> httpx.Response:
        sent = {"client_id": self.client_id, "client_secret": self.client_secret, "redirect_uri": self.redirect, **changes}
        return self.http.post("/oauth/token", data={name: value for name, value in sent.items() if value})

    def login(self) -> dict[str, Any]:
        response = self.token(grant_type="authorization_code", code=self.code())
        assert response.status_code == 200, response.text
        return dict(response.json())

    def get(self, token: str, path: str = "/users/who_am_i", **headers: str) -> httpx.Response:
        return self.http.get(f"/api/v4{path}", headers={"Authorization": f"Bearer {token}", **headers})
