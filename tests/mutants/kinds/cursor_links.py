"""Mistakes with the links between pages, and with the number of records on later pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from mockclio.server.filters import PAGING
from tests.mutants.kinds.inside_paging import By, Way

Query = list[tuple[str, str]]
PLACES = ("page_token", "offset")


def _query(change: Callable[[Query, Any], Query]) -> dict[str, By]:
    """Changes the parameters of a link."""

    def link(sound: By, call: Any, place: Any) -> str:
        parts = urlsplit(sound(call, place))
        query = change(parse_qsl(parts.query, keep_blank_values=True), call)
        return parts._replace(query=urlencode(query)).geturl()

    return {"_link": link}


def _address(change: Callable[[str], str]) -> dict[str, By]:
    return {"_link": lambda sound, call, place: change(sound(call, place))}


def _less(*names: str) -> dict[str, By]:
    return _query(lambda query, call: [(name, value) for name, value in query if name not in names])


def _filters_lost(query: Query, call: Any) -> Query:
    return [(name, value) for name, value in query if name in (*PAGING, *PLACES, "limit", "order", "fields")]


def _first_of_several(query: Query, call: Any) -> Query:
    return list({name: (name, value) for name, value in reversed(query)}.values())[::-1]


def _limited(limit: Callable[[int], int]) -> dict[str, By]:
    return _query(
        lambda query, call: [
            (name, str(min(max(1, limit(int(value))), call.operation.limit)) if name == "limit" and value.isdigit() else value)
            for name, value in query
        ]
    )


def _meta(change: Callable[[dict[str, Any], Any, Any], dict[str, Any]]) -> dict[str, By]:
    """Changes `meta`: it gets what is right, the call and the page."""
    return {"meta": lambda sound, call, page: change(sound(call, page), call, page)}


def _linked(change: Callable[[dict[str, Any], Any, Any], dict[str, Any]]) -> dict[str, By]:
    return _meta(lambda meta, call, page: {**meta, "paging": change(meta["paging"], call, page)})


def _counted(change: Callable[[int, Any, Any], int]) -> dict[str, By]:
    return _meta(lambda meta, call, page: {**meta, "records": change(meta["records"], call, page)})


def _turned(links: dict[str, Any], call: Any, page: Any) -> dict[str, Any]:
    names = {"next": "previous", "previous": "next"}
    return {names[name]: link for name, link in links.items()}


def _passed(call: Any) -> bool:
    return "page_token" in call.arguments or bool(call.arguments.get("offset"))


def _only_full(links: dict[str, Any], call: Any, page: Any) -> dict[str, Any]:
    """A next link follows from a full page, without a look at what comes after it."""
    full = len(page.rows) == call.arguments.get("limit", call.operation.limit)
    if not full or "next" in links or not page.rows:
        return links
    first = [(name, value) for name, value in call.request.args.items(multi=True) if name not in PLACES]
    query = urlencode([*first, ("offset", str(min(page.records, 9_999)))])
    return {**links, "next": f"{call.view.base_url}{call.request.path}?{query}"}


LINKS: dict[str, Way] = {
    "limit lost": Way("links have lost the limit", _less("limit")),
    "order lost": Way("links have lost the order", _less("order"), True),
    "fields lost": Way("links have lost the fields", _less("fields")),
    "filters lost": Way("links have lost the filters", _query(_filters_lost)),
    "one of several": Way("links keep one value of a parameter that came several times", _query(_first_of_several)),
    "limit grows": Way("links have a limit that is one more than was asked for", _limited(lambda limit: limit + 1)),
    "limit largest": Way("links have the largest limit instead of the one that was asked for", _limited(lambda limit: 10_000)),
    "place lost": Way("links have neither token nor offset", _less(*PLACES)),
    "not escaped": Way("parameters are not escaped in links", _address(unquote_plus)),
    "escaped twice": Way(
        "the path of links is escaped twice", _address(lambda link: link.replace("_", "%255F", 1).replace("%5B", "%255B"))
    ),
    "path alone": Way("links have no host", _address(lambda link: urlsplit(link)._replace(scheme="", netloc="").geturl())),
    "other scheme": Way(
        "links have another scheme than was asked",
        _address(lambda link: urlsplit(link)._replace(scheme="https" if link.startswith("http:") else "http").geturl()),
    ),
    "without api": Way("links have lost a part of the path", _address(lambda link: link.replace("/api/v4", "/api", 1))),
    "json added": Way("links end in .json whatever was asked", _address(lambda link: link.replace("?", ".json?", 1))),
    "turned": Way("the previous and the next link have each other's names", _linked(_turned)),
    "next is previous": Way(
        "the next link leads where the previous one does",
        _linked(lambda links, call, page: {**links, "next": links["previous"]} if len(links) == 2 else links),
    ),
    "no previous on tokens": Way(
        "a page that a token leads to has no previous link",
        _linked(lambda links, call, page: {n: v for n, v in links.items() if n == "next"} if "page_token" in call.arguments else links),
    ),
    "no previous on offsets": Way(
        "a page at an offset has no previous link",
        _linked(lambda links, call, page: {n: v for n, v in links.items() if n == "next"} if call.arguments.get("offset") else links),
    ),
    "next of a full page": Way("the last page has a next link if it is full", _linked(_only_full)),
    "no next before the last": Way(
        "the page before the last row has no next link",
        _linked(
            lambda links, call, page: (
                {n: v for n, v in links.items() if n == "previous"}
                if getattr(page.next, "passed", page.next) == page.records - 1
                else links
            )
        ),
    ),
    "null links": Way(
        "a link that is missing comes as null",
        _linked(lambda links, call, page: {"previous": links.get("previous"), "next": links.get("next")}),
    ),
    "empty links": Way("a link that is missing comes as an empty string", _linked(lambda links, call, page: {"next": "", **links})),
    "no paging": Way(
        "meta has no paging where a page has no links",
        _meta(lambda meta, call, page: meta if meta["paging"] else {"records": meta["records"]}),
    ),
    "records to come": Way(
        "records counts what is left on pages that a token leads to",
        _counted(
            lambda records, call, page: (
                records - getattr(page.previous, "passed", -len(page.rows)) - len(page.rows) if "page_token" in call.arguments else records
            )
        ),
    ),
    "records after offset": Way(
        "records counts what comes after the offset",
        _counted(lambda records, call, page: max(0, records - (call.arguments.get("offset") or 0))),
    ),
    "records of a later page": Way(
        "records counts the rows of the page on later pages",
        _counted(lambda records, call, page: len(page.rows) if _passed(call) else records),
    ),
    "no records later": Way("records is 0 on later pages", _counted(lambda records, call, page: 0 if _passed(call) else records)),
}
