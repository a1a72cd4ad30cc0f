"""Checks of the life of a token: how it is sent, how long it lives, what it opens, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mockclio.catalog.markup import reason_of
from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data.forks import Fork, fork
from mockclio.testing.target import Target, is_mock
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.writing.flow import REDIRECT, Flow
from mockclio.verify.checks.writing.oauth import expect, granted, over, refused
from mockclio.verify.checks.writing.receiver import Place as Callback
from mockclio.verify.checks.writing.receiver import WebhookSetup


def no_bearer(flow: Flow) -> None:
    """Without a bearer token there is one 401, whatever else is in the header."""
    token = flow.login()["access_token"]
    for header in (None, token, "Basic ZGV2", "Bearer", f"Token {token}", f"Basic {token}"):
        response = flow.who("", headers={"Authorization": header} if header else {})
        expect(flow, 401, response.status_code, f"status, Authorization: {header and header.split(' ')[0]}")
        expect(flow, {"error": {"type": "UnauthorizedError", "message": "User is not authorized"}}, response.json())
        expect(flow, [], [name for name in response.headers if name.lower().startswith("x-ratelimit")], "headers")


def unknown(flow: Flow) -> None:
    refused(flow, flow.who("nonsense"), 401, "invalid_token")


def in_the_query(flow: Flow) -> None:
    token = flow.login()["access_token"]
    expect(flow, 200, flow.who("", params={"access_token": token}).status_code, "status, access_token in the query")
    response = flow.who(token, params={"access_token": token})
    expect(flow, (400, "invalid_request"), (response.status_code, response.json().get("error")), "status, error")


def deauthorized(flow: Flow) -> None:
    login = flow.login()
    token = login["access_token"]
    beside = granted(flow, flow.token(grant_type="refresh_token", refresh_token=login["refresh_token"]), refreshed=True)["access_token"]
    answer = flow.send("POST", "/oauth/deauthorize", token=token, data={"token": token})
    expect(flow, (200, b""), (answer.status_code, answer.content), "status, body")
    if "json" in answer.headers.get("Content-Type", ""):
        raise CheckFailed("no JSON", answer.headers["Content-Type"], path="Content-Type", call=flow.target.last)
    refused(flow, flow.who(token), 401, "invalid_token")
    expect(flow, 200, flow.who(beside).status_code, "status of a call with another bearer token of the grant")
    granted(flow, flow.token(grant_type="refresh_token", refresh_token=login["refresh_token"]), refreshed=True)


def deauthorized_by_name(flow: Flow) -> None:
    """The token that the form names ends, and the one that asks lives on; without a name it is the one that asks."""
    login = flow.login()
    other = granted(flow, flow.token(grant_type="refresh_token", refresh_token=login["refresh_token"]), refreshed=True)["access_token"]
    flow.send("POST", "/oauth/deauthorize", token=login["access_token"], data={"token": other})
    refused(flow, flow.who(other), 401, "invalid_token")
    expect(flow, 200, flow.who(login["access_token"]).status_code, "status of a call with the token that asked")
    flow.send("POST", "/oauth/deauthorize", token=login["access_token"])
    refused(flow, flow.who(login["access_token"]), 401, "invalid_token")


def deauthorize_needs_a_token(flow: Flow) -> None:
    expect(flow, 401, flow.send("POST", "/oauth/deauthorize", data={"token": "x"}).status_code, "status")
    token = flow.login()["access_token"]
    expect(flow, 401, flow.send("POST", "/oauth/deauthorize", token=token, data={"token": "nonsense"}).status_code, "status")
    expect(flow, 200, flow.who(token).status_code, "status of a call with the token that asked")


def not_of_another(flow: Flow) -> None:
    """A token of another user is not ended."""
    users = _users(flow)
    one, two = (flow.back(flow.decide(flow.ask(), user=user))["code"] for user in users)
    mine, theirs = (granted(flow, flow.token(grant_type="authorization_code", code=code))["access_token"] for code in (one, two))
    expect(flow, 401, flow.send("POST", "/oauth/deauthorize", token=mine, data={"token": theirs}).status_code, "status")
    expect(flow, 200, flow.who(theirs).status_code, "status of a call with a token of another user")


def _users(flow: Flow) -> list[str]:
    import re

    users = re.findall(r'<option value="(\d+)">', flow.ask().text)[:2]
    if len(users) < 2:
        raise Inconclusive("the account has no second user")
    return users


@check(
    "oauth/tokens",
    "oauth",
    writes=True,
    rules=("oauth.no-token-is-unauthorized-error", "oauth.unknown-token-is-invalid-token", "oauth.token-twice-is-400", "oauth.deauthorize"),
)
def tokens() -> Cases:
    """A bearer token comes in the header or the query, once; there are two 401s; deauthorizing ends one token."""
    return over(
        {
            "no-bearer": no_bearer,
            "unknown": unknown,
            "in-the-query": in_the_query,
            "deauthorize": deauthorized,
            "deauthorize-by-name": deauthorized_by_name,
            "deauthorize-needs-a-token": deauthorize_needs_a_token,
            "deauthorize-not-of-another": not_of_another,
        }
    )


# --- in the hands of a mock --------------------------------------------------------------------------------------------------------------


class Place:
    """A mock whose tokens can be aged, and a world of its own whose clock can be moved and whose application changed."""

    def __init__(self, target: Target) -> None:
        if not is_mock(target) or target.read_only:
            raise Inconclusive("time and applications are moved in a mock alone")
        self.target = target

    def minted(self, **body: Any) -> dict[str, Any]:
        response = self.target.http.post("/_mockclio/tokens", json=body)
        if response.status_code != 200:
            raise Inconclusive(f"the mock mints no tokens: {reason_of(response.text)[:200]}")
        return dict(response.json())

    def end(self, minted: dict[str, Any]) -> None:
        for name in ("access_token", "refresh_token"):
            self.target.http.post("/_mockclio/tokens/revoke", json={"token": minted[name]})

    def world(self) -> tuple[Fork, Flow]:
        cached: Any = self.target.shared.get("world of logins")
        if cached is None:
            cached = self.target.shared["world of logins"] = fork(self.target)
            cached.control("POST", "/clock", {"frozen": True})
        application = cached.applications[0]
        app = {"client_id": application["client_id"], "client_secret": application["client_secret"], "redirect_uri": REDIRECT}
        return cached, Flow(self.target, app)


Placed = Callable[[Place], None]


def aged(place: Place) -> None:
    """A bearer token lives thirty days."""
    flow = Flow.of(place.target)
    for age, alive in (("0s", True), ("25h", True), ("29d", True), ("30d", False), ("31d", False), ("400d", False)):
        minted = place.minted(age=age)
        response = flow.who(minted["access_token"])
        if alive:
            expect(flow, 200, response.status_code, f"status of a call with a token that is {age} old")
        else:
            refused(flow, response, 401, "invalid_token")
            granted(flow, flow.token(grant_type="refresh_token", refresh_token=minted["refresh_token"]), refreshed=True)
        place.end(minted)


def region(place: Place) -> None:
    flow = Flow.of(place.target)
    minted = place.minted(region="eu")
    refused(flow, flow.who(minted["access_token"]), 401, "invalid_token")
    place.end(minted)


def revoked(place: Place) -> None:
    flow = Flow.of(place.target)
    login = flow.login()
    place.end(login)
    refused(flow, flow.who(login["access_token"]), 401, "invalid_token")
    refused(flow, flow.token(grant_type="refresh_token", refresh_token=login["refresh_token"]), 400, "invalid_grant")


def code_in_time(place: Place) -> None:
    world, flow = place.world()
    code = flow.code()
    world.control("POST", "/clock", {"advance": "9m"})
    granted(flow, flow.token(grant_type="authorization_code", code=code))
    late = flow.code()
    world.control("POST", "/clock", {"advance": "10m"})
    refused(flow, flow.token(grant_type="authorization_code", code=late), 400, "invalid_grant")


def token_in_time(place: Place) -> None:
    world, flow = place.world()
    login = flow.login()
    world.control("POST", "/clock", {"advance": "29d"})
    expect(flow, 200, flow.who(login["access_token"]).status_code, "status of a call after 29 days")
    world.control("POST", "/clock", {"advance": "1d"})
    refused(flow, flow.who(login["access_token"]), 401, "invalid_token")
    granted(flow, flow.token(grant_type="refresh_token", refresh_token=login["refresh_token"]), refreshed=True)


def of_scopes(place: Place) -> None:
    """The page names the application's scopes, and its tokens open those alone; write includes read."""
    world, flow = place.world()
    world.control("PATCH", f"/applications/{flow.client_id}", {"scopes": {"Contacts": "write", "Matters": "read", "Users": "read"}})
    try:
        if "Contacts: read and write" not in flow.ask().text or "Tasks" in flow.ask().text:
            raise CheckFailed("a page that names Contacts, Matters and Users", flow.ask().text[:500], call=flow.target.last)
        token = flow.login()["access_token"]
        for path, status in (("contacts", 200), ("matters", 200), ("tasks", 403), ("bills", 403), ("relationships", 200)):
            response = flow.send("GET", f"/api/v4/{path}.json", token=token)
            expect(flow, status, response.status_code, f"status of GET /{path}")
        response = flow.send("POST", "/api/v4/matters.json", token=token, json={"data": {}})
        expect(flow, 403, response.status_code, "status of POST /matters")
    finally:
        world.control("PATCH", f"/applications/{flow.client_id}", {"scopes": None})


def redacted(place: Place) -> None:
    """A nested record outside the scopes shows its id and that it is redacted; a matter keeps its display number."""
    flow = Flow.of(place.target)
    minted = place.minted(scopes={"Tasks": "read"})
    params: dict[str, Any] = {"fields": "id,matter{id,description,display_number,status}", "limit": 200}
    rows = flow.send("GET", "/api/v4/tasks.json", token=minted["access_token"], params=params).json()["data"]
    place.end(minted)
    shown = next((row["matter"] for row in rows if row["matter"]), None)
    if shown is None:
        raise Inconclusive("the account has no task of a matter")
    if {name for name, value in shown.items() if value is not None} != {"id", "display_number", "redacted"} or shown[
        "redacted"
    ] is not True:
        raise CheckFailed(
            {"id": shown.get("id"), "display_number": "...", "redacted": True}, shown, path="data[].matter", call=flow.target.last
        )


def two_scopes(place: Place) -> None:
    flow = Flow.of(place.target)
    for scopes, status in (({"Matters": "read"}, 403), ({"Contacts": "read"}, 403), ({"Matters": "read", "Contacts": "read"}, 200)):
        minted = place.minted(scopes=scopes)
        response = flow.send("GET", "/api/v4/relationships.json", token=minted["access_token"])
        expect(flow, status, response.status_code, f"status of GET /relationships with {scopes}")
        place.end(minted)


def all_ended(place: Place) -> None:
    """What the user takes back ends every token of the application."""
    world, flow = place.world()
    login = flow.login()
    world.control("POST", "/tokens/revoke", {"client_id": flow.client_id, "user": "1"})
    refused(flow, flow.who(login["access_token"]), 401, "invalid_token")
    refused(flow, flow.token(grant_type="refresh_token", refresh_token=login["refresh_token"]), 400, "invalid_grant")


def callback(place: Place) -> None:
    """The application's address is told which token ended, and `all` when the user takes everything back."""
    setup = WebhookSetup.of(place.target)
    world, flow = place.world()
    message = setup.receiver.place()
    world.control("PATCH", f"/applications/{flow.client_id}", {"deauthorization_url": message.url})
    try:
        token = flow.login()["access_token"]
        user = flow.who(token).json()["data"]["id"]
        flow.send("POST", "/oauth/deauthorize", token=token, data={"token": token})
        _received(setup, message, 1, {"client_id": flow.client_id, "user_id": user, "access_token": token})
        flow.login()
        world.control("POST", "/tokens/revoke", {"client_id": flow.client_id, "user": str(user)})
        _received(setup, message, 2, {"client_id": flow.client_id, "user_id": user, "access_token": "all"})
    finally:
        world.control("PATCH", f"/applications/{flow.client_id}", {"deauthorization_url": ""})


def _received(setup: WebhookSetup, callback: Callback, count: int, wanted: dict[str, Any]) -> None:
    if not setup.receiver.wait(lambda: len(callback.posts) >= count):
        raise CheckFailed(wanted, "nothing", path="what the deauthorization callback is told", call="POST /oauth/deauthorize")
    if callback.posts[-1].json != wanted:
        raise CheckFailed(wanted, callback.posts[-1].json, path="what the deauthorization callback is told", call="POST /oauth/deauthorize")


PLACED: dict[str, Placed] = {
    "aged": aged,
    "another-region": region,
    "revoked": revoked,
    "code-in-time": code_in_time,
    "token-in-time": token_in_time,
    "scopes": of_scopes,
    "redacted": redacted,
    "two-scopes": two_scopes,
    "taken-back": all_ended,
    "callback": callback,
}


@check(
    "oauth/lives",
    "oauth",
    writes=True,
    rules=(
        "oauth.code-lives-ten-minutes",
        "oauth.dead-token-is-invalid-token",
        "oauth.deauthorization-callback",
        "scopes.missing-is-403",
        "scopes.some-need-two",
        "scopes.nested-records-are-redacted",
    ),
)
def lives() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A code lives ten minutes and a bearer token thirty days; a token opens its scopes; what was taken back is dead."""
    for name, judge in PLACED.items():
        yield None, name, lambda target, j=judge: j(Place(target))  # type: ignore[misc]
