"""Compares requests with what a test expects, and describes the differences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import orjson

from mockclio.store.masking import mask_values
from mockclio.store.paths import bare
from mockclio.store.request_log import LoggedRequest

ANYTHING = ...
"""Expected in place of a value, it fits whatever is there."""
LIKE = 0.7
"""How much of two paths must be the same, so that one is near the other."""
SHOWN = 80


@dataclass(frozen=True)
class Expected:
    """A request that a test expects. Parts that are None are not compared; `json` and `params` need only the keys that they name."""

    method: str
    path: str
    json: Any = None
    params: Mapping[str, Any] | None = None
    status: int | None = None

    def __str__(self) -> str:
        """The method, the path, and the parts that are compared."""
        parts = {"json": self.json, "params": self.params, "status": self.status}
        details = [f"{name} {shown(value)}" for name, value in parts.items() if value is not None]
        return f"{self.method.upper()} {self.path}{' with ' if details else ''}{', '.join(details)}"

    def fits(self, entry: LoggedRequest) -> bool:
        """Return whether a request is as expected."""
        return self._is_addressed(entry) and next(self._inner(entry), None) is None

    def differences(self, entry: LoggedRequest) -> list[str]:
        """Return the differences as text, the most important first."""
        result = [] if entry.method == self.method.upper() else [f"the method is {entry.method}, not {self.method.upper()}"]
        if not self._is_at(entry):
            return [*result, f"the path is {entry.path}"]
        return [*result, *self._inner(entry)]

    def distance(self, entry: LoggedRequest) -> float | None:
        """Return how different a request is, 0 if it fits; None if the two paths have little in common."""
        likeness = 1.0 if self._is_at(entry) else SequenceMatcher(None, bare(self.path), bare(entry.path)).ratio()
        if likeness < LIKE:
            return None
        return (1 - likeness) * 10 + (entry.method != self.method.upper()) * 5 + sum(1 for _ in self._inner(entry))

    def _is_addressed(self, entry: LoggedRequest) -> bool:
        return entry.method == self.method.upper() and self._is_at(entry)

    def _is_at(self, entry: LoggedRequest) -> bool:
        parts = re.split(r"({\w+})", bare(self.path))
        pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
        return re.fullmatch(pattern, bare(entry.path)) is not None

    def _inner(self, entry: LoggedRequest) -> Iterator[str]:
        """Differences of the query, the body and the status."""
        for name, value in {**_query(self.path), **(self.params or {})}.items():
            yield from _parameter(entry, name, value)
        if self.json is not None:
            sent = body(entry)
            yield from _values(_wrapped(self.json, sent), sent, "")
        if self.status is not None and entry.status != self.status:
            yield f"status: {self.status} was expected, {entry.status} was answered"


def body(entry: LoggedRequest) -> Any:
    """Return the body of a request: JSON, the fields of a form, or None."""
    if not entry.body:
        return None
    try:
        return orjson.loads(entry.body)
    except orjson.JSONDecodeError:
        return dict(parse_qsl(entry.body.decode("utf-8", "replace"), keep_blank_values=True)) or None


def _wrapped(expected: Any, sent: Any) -> Any:
    """What goes into `data` may be written without it."""
    bare = isinstance(sent, dict) and sent.keys() == {"data"} and not (isinstance(expected, Mapping) and "data" in expected)
    return {"data": expected} if bare else expected


def _query(path: str) -> dict[str, Any]:
    return {name: values if len(values) > 1 else values[0] for name, values in parse_qs(urlsplit(path).query, True).items()}


def _parameter(entry: LoggedRequest, name: str, value: Any) -> Iterator[str]:
    """A parameter is text on the wire, and a list of them comes under `name[]`."""
    params = parse_qs(entry.query, keep_blank_values=True)
    sent = params.get(name) or params.get(f"{name}[]") or params.get(name.removesuffix("[]"))
    if value is None:
        if sent is not None:
            yield f"{name}: it was expected to be left out, {shown(sent[-1], name)} was sent"
    elif sent is None:
        yield f"{name}: {shown(value, name)} was expected, nothing was sent"
    elif isinstance(value, list | tuple):
        if [_text(one) for one in value] != sent:
            yield f"{name}: {shown(list(value), name)} was expected, {shown(sent, name)} was sent"
    elif not equal(_text(value) if isinstance(value, str | bool | int | float) else value, sent[-1]):
        yield f"{name}: {shown(_text(value), name)} was expected, {shown(sent[-1], name)} was sent"


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int | float) else value


def _values(expected: Any, sent: Any, place: str) -> Iterator[str]:
    """Differences of two JSON values; objects may hold more than is expected."""
    if isinstance(expected, Mapping) and isinstance(sent, dict):
        for key, value in expected.items():
            inner = f"{place}.{key}" if place else str(key)
            if key in sent:
                yield from _values(value, sent[key], inner)
            else:
                yield f"{inner}: {shown(value, str(key))} was expected, it was left out"
    elif isinstance(expected, list) and isinstance(sent, list) and len(expected) == len(sent):
        for number, (value, other) in enumerate(zip(expected, sent, strict=True)):
            yield from _values(value, other, f"{place}[{number}]")
    elif not equal(expected, sent):
        name = place.rpartition(".")[2].partition("[")[0]
        result = shown(sent, name) if sent is not None else "null"
        yield f"{place or 'the body'}: {shown(expected, name)} was expected, {result} was sent"


def differences(expected: Any, sent: Any) -> list[str]:
    """Return the differences between two JSON values, each with its path."""
    return list(_values(expected, sent, ""))


def equal(expected: Any, sent: Any) -> bool:
    """Return whether a value is as expected. `...` matches anything, a compiled pattern a text that it matches completely."""
    if expected is ANYTHING:
        return True
    if isinstance(expected, re.Pattern):
        return isinstance(sent, str) and expected.fullmatch(sent) is not None
    return bool(expected == sent) and (isinstance(expected, bool) == isinstance(sent, bool) or not isinstance(expected, int))


def shown(value: Any, name: str = "") -> str:
    """Return a value as text for a message: secrets are masked, long values cut. `name` is the key of the value."""
    return shorten(mask_values(value, name))


def shorten(value: Any, longest: int = SHOWN) -> str:
    """Return the repr of a value, cut at `longest` characters."""
    text = repr(value)
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
