"""Fees of certificated civil legal aid in England and Wales."""

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


class LaukCivilCertificatedRate(Resource):
    """A fee with all values that decide whether it applies."""

    activity: str | None
    activity_sub_category: str | None
    activity_type: str | None
    attended_several_hearings_for_multiple_clients: bool
    category_of_law: str | None
    created_at: DateTime
    change_of_solicitor: bool
    court: str | None
    eligible_for_sqm: bool
    exceptional: float | None
    exceptional_warning: str | None
    fee: float | None
    fee_scheme: str | None
    first_conducting_solicitor: bool
    key: str | None
    number_of_clients: str | None
    party: str | None
    post_transfer_clients_represented: str | None
    rate_type: str | None
    region: str | None
    session_type: str | None
    user_type: str | None
    updated_at: DateTime


class LaukCivilCertificatedRateQuery(PageQuery):
    activity: str = unset
    activity_sub_category: str = unset
    attended_several_hearings_for_multiple_clients: bool = unset
    category_of_law: str = unset
    change_of_solicitor: bool = unset
    court: str = unset
    eligible_for_sqm: bool = unset
    fee_scheme: str = unset
    first_conducting_solicitor: bool = unset
    key: str = unset
    number_of_clients: str = unset
    party: str = unset
    post_transfer_clients_represented: str = unset
    rate_type: str = unset
    region: str = unset
    session_type: str = unset
    user_type: str = unset


class CivilCertificatedRates(Collection[M]):
    path = "/lauk_civil_certificated_rates"
    scope = "Legal Aid England & Wales"

    list = op.index(LaukCivilCertificatedRate, LaukCivilCertificatedRateQuery)
