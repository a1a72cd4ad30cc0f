"""Billing settings of the firm: rounding, taxes, currency. There is one record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    Json,
    M,
    Query,
    Resource,
    op,
    special,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.tax_parts import TaxSetting


class BillingSetting(Resource):
    """The billing settings. rounded_duration is the duration of the request, rounded, in hours."""

    rounded_duration: float | None
    rounding: int | None
    use_decimal_rounding: bool
    currency: str
    currency_sign: str
    tax_rate: float | None
    tax_name: str | None
    apply_tax_by_default: bool
    apply_secondary_tax_by_default: bool
    time_on_flat_rate_contingency_matters_is_non_billable: bool
    use_secondary_tax: bool
    secondary_tax_rate: float | None
    secondary_tax_rule: Literal["Pre", "Post"] | None
    secondary_tax_name: str | None
    notify_after_bill_created: bool
    use_utbms_codes: bool
    created_at: DateTime
    updated_at: DateTime
    multi_currency_billing: bool
    billing_currencies: list[Json]
    tax_settings: list[TaxSetting]


class BillingSettingOptions(Query):
    duration: str = special


class BillingSettings(Collection[M]):
    path = "/settings/billing"
    scope = "Settings"

    get = op.single(BillingSetting, BillingSettingOptions)
