"""Consent pages that go wrong: what is taken, what is asked, and what goes back to the application."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.mutants.kinds.oauth_tools import AUTHORIZE, Form, at, form_of, formed, status_for, world_of
from tests.mutants.wire import Answered, Ask, Asked, Twist


def _going_back(change: Callable[[Form], Form]) -> Twist:
    """Changes what the redirect to the application carries."""

    def twist(asked: Asked, ask: Ask) -> Answered:
        answered = ask(asked)
        location = answered.headers.get("Location")
        if answered.status != 302 or location is None:
            return answered
        parts = urlsplit(location)
        query = urlencode(change(dict(parse_qsl(parts.query, keep_blank_values=True))))
        return replace(answered, headers={**answered.headers, "Location": parts._replace(query=query).geturl()})

    return twist


def _consenting(change: Callable[[Asked, Form], Form]) -> Twist:
    """Lets the consent page hear something else, on the way in and when the user decides."""

    def twist(asked: Asked, ask: Ask) -> Answered:
        if asked.path != AUTHORIZE:
            return ask(asked)
        if asked.method == "GET":
            return ask(replace(asked, query=list(change(asked, dict(asked.query)).items())))
        return ask(formed(asked, change(asked, form_of(asked))))

    return twist


def _registered(asked: Asked, form: Form) -> Form:
    """Whatever redirect URI was sent becomes one that the application has."""
    application = world_of(asked).access.applications.get(form.get("client_id", ""))
    given = form.get("redirect_uri", "")
    if application is None or (application.any_loopback and given.startswith(("http://127.", "http://localhost"))):
        return form
    return {**form, "redirect_uri": (application.redirect_uris or ["http://127.0.0.1:9999/callback"])[0]}


def _any_redirect(asked: Asked, ask: Ask) -> Answered:
    """Every redirect URI is taken, and gets the code."""
    sent = dict(asked.query) if asked.method == "GET" else form_of(asked)
    application = world_of(asked).access.applications.get(sent.get("client_id", ""))
    if asked.path != AUTHORIZE or application is None:
        return ask(asked)
    before = list(application.redirect_uris)
    application.redirect_uris.append(sent.get("redirect_uri", ""))
    try:
        return ask(asked)
    finally:
        application.redirect_uris[:] = before


def _declined_code(asked: Asked, ask: Ask) -> Answered:
    if asked.path == AUTHORIZE and asked.method == "POST":
        users = [user for user in world_of(asked).table("users") if user.get("enabled")]
        form = form_of(asked)
        return ask(formed(asked, {**form, "decision": "allow", "user_id": form.get("user_id") or str(users[0]["id"])}))
    return ask(asked)


def _redirected_refusal(asked: Asked, ask: Ask) -> Answered:
    """What must be a page becomes a redirect with an error."""
    answered = ask(asked)
    if asked.path != AUTHORIZE or answered.status != 400:
        return answered
    sent = dict(asked.query) if asked.method == "GET" else form_of(asked)
    location = f"{sent.get('redirect_uri', '')}?{urlencode({'error': 'invalid_request', 'state': sent.get('state', '')})}"
    return Answered(302, {**answered.headers, "Location": location}, b"")


def _without_consent(asked: Asked, ask: Ask) -> Answered:
    """The code is given without asking the user."""
    if asked.path != AUTHORIZE or asked.method != "GET":
        return ask(asked)
    user = next(user for user in world_of(asked).table("users") if user.get("enabled"))
    form = {**dict(asked.query), "user_id": str(user["id"]), "decision": "allow"}
    return ask(replace(formed(asked, form), method="POST"))


def _page(change: Callable[[str], str]) -> Twist:
    def twist(asked: Asked, ask: Ask) -> Answered:
        answered = ask(asked)
        if not asked.path.startswith("/oauth/") or "html" not in answered.headers.get("Content-Type", ""):
            return answered
        return replace(answered, body=change(answered.body.decode()).encode())

    return twist


CONSENT: dict[str, tuple[str, Twist]] = {
    "state/lost": ("state does not come back", _going_back(lambda form: {key: value for key, value in form.items() if key != "state"})),
    "state/changed": ("state comes back in lower case", _going_back(lambda form: {**form, "state": form.get("state", "").lower()})),
    "state/cut": ("state is cut to eight characters", _going_back(lambda form: {**form, "state": form.get("state", "")[:8]})),
    "code/renamed": (
        "the code comes back as token",
        _going_back(lambda form: {"token" if key == "code" else key: value for key, value in form.items()}),
    ),
    "code/in the fragment": ("the code stands behind a #", lambda asked, ask: _in_fragment(ask(asked))),
    "code/spoilt": (
        "the code that comes back is cut",
        _going_back(lambda form: {**form, "code": form["code"][:-1]} if "code" in form else form),
    ),
    "redirect/query lost": ("the redirect URI loses its own query", lambda asked, ask: _query_lost(asked, ask(asked))),
    "redirect/any": ("every redirect URI is taken", _any_redirect),
    "redirect/replaced": ("a redirect URI that is not registered is replaced by one that is", _consenting(_registered)),
    "redirect/status": ("the user is sent back with 200", at(AUTHORIZE, "POST", lambda asked, ask: replace(ask(asked), status=200))),
    "redirect/as post": ("the user is sent back with 307", at(AUTHORIZE, "POST", lambda asked, ask: status_for(ask(asked), 302, 307))),
    "refusal/redirects": ("a request that must get a page is redirected", _redirected_refusal),
    "refusal/200": (
        "the error page comes with 200",
        lambda asked, ask: status_for(ask(asked), 400, 200) if asked.path == AUTHORIZE else ask(asked),
    ),
    "client/any": ("an unknown application is taken for another", _consenting(lambda asked, form: {**form, "client_id": "dev-client"})),
    "response type/any": ("every response type is taken for code", _consenting(lambda asked, form: {**form, "response_type": "code"})),
    "decline/gives a code": ("a user who declines gives a code", _declined_code),
    "decline/always redirects": (
        "a refusal redirects without redirect_on_decline",
        _consenting(lambda asked, form: {**form, "redirect_on_decline": "true"}),
    ),
    "decline/never redirects": (
        "redirect_on_decline is passed over",
        _consenting(lambda asked, form: {**form, "redirect_on_decline": "false"}),
    ),
    "decline/other error": (
        "a refusal says another error",
        _going_back(lambda form: {**form, "error": "declined"} if "error" in form else form),
    ),
    "decline/no error": (
        "a refusal comes back without error",
        _going_back(lambda form: {key: value for key, value in form.items() if key != "error"}),
    ),
    "consent/not asked": ("the code is given without asking the user", _without_consent),
    "consent/of anywhere": ("a decision of another origin is taken", lambda asked, ask: ask(asked.unheaded("Origin"))),
    "consent/no scopes": ("the page does not name the scopes", _page(lambda text: re.sub(r"<li>.*?</li>", "", text, flags=re.DOTALL))),
    "consent/no application": (
        "the page does not name the application",
        _page(lambda text: re.sub(r"<h1>.*?</h1>", "", text, flags=re.DOTALL)),
    ),
    "approval/no code in the title": (
        "the title of /oauth/approval is bare",
        _page(lambda text: re.sub(r"<title>.*?</title>", "<title>Clio</title>", text)),
    ),
}


def _in_fragment(answered: Answered) -> Answered:
    location = answered.headers.get("Location", "")
    return replace(answered, headers={**answered.headers, "Location": location.replace("?", "#", 1)}) if "code=" in location else answered


def _query_lost(asked: Asked, answered: Answered) -> Answered:
    location = answered.headers.get("Location", "")
    if answered.status != 302 or "?" not in location:
        return answered
    ours = {key: value for key, value in parse_qsl(urlsplit(location).query) if key in ("code", "state", "error")}
    return replace(answered, headers={**answered.headers, "Location": urlsplit(location)._replace(query=urlencode(ours)).geturl()})
