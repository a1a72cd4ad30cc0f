"""What answers at `/`: a page for a browser, and the same in JSON for a client of the API. It shows no token and no record."""

from __future__ import annotations

import shlex
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from mockclio.catalog import EDITION
from mockclio.errors import NotFound
from mockclio.ledger import rule
from mockclio.server.call import Answer
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from flask import Request
    from jinja2 import Template

HTML, JSON = "text/html", "application/json"
TEMPLATES = Path(__file__).parent / "templates"
KNOWN_TOKEN = "dev-token"
"""The token that everybody knows. Another token is never shown."""
ADDRESSES = (
    ("api", "/api/v4", "The API. /api/v4/users/who_am_i says whom a token belongs to."),
    ("authorize", "/oauth/authorize", "The consent page of OAuth. /oauth/token gives the tokens."),
    ("control", "/_mockclio/", "The routes that steer the mock: worlds, clock, faults, request log. They are not Clio's."),
    ("control_document", "/_mockclio/openapi.json", "These routes as an OpenAPI document."),
    ("health", "/_mockclio/health", "Whether the server answers."),
)
COMMANDS = (
    ("mockclio requests --follow", "Shows each request as it comes."),
    ("mockclio explain 1", "Says why request 1 was answered as it was."),
    ("mockclio --help", "Lists all commands."),
)


def respond(worlds: Worlds, request: Request) -> Answer:
    """Answer a request for `/`."""
    if request.method not in ("GET", "HEAD"):
        error = NotFound(rule="wire.unknown-route-is-404")
        return Answer(status=error.status, json=error.body, headers={"X-Mockclio-Rule": error.rule})
    rule("mock.start-page")
    base = request.host_url.rstrip("/")
    wanted = request.accept_mimetypes.best_match([JSON, HTML])
    return _page(worlds, base) if wanted == HTML else Answer(json=_document(base), headers={"Vary": "Accept"})


def _document(base: str) -> dict[str, str]:
    return {
        "name": "mockclio",
        "about": f"A mock of the Clio Manage API v4, edition of {EDITION}. It is not Clio. The API is under {base}/api/v4.",
        "edition": EDITION,
        **{name: f"{base}{path}" for name, path, _ in ADDRESSES},
    }


def _page(worlds: Worlds, base: str) -> Answer:
    known = worlds.world_of(KNOWN_TOKEN) is not None
    header = f"'Authorization: Bearer {KNOWN_TOKEN}'" if known else '"Authorization: Bearer $TOKEN"'
    template, style = _template()
    body = template.render(
        style=style,
        edition=EDITION,
        known=known,
        command=f"curl -H {header} {shlex.quote(f'{base}/api/v4/matters')}",
        addresses=[(path, path.startswith("/_mockclio/"), about) for _, path, about in ADDRESSES],
        commands=COMMANDS,
    )
    return Answer(body=body.encode(), content_type=f"{HTML}; charset=utf-8", headers=_headers(style))


@cache
def _template() -> tuple[Template, str]:
    """The template of the page, and its style."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    style = Markup((TEMPLATES / "home.css").read_text("utf-8"))  # nosec B704
    return environment.get_template("home.html"), style


@cache
def _headers(style: str) -> dict[str, str]:
    """The headers of the page. Nothing but its own style is allowed, so that no part of the page could run or load anything."""
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return {
        "Vary": "Accept",
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
    }
