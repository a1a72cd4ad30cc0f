"""Derived values of bank accounts: from their transactions."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing.money import cents, stored, total
from mockclio.server.derived import derived
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived(
    "bank_accounts",
    "balance bank_transactions_count",
    bank_transactions="bank_account",
    bank_accounts="id",
    rule="banking.balance-is-the-sum",
)
def balance(session: Session, account: Row) -> dict[str, Any]:
    """The opening balance plus all transactions since."""
    rows = session.rows("bank_transactions", "bank_account", account["id"])
    return {
        "balance": stored(cents(account.get("_opening")) + total(row["amount"] for row in rows)),
        "bank_transactions_count": len(rows),
    }
