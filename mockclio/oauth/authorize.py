"""The consent page. It shows the application and its scopes, and a user of the firm allows or declines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from mockclio.catalog.addresses import web_address
from mockclio.catalog.loopback import is_loopback
from mockclio.errors import shortened
from mockclio.ledger import rule
from mockclio.oauth import pages
from mockclio.server import guard
from mockclio.server.authentication import region_of
from mockclio.server.call import Answer
from mockclio.server.scopes import described
from mockclio.store.access import CODE_LENGTH, Application, Code
from mockclio.store.clock import stamp
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Request

APPROVAL = "/oauth/approval"
CODE_LIFE = timedelta(minutes=10)


@dataclass
class Asking:
    """A valid request for authorization. Unknown parameters, such as scope and code_challenge, are ignored."""

    world: World
    application: Application
    redirect_uri: str
    state: str
    decline_redirects: bool


def ask(worlds: Worlds, request: Request) -> Answer:
    """The consent page. When the server approves automatically, the redirect at once."""
    asking = _foreign(worlds, request) or _read(worlds, request, request.args)
    if isinstance(asking, Answer):
        return asking
    with asking.world.lock:
        auto_approve = asking.application.auto_approve or worlds.settings.auto_approve
        if auto_approve:
            rule("mock.auto-approve")
            user = find_user(asking.world, auto_approve)
            if user is None:
                return pages.error(
                    f"auto-approve names no user of the firm: {auto_approve}", "an id, an e-mail, or N", rule="mock.auto-approve"
                )
            return _allow(worlds, request, asking, user)
        rule("oauth.consent")
        users = [user for user in asking.world.table("users") if user.get("enabled")]
        return pages.page(
            "consent",
            application=asking.application,
            scopes=described(asking.application.permissions),
            users=users,
            parameters=[(name, value) for name, value in request.args.items() if name in PARAMETERS],
        )


PARAMETERS = ("response_type", "client_id", "redirect_uri", "state", "redirect_on_decline")


def decide(worlds: Worlds, request: Request) -> Answer:
    """Answer the form of the consent page: a redirect with a code, or with an error."""
    asking = _foreign(worlds, request) or _read(worlds, request, request.form)
    if isinstance(asking, Answer):
        return asking
    with asking.world.lock:
        if request.form.get("decision") == "decline":
            return _decline(asking)
        user = find_user(asking.world, request.form.get("user_id", ""))
        if user is None or request.form.get("decision") != "allow":
            return pages.error(
                "The decision names no user of the firm.", "user_id and decision=allow or decision=decline", rule="oauth.consent"
            )
        return _allow(worlds, request, asking, user)


def approval(worlds: Worlds, request: Request) -> Answer:
    """The page for applications without a web server. The code or the error is in the address and in the title."""
    rule("oauth.approval-page")
    code, error = request.args.get("code"), request.args.get("error")
    title = f"Success code={code}" if code else f"Failure error={error or 'invalid_request'}"
    return pages.page("approval", title=title, code=code)


def find_user(world: World, named: str) -> Row | None:
    """An enabled user by id, e-mail or place in the list, counted from 1. None when there is none."""
    users = [user for user in world.table("users") if user.get("enabled")]
    for user in users:
        if named in (str(user["id"]), user.get("email")):
            return user
    place = int(named) if named.isascii() and named.isdigit() and len(named) < 10 else 0
    return users[place - 1] if 1 <= place <= len(users) else None


def _foreign(worlds: Worlds, request: Request) -> Answer | None:
    """The refusal of a page of another origin."""
    reason = guard.page_refusal(request.headers.get("Origin"), _host(request), guard.CONSENT, worlds.settings.host_policy, False)
    if not reason:
        return None
    return pages.error("The decision came from a page of another origin.", "the consent page of this server", rule="oauth.consent-origin")


def _host(request: Request) -> str:
    """The Host header as it was sent: Flask's `host` leaves a usual port out."""
    return request.headers.get("Host") or request.host


def _read(worlds: Worlds, request: Request, sent: MultiDict[str, str]) -> Asking | Answer:
    client_id, redirect_uri = sent.get("client_id", ""), sent.get("redirect_uri", "")
    world = worlds.world_of(client_id)
    application = world.access.applications.get(client_id) if world else None
    if world is None or application is None:
        reason = f"There is no application with the client_id {shortened(client_id)!r}."
        return pages.error(reason, "the key of an application", rule="oauth.bad-client-is-a-page")
    if application.region != region_of(worlds, request):
        return pages.error(
            "The application belongs to another region.", f"the region {application.region}", rule="oauth.bad-client-is-a-page"
        )
    if not _accepts(application, redirect_uri, request, worlds.settings.redirect_hosts):
        right = ", ".join(application.redirect_uris) or "any http address of this machine, or /oauth/approval"
        return pages.error(f"The redirect_uri {shortened(redirect_uri)!r} is not registered.", right, rule="oauth.bad-redirect-is-a-page")
    if sent.get("response_type") != "code":
        return pages.error(f"The response_type {shortened(sent.get('response_type'))!r} is not offered.", "code", rule="oauth.only-code")
    return Asking(world, application, redirect_uri, sent.get("state", ""), sent.get("redirect_on_decline") == "true")


def _accepts(application: Application, uri: str, request: Request, hosts: frozenset[str]) -> bool:
    parts = web_address(uri)
    if parts is None or "#" in uri:
        return False
    if uri in application.redirect_uris:
        return True
    if parts.path == APPROVAL and guard.is_own(f"{parts.scheme}://{parts.netloc}", _host(request)):
        rule("oauth.approval-page")
        return True
    host = (parts.hostname or "").lower()
    if application.any_loopback and (is_loopback(host) or host in hosts or host in application.redirect_hosts):
        rule("mock.loopback-redirects")
        return True
    return False


def _allow(worlds: Worlds, request: Request, asking: Asking, user: Row) -> Answer:
    rule("oauth.code-lives-ten-minutes")
    world = asking.world
    value = world.secret(CODE_LENGTH)
    expires = stamp(world.clock.now() + CODE_LIFE)
    world.access.codes[value] = Code(value, asking.application.client_id, user["id"], asking.redirect_uri, expires)
    worlds.register(value, world)
    return _redirect(asking, {"code": value, "state": asking.state})


def _decline(asking: Asking) -> Answer:
    if asking.decline_redirects:
        rule("oauth.decline")
        return _redirect(asking, {"error": "access_denied", "state": asking.state})
    return pages.error("The user declined to give access.", "redirect_on_decline=true sends the user back instead", rule="oauth.decline")


def _redirect(asking: Asking, parameters: dict[str, str]) -> Answer:
    sign = "&" if "?" in asking.redirect_uri else "?"
    return Answer(
        status=302, body=b" ", headers={"Location": f"{asking.redirect_uri}{sign}{urlencode(parameters)}", "Cache-Control": "no-store"}
    )
