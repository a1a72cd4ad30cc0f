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
from tests.mutants.wire import API, Answered, Ask, Asked, Twist, twisted

Said = dict[str, Any]


def pool() -> list[Mutant]:
    """Every way to break a login, and every field of the token's answer and of its errors under each way to get it wrong."""
    plain = [_mutant(name, words, twist) for name, (words, twist) in {**CONSENT, **GRANTS, **LIVES}.items()]
    return [*plain, *_grants_shown_wrong(), *_refusals_shown_wrong()]


def _mutant(name: str, words: str, twist: Twist) -> Mutant:
    return Mutant("oauth", name, words, twisted(twist), story)


# --- the token endpoint ------------------------------------------------------------------------------------------------------------------


def _granting(change: Callable[[Asked, Form], Form]) -> Twist:
    """Lets the token endpoint hear another form."""
    return at(TOKEN, "POST", lambda asked, ask: ask(formed(asked, change(asked, form_of(asked)))))


def _with_code(change: Callable[[Any, World, Form], None]) -> Twist:
    """Changes the code that a grant names before it is looked at."""

    def twist(asked: Asked, ask: Ask) -> Answered:
        world, form = world_of(asked), form_of(asked)
        code = world.access.codes.get(form.get("code", ""))
        if code is not None:
            change(code, world, form)
        return ask(asked)

    return at(TOKEN, "POST", twist)


def _live_on(code: Any, world: World, form: Form) -> None:
    if code.expires_at <= world.clock.stamp():
        code.expires_at = stamp(world.clock.now() + timedelta(minutes=1))


def _right_secret(asked: Asked, form: Form) -> Form:
    application = world_of(asked).access.applications.get(form.get("client_id", ""))
    return {**form, "client_secret": application.client_secret} if application else form


def _any_client(asked: Asked, form: Form) -> Form:
    """A code or a refresh token is good for every application."""
    access = world_of(asked).access
    mine = access.codes.get(form.get("code", "")) or access.refresh_tokens.get(form.get("refresh_token", ""))
    known = form.get("client_id") in access.applications
    return _right_secret(asked, {**form, "client_id": mine.client_id}) if mine and known else form


def _rotating(asked: Asked, ask: Ask) -> Answered:
    """A refresh token dies when it is used, and a new one comes in its place."""
    answered = ask(asked)
    world, form = world_of(asked), form_of(asked)
    used = world.access.refresh_tokens.get(form.get("refresh_token", ""))
    if answered.status != 200 or used is None:
        return answered
    made = replace(used, value=secret(world.random))
    world.access.refresh_tokens[made.value] = made
    asked.environ["mutants.app"].extensions["worlds"].register(made.value, world)
    used.revoked = True
    return answered.saying({**answered.json, "refresh_token": made.value})


def _refreshing(change: Callable[[World, Any, Said], None]) -> Twist:
    """Something else happens when a token is refreshed."""

    def twist(asked: Asked, ask: Ask) -> Answered:
        answered = ask(asked)
        world, form = world_of(asked), form_of(asked)
        used = world.access.refresh_tokens.get(form.get("refresh_token", ""))
        if answered.status == 200 and used is not None:
            said = dict(answered.json)
            change(world, used, said)
            return answered.saying(said)
        return answered

    return at(TOKEN, "POST", twist)


def _end_older(world: World, used: Any, said: Said) -> None:
    for token in world.access.tokens.values():
        if token.client_id == used.client_id and token.value != said["access_token"]:
            token.revoked = True


def _same_again(world: World, used: Any, said: Said) -> None:
    older = [token.value for token in world.access.tokens.values() if token.client_id == used.client_id and not token.revoked]
    said["access_token"] = older[0]


def _only_form(asked: Asked, ask: Ask) -> Answered:
    """Credentials in the query, as JSON and as HTTP Basic are not read."""
    return ask(replace(asked, query=[], headers={name: value for name, value in asked.headers.items() if not value.startswith("Basic ")}))


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
            lambda asked, form: {
                "redirect_uri": getattr(world_of(asked).access.codes.get(form.get("code", "")), "redirect_uri", ""),
                **form,
            }
        ),
    ),
    "code/any client": ("a code or refresh token is good for every application", _granting(_any_client)),
    "client/any secret": ("a wrong secret is taken", _granting(_right_secret)),
    "client/secret of one case": (
        "the secret is compared without case",
        _granting(lambda asked, form: {**form, "client_secret": form.get("client_secret", "").lower()}),
    ),
    "client/basic not read": ("HTTP Basic, JSON and the query are not read", at(TOKEN, "POST", _only_form)),
    "client/both": (
        "credentials may come twice",
        at(
            TOKEN,
            "POST",
            lambda asked, ask: ask(formed(asked, form_of(asked)) if "Basic" in asked.headers.get("Authorization", "") else asked),
        ),
    ),
    "grant type/any": (
        "a missing or unknown grant type is guessed",
        _granting(lambda asked, form: {**form, "grant_type": "authorization_code" if "code" in form else "refresh_token"}),
    ),
    "refresh/rotates": ("a refresh token is good once", at(TOKEN, "POST", _rotating)),
    "refresh/ends older tokens": ("older bearer tokens die when a token is refreshed", _refreshing(_end_older)),
    "refresh/same token": ("a refresh gives the bearer token that there was", _refreshing(_same_again)),
    "refresh/shows itself": (
        "a refresh answers with the refresh token",
        _refreshing(lambda world, used, said: said.update(refresh_token=used.value)),
    ),
    "refresh/dies": ("a refresh token dies when it is used", _refreshing(lambda world, used, said: setattr(used, "revoked", True))),
    "get": (
        "the token endpoint answers GET too",
        lambda asked, ask: ask(replace(asked, method="POST")) if asked.path == TOKEN else ask(asked),
    ),
}


# --- the life of a token -----------------------------------------------------------------------------------------------------------------


def _token(asked: Asked) -> Any:
    value = asked.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return world_of(asked).access.tokens.get(value)


def _living(change: Callable[[Any, World], None]) -> Twist:
    """Changes the bearer token of a call before it is looked at."""

    def twist(asked: Asked, ask: Ask) -> Answered:
        token = _token(asked) if asked.path.startswith(API) else None
        if token is not None:
            change(token, world_of(asked))
        return ask(asked)

    return twist


def _early_death(token: Any, world: World) -> None:
    if token.client_id and token.expires_at and parse_time(token.expires_at) - world.clock.now() < timedelta(days=29):
        token.revoked = True


def _with_refresh(asked: Asked, ask: Ask) -> Answered:
    """Deauthorizing ends the refresh token too."""
    token = _token(asked)
    answered = ask(asked)
    if answered.status == 200 and token is not None:
        world_of(asked).access.revoke_all(token.client_id, token.user)
    return answered


def _deaf(asked: Asked, ask: Ask) -> Answered:
    """Deauthorizing says yes and does nothing."""
    before = {token.value: token.revoked for token in world_of(asked).access.tokens.values()}
    answered = ask(asked)
    for token in world_of(asked).access.tokens.values():
        token.revoked = before[token.value]
    return answered


def _none_is_owner(asked: Asked, ask: Ask) -> Answered:
    open_ = asked.path.startswith(API) and "Authorization" not in asked.headers and not asked.given("access_token")
    return ask(replace(asked, headers={**asked.headers, "Authorization": "Bearer dev-token"}) if open_ else asked)


def _first_token(asked: Asked) -> Asked:
    return asked.less("access_token") if "Authorization" in asked.headers else asked


def _any_scheme(asked: Asked) -> Asked:
    value = asked.headers.get("Authorization", "").rpartition(" ")[2]
    return replace(asked, headers={**asked.headers, "Authorization": f"Bearer {value}"}) if value and asked.path.startswith(API) else asked


LIVES: dict[str, tuple[str, Twist]] = {
    "token/never expires": ("a bearer token is good after 30 days", _living(lambda token, world: setattr(token, "expires_at", None))),
    "token/expires early": ("a bearer token dies after a day", _living(_early_death)),
    "token/in the query not read": ("access_token in the query is not read", lambda asked, ask: ask(asked.less("access_token"))),
    "token/twice": ("a token may come twice", lambda asked, ask: ask(_first_token(asked))),
    "token/none": ("a call without a token is answered", _none_is_owner),
    "token/any scheme": ("the scheme of Authorization is not read", lambda asked, ask: ask(_any_scheme(asked))),
    "token/of another user": (
        "a token is that of another user than decided",
        _living(lambda token, world: setattr(token, "user", max(world.table("users").ids())) if token.client_id else None),
    ),
    "deauthorize/nothing": ("a deauthorized token still works", at(DEAUTHORIZE, "POST", _deaf)),
    "deauthorize/everything": ("deauthorizing ends the refresh token too", at(DEAUTHORIZE, "POST", _with_refresh)),
    "deauthorize/204": ("deauthorizing answers 204", at(DEAUTHORIZE, "POST", lambda asked, ask: status_for(ask(asked), 200, 204))),
    "deauthorize/json": ("deauthorizing answers with JSON", at(DEAUTHORIZE, "POST", lambda asked, ask: _answers_json(ask(asked)))),
    "deauthorize/other token": (
        "deauthorizing ends the token of the call whatever is named",
        at(DEAUTHORIZE, "POST", lambda asked, ask: ask(formed(asked, {}))),
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
            f"{kind}/status", f"a grant by {kind} comes with 201", at(TOKEN, "POST", lambda asked, ask: status_for(ask(asked), 200, 201))
        )
        yield _mutant(f"{kind}/wrapped", f"a grant by {kind} stands under data", _showing(kind, lambda said: {"data": said}))


SHOWN: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "missing": ("is missing", lambda value: ...),
    "null": ("is null", lambda value: None),
    "wrong": ("is not what it is", lambda value: value // 24 if isinstance(value, int) else value[::-1]),
    "other case": ("is in capitals", lambda value: str(value).upper() if not isinstance(value, int) else str(value)),
}


def _on(name: str, change: Callable[[Any], Any]) -> Callable[[Said], Said]:
    def other(said: Said) -> Said:
        told = {**said, name: change(said[name])} if name in said else said
        return {key: value for key, value in told.items() if value is not ...}

    return other


def _of_kind(kind: str, change: Callable[[Answered], Answered]) -> Twist:
    def twist(asked: Asked, ask: Ask) -> Answered:
        answered = ask(asked)
        return change(answered) if form_of(asked).get("grant_type") == kind and answered.status == 200 else answered

    return at(TOKEN, "POST", twist)


def _showing(kind: str, change: Callable[[Said], Said]) -> Twist:
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
    def twist(asked: Asked, ask: Ask) -> Answered:
        answered = ask(asked)
        said = answered.json
        return change(answered) if isinstance(said, dict) and said.get("error") == error else answered

    return at(TOKEN, "POST", twist)
