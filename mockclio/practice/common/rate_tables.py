"""The rate table of a matter or a contact. No operation shows it."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.store.tables import Row


def assign(row: Row, data: dict[str, Any]) -> None:
    """Merge the assignment of the body into the present one; null clears it. Any id is accepted, because nothing lists rate tables."""
    if "rate_table_assignment" not in data:
        return
    rule("rates.table-assignment-is-not-shown")
    sent = data["rate_table_assignment"]
    row["_rate_table_assignment"] = None if sent is None else {**(row.get("_rate_table_assignment") or {}), **sent}
