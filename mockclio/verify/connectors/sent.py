"""What reached the server, by the names of the wire: one check: a module sends every parameter of its table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal
from urllib.parse import parse_qsl

import orjson

from mockclio.client.clio import USER_AGENT
from mockclio.store.request_log import LoggedRequest
from mockclio.verify.connectors.module import ConnectorModule

Way = Literal["raw", "typed"]
WAYS: tuple[Way, ...] = ("raw", "typed")


def names(entries: Iterable[LoggedRequest]) -> dict[Way, set[str]]:
    """The names that each way of calling sent: those of query, body, headers and method, `{id}` and `bytes`."""
    results: dict[Way, set[str]] = {"raw": set(), "typed": set()}
    for entry in entries:
        results[way(entry)] |= set(_names(entry))
    return results


def way(entry: LoggedRequest) -> Way:
    """Whether the typed client made the request."""
    agent = next((value for name, value in entry.headers if name.lower() == "user-agent"), "")
    return "typed" if agent.startswith(USER_AGENT) else "raw"


def unsent(row: ConnectorModule, entries: Iterable[LoggedRequest]) -> list[str]:
    """Each parameter of a row that did not reach its operations; the typed client cannot send what has no place in v4."""
    reached = names(entry for entry in entries if not row.operations or entry.operation in row.operations or _is_upload(entry))
    return [
        f"{parameter.label} ({parameter.wire}) was not sent {way}"
        for parameter in row.parameters
        for way in WAYS
        if parameter.wire and (parameter.slot or way == "raw") and parameter.wire not in reached[way]
    ]


def _is_upload(entry: LoggedRequest) -> bool:
    return entry.method == "PUT" and entry.path.startswith("/_storage/")


def _names(entry: LoggedRequest) -> Iterator[str]:
    yield f"method:{entry.method}"
    yield from (f"header:{name.lower()}" for name, _ in entry.headers)
    yield from (re.sub(r"\[\d+\]", "[<id>]", name) for name, _ in parse_qsl(entry.query, keep_blank_values=True))
    if re.search(r"/\d[\w-]*(\.json)?(/|$)", entry.path):
        yield "{id}"
    if _is_upload(entry):
        yield "bytes"
    elif entry.body[:1] in (b"{", b"["):
        sent = orjson.loads(entry.body)
        yield from _paths(sent.get("data", sent) if isinstance(sent, dict) else sent)


def _paths(value: Any, place: str = "") -> Iterator[str]:
    """Where values stand in a body: `client.id`, `rates[].user.id`; the parts of a recurrence rule count as places too."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _paths(member, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for member in value:
            yield from _paths(member, f"{place}[]")
    else:
        yield place
        if isinstance(value, str) and value.startswith("FREQ="):
            yield from (f"{place}:{part.partition('=')[0]}" for part in value.split(";"))
