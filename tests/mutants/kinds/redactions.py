"""Redaction that fails: every place in a record where another one stands, under the ways to show too much of it or too little."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mockclio import MockClio
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.errors import Forbidden
from mockclio.server import rendering, scopes
from mockclio.store.types import POLYMORPHIC
from tests.mutants.kinds.rights import every_scope, with_token
from tests.mutants.mutant import Apply, Mutant, Probe
from tests.mutants.patches import forget, replaced
from tests.mutants.worlds import ALL, listed, seen, shown

Rendered = Callable[[Any, Any], Any]
Make = Callable[[Rendered, Rendered, Attribute], Rendered]
"""Makes the rendering of a place from the sound one, the one that redacts nothing, and the attribute."""


class _Unbound:
    """The view of a token that may do everything."""

    permissions = None

    def __init__(self, view: Any) -> None:
        self._view = view

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)


def redactions() -> Iterator[Mutant]:
    """Each place under three of the ways, in turn."""
    for place, (record, attribute) in enumerate(_places()):
        fitting = [name for name, (_, fits, _) in WAYS.items() if fits(attribute)]
        for step in range(3):
            name = fitting[(place + 3 * step) % len(fitting)]
            words, _, make = WAYS[name]
            yield Mutant(
                "permissions",
                f"{record.__name__}.{attribute.name}/{name}",
                f"{attribute.name} of {record.__name__}: {words}",
                _rendering(record, attribute, make),
                _probe(record, attribute),
            )


def _places() -> Iterator[tuple[type[Record], Attribute]]:
    records = {operation.record for operation in ALL if operation.record is not None}
    for record in sorted(records, key=lambda one: one.__name__):
        for attribute in fields(record).values():
            if attribute.record is not None and _scopes(attribute.record):
                yield record, attribute


def _scopes(record: type[Record]) -> list[str]:
    """The scopes that open a nested record; one that is of several tables has one for each."""
    if record.scope:
        return [record.scope]
    tables = sorted(set(POLYMORPHIC.values())) if record.polymorphic else [record.table] if record.table else []
    return sorted({scope for table in tables if (scope := scopes.scope_of(table))})


def _rendering(record: type[Record], attribute: Attribute, make: Make) -> Apply:
    sound = rendering._association
    named = f"{record.__name__}.{attribute.name}"

    def association(place: str, *rest: Any) -> Rendered:
        right = sound(place, *rest)
        if place != named:
            return right

        def everything(view: Any, row: Any) -> Any:
            unbound: Any = view if view.permissions is None else _Unbound(view)
            return right(unbound, row)

        return make(right, everything, attribute)

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with replaced(sound, association):
            forget()
            yield
        forget()

    return apply


def _marked(value: Any) -> bool:
    return isinstance(value, dict) and value.get("redacted") is True


def _each(change: Callable[[dict[str, Any], Any], Any]) -> Make:
    """Changes what is redacted: it gets that, and what would have been shown."""

    def make(right: Rendered, everything: Rendered, attribute: Attribute) -> Rendered:
        def render(view: Any, row: Any) -> Any:
            value = right(view, row)
            members = value if isinstance(value, list) else [value]
            if not any(_marked(member) for member in members):
                return value
            whole = everything(view, row)
            wholes = whole if isinstance(whole, list) else [whole]
            pairs = zip(members, wholes, strict=False)
            seen = [change(member, open) if _marked(member) else member for member, open in pairs]
            seen = [member for member in seen if member is not ...]
            return seen if isinstance(value, list) else (seen[0] if seen else None)

        return render

    return make


def _first_leaks(member: dict[str, Any], whole: Any) -> dict[str, Any]:
    """One more field of what is redacted is shown."""
    known = whole if isinstance(whole, dict) else {}
    return {**member, **dict([one for one in known.items() if one[0] not in member and one[1] is not None][:1])}


def _raising(member: dict[str, Any], whole: Any) -> Any:
    raise Forbidden


def _needs_writing(right: Rendered, everything: Rendered, attribute: Attribute) -> Rendered:
    """The right to read does not open it."""

    def render(view: Any, row: Any) -> Any:
        if view.permissions is None:
            return right(view, row)
        narrowed = _Narrowed(view, {scope: level for scope, level in view.permissions.items() if level == "write"})
        return right(narrowed, row)

    return render


def _needs_reading(right: Rendered, everything: Rendered, attribute: Attribute) -> Rendered:
    """The right to write does not open it."""

    def render(view: Any, row: Any) -> Any:
        if view.permissions is None:
            return right(view, row)
        narrowed = _Narrowed(view, {scope: level for scope, level in view.permissions.items() if level == "read"})
        return right(narrowed, row)

    return render


class _Narrowed(_Unbound):
    """The view of a token with fewer permissions."""

    def __init__(self, view: Any, permissions: Any) -> None:
        super().__init__(view)
        self.permissions = permissions


def _any(attribute: Attribute) -> bool:
    return True


def _one(attribute: Attribute) -> bool:
    return not attribute.many


WAYS: dict[str, tuple[str, Callable[[Attribute], bool], Make]] = {
    "shown": ("it is shown whole without its scope", _any, lambda right, everything, attribute: everything),
    "unmarked": (
        "without its scope it has no mark",
        _any,
        _each(lambda member, whole: {name: value for name, value in member.items() if name != "redacted"}),
    ),
    "leaks": ("without its scope a field beside the id is shown", _any, _each(_first_leaks)),
    "null": ("without its scope it is null", _one, _each(lambda member, whole: None)),
    "left out": ("without its scope its members are left out", lambda attribute: attribute.many, _each(lambda member, whole: ...)),
    "nameless": (
        "without its scope its id is not shown",
        _any,
        _each(lambda member, whole: {name: value for name, value in member.items() if name != "id"}),
    ),
    "mark false": ("the mark of what is redacted is false", _any, _each(lambda member, whole: {**member, "redacted": False})),
    "blank": (
        "without its scope every field that was asked for comes as null beside the mark",
        _any,
        _each(lambda member, whole: {**dict.fromkeys(whole if isinstance(whole, dict) else ()), **member}),
    ),
    "403": ("without its scope the whole request is refused with 403", _any, _each(_raising)),
    "needs writing": ("the right to read does not open it", _any, _needs_writing),
    "needs reading": ("the right to write does not open it", _any, _needs_reading),
}


def _probe(record: type[Record], attribute: Attribute) -> Probe:
    assert attribute.record is not None
    inner = [name for name, one in fields(attribute.record).items() if one.record is None]
    selection = f"{attribute.name}{{{','.join(inner)}}}"
    reading = [operation for operation in ALL if operation.record is record and operation.method == "GET" and not operation.ids_only]
    needed = _scopes(attribute.record)

    def ask(mock: MockClio) -> Iterator[Any]:
        for operation in reading:
            own = {operation.collection.scope, *scopes.BESIDES.get(operation.collection.name, ())}
            others = [scope for scope in needed if scope not in own]
            for granted in (*(every_scope("read", scope) for scope in others), every_scope("read"), every_scope("write")):
                headers = with_token(mock, granted)
                if operation.kind == "index":
                    for query in (selection, attribute.name):
                        yield from (seen(response) for response in _listed(mock, operation, headers, fields=query))
                else:
                    yield from (seen(response) for response in shown(mock, operation, headers, fields=selection))

    return ask


def _listed(mock: MockClio, operation: Any, headers: dict[str, str], **parameters: Any) -> Iterator[Any]:
    before = mock.http.headers["Authorization"]
    mock.http.headers.update(headers)
    try:
        yield from listed(mock, operation, **parameters)
    finally:
        mock.http.headers["Authorization"] = before
