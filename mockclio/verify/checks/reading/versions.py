"""Checks of versions and conditional reads: who asks for a version gets it, and nothing is sent that the client has already."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import READS, Caller, good
from mockclio.verify.checks.reading.errors import refused

NEVER = '"00000000000000000000000000000000"'
ETAG = re.compile(r'(W/)?"[0-9a-f]{32}"')


def _get(target: Target, operation: AnyOperation, headers: dict[str, str] | None = None) -> httpx.Response:
    """The first good answer at the first places; a download may not be there for the very first record."""
    caller, last = Caller.of(target), None
    for place in caller.places(operation)[:10]:
        last = caller.at(operation, place, headers=headers)
        if last.status_code < 400 or headers:
            return last
    if last is None:
        raise Inconclusive("the account has no record that this could be asked of")
    return last


@check("versions/asked", "fields", rules=("versions.fields-come-and-go",))
def requested_versions() -> Cases:
    """A read answers in the version that was asked for, and says so."""
    for operation in READS:
        if "X-API-VERSION" in operation.headers and operation.kind not in ("download", "page"):
            yield operation, "", partial(_requested, operation)


def _requested(operation: AnyOperation, target: Target) -> None:
    for version in ("4.0.13", "4.0.12"):
        answer = good(_get(target, operation, {"X-API-VERSION": version}))
        if answer.headers.get("X-API-VERSION") != version:
            raise CheckFailed(version, answer.headers.get("X-API-VERSION"), "X-API-VERSION", target.last)


@check("versions/unknown", "errors", rules=("versions.unknown-version-is-410",))
def unknown_versions() -> Cases:
    """A version that does not exist is refused with 410."""
    for operation in READS:
        yield operation, "", partial(_unknown, operation)


def _unknown(operation: AnyOperation, target: Target) -> None:
    for version in ("4.0.99", "nonsense"):
        refused(target, _get(target, operation, {"X-API-VERSION": version}), 410, "InvalidVersionError")


@check("reads/headers", "fields")
def headers() -> Cases:
    """An answer is JSON in UTF-8, and tells the version and the rate limit."""
    for operation in READS:
        if operation.kind in ("index", "show", "single"):
            yield operation, "", partial(_headers, operation)


def _headers(operation: AnyOperation, target: Target) -> None:
    answer = good(_get(target, operation))
    kind = answer.headers.get("Content-Type", "")
    if kind.replace(" ", "").lower() != "application/json;charset=utf-8":
        raise CheckFailed("application/json; charset=utf-8", kind, "Content-Type", target.last)
    for name in ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-API-VERSION"):
        if name not in answer.headers:
            raise CheckFailed(f"the header {name}", "no such header", name, target.last)
    body = answer.json()
    keys = ["data", "meta"] if operation.kind == "index" else ["data"]
    if list(body) != keys:
        raise CheckFailed(keys, list(body), "", target.last)


@check("etags/unchanged", "errors", rules=("etags.conditional-reads-are-304",))
def unchanged() -> Cases:
    """A read is spared while the client has the record as it is, by ETag and by date, and made when it has another."""
    for operation in READS:
        if "IF-NONE-MATCH" in operation.headers:
            yield operation, "IF-NONE-MATCH", partial(_by_etag, operation)
        if "IF-MODIFIED-SINCE" in operation.headers:
            yield operation, "IF-MODIFIED-SINCE", partial(_by_date, operation)


def _by_etag(operation: AnyOperation, target: Target) -> None:
    plain = good(_get(target, operation))
    tag = plain.headers.get("ETag", "")
    if not ETAG.fullmatch(tag):
        raise CheckFailed("an ETag of 32 hexadecimal digits in quotes", tag, "ETag", target.last)
    _spared(target, _get(target, operation, {"If-None-Match": tag}))
    _spared(target, _get(target, operation, {"If-None-Match": f"{NEVER}, {tag}"}))
    _whole(target, plain, _get(target, operation, {"If-None-Match": NEVER}))


def _by_date(operation: AnyOperation, target: Target) -> None:
    plain = good(_get(target, operation))
    if "Last-Modified" not in plain.headers:
        raise CheckFailed("the header Last-Modified", "no such header", "Last-Modified", target.last)
    changed = parsedate_to_datetime(plain.headers["Last-Modified"])
    _spared(target, _get(target, operation, {"If-Modified-Since": format_datetime(changed, usegmt=True)}))
    _spared(target, _get(target, operation, {"If-Modified-Since": format_datetime(changed + timedelta(days=1), usegmt=True)}))
    earlier = {"If-Modified-Since": format_datetime(changed - timedelta(seconds=1), usegmt=True)}
    _whole(target, plain, _get(target, operation, earlier))


def _spared(target: Target, answer: httpx.Response) -> None:
    if answer.status_code != 304 or answer.content:
        raise CheckFailed("status 304 without a body", f"status {answer.status_code}", "", target.last)


def _whole(target: Target, plain: httpx.Response, answer: httpx.Response) -> None:
    if answer.status_code != 200 or answer.json() != plain.json():
        raise CheckFailed("the whole record, status 200", f"status {answer.status_code}", "", target.last)
