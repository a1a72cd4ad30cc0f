"""Consent pages that go wrong: what is taken, what is asked, and what goes back to the application."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.mutants.kinds.oauth_tools import AUTHORIZE, Form, at, form_of, formed, status_for, world_of
from tests.mutants.wire import Answered, Ask, Request, Twist


def _going_back(change: Callable[[Form], Form]) -> Twist:
    """Changes what the redirect to the application carries."""

    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        location = answered.headers.get("Location")
        if answered.status != 302 or location is None:
            return answered
        parts = urlsplit(location)
        query = urlencode(change(dict(parse_qsl(parts.query, keep_blank_values=True))))
        return replace(answered, headers={**answered.headers, "Location": parts._replace(query=query).geturl()})

    return twist


def _consenting(change: Callable[[Request, Form], Form]) -> Twist:
    """Lets the consent page hear something else, on the way in and when the user decides."""

    def twist(request: Request, ask: Ask) -> Answered:
        if request.path != AUTHORIZE:
            return ask(request)
        if request.method == "GET":
            return ask(replace(request, query=list(change(request, dict(request.query)).items())))
        return ask(formed(request, change(request, form_of(request))))

    return twist


def _registered(request: Request, form: Form) -> Form:
    """Whatever redirect URI was sent becomes one that the application has."""
    application = world_of(request).access.applications.get(form.get("client_id", ""))
    given = form.get("redirect_uri", "")
    if application is None or (application.any_loopback and given.startswith(("http://127.", "http://localhost"))):
        return form
    return {**form, "redirect_uri": (application.redirect_uris or ["http://127.0.0.1:9999/callback"])[0]}


def _any_redirect(request: Request, ask: Ask) -> Answered:
    """Every redirect URI is taken, and gets the code."""
    sent = dict(request.query) if request.method == "GET" else form_of(request)
    application = world_of(request).access.applications.get(sent.get("client_id", ""))
    if request.path != AUTHORIZE or application is None:
        return ask(request)
    before = list(application.redirect_uris)
    application.redirect_uris.append(sent.get("redirect_uri", ""))
    try:
        return ask(request)
    finally:
        application.redirect_uris[:] = before


def _declined_code(request: Request, ask: Ask) -> Answered:
    if request.path == AUTHORIZE and request.method == "POST":
        users = [user for user in world_of(request).table("users") if user.get("enabled")]
        form = form_of(request)
        return ask(formed(request, {**form, "decision": "allow", "user_id": form.get("user_id") or str(users[0]["id"])}))
    return ask(request)


def _redirected_refusal(request: Request, ask: Ask) -> Answered:
    """What must be a page becomes a redirect with an error."""
    answered = ask(request)
    if request.path != AUTHORIZE or answered.status != 400:
        return answered
    sent = dict(request.query) if request.method == "GET" else form_of(request)
    location = f"{sent.get('redirect_uri', '')}?{urlencode({'error': 'invalid_request', 'state': sent.get('state', '')})}"
    return Answered(302, {**answered.headers, "Location": location}, b"")


def _without_consent(request: Request, ask: Ask) -> Answered:
    """The code is given without asking the user."""
    if request.path != AUTHORIZE or request.method != "GET":
        return ask(request)
    user = next(user for user in world_of(request).table("users") if user.get("enabled"))
    form = {**dict(request.query), "user_id": str(user["id"]), "decision": "allow"}
    return ask(replace(formed(request, form), method="POST"))


def _page(change: Callable[[str], str]) -> Twist:
    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        if not request.path.startswith("/oauth/") or "html" not in answered.headers.get("Content-Type", ""):
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
    "code/in the fragment": ("the code stands behind a #", lambda request, ask: _in_fragment(ask(request))),
    "code/spoilt": (
        "the code that comes back is cut",
        _going_back(lambda form: {**form, "code": form["code"][:-1]} if "code" in form else form),
    ),
    "redirect/query lost": ("the redirect URI loses its own query", lambda request, ask: _query_lost(request, ask(request))),
    "redirect/any": ("every redirect URI is taken", _any_redirect),
    "redirect/replaced": ("a redirect URI that is not registered is replaced by one that is", _consenting(_registered)),
    "redirect/status": ("the user is sent back with 200", at(AUTHORIZE, "POST", lambda request, ask: replace(ask(request), status=200))),
    "redirect/as post": ("the user is sent back with 307", at(AUTHORIZE, "POST", lambda request, ask: status_for(ask(request), 302, 307))),
    "refusal/redirects": ("a request that must get a page is redirected", _redirected_refusal),
    "refusal/200": (
        "the error page comes with 200",
        lambda request, ask: status_for(ask(request), 400, 200) if request.path == AUTHORIZE else ask(request),
    ),
    "client/any": ("an unknown application is taken for another", _consenting(lambda request, form: {**form, "client_id": "dev-client"})),
    "response type/any": ("every response type is taken for code", _consenting(lambda request, form: {**form, "response_type": "code"})),
    "decline/gives a code": ("a user who declines gives a code", _declined_code),
    "decline/always redirects": (
        "a refusal redirects without redirect_on_decline",
        _consenting(lambda request, form: {**form, "redirect_on_decline": "true"}),
    ),
    "decline/never redirects": (
        "redirect_on_decline is passed over",
        _consenting(lambda request, form: {**form, "redirect_on_decline": "false"}),
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
    "consent/of anywhere": ("a decision of another origin is taken", lambda request, ask: ask(request.unheaded("Origin"))),
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


def _query_lost(request: Request, answered: Answered) -> Answered:
    location = answered.headers.get("Location", "")
    if answered.status != 302 or "?" not in location:
        return answered
    ours = {key: value for key, value in parse_qsl(urlsplit(location).query) if key in ("code", "state", "error")}
    return replace(answered, headers={**answered.headers, "Location": urlsplit(location)._replace(query=urlencode(ours)).geturl()})
