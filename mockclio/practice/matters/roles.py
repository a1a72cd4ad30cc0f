"""The contacts of a matter in lists below it: the fields of the contact and its role in the matter."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.contacts import Contact
from mockclio.catalog.records import Record
from mockclio.catalog.schema import fields
from mockclio.errors import NotFound
from mockclio.server.behavior import behavior
from mockclio.server.fields import parse
from mockclio.server.values import getter
from mockclio.server.view import View
from mockclio.store.tables import Row


def matter_of(view: View, ids: dict[str, Any]) -> Row:
    """The matter of the path."""
    matter = view.get("matters", ids["matter_id"])
    if matter is None:
        raise NotFound(rule="wire.unknown-id-is-404")
    return matter


def projected(view: View, contact: Row, record: type[Record]) -> Row:
    """The selected fields of `record` that a contact also has, computed from the contact's row."""
    known = fields(Contact)
    selected = [name for name, _ in parse(str(view.options.get("fields") or ""), record, view.version)]
    shared = {name: getter(Contact, name)(view, contact) for name in selected if name in known and name != "etag"}
    return {**contact, **shared}


def related(view: View, matter: Row) -> list[tuple[Row, Row]]:
    """The relationships of a matter with their contacts, if the viewer may see them, in the order of ids."""
    pairs = ((row, view.get("contacts", row["contact"])) for row in view.rows("relationships", "matter", matter["id"]))
    return [(row, contact) for row, contact in pairs if contact is not None and not is_hidden(view, contact)]


def is_hidden(view: View, contact: Row) -> bool:
    """Whether the viewer may know no more of the contact than its id."""
    return behavior("contacts").hides(view, contact)


def next_after(members: list[Row] | None, first: Any) -> Row | None:
    """The first member other than `first`. Lists of details show it as the second."""
    return next((member for member in members or [] if member is not first), None)
