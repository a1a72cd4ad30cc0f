"""Findings without what answers say about people: numbers, words of the catalogue and of the checks stay, every other word is masked."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.schema import Attribute, accepted, fields, parameters
from mockclio.errors import APIError
from mockclio.verify.report import Finding

MASK = "▒▒▒"
PROTOCOL = frozenset(
    (
        *("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "JSON", "HTTP", "URL", "Bearer", "None", "True", "False"),
        *("ETag", "Authorization", "Content-Type", "Location", "Retry-After", "WWW-Authenticate", "Last-Modified"),
        *("If-Match", "If-None-Match", "If-Modified-Since", "IF-MATCH", "IF-NONE-MATCH", "IF-MODIFIED-SINCE", "X-API-VERSION"),
        *("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
        *("KeyError", "TypeError", "ValueError", "AttributeError", "IndexError", "StopIteration", "JSONDecodeError"),
    )
)
"""Words of HTTP, and of what goes wrong while an answer is read."""
QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
WORD = re.compile(r"[^\W\d_](?:[\w'\u2019\-]*\w)?|\d[\d.:+\-]*\d|\d", re.UNICODE)
PLAIN_NUMBER = re.compile(r"\d{1,12}(\.\d{1,9})?|4\.0\.\d+")
ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


def redacted(finding: Finding) -> Finding:
    """The same finding, fit to be shown to others."""
    return Finding(
        finding.case,
        finding.statement,
        finding.rules,
        finding.operation,
        _call(finding.call),
        masked(finding.expected),
        masked(finding.actual),
        prose(finding.path),
    )


def masked(value: Any) -> Any:
    """A value as a report may show it. A text that stands alone may be words of a check; inside of lists and objects it is data."""
    if isinstance(value, str) and value not in choices():
        return prose(value)
    return data(value)


def data(value: Any) -> Any:
    """Part of an answer: numbers, truth and nothing stay, a text stays where the catalogue says it, keys likewise."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if value in choices() or value in names() else _shape(value)
    if isinstance(value, dict | Counter):
        return {str(data(str(key)) if not str(key).isdigit() else key): data(member) for key, member in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [data(member) for member in value]
    return prose(str(value))


def _shape(text: str) -> str:
    """What kind of text it was."""
    if not text:
        return ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return "<date>"
    if re.match(r"\d{4}-\d\d-\d\dT\d\d:", text):
        return "<datetime>"
    return f"<text of {len(text)}>"


def prose(text: str) -> str:
    """A sentence with every word masked that neither the catalogue nor a check has; what stands in quotes is data."""
    shown, place = "", 0
    for quoted in QUOTED.finditer(text):
        shown += _words(text[place : quoted.start()]) + quoted[0][0] + str(data(quoted[0][1:-1])) + quoted[0][0]
        place = quoted.end()
    return shown + _words(text[place:])


def _words(text: str) -> str:
    return WORD.sub(lambda word: word[0] if _harmless(word[0]) else MASK, text)


def _call(text: str) -> str:
    """A request: paths, names of parameters, numbers and choices stay."""
    method, _, rest = text.partition(" ")
    path, question, query = rest.partition("?")
    pairs = [part.partition("=") for part in query.split("&")] if query else []
    shown = "&".join(f"{prose(ENCODED.sub(' ', name))}{equals}{_argument(value)}" for name, equals, value in pairs)
    return f"{prose(method)} {prose(path)}{question}{shown}".strip()


def _argument(value: str) -> str:
    if value in choices() or re.fullmatch(r"[\d,]{1,200}|true|false|null", value):
        return value
    words = re.findall(r"\w+", ENCODED.sub(" ", value))
    return value if words and all(word in names() or word in ("asc", "desc", "nonsense") for word in words) else MASK


def _harmless(word: str) -> bool:
    if PLAIN_NUMBER.fullmatch(word) or word in PROTOCOL or word in operation_words():
        return True
    return word.islower() and (word in names() or all(part in names() or part in own_words() for part in re.split(r"[_.\-]", word) if part))


def _attributes(known: dict[str, Attribute]) -> list[Attribute]:
    return [inner for one in known.values() for inner in (one, *_attributes(one.keys))]


@cache
def _declared() -> tuple[frozenset[str], frozenset[str]]:
    """Names and choices of everything that the catalogue declares."""
    message: list[Attribute] = []
    for operation in operations().values():
        message += parameters(operation).values()
        message += _attributes(accepted(operation.body)) if operation.body is not None else []
        if operation.record is not None:
            for one in fields(operation.record).values():
                message += [one, *(fields(one.record).values() if one.record is not None else ())]
    result = {one.name for one in message} | {one.wire for one in message}
    return frozenset(result) | ENVELOPE, _refusals() | frozenset(str(choice) for one in message for choice in one.choices)


ENVELOPE = frozenset(("error", "type", "message", "meta", "paging", "records", "next", "previous", "data", "error_description"))


def _refusals() -> frozenset[str]:
    """The types of all errors."""
    pending, result = [APIError], set()
    while pending:
        known = pending.pop()
        result.add(known.type)
        pending += known.__subclasses__()
    return frozenset(result)


def names() -> frozenset[str]:
    return _declared()[0]


def choices() -> frozenset[str]:
    return _declared()[1]


@cache
def operation_words() -> frozenset[str]:
    """The parts of paths, and the names of records."""
    results = {word for operation in operations().values() for word in re.findall(r"[A-Za-z_]+", operation.path)}
    return frozenset(results | {"api", "v4", "json", "oauth"} | {word for id in operations() for word in re.findall(r"\w+", id)})


@cache
def own_words() -> frozenset[str]:
    """The lower-case words of the checks themselves, read from their modules."""
    results: set[str] = {"status", "rows", "row", "page", "data", "error"}
    pending = [resources.files("mockclio.verify.checks")]
    while pending:
        for entry in pending.pop().iterdir():
            if entry.is_dir():
                pending.append(entry)
            elif entry.name.endswith(".py"):
                results.update(re.findall(r"\b[a-z]+\b", entry.read_text("utf-8")))
    return frozenset(results)
