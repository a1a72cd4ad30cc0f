"""Coverage as JSON: the files of several processes, read, checked and merged into one. GET /_mockclio/coverage answers in the same form."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from mockclio.openapi.surface import measure
from mockclio.store.coverage import VERSION

Json = dict[str, Any]
MARK = "mockclio_coverage"


class WrongFile(ValueError):
    """What was given is no coverage that can be read; the message says why, and what would be right."""


def read(path: Path) -> Json:
    """The coverage in a file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WrongFile(f"{path} cannot be read ({error.strerror}): name a file that `mockclio run --coverage` or pytest wrote") from None
    return parse(content, str(path))


def parse(content: bytes | str, source: str) -> Json:
    """The coverage in a text, checked; `source` is named when it is wrong."""
    try:
        result = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise WrongFile(f"{source} is not JSON: {error}") from None
    if not isinstance(result, dict) or MARK not in result:
        raise WrongFile(f"{source} is no coverage of mockclio: it lacks {MARK!r}")
    if result[MARK] != VERSION:
        raise WrongFile(
            f"{source} has version {result[MARK]!r} of the form, and this mockclio reads {VERSION}: make it again with this one"
        )
    try:
        return merge([result])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WrongFile(f"{source} is damaged ({type(error).__name__}: {error}): make it again") from None


def write(covered: Json, path: Path) -> None:
    """Write it for people and for `read`, with the counts."""
    counts = {name: count.document() for name, count in measure(covered).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps({**covered, "measured": counts}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def merge(documents: Iterable[Json]) -> Json:
    """What any of them used. Numbers of calls are added; the order of the documents does not matter."""
    into: Json = {MARK: VERSION, "operations": {}, "events": [], "unmatched": 0}
    for document in documents:
        for id, seen in document["operations"].items():
            into["operations"][id] = _merged(into["operations"].get(id, _EMPTY), seen)
        into["events"] = sorted({*into["events"], *document["events"]})
        into["unmatched"] += document["unmatched"]
    into["operations"] = dict(sorted(into["operations"].items()))
    return into


_EMPTY: Json = {"calls": {}, "parameters": {}, "errors": {}, "fields": [], "body": [], "faults": []}


def _merged(one: Json, other: Json) -> Json:
    calls = {status: one["calls"].get(status, 0) + other["calls"].get(status, 0) for status in {**one["calls"], **other["calls"]}}
    return {
        "calls": dict(sorted(calls.items(), key=lambda item: int(item[0]))),
        "parameters": _joined(one["parameters"], other["parameters"]),
        "fields": sorted({*one["fields"], *other["fields"]}),
        "body": sorted({*one["body"], *other["body"]}),
        "errors": _joined(one["errors"], other["errors"]),
        "faults": sorted({*one["faults"], *other["faults"]}),
    }


def _joined(one: Json, other: Json) -> Json:
    return {name: sorted({*one.get(name, ()), *other.get(name, ())}) for name in sorted({**one, **other})}
