"""Currencies in which a firm may bill."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
)


class Currency(Resource):
    """A currency with its ISO 4217 code and the sign before amounts."""

    code: str
    sign: str
    created_at: DateTime
    updated_at: DateTime


class Currencies(Collection[M]):
    path = "/currencies"
    scope = "Settings"

    list = op.index(Currency, ListQuery)
