"""The authorization-code flow over HTTP, as a browser and an application go through it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from mockclio.catalog.markup import reason_of
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data.forks import plain
from mockclio.testing.target import Target, is_mock

REDIRECT = "http://127.0.0.1:9999/Callback?from=app"
STATE = "Xy Z/12345-67890_~%&="
MOCK = {"client_id": "dev-client", "client_secret": "dev-secret", "redirect_uri": REDIRECT}
STRICT = {"client_id": "strict-client", "client_secret": "strict-secret", "redirect_uri": "http://127.0.0.1:3000/oauth/callback"}


class Flow:
    """One application at one account. No bearer token goes along unless a call brings it."""

    def __init__(self, target: Target, app: dict[str, str]) -> None:
        self.target = target
        self.client_id, self.client_secret, self.redirect = app["client_id"], app["client_secret"], app["redirect_uri"]

    @classmethod
    def of(cls, target: Target) -> Flow:
        """The application that the account was given, or the one that every mock has."""
        if target.read_only:
            raise Inconclusive("it would get a token, and this run only reads")
        if target.app is None and not is_mock(target):
            raise Inconclusive("no application was given: client id, secret and redirect URI")
        return cls(target, target.app or MOCK)

    def send(self, method: str, path: str, *, token: str = "", **options: Any) -> httpx.Response:
        return plain(self.target, method, path, token=token, **options)

    def ask(self, **changes: str) -> httpx.Response:
        """The consent page."""
        params = {"response_type": "code", "client_id": self.client_id, "redirect_uri": self.redirect, "state": STATE, **changes}
        return self.send("GET", "/oauth/authorize", params={name: value for name, value in params.items() if value})

    def decide(self, page: httpx.Response, decision: str = "allow", user: str = "", **headers: str) -> httpx.Response:
        """Send the form of the consent page, which only a mock gives without a login in a browser."""
        if not is_mock(self.target):
            raise Inconclusive("consent is given in a browser")
        if page.status_code != 200:
            raise CheckFailed("a consent page", f"status {page.status_code}: {reason_of(page.text)[:200]}", call=self.target.last)
        from html import unescape

        fields = {name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)}
        users = re.findall(r'<option value="(\d+)">', page.text)
        form = {**fields, "user_id": user or (users or ["0"])[0], "decision": decision}
        return self.send("POST", "/oauth/authorize", data=form, headers=headers)

    def back(self, answer: httpx.Response) -> dict[str, str]:
        """What the user is sent back with, which must be to the redirect URI and keep its own query."""
        if answer.status_code != 302:
            raise CheckFailed("status 302", f"status {answer.status_code}: {reason_of(answer.text)[:200]}", call=self.target.last)
        location = urlsplit(answer.headers.get("Location", ""))
        wanted = urlsplit(self.redirect)
        if (location.scheme, location.netloc, location.path, location.fragment) != (wanted.scheme, wanted.netloc, wanted.path, ""):
            raise CheckFailed(self.redirect, answer.headers.get("Location"), path="Location", call=self.target.last)
        message = {name: values[0] for name, values in parse_qs(location.query, keep_blank_values=True).items()}
        own = {name: values[0] for name, values in parse_qs(wanted.query).items()}
        if not own.items() <= message.items():
            raise CheckFailed(own, message, path="Location", call=self.target.last)
        return {name: value for name, value in message.items() if name not in own}

    def code(self, **changes: str) -> str:
        message = self.back(self.decide(self.ask(**changes)))
        if "code" not in message:
            raise CheckFailed("a code", message, path="Location", call=self.target.last)
        return message["code"]

    def token(self, **changes: str) -> httpx.Response:
        sent = {"client_id": self.client_id, "client_secret": self.client_secret, "redirect_uri": self.redirect, **changes}
        return self.send("POST", "/oauth/token", data={name: value for name, value in sent.items() if value})

    def login(self) -> dict[str, Any]:
        response = self.token(grant_type="authorization_code", code=self.code())
        if response.status_code != 200:
            raise CheckFailed("status 200", f"status {response.status_code}: {reason_of(response.text)[:200]}", call=self.target.last)
        return dict(response.json())

    def who(self, token: str, **options: Any) -> httpx.Response:
        return self.send("GET", "/api/v4/users/who_am_i.json", token=token, **options)

    def strict(self) -> Flow:
        """Another application of the same account."""
        other = Flow(self.target, STRICT)
        if not is_mock(self.target) or other.ask().status_code != 200:
            raise Inconclusive("there is no second application")
        return other
