"""Matter transfers: money that changes its matter and not its account."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.practice.billing.money import cents, stored
from mockclio.practice.trust.transfers import KIND, entries, move, move_otherwise, require_possible
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row

FIXED = ("amount", "bank_account", "client", "date", "destination_matter", "source_matter")
"""What a transfer keeps as soon as one of its entries was found on a statement."""


class MatterTransfers(Behavior):
    """Who authorized a transfer is said by the product alone."""

    defaults = {"description": None, "type": KIND, "primary_authorizer": None, "secondary_authorizer": None}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if "amount" in data and (data["amount"] is None or cents(data["amount"]) <= 0):
            raise InvalidArgument("amount must be above zero", rule="banking.matter-transfer-amount")
        if "date" in data and data["date"] is None:
            raise InvalidArgument("date can't be blank")
        wrong = [name for name in FIXED if name in data]
        if row is not None and wrong and any(entry.get("_reconciled") for entry in entries(session, row["id"])):
            raise InvalidArgument(
                f"{', '.join(wrong)} cannot be changed: the transfer was reconciled", rule="banking.bound-transactions-stay"
            )

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row["amount"] = stored(row["amount"])
        require_possible(session, row)

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        move(session, row)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        row["amount"] = stored(row["amount"])
        if any(row[name] != before[name] for name in FIXED):
            require_possible(session, row)

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data:
            move_otherwise(session, row)
