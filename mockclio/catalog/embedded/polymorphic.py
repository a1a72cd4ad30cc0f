"""A nested record whose type is not fixed."""

from __future__ import annotations

from mockclio.catalog.choices import (
    SubjectType,
)
from mockclio.catalog.vocabulary import Record


class PolymorphicObject(Record):
    """The fields of any record, for a reference without a fixed type."""

    polymorphic = True
    default_fields = "id type identifier"

    id: int
    type: SubjectType
    identifier: str | None
    secondary_identifier: str | None
    tertiary_identifier: str | None
