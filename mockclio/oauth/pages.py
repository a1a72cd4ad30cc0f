"""The HTML pages of /oauth. They work without scripts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from mockclio.server.call import Answer

if TYPE_CHECKING:
    from jinja2 import Environment

HTML = "text/html; charset=utf-8"
HEADERS = {"Cache-Control": "no-store", "X-Frame-Options": "DENY", "Content-Security-Policy": "frame-ancestors 'none'"}


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader

    return Environment(loader=PackageLoader("mockclio.oauth"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def page(name: str, status: int = 200, rule: str = "", **values: Any) -> Answer:
    """A page from its template."""
    body = _templates().get_template(f"{name}.html").render(**values).encode()
    headers = {**HEADERS, **({"X-Mockclio-Rule": rule} if rule else {})}
    return Answer(status=status, body=body, content_type=HTML, headers=headers)


def error(reason: str, right: str, rule: str) -> Answer:
    """The page that says why there is no redirect: no redirect URI can be trusted, or the request asked for none."""
    return page("error", status=400, rule=rule, reason=reason, right=right)
