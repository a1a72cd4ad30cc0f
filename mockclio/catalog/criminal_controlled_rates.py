"""Fees of controlled criminal legal aid in England and Wales."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    PageQuery,
    Resource,
    op,
    special,
    unset,
)


class LaukCriminalControlledRate(Resource):
    """A fee with the amounts of each revision since September 2022."""

    activity: str | None
    activity_type: str | None
    category_of_law: str | None
    counsel: str | None
    court: str | None
    created_at: DateTime
    exceptional: float | None
    fee: float | None
    fee_scheme: str | None
    post_nov_24_exceptional: float | None
    post_nov_24_fee: float | None
    post_sept_22_exceptional: float | None
    post_sept_22_fee: float | None
    post_dec25_exceptional: float | None
    post_dec25_fee: float | None
    key: str | None
    rate_type: str | None
    region: str | None
    solicitor_type: str | None
    updated_at: DateTime


class LaukCriminalControlledRateQuery(PageQuery):
    activity: str = unset
    category_of_law: str = unset
    counsel: str = unset
    court: str = unset
    key: str = unset
    rate_type: str = unset
    region: str = unset
    solicitor_type: str = unset
    standard_fee_category: str = special


class CriminalControlledRates(Collection[M]):
    path = "/lauk_criminal_controlled_rates"
    scope = "Legal Aid England & Wales"

    list = op.index(LaukCriminalControlledRate, LaukCriminalControlledRateQuery)
