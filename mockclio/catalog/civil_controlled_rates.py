"""Fees of controlled civil legal aid in England and Wales."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    PageQuery,
    Resource,
    op,
    unset,
)


class LaukCivilControlledRate(Resource):
    """A fee with the amounts before and since December 2025."""

    activity: str | None
    activity_type: str | None
    category_of_law: str | None
    created_at: DateTime
    exceptional: float | None
    fee: float | None
    fee_scheme: str | None
    key: str | None
    matter_type_1: int | None
    matter_type_2: int | None
    post_dec25_exceptional: float | None
    post_dec25_fee: float | None
    rate_type: str | None
    region: str | None
    updated_at: DateTime


class LaukCivilControlledRateQuery(PageQuery):
    activity: str = unset
    category_of_law: str = unset
    key: str = unset
    matter_type_1: int = unset
    matter_type_2: int = unset
    rate_type: str = unset
    region: str = unset


class CivilControlledRates(Collection[M]):
    path = "/lauk_civil_controlled_rates"
    scope = "Legal Aid England & Wales"

    list = op.index(LaukCivilControlledRate, LaukCivilControlledRateQuery)
