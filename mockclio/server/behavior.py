"""The seams for what is irregular: one class a resource, one seam a verb, each a no-op by default and called in exactly one place.

A subclass of Behavior is registered under the name of its collection. Its decorated methods say which single field, filter, sort key or
operation they stand in for; everything else stays with the generic algorithms, which read the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, overload

from mockclio.ledger import rule as note
from mockclio.server.hooks import NothingRegistered, load
from mockclio.store.session import Session
from mockclio.store.tables import Row

if TYPE_CHECKING:
    from mockclio.server.call import Answer
    from mockclio.server.view import View

F = TypeVar("F", bound=Callable[..., Any])
Predicate = Callable[[Row], bool]


def computed(*places: str) -> Callable[[F], F]:
    """The method gives the stored form of a field that no row holds: `(view, row) -> value`. A place is `field` or `Record.field`."""
    return _mark("computes", places)


def filters(*names: str) -> Callable[[F], F]:
    """The method makes the predicate of a special query parameter: `(view, value, arguments) -> predicate or None`."""
    return _mark("filters", names)


def leaving_out(test: Predicate, *, rule: str) -> Predicate:
    """The predicate, with the rule that each row is left out by which fails it."""

    def holds(row: Row) -> bool:
        if test(row):
            return True
        note(rule)
        return False

    return holds


def orders(*names: str) -> Callable[[F], F]:
    """The method gives the key of a special sort order: `(view, row) -> comparable or None`."""
    return _mark("orders", names)


def handles(*operation_ids: str) -> Callable[[F], F]:
    """The method answers an operation in place of the generic algorithm: `(call) -> Answer`."""
    return _mark("handles", operation_ids)


def sources(*operation_ids: str) -> Callable[[F], F]:
    """The method gives the rows of a list that has no table: `(view, ids, arguments) -> rows`; filters, order, paging follow."""
    return _mark("sources", operation_ids)


def resolves(*records: str) -> Callable[[F], F]:
    """The method turns a stored reference into a row of that record: `(view, reference) -> row or None`."""
    return _mark("resolves", records)


def _mark(kind: str, names: tuple[str, ...]) -> Callable[[F], F]:
    def mark(method: F) -> F:
        method.__dict__.setdefault("marks", []).extend((kind, name) for name in names)
        return method

    return mark


class Behavior:
    """What one resource does besides being stored.

    `defaults` are the values of a new row for attributes that were not sent. `takes` names body attributes that the seams write themselves.
    `timed` says that what a list finds hangs on the time of day, so that it cannot be kept for the next page.
    `row` is the new row as a dict that a seam may still change; `data` is the body, checked and coerced, keys that were sent only.
    """

    defaults: ClassVar[dict[str, Any]] = {}
    takes: ClassVar[frozenset[str]] = frozenset()
    timed: ClassVar[bool] = False
    marks: ClassVar[dict[str, dict[str, str]]] = {}

    def __init_subclass__(cls) -> None:
        results: dict[str, dict[str, str]] = {kind: dict(names) for kind, names in cls.marks.items()}
        for name, member in vars(cls).items():
            for kind, place in getattr(member, "__dict__", {}).get("marks", ()):
                results.setdefault(kind, {})[place] = name
        cls.marks = results

    @overload
    def marked(self, kind: Literal["filters"], name: str) -> Callable[..., Predicate | None] | None: ...

    @overload
    def marked(self, kind: Literal["handles"], name: str) -> Callable[..., Answer] | None: ...

    @overload
    def marked(self, kind: Literal["sources"], name: str) -> Callable[..., list[Row]] | None: ...

    @overload
    def marked(self, kind: str, name: str) -> Callable[..., Any] | None: ...

    def marked(self, kind: str, name: str) -> Callable[..., Any] | None:
        """The method that stands in for `name`, if there is one."""
        method = self.marks.get(kind, {}).get(name)
        return getattr(self, method) if method else None

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        """Which rows a list shows at all, whatever it is filtered by."""
        return None

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        """Refuse a body that is wrong as a whole. `row` is None on create."""

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None: ...

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None: ...

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None: ...

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None: ...

    def before_destroy(self, session: Session, row: Row) -> None: ...

    def destroy(self, session: Session, table: str, row: Row) -> None:
        """Take the row away; a resource that only marks it as deleted does so here."""
        session.delete(table, row["id"])

    def after_destroy(self, session: Session, row: Row) -> None: ...

    def veil(self, view: View, row: Row, shown: dict[str, Any]) -> dict[str, Any]:
        """The rendered record, less what this viewer may not see of it."""
        return shown

    def on_show(self, view: View, row: Row) -> None:
        """Somebody opened the record with show."""


NOTHING = Behavior()


REGISTRY: dict[str, str] = {}
"""By table or collection, its behaviour as `module:Class`. The module is imported when the behaviour is first needed."""

NESTED: list[str] = []
"""Behaviours of nested records as `module:Class`; their methods stand in for `Record` or `Record.field`."""


@cache
def behavior(name: str) -> Behavior:
    """The behaviour of a table or collection; one that does nothing where there is none."""
    target = _registered().get(name)
    return load(target)() if target else NOTHING


@cache
def nested(kind: str, name: str) -> Callable[..., Any] | None:
    """The method that stands in for a nested record or field."""
    methods = (one.marked(kind, name) for one in nested_behaviors())
    return next((method for method in methods if method), None)


@cache
def nested_behaviors() -> tuple[Behavior, ...]:
    """The behaviours of nested records."""
    _registered()
    return tuple(load(target)() for target in NESTED)


def behaviors() -> Iterable[str]:
    """The names of all resources that have a behaviour."""
    return sorted(_registered())


def _registered() -> dict[str, str]:
    if not REGISTRY:
        raise NothingRegistered
    return REGISTRY
