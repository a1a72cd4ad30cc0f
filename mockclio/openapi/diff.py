"""An official OpenAPI document of the Clio API against ours: operation by operation, name by name.

Types are compared as type names; format, description, examples and nullability are not looked at. Answers are compared on the attributes of
`data` (of its items, where it is a list) and one level below; bodies to the last level.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mockclio.catalog.loopback import unproxied
from mockclio.catalog.undocumented import MARK
from mockclio.openapi.reading import Document, Endpoint, NotOpenAPI, Parameter, Schema, Shape, endpoints, shape

Kind = Literal["missing here", "only here", "changed"]
Value = str | bool | tuple[str, ...] | None
Ancestors = frozenset[tuple[int, int]]

EVERY_LEVEL = 1_000
ANSWER_LEVELS = 2


class Unreachable(Exception):
    """The address of a document gave no document."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One statement of the official document that ours lacks, adds or contradicts.

    `place` is where in the operation: `operation`, `parameter query ids[]`, `body POST data.client.id`, `response data.client`,
    `response status 422`. `aspect` is what changed there (`type`, `enum`, `required` ...; empty when the whole place is missing or new).
    `official` and `ours` are what the two say: a word, a yes or no, the values of an enumeration, or None for nothing.
    """

    kind: Kind
    operation: str
    place: str
    aspect: str
    official: Value
    ours: Value

    @property
    def detail(self) -> str:
        """What the official document says and what ours says, in words."""
        if self.kind != "changed":
            return _text(self.official if self.kind == "missing here" else self.ours)
        if isinstance(self.official, tuple) and isinstance(self.ours, tuple):
            sides = {"missing here": _without(self.official, self.ours), "only here": _without(self.ours, self.official)}
            return f"{self.aspect}: " + "; ".join(f"{side} {_text(values)}" for side, values in sides.items() if values)
        return f"{self.aspect}: official {_text(self.official)}, ours {_text(self.ours)}"


def compare(official: Document, ours: Document) -> list[Difference]:
    """All differences, in the official document's order; what only ours has comes last."""
    return [difference for pair in _pairs(endpoints(official), endpoints(ours)) for difference in _compare_operation(official, ours, *pair)]


def missing(differences: list[Difference]) -> bool:
    """Return whether the official document has something that our document lacks."""
    return any(difference.kind == "missing here" for difference in differences)


def render(differences: list[Difference]) -> str:
    """Lines to read, grouped by operation, and a count."""
    groups: dict[str, list[str]] = {}
    for one in differences:
        groups.setdefault(one.operation, [one.operation]).append(
            f"  {one.kind:<12}  {one.place}" + (f": {one.detail}" if one.detail else "")
        )
    return "\n".join([line for lines in groups.values() for line in lines] + [count(differences)])


def count(differences: list[Difference]) -> str:
    """The closing line: how many differences there are, and of which kind."""
    kinds = [one.kind for one in differences]
    operations = len({one.operation for one in differences})
    return (
        f"{len(kinds)} differences in {operations} operations: {kinds.count('missing here')} missing here, "
        f"{kinds.count('only here')} only here, {kinds.count('changed')} changed"
    )


def load(source: str) -> dict[str, Any]:
    """The OpenAPI document at a path or an http(s) address.

    Raises NotOpenAPI for a file that cannot be read or is none, Unreachable for an address that does not answer with one.
    """
    raw = _fetch(source) if source.startswith(("http://", "https://")) else _read(source)
    try:
        document = json.loads(raw)
    except ValueError as error:
        raise NotOpenAPI(f"{source} is not JSON ({error}): an OpenAPI 3.0 or 3.1 document in JSON is wanted") from error
    version = document.get("openapi") if isinstance(document, dict) else None
    if not isinstance(version, str) or not version.startswith(("3.0", "3.1")):
        problem = "no `openapi` version" if version is None else f"`openapi` is {version!r}"
        raise NotOpenAPI(f'{source} is no OpenAPI 3.0 or 3.1 document: {problem}, where "3.0.3" or "3.1.0" would stand')
    paths = document.get("paths")
    if not isinstance(paths, dict) or not all(isinstance(item, dict) for item in paths.values()):
        raise NotOpenAPI(f"{source} has no usable `paths`: an object that maps each path to its operations is wanted")
    return dict(document)


def _read(source: str) -> bytes:
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise NotOpenAPI(f"{source} cannot be read ({error.strerror}): the path or the http(s) address of a document is wanted") from error


def _fetch(source: str) -> bytes:
    import httpx

    try:
        with httpx.Client(mounts=unproxied(source), follow_redirects=True, timeout=30) as client:
            response = client.get(source)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(f"{source} cannot be reached: {error}") from error
    if not response.is_success:
        raise Unreachable(f"{source} answered {response.status_code}, where 200 with a document was expected")
    return response.content


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both documents, and the operation that is being compared in them."""

    official: Document
    ours: Document
    operation: str

    def missing(self, place: str, what: str = "") -> Difference:
        return Difference("missing here", self.operation, place, "", what, None)

    def added(self, place: str, what: str = "") -> Difference:
        return Difference("only here", self.operation, place, "", None, what)

    def changed(self, place: str, **aspects: tuple[Value, Value]) -> Iterator[Difference]:
        """One difference for each aspect on which the two disagree."""
        for aspect, (official, ours) in aspects.items():
            if official != ours:
                yield Difference("changed", self.operation, place, aspect, official, ours)

    def shapes(self, one: Schema, other: Schema) -> tuple[Shape, Shape]:
        return shape(self.official, one), shape(self.ours, other)


def _pairs(official: list[Endpoint], ours: list[Endpoint]) -> Iterator[tuple[Endpoint | None, Endpoint | None]]:
    """Pair operations by their id, or by their route if no other operation has that id."""
    by_id = {one.id: one for one in ours}
    claimed = {one.id for one in official}
    by_route = {one.route: one for one in ours if one.id not in claimed}
    pairs = [(one, by_id.get(one.id) or by_route.get(one.route)) for one in official]
    matched = {partner.id for _, partner in pairs if partner}
    yield from pairs
    yield from ((None, one) for one in ours if one.id not in matched)


def _compare_operation(official: Document, ours: Document, one: Endpoint | None, other: Endpoint | None) -> Iterator[Difference]:
    if one and other:
        sides = _Sides(official, ours, one.id)
        yield from sides.changed("operation", id=(one.id, other.id), method=(one.method, other.method), path=(one.path, other.path))
        yield from _compare_parameters(sides, one, other)
        yield from _compare_bodies(sides, one, other)
        yield from _compare_answers(sides, one, other)
    elif one:
        yield _Sides(official, ours, one.id).missing("operation", f"{one.method} {one.path}")
    elif other and not other.undocumented:
        yield _Sides(official, ours, other.id).added("operation", f"{other.method} {other.path}")


def _compare_parameters(sides: _Sides, one: Endpoint, other: Endpoint) -> Iterator[Difference]:
    for key in dict.fromkeys([*one.parameters, *other.parameters]):
        official, ours = one.parameters.get(key), other.parameters.get(key)
        if official and ours:
            yield from sides.changed(
                _place(official),
                type=(official.shape.type, ours.shape.type),
                values=("many" if official.repeated else "one", "many" if ours.repeated else "one"),
                required=(official.required, ours.required),
                enum=(official.shape.enum, ours.shape.enum),
            )
        elif official:
            yield sides.missing(_place(official), _described(official.shape, official.required))
        elif ours:
            yield sides.added(_place(ours), _described(ours.shape, ours.required))


def _place(parameter: Parameter) -> str:
    return f"parameter {parameter.place} {parameter.name}"


def _compare_bodies(sides: _Sides, one: Endpoint, other: Endpoint) -> Iterator[Difference]:
    place = f"body {one.method}"
    if one.body is not None and other.body is not None:
        yield from _compare_attributes(sides, place + " ", one.body, other.body, EVERY_LEVEL, marks=True)
    elif one.body is not None:
        yield sides.missing(place)
    elif other.body is not None:
        yield sides.added(place)


def _compare_answers(sides: _Sides, one: Endpoint, other: Endpoint) -> Iterator[Difference]:
    yield from (sides.missing(f"response status {status}") for status in sorted(one.statuses - other.statuses))
    yield from (sides.added(f"response status {status}") for status in sorted(other.statuses - one.statuses))
    if one.answer is not None and other.answer is not None:
        yield from _compare_data(sides, one.answer, other.answer)
    elif one.answer is not None:
        yield sides.missing("response data")
    elif other.answer is not None:
        yield sides.added("response data")


def _compare_data(sides: _Sides, one: Schema, other: Schema) -> Iterator[Difference]:
    """Compare what an answer carries; an answer without `data` carries its attributes at the root."""
    official, ours = sides.shapes(one, other)
    wrapped = "data" in official.properties, "data" in ours.properties
    yield from sides.changed("response", wrapper=("data" if wrapped[0] else "none", "data" if wrapped[1] else "none"))
    one, other = official.properties.get("data", one), ours.properties.get("data", other)
    official, ours = sides.shapes(one, other)
    if all(wrapped):
        yield from sides.changed("response data", type=(official.type, ours.type))
    yield from _compare_rows(sides, official.items or one, ours.items or other)


def _compare_rows(sides: _Sides, one: Schema, other: Schema) -> Iterator[Difference]:
    """Compare one row of an answer: its type, then its attributes."""
    official, ours = sides.shapes(one, other)
    if official.type == ours.type:
        yield from _compare_attributes(sides, "response data.", one, other, ANSWER_LEVELS, marks=False)
    else:
        yield from sides.changed("response data[]", type=(official.type, ours.type))


def _compare_attributes(
    sides: _Sides, prefix: str, one: Schema, other: Schema, levels: int, *, marks: bool, above: Ancestors = frozenset()
) -> Iterator[Difference]:
    """Compare the attributes of two objects, `levels` deep; `marks` says whether required marks count."""
    official, ours = sides.shapes(one, other)
    for name in dict.fromkeys([*official.properties, *ours.properties] if levels else ()):
        place, required = prefix + name, (marks and name in official.required, marks and name in ours.required)
        if name not in ours.properties:
            yield sides.missing(place, _described(shape(sides.official, official.properties[name]), required[0]))
        elif name not in official.properties and MARK in ours.properties[name]:
            continue  # known to work although no official document has it
        elif name not in official.properties:
            yield sides.added(place, _described(shape(sides.ours, ours.properties[name]), required[1]))
        else:
            yield from sides.changed(place, required=required)
            yield from _compare_values(sides, place, official.properties[name], ours.properties[name], levels, marks=marks, above=above)


def _compare_values(
    sides: _Sides, place: str, one: Schema, other: Schema, levels: int, *, marks: bool, above: Ancestors
) -> Iterator[Difference]:
    """Compare two attributes of one name, then what they hold; a pair that contains itself is entered once."""
    pair = id(one), id(other)
    if pair in above:
        return
    official, ours = sides.shapes(one, other)
    yield from sides.changed(place, type=(official.type, ours.type), enum=(official.enum, ours.enum))
    if official.type != ours.type:
        return
    if official.items is not None and ours.items is not None:
        yield from _compare_values(sides, place + "[]", official.items, ours.items, levels, marks=marks, above=above | {pair})
    else:
        yield from _compare_attributes(sides, place + ".", one, other, levels - 1, marks=marks, above=above | {pair})


def _described(one: Shape, required: bool) -> str:
    return one.type + (", required" if required else "")


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "any value" if value is None else value


def _without(values: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in values if value not in others)
