"""The story that a probe of logins tells: two applications, every way in, every refusal, and the life of what was granted."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from mockclio import MockClio
from tests.mutants.worlds import seen

REDIRECT, STRICT = "http://127.0.0.1:9999/Callback?from=app", "http://127.0.0.1:3000/oauth/callback"
STATE = "Xy Z/1234567890"


class Application:
    """One application at one mock."""

    def __init__(self, mock: MockClio, client_id: str = "dev-client", client_secret: str = "dev-secret", redirect: str = REDIRECT) -> None:
        from mockclio.handle.transport import InProcess

        self.mock, self.client_id, self.client_secret, self.redirect = mock, client_id, client_secret, redirect
        self.http = httpx.Client(transport=InProcess(mock.app), base_url="http://mockclio.test")

    def ask(self, **changes: str) -> httpx.Response:
        params = {"response_type": "code", "client_id": self.client_id, "redirect_uri": self.redirect, "state": STATE, **changes}
        return self.http.get("/oauth/authorize", params=params)

    def decide(self, page: httpx.Response, decision: str = "allow", **headers: str) -> httpx.Response:
        """Send the form of the consent page."""
        form = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text))
        users = re.findall(r'<option value="(\d+)">', page.text)
        return self.http.post("/oauth/authorize", data={**form, "user_id": users[0], "decision": decision}, headers=headers)

    def code(self, **changes: str) -> str:
        location = self.decide(self.ask(**changes)).headers["Location"]
        return parse_qs(urlsplit(location).query)["code"][0]

    def token(self, **changes: str) -> httpx.Response:
        sent = {"client_id": self.client_id, "client_secret": self.client_secret, "redirect_uri": self.redirect, **changes}
        return self.http.post("/oauth/token", data={name: value for name, value in sent.items() if value})

    def grant(self, **changes: str) -> httpx.Response:
        return self.token(**{"grant_type": "authorization_code", "code": self.code(), **changes})

    def whoami(self, token: str) -> Any:
        return seen(self.http.get("/api/v4/users/who_am_i", headers={"Authorization": f"Bearer {token}"}))


def story(mock: MockClio) -> Iterator[Any]:
    """Everything, in parts that do not hang on each other."""
    application = Application(mock)
    for part in (_consents, _grants, _refusals, _credentials, _bearers, _refreshes, _deauthorizations, _ends):
        yield from part(application)


def _consents(application: Application) -> Iterator[Any]:
    yield seen(application.ask())
    yield seen(application.decide(application.ask()))
    yield seen(application.decide(application.ask(), Origin="http://elsewhere.test"))
    for decision in ("decline", "perhaps"):
        for redirects in ("true", "false"):
            yield seen(application.decide(application.ask(redirect_on_decline=redirects), decision))
    for wrong in ({"client_id": "nobody"}, {"response_type": "token"}, {"redirect_uri": "https://elsewhere.test/"}):
        yield seen(application.ask(**wrong))
    strict = Application(application.mock, "strict-client", "strict-secret", STRICT)
    for redirect in (STRICT, f"{STRICT}/", STRICT.upper()):
        yield seen(strict.ask(redirect_uri=redirect))
    yield seen(application.http.get("/oauth/approval", params={"code": "abc"}))


def _grants(application: Application) -> Iterator[Any]:
    code = application.code()
    for _ in range(2):
        yield seen(application.token(grant_type="authorization_code", code=code))
    late = application.code()
    application.mock.clock.advance(timedelta(minutes=11))
    yield seen(application.token(grant_type="authorization_code", code=late))


def _refusals(application: Application) -> Iterator[Any]:
    for wrong in (
        {"code": "nonsense"},
        {"redirect_uri": "http://127.0.0.1:1/"},
        {"redirect_uri": ""},
        {"grant_type": ""},
        {"grant_type": "password"},
        {"client_id": "nobody"},
        {"client_secret": "wrong"},
        {"client_secret": "DEV-SECRET"},
        {"client_secret": ""},
    ):
        yield seen(application.grant(**wrong))
    strict = Application(application.mock, "strict-client", "strict-secret", STRICT)
    yield seen(strict.token(grant_type="authorization_code", code=application.code(), redirect_uri=REDIRECT))
    yield seen(application.http.get("/oauth/token", params={"grant_type": "authorization_code"}))


def _credentials(application: Application) -> Iterator[Any]:
    rest = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}
    secret = {"client_id": "dev-client", "client_secret": "dev-secret"}
    basic = {"Authorization": "Basic " + base64.b64encode(b"dev-client:dev-secret").decode()}
    yield seen(application.http.post("/oauth/token", json={**rest, **secret, "code": application.code()}))
    yield seen(application.http.post("/oauth/token", params={**rest, **secret, "code": application.code()}))
    yield seen(application.http.post("/oauth/token", data={**rest, "code": application.code()}, headers=basic))
    yield seen(application.http.post("/oauth/token", data={**rest, **secret, "code": application.code()}, headers=basic))


def _bearers(application: Application) -> Iterator[Any]:
    place, http = "/api/v4/users/who_am_i", application.http
    token = application.grant().json()["access_token"]
    yield application.whoami(token)
    yield application.whoami("nonsense")
    yield seen(http.get(place))
    yield seen(http.get(place, params={"access_token": token}))
    yield seen(http.get(place, params={"access_token": token}, headers={"Authorization": f"Bearer {token}"}))
    yield seen(http.get(place, headers={"Authorization": f"Token {token}"}))


def _refreshes(application: Application) -> Iterator[Any]:
    granted = application.grant().json()
    for _ in range(2):
        answer = application.token(grant_type="refresh_token", refresh_token=granted["refresh_token"])
        yield seen(answer)
        yield application.whoami(answer.json()["access_token"])
    yield application.whoami(granted["access_token"])
    for wrong in ("nonsense", "", granted["access_token"]):
        yield seen(application.token(grant_type="refresh_token", refresh_token=wrong))
    strict = Application(application.mock, "strict-client", "strict-secret", STRICT)
    yield seen(strict.token(grant_type="refresh_token", refresh_token=granted["refresh_token"]))


def _deauthorizations(application: Application) -> Iterator[Any]:
    first, second = application.grant().json(), application.grant().json()
    named = {"token": second["access_token"]}
    bearer = {"Authorization": f"Bearer {first['access_token']}"}
    yield seen(application.http.post("/oauth/deauthorize", data=named, headers=bearer))
    for granted in (first, second):
        yield application.whoami(granted["access_token"])
        yield seen(application.token(grant_type="refresh_token", refresh_token=granted["refresh_token"]))
    yield seen(application.http.post("/oauth/deauthorize", headers=bearer))
    yield application.whoami(first["access_token"])


def _ends(application: Application) -> Iterator[Any]:
    token = application.grant().json()["access_token"]
    for days in (2, 29):
        application.mock.clock.advance(timedelta(days=days))
        yield application.whoami(token)
