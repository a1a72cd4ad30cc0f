"""Currencies."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
)


class Currency(Row):
    """A currency."""

    code: str | None
    sign: str | None
    created_at: DateTime
    updated_at: DateTime


class Currencies(Collection[M]):
    path = "/currencies"
    scope = "Settings"

    list = op.index(Currency, ListQuery)
