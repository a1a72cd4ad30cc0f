"""Bill themes: the design of printed bills."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)


class BillTheme(Resource):
    """A design of printed bills with a name. Its configuration is a string with JSON."""

    created_at: DateTime
    updated_at: DateTime
    account_id: int
    default: bool
    name: str
    config: str | None


class BillThemeChanges(Body, Guarded):
    config: str = unset
    name: str = unset


class BillThemes(Collection[M]):
    path = "/bill_themes"
    scope = "Billing"

    list = op.index(BillTheme, ListQuery)
    update = op.update(BillTheme, BillThemeChanges)
