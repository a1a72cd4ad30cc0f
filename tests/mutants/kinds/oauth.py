"""Logins that go wrong: each rule of getting in under each way to break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from mockclio.store.access import secret
from mockclio.store.clock import parse_time, stamp
from mockclio.store.world import World
from tests.mutants.kinds.consents import CONSENT
from tests.mutants.kinds.logins import story
from tests.mutants.kinds.oauth_tools import DEAUTHORIZE, TOKEN, Form, at, form_of, formed, status_for, world_of
from tests.mutants.mutant import Mutant
from tests.mutants.wire import API, Answered, Ask, Request, Twist, twisted

Answer = dict[str, Any]


def pool() -> list[Mutant]:
    """Every way to break a login, and every field of the token's answer and of its errors under each way to get it wrong."""
    plain = [_mutant(name, words, twist) for name, (words, twist) in {**CONSENT, **GRANTS, **LIVES}.items()]
    return [*plain, *_grants_shown_wrong(), *_refusals_shown_wrong()]


def _mutant(name: str, words: str, twist: Twist) -> Mutant:
    return Mutant("oauth", name, words, twisted(twist), story)


# --- the token endpoint ------------------------------------------------------------------------------------------------------------------


def _granting(change: Callable[[Request, Form], Form]) -> Twist:
    """Lets the token endpoint hear another form."""
    return at(TOKEN, "POST", lambda request, ask: ask(formed(request, change(request, form_of(request)))))


def _with_code(change: Callable[[Any, World, Form], None]) -> Twist:
    """Changes the code that a grant names before it is looked at."""

    def twist(request: Request, ask: Ask) -> Answered:
        world, form = world_of(request), form_of(request)
        code = world.access.codes.get(form.get("code", ""))
        if code is not None:
            change(code, world, form)
        return ask(request)

    return at(TOKEN, "POST", twist)


def _live_on(code: Any, world: World, form: Form) -> None:
    if code.expires_at <= world.clock.stamp():
        code.expires_at = stamp(world.clock.now() + timedelta(minutes=1))


def _right_secret(request: Request, form: Form) -> Form:
    application = world_of(request).access.applications.get(form.get("client_id", ""))
    return {**form, "client_secret": application.client_secret} if application else form


def _any_client(request: Request, form: Form) -> Form:
    """A code or a refresh token is good for every application."""
    access = world_of(request).access
    mine = access.codes.get(form.get("code", "")) or access.refresh_tokens.get(form.get("refresh_token", ""))
    known = form.get("client_id") in access.applications
    return _right_secret(request, {**form, "client_id": mine.client_id}) if mine and known else form


def _rotating(request: Request, ask: Ask) -> Answered:
    """A refresh token dies when it is used, and a new one comes in its place."""
    answered = ask(request)
    world, form = world_of(request), form_of(request)
    used = world.access.refresh_tokens.get(form.get("refresh_token", ""))
    if answered.status != 200 or used is None:
        return answered
    made = replace(used, value=secret(world.random))
    world.access.refresh_tokens[made.value] = made
    request.environ["mutants.app"].extensions["worlds"].register(made.value, world)
    used.revoked = True
    return answered.saying({**answered.json, "refresh_token": made.value})


def _refreshing(change: Callable[[World, Any, Answer], None]) -> Twist:
    """Something else happens when a token is refreshed."""

    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        world, form = world_of(request), form_of(request)
        used = world.access.refresh_tokens.get(form.get("refresh_token", ""))
        if answered.status == 200 and used is not None:
            answer = dict(answered.json)
            change(world, used, answer)
            return answered.saying(answer)
        return answered

    return at(TOKEN, "POST", twist)


def _end_older(world: World, used: Any, answer: Answer) -> None:
    for token in world.access.tokens.values():
        if token.client_id == used.client_id and token.value != answer["access_token"]:
            token.revoked = True


def _same_again(world: World, used: Any, answer: Answer) -> None:
    older = [token.value for token in world.access.tokens.values() if token.client_id == used.client_id and not token.revoked]
    answer["access_token"] = older[0]


def _only_form(request: Request, ask: Ask) -> Answered:
    """Credentials in the query, as JSON and as HTTP Basic are not read."""
    return ask(
        replace(request, query=[], headers={name: value for name, value in request.headers.items() if not value.startswith("Basic ")})
    )


GRANTS: dict[str, tuple[str, Twist]] = {
    "code/twice": ("a code is good twice", _with_code(lambda code, world, form: setattr(code, "used", False))),
    "code/never expires": ("a code is good after ten minutes", _with_code(_live_on)),
    "code/any redirect": (
        "the redirect URI is not compared",
        _with_code(lambda code, world, form: setattr(code, "redirect_uri", form.get("redirect_uri", ""))),
    ),
    "code/no redirect": (
        "the redirect URI may be missing",
        _granting(
            lambda request, form: {
                "redirect_uri": getattr(world_of(request).access.codes.get(form.get("code", "")), "redirect_uri", ""),
                **form,
            }
        ),
    ),
    "code/any client": ("a code or refresh token is good for every application", _granting(_any_client)),
    "client/any secret": ("a wrong secret is taken", _granting(_right_secret)),
    "client/secret of one case": (
        "the secret is compared without case",
        _granting(lambda request, form: {**form, "client_secret": form.get("client_secret", "").lower()}),
    ),
    "client/basic not read": ("HTTP Basic, JSON and the query are not read", at(TOKEN, "POST", _only_form)),
    "client/both": (
        "credentials may come twice",
        at(
            TOKEN,
            "POST",
            lambda request, ask: ask(formed(request, form_of(request)) if "Basic" in request.headers.get("Authorization", "") else request),
        ),
    ),
    "grant type/any": (
        "a missing or unknown grant type is guessed",
        _granting(lambda request, form: {**form, "grant_type": "authorization_code" if "code" in form else "refresh_token"}),
    ),
    "refresh/rotates": ("a refresh token is good once", at(TOKEN, "POST", _rotating)),
    "refresh/ends older tokens": ("older bearer tokens die when a token is refreshed", _refreshing(_end_older)),
    "refresh/same token": ("a refresh gives the bearer token that there was", _refreshing(_same_again)),
    "refresh/shows itself": (
        "a refresh answers with the refresh token",
        _refreshing(lambda world, used, answer: answer.update(refresh_token=used.value)),
    ),
    "refresh/dies": ("a refresh token dies when it is used", _refreshing(lambda world, used, answer: setattr(used, "revoked", True))),
    "get": (
        "the token endpoint answers GET too",
        lambda request, ask: ask(replace(request, method="POST")) if request.path == TOKEN else ask(request),
    ),
}


# --- the life of a token -----------------------------------------------------------------------------------------------------------------


def _token(request: Request) -> Any:
    value = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return world_of(request).access.tokens.get(value)


def _living(change: Callable[[Any, World], None]) -> Twist:
    """Changes the bearer token of a call before it is looked at."""

    def twist(request: Request, ask: Ask) -> Answered:
        token = _token(request) if request.path.startswith(API) else None
        if token is not None:
            change(token, world_of(request))
        return ask(request)

    return twist


def _early_death(token: Any, world: World) -> None:
    if token.client_id and token.expires_at and parse_time(token.expires_at) - world.clock.now() < timedelta(days=29):
        token.revoked = True


def _with_refresh(request: Request, ask: Ask) -> Answered:
    """Deauthorizing ends the refresh token too."""
    token = _token(request)
    answered = ask(request)
    if answered.status == 200 and token is not None:
        world_of(request).access.revoke_all(token.client_id, token.user)
    return answered


def _deaf(request: Request, ask: Ask) -> Answered:
    """Deauthorizing says yes and does nothing."""
    before = {token.value: token.revoked for token in world_of(request).access.tokens.values()}
    answered = ask(request)
    for token in world_of(request).access.tokens.values():
        token.revoked = before[token.value]
    return answered


def _none_is_owner(request: Request, ask: Ask) -> Answered:
    open_ = request.path.startswith(API) and "Authorization" not in request.headers and not request.given("access_token")
    return ask(replace(request, headers={**request.headers, "Authorization": "Bearer dev-token"}) if open_ else request)


def _first_token(request: Request) -> Request:
    return request.less("access_token") if "Authorization" in request.headers else request


def _any_scheme(request: Request) -> Request:
    value = request.headers.get("Authorization", "").rpartition(" ")[2]
    return (
        replace(request, headers={**request.headers, "Authorization": f"Bearer {value}"})
        if value and request.path.startswith(API)
        else request
    )


LIVES: dict[str, tuple[str, Twist]] = {
    "token/never expires": ("a bearer token is good after 30 days", _living(lambda token, world: setattr(token, "expires_at", None))),
    "token/expires early": ("a bearer token dies after a day", _living(_early_death)),
    "token/in the query not read": ("access_token in the query is not read", lambda request, ask: ask(request.less("access_token"))),
    "token/twice": ("a token may come twice", lambda request, ask: ask(_first_token(request))),
    "token/none": ("a call without a token is answered", _none_is_owner),
    "token/any scheme": ("the scheme of Authorization is not read", lambda request, ask: ask(_any_scheme(request))),
    "token/of another user": (
        "a token is that of another user than decided",
        _living(lambda token, world: setattr(token, "user", max(world.table("users").ids())) if token.client_id else None),
    ),
    "deauthorize/nothing": ("a deauthorized token still works", at(DEAUTHORIZE, "POST", _deaf)),
    "deauthorize/everything": ("deauthorizing ends the refresh token too", at(DEAUTHORIZE, "POST", _with_refresh)),
    "deauthorize/204": ("deauthorizing answers 204", at(DEAUTHORIZE, "POST", lambda request, ask: status_for(ask(request), 200, 204))),
    "deauthorize/json": ("deauthorizing answers with JSON", at(DEAUTHORIZE, "POST", lambda request, ask: _answers_json(ask(request)))),
    "deauthorize/other token": (
        "deauthorizing ends the token of the call whatever is named",
        at(DEAUTHORIZE, "POST", lambda request, ask: ask(formed(request, {}))),
    ),
}


def _answers_json(answered: Answered) -> Answered:
    return answered.saying({"data": {}}, **{"Content-Type": "application/json"}) if answered.status == 200 else answered


# --- what is shown -----------------------------------------------------------------------------------------------------------------------


def _grants_shown_wrong() -> Iterator[Mutant]:
    """Each field of a grant, of each kind of grant."""
    for kind in ("authorization_code", "refresh_token"):
        for name in ("access_token", "token_type", "expires_in", "refresh_token"):
            for way, (words, change) in SHOWN.items():
                if (name, kind) != ("refresh_token", "refresh_token"):
                    yield _mutant(f"{kind}/{name}/{way}", f"{name} of a grant by {kind} {words}", _showing(kind, _on(name, change)))
        for header in ("Cache-Control", "Pragma"):
            words = f"a grant by {kind} comes without {header}"
            yield _mutant(f"{kind}/{header}/missing", words, _unheading(kind, header))
        yield _mutant(
            f"{kind}/status",
            f"a grant by {kind} comes with 201",
            at(TOKEN, "POST", lambda request, ask: status_for(ask(request), 200, 201)),
        )
        yield _mutant(f"{kind}/wrapped", f"a grant by {kind} stands under data", _showing(kind, lambda answer: {"data": answer}))


SHOWN: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "missing": ("is missing", lambda value: ...),
    "null": ("is null", lambda value: None),
    "wrong": ("is not what it is", lambda value: value // 24 if isinstance(value, int) else value[::-1]),
    "other case": ("is in capitals", lambda value: str(value).upper() if not isinstance(value, int) else str(value)),
}


def _on(name: str, change: Callable[[Any], Any]) -> Callable[[Answer], Answer]:
    def other(answer: Answer) -> Answer:
        changed = {**answer, name: change(answer[name])} if name in answer else answer
        return {key: value for key, value in changed.items() if value is not ...}

    return other


def _of_kind(kind: str, change: Callable[[Answered], Answered]) -> Twist:
    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        return change(answered) if form_of(request).get("grant_type") == kind and answered.status == 200 else answered

    return at(TOKEN, "POST", twist)


def _showing(kind: str, change: Callable[[Answer], Answer]) -> Twist:
    return _of_kind(kind, lambda answered: answered.saying(change(answered.json)))


def _unheading(kind: str, header: str) -> Twist:
    return _of_kind(
        kind, lambda answered: replace(answered, headers={name: value for name, value in answered.headers.items() if name != header})
    )


ERRORS = {"invalid_request": 400, "invalid_grant": 400, "unsupported_grant_type": 400, "invalid_client": 401}
"""Errors of the token endpoint with their statuses."""


def _refusals_shown_wrong() -> Iterator[Mutant]:
    for error, status in ERRORS.items():
        other = next(one for one in ERRORS if one != error)
        ways: dict[str, Callable[[Answered], Answered]] = {
            "renamed": lambda answered, other=other: answered.saying({**answered.json, "error": other}),  # type: ignore[misc]
            "status": lambda answered, status=status: replace(answered, status=401 if status == 400 else 400),  # type: ignore[misc]
            "500": lambda answered: replace(answered, status=500),
            "enveloped": lambda answered: answered.saying(
                {"error": {"type": answered.json["error"], "message": answered.json["error_description"]}}
            ),
            "no description": lambda answered: answered.saying({"error": answered.json["error"]}),
        }
        for way, change in ways.items():
            yield _mutant(f"{error}/{way}", f"{error} comes {way}", _refusing(error, change))


def _refusing(error: str, change: Callable[[Answered], Answered]) -> Twist:
    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        answer = answered.json
        return change(answered) if isinstance(answer, dict) and answer.get("error") == error else answered

    return at(TOKEN, "POST", twist)
