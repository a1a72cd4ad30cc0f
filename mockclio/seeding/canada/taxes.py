"""Taxes: GST and PST on the firm's own work, HST for clients in Ontario, each with its authority; and which expense bears which."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Firm, Id, Step, change, make, put, remove, the

SYSTEM = (
    ("GST", 0.05, None),
    ("HST (Nova Scotia)", 0.14, "NS"),
    ("HST (Ontario)", 0.13, "ON"),
    ("PST (British Columbia)", 0.07, "BC"),
    ("QST", 0.09975, "QC"),
)
"""What Clio provides for the country: name, rate, region."""
OWN = (
    ("gst", "GST 80221 4417", 0.05, "", "Canada Revenue Agency"),
    ("pst", "BC PST", 0.07, "BC", "British Columbia Ministry of Finance"),
    ("hst", "HST Ontario", 0.13, "ON", "Canada Revenue Agency"),
    ("hst.maritime", "HST Nova Scotia", 0.15, "NS", "Canada Revenue Agency"),
)
"""The firm's own: key, name, rate, region, authority."""
CATEGORIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Courier", ("gst",), ("gst",)),
    ("Court filing fee", (), ()),
    ("Expert witness", ("gst", "pst"), ("gst", "pst")),
    ("Online research", ("gst",), ()),
    ("Printing", ("gst", "pst"), ()),
    ("Postage", ("gst",), ()),
)
"""Category, the taxes that its expenses bear on a bill, and those that the firm paid."""
LAPSED = "2025-04-01T16:00"


def settings(*keys: str) -> list[dict[str, Any]]:
    """Tax settings of these taxes, in this order, none raised on another."""
    return [{"tax_rate_configuration_id": Id(f"tax.{key}"), "order": order, "rule": "Pre"} for order, key in enumerate(keys, 1)]


def steps() -> list[Step]:
    return [
        *(_provided(*values) for values in SYSTEM),
        ("2025-01-07T17:30", _billed),
        *(_own(place, *values) for place, values in enumerate(OWN)),
        ("2025-01-07T18:30", _default),
        remove(LAPSED, "tax.hst.maritime", "tax_rate_configurations"),
        *(_category(place, *values) for place, values in enumerate(CATEGORIES)),
        make(
            "2025-01-08T18:30",
            "expense_category.translation",
            "expense_categories",
            name="Translation",
            entry_type="hard_cost",
            description="Certified translation",
            tax_settings=settings("gst"),
            input_tax_settings=settings("gst"),
        ),
        change("2025-01-08T18:35", "expense_category.translation", "expense_categories", utbms_code=the("utbms_codes", "E124", "code")),
    ]


def _provided(name: str, rate: float, region: str | None) -> Step:
    values = {"name": name, "rate": rate, "country": "CA", "region": region, "is_system": True, "active": True}
    return put("2025-01-07T17:00", "", "tax_rate_configurations", **values)


def _own(place: int, key: str, name: str, rate: float, region: str, authority: str) -> Step:
    values: dict[str, Any] = {"region": region} if region else {}
    return make(
        f"2025-01-07T18:{place:02d}",
        f"tax.{key}",
        "tax_rate_configurations",
        name=name,
        rate=rate,
        country="CA",
        tax_authority=authority,
        **values,
    )


def _category(place: int, name: str, taxes: tuple[str, ...], paid: tuple[str, ...]) -> Step:
    values: dict[str, Any] = {"input_tax_settings": settings(*paid)} if paid else {}
    return change(f"2025-01-08T18:{place:02d}", f"expense_category.{name}", "expense_categories", tax_settings=settings(*taxes), **values)


def _billed(firm: Firm) -> None:
    """The account is Canadian, has tax authorities, and bills in dollars."""
    values: dict[str, Any] = {
        "currency": "CAD",
        "billing_currencies": ["CAD"],
        "tax_rate": 5,
        "tax_name": "GST",
        "apply_tax_by_default": True,
        "use_secondary_tax": True,
        "secondary_tax_rate": 7,
        "secondary_tax_name": "PST",
        "secondary_tax_rule": "Pre",
        "apply_secondary_tax_by_default": True,
        "_tax_authorities": True,
    }
    with firm.builder.session() as session:
        session.update("billing_settings", firm.office["billing_settings"], values)


def _default(firm: Firm) -> None:
    """New bills bear GST and PST."""
    with firm.builder.session() as session:
        session.update("billing_settings", firm.office["billing_settings"], {"tax_settings": firm.known(settings("gst", "pst"))})
