"""A record of whatever type."""

from __future__ import annotations

from mockclio.catalog.choices import (
    SubjectType,
)
from mockclio.catalog.vocabulary import Record


class PolymorphicObject(Record):
    """What any record shows where its type is not fixed."""

    default_fields = "id type identifier"

    id: int
    type: SubjectType
    identifier: str | None
    secondary_identifier: str | None
    tertiary_identifier: str | None
