"""Rendering: rows become answers. A selection of a record is compiled once into one function, which is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mockclio.catalog.memo import remember
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, at_version, fields
from mockclio.ledger import rule
from mockclio.server.behavior import NOTHING, Behavior, behavior, nested
from mockclio.server.etags import etag
from mockclio.server.fields import Selection, default
from mockclio.server.scopes import may_read, table_of
from mockclio.server.values import getter, plain_key, resolver
from mockclio.server.view import View, localize
from mockclio.store.tables import Row

Render = Callable[[View, Row], dict[str, Any]]
Getter = Callable[[View, Row], Any]
OLDEST = (4, 0, 0)
"""The version that still has every field that was removed later."""
SEEN = frozenset(
    (
        "Contact.custom_field_values",
        "Document.latest_document_version",
        "Matter.custom_rate",
        "Matter.custom_field_values",
        "Matter.evergreen_retainer",
        "MatterCustomRate.rates",
    )
)
"""Associations whose answer without braces was observed."""


@remember(1_000)
def compiled(record: type[Record], selection: Selection) -> Render:
    """The function that renders the selected fields of a row of that record."""
    steps = tuple((name, None if _is_plain(record, name) else _field(record, name, inner)) for name, inner in selection)

    def render(view: View, row: Row) -> dict[str, Any]:
        # most fields are shown as they are stored: a look-up here saves the call of a function for each
        stored = row.get
        return {name: stored(name) if get is None else get(view, row) for name, get in steps}

    own = behavior(record.table) if record.table else NOTHING
    if type(own).veil is Behavior.veil:
        return render
    return lambda view, row: own.veil(view, row, render(view, row))


def render(view: View, record: type[Record], row: Row, selection: Selection | None = None) -> dict[str, Any]:
    return compiled(record, selection or default(record))(view, row)


def _is_plain(record: type[Record], name: str) -> bool:
    """Whether a field is shown as it is stored."""
    attribute = fields(record).get(name)
    if attribute is None or attribute.record is not None or attribute.many or name in ("etag", "id"):
        return False
    shown = attribute.kind != "datetime" and (attribute.kind != "bool" or attribute.nullable)
    return shown and plain_key(record, name) is not None


def _field(record: type[Record], name: str, inner: tuple[str, ...] | None) -> Getter:
    attribute = fields(record).get(name) or at_version(record, OLDEST).get(name)
    if attribute is None:
        return lambda view, row: bool(row.get(name))
    if name == "etag":
        return lambda view, row: etag(row) if row.get("id") is not None else None
    get = getter(record, name)
    if attribute.record is not None:
        return _association(f"{record.__name__}.{name}", attribute, get, inner, stored=plain_key(record, name) is not None)
    if attribute.many:
        return lambda view, row: get(view, row) or []
    return _scalar(attribute, get)


def _scalar(attribute: Attribute, get: Getter) -> Getter:
    if attribute.kind == "datetime":

        def moment(view: View, row: Row) -> Any:
            value = get(view, row)
            return localize(value, view.zone) if value else None

        return moment
    if attribute.kind == "bool" and not attribute.nullable:
        return lambda view, row: bool(get(view, row))
    if attribute.kind == "str" and attribute.name == "id":
        return lambda view, row: None if (value := get(view, row)) is None else str(value)
    return get


def _association(place: str, attribute: Attribute, get: Getter, inner: tuple[str, ...] | None, *, stored: bool) -> Getter:
    record = attribute.record
    assert record is not None
    shown = _open_association(place, attribute, record, get, inner, stored)
    return _alone(record, shown) if record.redaction == "alone" else shown


def _alone(record: type[Record], shown: Getter) -> Getter:
    """The mark that something is redacted in place of all of it, whether there is anything or not."""

    def unless_redacted(view: View, row: Row) -> Any:
        if view.permissions is None or may_read(view.permissions, record, None):
            return shown(view, row)
        rule("scopes.rates-and-balances-are-redacted-alone")
        return {"redacted": True}

    return unless_redacted


def _open_association(
    place: str, attribute: Attribute, record: type[Record], get: Getter, inner: tuple[str, ...] | None, stored: bool
) -> Getter:
    names = attribute.defaults if inner is None else inner
    seen = inner is None and place in SEEN
    assumed = inner is None and not seen and not record.table
    render_row: Render | None = None
    own = behavior(record.table) if record.table and not record.polymorphic else None  # of one table: decided once, not for each row
    hiding = record.polymorphic or (own is not None and type(own).hides is not Behavior.hides)
    row_of = resolver(record)
    of_table = own is not None and nested("resolves", record.__name__) is None  # then a number is the id of the row itself

    def render_one(view: View, value: Any, listed: bool = False) -> Any:
        nonlocal render_row
        if value is None:
            return None
        row = row_of(view, value)
        if row is None:
            return None
        if listed and row.get("_hidden"):
            rule("documents.lists-elsewhere-leave-hidden-ones-out")
            return None
        if view.permissions is not None and not may_read(view.permissions, record, value):
            return redacted(view, record, row, names)
        if hiding and (own.hides(view, row) if own and of_table and type(value) is int else _is_hidden(view, record, value, row)):
            return _marked(view, record, row)
        if seen:
            rule("fields.nested-defaults-that-were-seen")
        if assumed:
            rule("fields.nested-defaults-elsewhere")
        if render_row is None:  # compiled at the first use, because records refer to each other in circles
            render_row = compiled(record, tuple((name, None) for name in names))
        return render_row(view, row)

    if attribute.many:
        return lambda view, row: [shown for value in get(view, row) or [] if (shown := render_one(view, value, listed=True)) is not None]
    if stored:
        key = attribute.name
        return lambda view, row: render_one(view, row.get(key))
    return lambda view, row: render_one(view, get(view, row))


def _is_hidden(view: View, record: type[Record], value: Any, row: Row) -> bool:
    """Whether this user may see no more of the record than its id, under any name of its field."""
    table = table_of(record, value)
    own = behavior(table) if table else NOTHING
    if type(own).hides is Behavior.hides:
        return False
    target = view.get(table, row.get("id"))
    return target is not None and own.hides(view, target)


def redacted(view: View, record: type[Record], row: Row, names: Iterable[str]) -> dict[str, Any]:
    """A record outside the viewer's scopes: only its id. A matter also shows its number, if it was requested."""
    if record.redaction != "mark":
        rule("scopes.values-without-their-scope-are-null")
        stays = tuple((name, None) for name in names if name in record.redaction.split())
        return {**dict.fromkeys(names), **compiled(record, stays)(view, row)}
    rule("scopes.nested-records-are-redacted")
    more = {"display_number": row.get("display_number")} if record.table == "matters" and "display_number" in names else {}
    return _marked(view, record, row, more)


def _marked(view: View, record: type[Record], row: Row, more: dict[str, Any] | None = None) -> dict[str, Any]:
    """The id, in the form that the record has it, further fields that are shown, and the mark."""
    return {**compiled(record, (("id", None),))(view, row), **(more or {}), "redacted": True}
