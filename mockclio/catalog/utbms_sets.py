"""Utbms Sets."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
)


class UtbmsSet(Row):
    """A utbms set."""

    name: str
    enabled: bool
    created_at: DateTime
    updated_at: DateTime


class UtbmsSets(Collection[M]):
    path = "/utbms/sets"
    scope = "Activities"

    list = op.index(UtbmsSet, ListQuery, order="name id")
