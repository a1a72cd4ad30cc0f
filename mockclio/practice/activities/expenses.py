"""The values that an expense takes from its category beside the price: its note and its taxes."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.activities.values import EXPENSES
from mockclio.practice.billing import tax_settings
from mockclio.store.session import Session
from mockclio.store.tables import Row

TAXES = {"tax_settings": EXPENSES, "input_tax_settings": ("HardCostEntry",)}
"""Lists of taxes, and the types of entries that have them."""
KEYS = {"tax_settings": "tax_settings", "input_tax_settings": "_input_tax_settings"}
"""Where the row of a category holds each list."""


def settle(session: Session, before: Row | None, row: Row, data: dict[str, Any]) -> None:
    """Write the taxes of the body. Without them, an expense takes those of its category."""
    category = session.get("expense_categories", row.get("expense_category")) or {}
    came = bool(category) and row.get("expense_category") != (before or {}).get("expense_category")
    for name, types in TAXES.items():
        if row["type"] not in types:
            if row.get(name) is not None:
                row[name] = None
        elif data.get(name) is not None:
            row[name] = tax_settings.written(session, name, data[name])
        elif came and category.get(KEYS[name]) is not None:
            rule("taxes.category-gives-the-taxes")
            row[name] = category[KEYS[name]]
    if before is None and came and row.get("note") is None and category.get("_description"):
        rule("expense_categories.description-fills-the-note")
        row["note"] = category["_description"]
