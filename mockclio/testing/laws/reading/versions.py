"""Laws of versions and conditional reads: who asks for a version gets it, and nothing is sent that the client has already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from typing import Any

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.laws.account import Account
from mockclio.testing.laws.law import Broken, Unjudged, law
from mockclio.testing.laws.reading.asking import READS, Caller, good
from mockclio.testing.laws.reading.errors import refused

NEVER = '"00000000000000000000000000000000"'
ETAG = re.compile(r'(W/)?"[0-9a-f]{32}"')
Found = Iterator[tuple[AnyOperation | None, str, Callable[[Account], None]]]


def _get(
    account: Account, operation: AnyOperation, headers: dict[str, str] | None = None, asked: dict[str, Any] | None = None
) -> httpx.Response:
    """The first good answer at the first places; a download may not be there for the very first record."""
    caller, last = Caller.of(account), None
    for place in caller.places(operation)[:10]:
        last = caller.at(operation, place, headers=headers)
        if last.status_code < 400 or headers:
            return last
    if last is None:
        raise Unjudged("the account has no record that this could be asked of")
    return last


@law("versions/asked", "fields", rules=("versions.fields-come-and-go",))
def asked_versions() -> Found:
    """A read answers in the version that was asked for, and says so."""
    for operation in READS:
        if "X-API-VERSION" in operation.headers and operation.kind not in ("download", "page"):
            yield operation, "", partial(_asked, operation)


def _asked(operation: AnyOperation, account: Account) -> None:
    for version in ("4.0.13", "4.0.12"):
        answer = good(_get(account, operation, {"X-API-VERSION": version}))
        if answer.headers.get("X-API-VERSION") != version:
            raise Broken(version, answer.headers.get("X-API-VERSION"), "X-API-VERSION", account.last)


@law("versions/unknown", "errors", rules=("versions.unknown-version-is-410",))
def unknown_versions() -> Found:
    """A version that does not exist is refused with 410."""
    for operation in READS:
        if "X-API-VERSION" in operation.headers:
            yield operation, "", partial(_unknown, operation)


def _unknown(operation: AnyOperation, account: Account) -> None:
    for version in ("4.0.99", "nonsense"):
        refused(account, _get(account, operation, {"X-API-VERSION": version}), 410, "InvalidVersionError")


@law("reads/headers", "fields")
def headers() -> Found:
    """An answer is JSON in UTF-8, and tells the version and the rate limit."""
    for operation in READS:
        if operation.kind in ("index", "show", "single"):
            yield operation, "", partial(_headers, operation)


def _headers(operation: AnyOperation, account: Account) -> None:
    answer = good(_get(account, operation))
    kind = answer.headers.get("Content-Type", "")
    if kind.replace(" ", "").lower() != "application/json;charset=utf-8":
        raise Broken("application/json; charset=utf-8", kind, "Content-Type", account.last)
    for name in ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-API-VERSION"):
        if name not in answer.headers:
            raise Broken(f"the header {name}", "no such header", name, account.last)
    body = answer.json()
    keys = ["data", "meta"] if operation.kind == "index" else ["data"]
    if list(body) != keys:
        raise Broken(keys, list(body), "", account.last)


@law("etags/unchanged", "errors", rules=("etags.conditional-reads-are-304",))
def unchanged() -> Found:
    """A read is spared while the client has the record as it is, by ETag and by date, and made when it has another."""
    for operation in READS:
        if "IF-NONE-MATCH" in operation.headers:
            yield operation, "IF-NONE-MATCH", partial(_by_etag, operation)
        if "IF-MODIFIED-SINCE" in operation.headers:
            yield operation, "IF-MODIFIED-SINCE", partial(_by_date, operation)


def _by_etag(operation: AnyOperation, account: Account) -> None:
    plain = good(_get(account, operation))
    tag = plain.headers.get("ETag", "")
    if not ETAG.fullmatch(tag):
        raise Broken("an ETag of 32 hexadecimal digits in quotes", tag, "ETag", account.last)
    _spared(account, _get(account, operation, {"If-None-Match": tag}))
    _spared(account, _get(account, operation, {"If-None-Match": f"{NEVER}, {tag}"}))
    _whole(account, plain, _get(account, operation, {"If-None-Match": NEVER}))


def _by_date(operation: AnyOperation, account: Account) -> None:
    plain = good(_get(account, operation))
    if "Last-Modified" not in plain.headers:
        raise Broken("the header Last-Modified", "no such header", "Last-Modified", account.last)
    changed = parsedate_to_datetime(plain.headers["Last-Modified"])
    _spared(account, _get(account, operation, {"If-Modified-Since": format_datetime(changed, usegmt=True)}))
    _spared(account, _get(account, operation, {"If-Modified-Since": format_datetime(changed + timedelta(days=1), usegmt=True)}))
    earlier = {"If-Modified-Since": format_datetime(changed - timedelta(seconds=1), usegmt=True)}
    _whole(account, plain, _get(account, operation, earlier))


def _spared(account: Account, answer: httpx.Response) -> None:
    if answer.status_code != 304 or answer.content:
        raise Broken("status 304 without a body", f"status {answer.status_code}", "", account.last)


def _whole(account: Account, plain: httpx.Response, answer: httpx.Response) -> None:
    if answer.status_code != 200 or answer.json() != plain.json():
        raise Broken("the whole record, status 200", f"status {answer.status_code}", "", account.last)
