"""Checks of getting in: consent, codes, tokens, refreshes, refusals, and the end of a permission."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.writing.flow import REDIRECT, STATE, Flow

Check = Callable[[Target], None]
Judge = Callable[[Flow], None]
LIFE = 30 * 86_400
WORDS = {
    "invalid_client": "The client identifier provided is invalid",
    "invalid_grant": "The provided access grant is invalid, expired, or revoked",
    "invalid_request": "The request is missing a required parameter",
    "unsupported_grant_type": "is not supported by the authorization server",
    "invalid_token": "The access token provided is expired, revoked, malformed or invalid for other reasons.",
}


def expect(flow: Flow, wanted: Any, result: Any, path: str = "") -> None:
    if wanted != result:
        raise CheckFailed(wanted, result, path=path, call=flow.target.last)


def over(table: Mapping[str, Judge]) -> Cases:
    for name, judge in table.items():
        yield None, name, lambda target, j=judge: j(Flow.of(target))  # type: ignore[misc]


def refused(flow: Flow, response: httpx.Response, status: int, error: str) -> None:
    """A refusal in the shape of the OAuth library."""
    expect(flow, status, response.status_code, "status")
    if not response.headers.get("Content-Type", "").startswith("application/json"):
        raise CheckFailed("application/json", response.headers.get("Content-Type"), path="Content-Type", call=flow.target.last)
    body = response.json()
    expect(flow, ["error", "error_description"], sorted(body) if isinstance(body, dict) else body)
    expect(flow, error, body["error"], "error")
    if WORDS[error] not in str(body["error_description"]):
        raise CheckFailed(WORDS[error], body["error_description"], path="error_description", call=flow.target.last)
    if error == "invalid_token":
        header = response.headers.get("WWW-Authenticate", "")
        if not header.startswith("Bearer ") or 'error="invalid_token"' not in header:
            raise CheckFailed('Bearer realm=..., error="invalid_token"', header, path="WWW-Authenticate", call=flow.target.last)
    else:
        expect(flow, "no-store", response.headers.get("Cache-Control"), "Cache-Control")
        expect(flow, "no-cache", response.headers.get("Pragma"), "Pragma")
    if error == "invalid_client":
        expect(flow, 'Basic realm="OAuth2 Token Endpoint"', response.headers.get("WWW-Authenticate"), "WWW-Authenticate")


def granted(flow: Flow, response: httpx.Response, *, refreshed: bool = False) -> dict[str, Any]:
    """A grant: exactly the keys that belong there, tokens of 40 letters and digits, thirty days."""
    expect(flow, 200, response.status_code, "status")
    if not response.headers.get("Content-Type", "").startswith("application/json"):
        raise CheckFailed("application/json", response.headers.get("Content-Type"), path="Content-Type", call=flow.target.last)
    expect(flow, "no-store", response.headers.get("Cache-Control"), "Cache-Control")
    expect(flow, "no-cache", response.headers.get("Pragma"), "Pragma")
    body: dict[str, Any] = response.json()
    expect(flow, sorted(["access_token", "expires_in", "token_type", *([] if refreshed else ["refresh_token"])]), sorted(body))
    expect(flow, ("bearer", LIFE), (body["token_type"], body["expires_in"]), "token_type, expires_in")
    for name in set(body) & {"access_token", "refresh_token"}:
        if not isinstance(body[name], str) or not re.fullmatch(r"[A-Za-z0-9]{40}", body[name]):
            raise CheckFailed("40 letters and digits", body[name], path=name, call=flow.target.last)
    return body


# --- consent -----------------------------------------------------------------------------------------------------------------------------


def page(flow: Flow) -> None:
    shown = flow.ask()
    expect(flow, (200, "text/html"), (shown.status_code, shown.headers.get("Content-Type", "").partition(";")[0]))
    expect(flow, None, shown.headers.get("Location"), "Location")
    heading = re.search(r"<h1>(.*?)</h1>", shown.text, re.DOTALL)
    for what, result in (("the application in a heading", heading and heading[1].strip()), ("its scopes", "<li" in shown.text)):
        if not result:
            raise CheckFailed(f"a page that names {what}", shown.text[:300], call=flow.target.last)
    for words in ("read and write", 'value="allow"', 'value="decline"', "user_id"):
        if words not in shown.text:
            raise CheckFailed(f"a page with {words}", shown.text[:300], call=flow.target.last)


def code_and_state(flow: Flow) -> None:
    message = flow.back(flow.decide(flow.ask()))
    expect(flow, ["code", "state"], sorted(message), "Location")
    expect(flow, STATE, message["state"], "state")
    granted(flow, flow.token(grant_type="authorization_code", code=message["code"]))


def no_state(flow: Flow) -> None:
    message = flow.back(flow.decide(flow.ask(state="")))
    expect(flow, "", message.get("state", ""), "state")


def untrusted(**changes: str) -> Judge:
    """A request that cannot be trusted gets a page and no redirect."""

    def judge(flow: Flow) -> None:
        answer = flow.ask(**changes)
        expect(flow, (400, None), (answer.status_code, answer.headers.get("Location")), "status, Location")
        expect(flow, "text/html", answer.headers.get("Content-Type", "").partition(";")[0], "Content-Type")

    return judge


def to_the_letter(flow: Flow) -> None:
    strict = flow.strict()
    for uri in (
        f"{strict.redirect}/",
        strict.redirect.replace("127.0.0.1", "localhost"),
        f"{strict.redirect}?x=1",
        strict.redirect.upper(),
    ):
        answer = strict.ask(redirect_uri=uri)
        expect(strict, (400, None), (answer.status_code, answer.headers.get("Location")), f"redirect_uri={uri}")


def declined(flow: Flow) -> None:
    answer = flow.decide(flow.ask(), "decline")
    expect(flow, (400, None), (answer.status_code, answer.headers.get("Location")), "status, Location")
    expect(flow, "text/html", answer.headers.get("Content-Type", "").partition(";")[0], "Content-Type")


def declined_with_notice(flow: Flow) -> None:
    message = flow.back(flow.decide(flow.ask(redirect_on_decline="true"), "decline"))
    expect(flow, {"error": "access_denied", "state": STATE}, message, "Location")


def approval(flow: Flow) -> None:
    """The code or the error stands in the title of the approval page."""
    own = Flow(flow.target, {"client_id": flow.client_id, "client_secret": flow.client_secret, "redirect_uri": _approval(flow)})
    answer = own.decide(own.ask())
    code = own.back(answer)["code"]
    shown = own.send("GET", "/oauth/approval", params={"code": code})
    if shown.status_code != 200 or not re.search(rf"<title>[^<]*{re.escape(code)}[^<]*</title>", shown.text):
        raise CheckFailed(f"a page with {code} in its title", shown.text[:300], call=own.target.last)
    failed = own.send("GET", "/oauth/approval", params={"error": "access_denied"})
    if not re.search(r"<title>[^<]*access_denied[^<]*</title>", failed.text):
        raise CheckFailed("a page with access_denied in its title", failed.text[:300], call=own.target.last)


def _approval(flow: Flow) -> str:
    return f"{str(flow.target.http.base_url).rstrip('/')}/oauth/approval"


def origin(flow: Flow) -> None:
    answer = flow.decide(flow.ask(), Origin="https://evil.example")
    expect(flow, (400, None), (answer.status_code, answer.headers.get("Location")), "status, Location")


def stranger(flow: Flow) -> None:
    answer = flow.decide(flow.ask(), user="12")
    expect(flow, (400, None), (answer.status_code, answer.headers.get("Location")), "status, Location")


@check(
    "oauth/consent",
    "oauth",
    writes=True,
    rules=("oauth.consent", "oauth.decline", "oauth.bad-client-is-a-page", "oauth.bad-redirect-is-a-page", "oauth.only-code"),
)
def consent() -> Cases:
    """The user is asked, and goes back with a code or an error and the state; what cannot be trusted gets a page."""
    return over(
        {
            "page": page,
            "code-and-state": code_and_state,
            "without-state": no_state,
            "unknown-application": untrusted(client_id="nobody"),
            "unregistered-redirect": untrusted(redirect_uri="https://elsewhere.example/callback"),
            "redirect-of-a-similar-host": untrusted(redirect_uri="http://127.0.0.1.evil.example/"),
            "response-type-token": untrusted(response_type="token"),
            "without-response-type": untrusted(response_type=""),
            "redirect-to-the-letter": to_the_letter,
            "declined": declined,
            "declined-and-told": declined_with_notice,
            "approval-page": approval,
            "origin": origin,
            "no-user-of-the-firm": stranger,
        }
    )


# --- grants ------------------------------------------------------------------------------------------------------------------------------


def login(flow: Flow) -> None:
    body = granted(flow, flow.token(grant_type="authorization_code", code=flow.code()))
    expect(flow, 200, flow.who(body["access_token"]).status_code, "status of a call with the token")


def same_user(flow: Flow) -> None:
    """The token is that of the user who decided."""
    shown = flow.ask()
    for user in re.findall(r'<option value="(\d+)">', shown.text)[:2]:
        code = flow.back(flow.decide(flow.ask(), user=user))["code"]
        token = granted(flow, flow.token(grant_type="authorization_code", code=code))["access_token"]
        expect(flow, int(user), flow.who(token).json()["data"]["id"], "data.id")


def refresh(flow: Flow) -> None:
    first = flow.login()
    seen = {first["access_token"]}
    for _ in range(3):
        body = granted(flow, flow.token(grant_type="refresh_token", refresh_token=first["refresh_token"]), refreshed=True)
        if body["access_token"] in seen:
            raise CheckFailed("a new bearer token", "one that there was", path="access_token", call=flow.target.last)
        seen.add(body["access_token"])
    for token in seen:
        expect(flow, 200, flow.who(token).status_code, "status of a call with a bearer token after refreshes")


def four_ways(flow: Flow) -> None:
    refresh = {"grant_type": "refresh_token", "refresh_token": flow.login()["refresh_token"]}
    client = {"client_id": flow.client_id, "client_secret": flow.client_secret}
    basic = {"Authorization": "Basic " + base64.b64encode(f"{flow.client_id}:{flow.client_secret}".encode()).decode()}
    ways: dict[str, dict[str, Any]] = {
        "form": {"data": {**refresh, **client}},
        "query": {"params": {**refresh, **client}},
        "JSON": {"json": {**refresh, **client}},
        "HTTP Basic": {"data": refresh, "headers": basic},
    }
    for way, sent in ways.items():
        expect(flow, 200, flow.send("POST", "/oauth/token", **sent).status_code, f"status, credentials as {way}")


def bad(status: int, error: str, **changes: str) -> Judge:
    return lambda flow: refused(flow, flow.token(**changes), status, error)


def bad_client(**changes: Any) -> Judge:
    """With a refresh token that is good, so that nothing but the application is wrong."""

    def judge(flow: Flow) -> None:
        token = flow.login()["refresh_token"]
        message = {name: value(flow) if callable(value) else value for name, value in changes.items()}
        refused(flow, flow.token(grant_type="refresh_token", refresh_token=token, **message), 401, "invalid_client")

    return judge


def used_code(flow: Flow) -> None:
    code = flow.code()
    granted(flow, flow.token(grant_type="authorization_code", code=code))
    refused(flow, flow.token(grant_type="authorization_code", code=code), 400, "invalid_grant")


def other_redirect(flow: Flow) -> None:
    for uri in (REDIRECT.replace("Callback", "other"), REDIRECT.lower(), f"{flow.redirect}&x=1"):
        refused(flow, flow.token(grant_type="authorization_code", code=flow.code(), redirect_uri=uri), 400, "invalid_grant")


def no_redirect(flow: Flow) -> None:
    response = flow.token(grant_type="authorization_code", code=flow.code(), redirect_uri="")
    error = response.json().get("error")
    refused(flow, response, 400, error if error in ("invalid_request", "invalid_grant") else "invalid_grant")


def other_application(flow: Flow) -> None:
    strict = flow.strict()
    refused(strict, strict.token(grant_type="authorization_code", code=flow.code(), redirect_uri=flow.redirect), 400, "invalid_grant")
    refused(strict, strict.token(grant_type="refresh_token", refresh_token=flow.login()["refresh_token"]), 400, "invalid_grant")


def twice(flow: Flow) -> None:
    """Credentials in the form and in the header at once."""
    token = flow.login()["refresh_token"]
    basic = {"Authorization": "Basic " + base64.b64encode(f"{flow.client_id}:wrong".encode()).decode()}
    sent = {"grant_type": "refresh_token", "refresh_token": token, "client_id": flow.client_id, "client_secret": flow.client_secret}
    response = flow.send("POST", "/oauth/token", data=sent, headers=basic)
    expect(flow, (401, "invalid_client"), (response.status_code, response.json().get("error")), "status, error")


def no_json(flow: Flow) -> None:
    response = flow.send("POST", "/oauth/token", content=b"{", headers={"Content-Type": "application/json"})
    refused(flow, response, 400, "invalid_request")


def bad_basic(flow: Flow) -> None:
    for header in ("Basic !!!", "Basic " + base64.b64encode(b"\xff\xfe").decode()):
        response = flow.send("POST", "/oauth/token", data={"grant_type": "refresh_token"}, headers={"Authorization": header})
        refused(flow, response, 401, "invalid_client")


def by_get(flow: Flow) -> None:
    sent = {"grant_type": "refresh_token", "refresh_token": flow.login()["refresh_token"], "client_id": flow.client_id}
    response = flow.send("GET", "/oauth/token", params={**sent, "client_secret": flow.client_secret})
    if response.status_code < 400:
        raise CheckFailed("a refusal: tokens are given on POST alone", f"status {response.status_code}", call="GET /oauth/token")


@check(
    "oauth/grants",
    "oauth",
    writes=True,
    rules=("oauth.code-is-single-use", "oauth.refresh-tokens-stay", "oauth.token-errors", "oauth.client-credentials"),
)
def grants() -> Cases:
    """A code is good once and for who asked; a refresh token stays; every bad grant is refused in the library's words."""
    return over(
        {
            "login": login,
            "user": same_user,
            "refresh": refresh,
            "credentials-in-four-ways": four_ways,
            "nothing": bad(400, "invalid_request"),
            "unknown-grant": bad(400, "unsupported_grant_type", grant_type="password"),
            "without-code": bad(400, "invalid_request", grant_type="authorization_code"),
            "wrong-code": bad(400, "invalid_grant", grant_type="authorization_code", code="nonsense"),
            "without-refresh-token": bad(400, "invalid_request", grant_type="refresh_token"),
            "wrong-refresh-token": bad(400, "invalid_grant", grant_type="refresh_token", refresh_token="nonsense"),
            "wrong-secret": bad_client(client_secret="wrong"),
            "secret-in-capitals": bad_client(client_secret=lambda flow: flow.client_secret.upper()),
            "without-secret": bad_client(client_secret=""),
            "unknown-application": bad_client(client_id="nobody"),
            "without-grant-type": bad(400, "invalid_request", refresh_token="x"),
            "used-code": used_code,
            "other-redirect": other_redirect,
            "without-redirect": no_redirect,
            "other-application": other_application,
            "credentials-twice": twice,
            "no-json": no_json,
            "unreadable-basic": bad_basic,
            "by-get": by_get,
        }
    )
