"""Billing settings and currencies."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api


@pytest.mark.rule("billing_settings.one-record")
def test_the_settings_are_one_record(api: Api, office: Office) -> None:
    fields = (
        "id,rounding,use_decimal_rounding,currency,currency_sign,tax_rate,tax_name,apply_tax_by_default,apply_secondary_tax_by_default,"
        "time_on_flat_rate_contingency_matters_is_non_billable,use_secondary_tax,secondary_tax_rate,secondary_tax_rule,secondary_tax_name,"
        "notify_after_bill_created,use_utbms_codes,multi_currency_billing,billing_currencies,rounded_duration"
    )
    (dollars,) = (row["id"] for row in api.get("/currencies", "id,code") if row["code"] == "USD")
    assert api.get("/settings/billing", fields=fields) == {
        "id": office["billing_settings"],
        "rounding": 6,
        "use_decimal_rounding": False,
        "currency": "USD",
        "currency_sign": "$",
        "tax_rate": 0,
        "tax_name": "Sales tax",
        "apply_tax_by_default": False,
        "apply_secondary_tax_by_default": False,
        "time_on_flat_rate_contingency_matters_is_non_billable": True,
        "use_secondary_tax": False,
        "secondary_tax_rate": 0,
        "secondary_tax_rule": "Pre",
        "secondary_tax_name": "Local tax",
        "notify_after_bill_created": False,
        "use_utbms_codes": False,
        "multi_currency_billing": False,
        "billing_currencies": [{"id": dollars, "code": "USD", "sign": "$"}],
        "rounded_duration": None,
    }


@pytest.mark.rule("billing_settings.duration-is-rounded", "activities.time-is-rounded-up")
@pytest.mark.parametrize(
    ("settings", "duration", "rounded"),
    [
        ({}, "3h", 3),
        ({}, "2:15", 2.3),
        ({}, "0:07", 0.2),
        ({}, "1h 30m", 1.5),
        ({}, "45m", 0.8),
        ({}, "45 minutes", 0.8),
        ({}, "1.25", 1.3),
        ({}, ".5h", 0.5),
        ({}, "1:00:01", 1.1),
        ({"rounding": 15}, "2:10", 2.25),
        ({"rounding": None}, "0:07", 0.116667),
        ({"use_decimal_rounding": True}, "0:07", 0.12),
    ],
)
def test_a_duration_is_rounded_as_the_firm_rounds(
    mock: MockClio, api: Api, office: Office, settings: dict[str, Any], duration: str, rounded: float
) -> None:
    with mock.world.session() as session:
        session.update("billing_settings", office["billing_settings"], settings)
    assert api.get("/settings/billing", fields="rounded_duration", duration=duration) == {"rounded_duration": rounded}


@pytest.mark.rule("billing_settings.bad-duration-is-422")
@pytest.mark.parametrize("duration", ["soon", "2:75", "h", "-1", "3 days", "1:2:3:4"])
def test_a_duration_that_cannot_be_read_is_refused(api: Api, duration: str) -> None:
    assert "duration must be a length of time" in api.refused(422, "GET", "/settings/billing", duration=duration)


def test_settings_are_cached_by_their_etag(api: Api) -> None:
    etag = api.call("GET", "/settings/billing").headers["ETag"]
    assert api.call("GET", "/settings/billing", headers={"If-None-Match": etag}).status_code == 304


def test_currencies_are_listed_with_their_signs(mock: MockClio, api: Api, office: Office) -> None:
    result = api.get("/currencies", fields="id,code,sign")
    assert {"id": office["currency.GBP"], "code": "GBP", "sign": "£"} in result
    assert api.get("/currencies", fields="code", **{"ids[]": office["currency.CAD"]}) == [{"code": "CAD"}]
    with mock.world.session() as session:
        session.update("currencies", office["currency.JPY"], {"sign": "JP¥"})
    assert api.get("/currencies", fields="sign", updated_since="2026-01-01T00:00:00Z") == [{"sign": "JP¥"}]
    assert api.get("/currencies", created_since="2026-01-01T00:00:00Z") == []
