"""Behaviours: the methods in which a resource differs from the generic operations. Each has an empty default and is called in one place.

A subclass of Behavior is registered under the name of its collection. Each decorated method replaces one field, filter, sort key or
operation. The generic algorithms, which read the catalogue, do everything else.
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
    """The method gives the stored form of a field that is in no row: `(view, row) -> value`. A place is `field` or `Record.field`."""
    return _mark("computes", places)


def filters(*names: str) -> Callable[[F], F]:
    """The method makes the predicate of a special query parameter: `(view, value, arguments) -> predicate or None`."""
    return _mark("filters", names)


def leaving_out(test: Predicate, *, rule: str) -> Predicate:
    """The predicate. For each row that fails it, the rule is noted."""

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
    """The method gives the rows of a list without a table: `(view, ids, arguments) -> rows`. Filters, order and paging follow."""
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
    """The behaviour of one resource.

    `defaults` are the values of a new row for attributes that were not sent. `takes` names body attributes that the methods write.
    `timed` says that the result of a list depends on the time of day, so that it cannot be kept for the next page. In the methods, `row` is
    the new row as a dict that they may change, and `data` is the checked and coerced body, with the sent keys only.
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
        """The method that is marked for `name`, or None."""
        method = self.marks.get(kind, {}).get(name)
        return getattr(self, method) if method else None

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        """The predicate of the rows that a list may show, before its filters. None means all rows."""
        return None

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        """Refuse a body whose values are wrong together. `row` is None on create."""

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None: ...

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None: ...

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None: ...

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None: ...

    def before_destroy(self, session: Session, row: Row) -> None: ...

    def destroy(self, session: Session, table: str, row: Row) -> None:
        """Delete the row. A resource that only marks it as deleted overrides this method."""
        session.delete(table, row["id"])

    def after_destroy(self, session: Session, row: Row) -> None: ...

    def veil(self, view: View, row: Row, shown: dict[str, Any]) -> dict[str, Any]:
        """The rendered record, without the values that this viewer may not see."""
        return shown

    def hides(self, view: View, row: Row) -> bool:
        """Whether other records show no more of this one to the viewer than its id."""
        return False

    def on_show(self, view: View, row: Row) -> None:
        """Called when the record was read with show."""


NOTHING = Behavior()


REGISTRY: dict[str, str] = {}
"""The behaviour of each table or collection, as `module:Class`. The module is imported when the behaviour is first needed."""

NESTED: list[str] = []
"""The behaviours of nested records, as `module:Class`. Their methods are marked for `Record` or `Record.field`."""


@cache
def behavior(name: str) -> Behavior:
    """The behaviour of a table or collection. Without one, a behaviour that changes nothing."""
    target = _registered().get(name)
    return load(target)() if target else NOTHING


@cache
def nested(kind: str, name: str) -> Callable[..., Any] | None:
    """The method that is marked for a nested record or field, or None."""
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
