"""Sets of standard codes, each for one kind of work."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
)


class UtbmsSet(Resource):
    """A set of codes. The account decides which sets it uses."""

    name: str
    enabled: bool
    created_at: DateTime
    updated_at: DateTime


class UtbmsSets(Collection[M]):
    path = "/utbms/sets"
    scope = "Activities"

    list = op.index(UtbmsSet, ListQuery, order="name id")
