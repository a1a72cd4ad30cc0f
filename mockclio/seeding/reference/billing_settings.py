"""Reference data for billing settings: currencies, and how the firm rounds, taxes and bills."""

from __future__ import annotations

from mockclio.seeding.office import Office
from mockclio.store.session import Session

CURRENCIES = {
    "USD": "$",
    "CAD": "$",
    "GBP": "£",
    "EUR": "€",
    "AUD": "$",
    "NZD": "$",
    "CHF": "CHF",
    "DKK": "kr",
    "HKD": "$",
    "INR": "₹",
    "JPY": "¥",
    "MXN": "$",
    "NOK": "kr",
    "SEK": "kr",
    "SGD": "$",
    "ZAR": "R",
}


def seed(session: Session, office: Office) -> None:
    for code, sign in CURRENCIES.items():
        office[f"currency.{code}"] = session.insert("currencies", {"code": code, "sign": sign})["id"]
    settings = session.insert(
        "billing_settings",
        {
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
            "billing_currencies": ["USD"],
        },
    )
    office["billing_settings"] = settings["id"]
