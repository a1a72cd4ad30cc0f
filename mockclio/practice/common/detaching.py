"""References to a deleted record: a single reference is cleared, a member of a list is removed."""

from __future__ import annotations

from functools import cache

from mockclio.catalog import collections
from mockclio.catalog.records import Record
from mockclio.catalog.schema import fields
from mockclio.store.session import Session

POLYMORPHIC = ("Attendee", "Participant", "PolymorphicObject", "UnredactedParticipant")
"""Records that represent one of several tables. Rows refer to them by type and id."""

Place = tuple[str, str]
"""A table and the key of its rows that holds references."""


def detach(session: Session, table: str, id: int) -> bool:
    """Clear every reference to the record. Returns whether there was one.

    Ids are unique in a world, so the id alone identifies a reference that has a type.
    """
    result = False
    for referring, key in places(table):
        for row in session.rows(referring, key, id):
            result, value = True, row[key]
            left = [member for member in value if _id(member) != id] if isinstance(value, list) else None
            session.update(referring, row["id"], {key: left})
    return result


def _id(member: object) -> object:
    return member.get("id") if isinstance(member, dict) else member


@cache
def places(table: str) -> tuple[Place, ...]:
    """The places in rows that may refer to rows of a table."""
    results: dict[Place, None] = {}
    for collection in collections().values():
        record: type[Record] | None = collection.record
        if record is None or not record.table:
            continue
        for name, attribute in fields(record).items():
            target = attribute.record
            if target is None:
                continue
            if attribute.inverse and record.table == table and target.table:
                results.update({(target.table, key): None for key in attribute.inverse})
            elif not attribute.inverse and (target.table == table or target.__name__ in POLYMORPHIC):
                results[record.table, name] = None
    return tuple(results)
