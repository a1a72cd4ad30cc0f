"""Bill themes: how printed bills look."""

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
    """A named look of printed bills; its configuration is a text that holds JSON."""

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
