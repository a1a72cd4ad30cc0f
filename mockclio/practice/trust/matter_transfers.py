"""Behaviour of matter transfers: money moves to another matter in the same bank account."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.billing.money import cents, stored
from mockclio.practice.trust.transfers import KIND, entries, move, move_otherwise, require_possible
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row

FIXED = ("amount", "bank_account", "client", "date", "destination_matter", "source_matter")
"""The attributes that a transfer keeps when one of its entries was reconciled."""


class MatterTransfers(Behavior):
    """Only the product says who authorized a transfer."""

    defaults = {"description": None, "type": KIND, "primary_authorizer": None, "secondary_authorizer": None}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if {"id", "etag"} & data.keys():
            rule("banking.matter-transfer-identity-is-ours")
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
        if any(row.get(name) != before.get(name) for name in (*FIXED, "description")):
            move_otherwise(session, row)
