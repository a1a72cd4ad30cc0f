"""Coverage: the operations that requests used, with their answers, parameters, fields and body attributes, and the events sent to webhooks.

A request is noted as one *shape*, a tuple of all that it used. This costs one or two microseconds. Shapes are folded into sets when the
coverage is read, or when there are many of them. The size of these sets is limited by the catalogue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, parameters

VERSION = 1
MOST_SHAPES = 2_000
"""The number of shapes that are kept before they are folded."""
SPELLINGS: dict[Any, str] = {True: "true", False: "false", None: "null"}
VALUED = ("enum", "bool")
"""The kinds of parameters whose values are noted, because they have few values."""


class Shape(NamedTuple):
    """The names that one request used, and its answer. `error` is the type of a refusal."""

    operation: str
    status: int
    error: str = ""
    faults: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    parameters: tuple[tuple[str, Any], ...] = ()
    fields: tuple[tuple[str, tuple[str, ...] | None], ...] = ()
    body: tuple[str, ...] = ()


@dataclass
class Seen:
    """The coverage of one operation. `calls` are the numbers of answers by status."""

    calls: Counter[int] = field(default_factory=Counter)
    parameters: dict[str, set[str]] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    body: set[str] = field(default_factory=set)
    errors: dict[int, set[str]] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)

    def document(self) -> dict[str, Any]:
        return {
            "calls": {str(status): number for status, number in sorted(self.calls.items())},
            "parameters": {name: sorted(values) for name, values in sorted(self.parameters.items())},
            "fields": sorted(self.fields),
            "body": sorted(self.body),
            "errors": {str(status): sorted(kinds) for status, kinds in sorted(self.errors.items())},
            "faults": sorted(self.faults),
        }


class Coverage:
    """The coverage of all worlds of one server, since the start or the last `clear`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shapes: dict[Shape, int] = {}
        self._seen: dict[str, Seen] = {}
        self._events: set[str] = set()

    def note(self, shape: Shape) -> None:
        with self._lock:
            self._shapes[shape] = self._shapes.get(shape, 0) + 1
            if len(self._shapes) > MOST_SHAPES:
                self._fold()

    def tell(self, event: str) -> None:
        """Note an event that was sent to a webhook, such as `matter.created`, or `handshake`."""
        with self._lock:
            self._events.add(event)

    def document(self) -> dict[str, Any]:
        """The coverage as JSON. `unmatched` is the number of requests that reached no operation."""
        with self._lock:
            self._fold()
            results = {id: seen.document() for id, seen in sorted(self._seen.items())}
            events = sorted(self._events)
        unmatched = results.pop("", None)
        return {
            "mockclio_coverage": VERSION,
            "operations": results,
            "events": events,
            "unmatched": sum(unmatched["calls"].values()) if unmatched else 0,
        }

    def clear(self) -> None:
        with self._lock:
            self._shapes.clear()
            self._seen.clear()
            self._events.clear()

    def _fold(self) -> None:
        """Fold the shapes into the sets of their operations."""
        for shape, number in self._shapes.items():
            seen = self._seen.setdefault(shape.operation, Seen())
            seen.calls[shape.status] += number
            seen.faults.update(shape.faults)
            seen.body.update(shape.body)
            if shape.status >= 400:
                seen.errors.setdefault(shape.status, set()).update(filter(None, [shape.error]))
            else:
                seen.fields.update(_names(shape.fields))
            for name, values in _parameters(shape):
                seen.parameters.setdefault(name, set()).update(values)
        self._shapes.clear()


def _names(selection: Iterable[tuple[str, tuple[str, ...] | None]]) -> Iterator[str]:
    for name, inner in selection:
        yield name
        yield from (f"{name}.{member}" for member in inner or ())


def _parameters(shape: Shape) -> Iterator[tuple[str, list[str]]]:
    """The wire names of the parameters, each with the values that are noted."""
    yield from ((name, []) for name in shape.headers)
    if not shape.parameters:
        return
    operation = operations()[shape.operation]
    known = parameters(operation)
    for name, value in shape.parameters:
        members: list[Any] = [member for member in (value if isinstance(value, tuple) else (value,)) if member is not ...]
        if name == "order":
            members = [order for order in map(_order, members) if order in orders(operation)]
        yield known[name].wire, [SPELLINGS.get(member, member) for member in members]


def orders(operation: AnyOperation) -> list[str]:
    """The values of the parameter `order`."""
    return [f"{term.partition(':')[0]}({way})" for term in operation.order.split() for way in ("asc", "desc")]


def _order(text: str) -> str:
    """The full form of an order. A key without a direction ascends."""
    bare = "".join(text.lower().split())
    return bare if bare.endswith(")") else f"{bare}(asc)"


def valued(known: Mapping[str, Attribute], arguments: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """The arguments of a request for its shape: names and values. An ellipsis replaces a value that is not noted."""
    return tuple(
        (name, (tuple(value) if isinstance(value, list) else value) if known[name].kind in VALUED or name == "order" else ...)
        for name, value in arguments.items()
    )


def used(attributes: Mapping[str, Attribute], records: Iterable[Any]) -> tuple[str, ...]:
    """The attributes in the records of a body. A dot separates an object and its attribute."""
    return tuple(dict.fromkeys(name for record in records for name in _used(attributes, record, "")))


def _used(attributes: Mapping[str, Attribute], record: Any, prefix: str) -> Iterator[str]:
    for name, value in record.items() if isinstance(record, Mapping) else ():
        attribute = attributes.get(name)
        if attribute is None:
            continue
        yield prefix + name
        if attribute.kind == "object":
            for member in value if isinstance(value, list) else [value]:
                yield from _used(attribute.keys, member, f"{prefix}{name}.")
