"""Behaviour of medical bills: the unpaid balance, and the liens on it."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities.pricing import cents, decimal
from mockclio.server.behavior import Behavior
from mockclio.server.writing import require
from mockclio.store.revisions import revised
from mockclio.store.session import Session
from mockclio.store.tables import Row

SUMS = ("adjustment", "amount", "balance")


class MedicalBills(Behavior):
    """A row has its balance as `_balance` and the mark of it in `_marked`. Liens show both; liens of payers show `_holder`."""

    defaults = {"adjustment": 0, "damage_type": "special", "liens": []}
    takes = frozenset(("balance", "document_id", "mark_balance_type_as", "payers"))

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        payers = [(f"payers[{index}].", payer) for index, payer in enumerate(data.get("payers") or [])]
        for place, sent in [("", data), *payers]:
            for name in SUMS:
                if (sent.get(name) or 0) < 0:
                    raise InvalidArgument(f"{place}{name} must be 0 or more", rule="injury.amounts-are-not-negative")
        for place, payer in payers:
            if payer.get("holder_id") is None:
                raise InvalidArgument(f"{place}holder_id is required", rule="injury.payers-become-liens")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        _settle(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        _settle(session, row, data)


def _settle(session: Session, row: Row, data: dict[str, Any]) -> None:
    if "document_id" in data:
        id = data["document_id"]
        row["document_id"] = None if id is None else require(session, "documents", id, "medical_bills.document_id")["id"]
    payers = [lien for lien in row.get("liens") or [] if lien["lien_type"] == "medical_payer"]
    for payer in data.get("payers") or []:
        payers = _with_payer(session, payers, payer)
    marked = data.get("mark_balance_type_as") or row.get("_marked", "neither")
    row["_marked"] = marked
    row["_balance"] = _balance(row, data, payers)
    row["liens"] = [*_of_provider(session, row, marked), *payers]


def _balance(row: Row, data: dict[str, Any], payers: list[Row]) -> float:
    """The balance that was sent. Otherwise, after a change of an amount or a payer, the part of the amount that is left."""
    sent: float | None = data.get("balance")
    if sent is not None:
        return sent
    if not {"amount", "adjustment", "payers"} & data.keys():
        before: float = row.get("_balance", 0)
        return before
    value = sum((decimal(payer["amount"]) for payer in payers if payer["mark_as_lien"]), decimal(0))
    left = cents(max(decimal(row.get("amount")) - decimal(row.get("adjustment")) - value, decimal(0)))
    if left != row.get("_balance"):
        rule("injury.balance-of-a-bill")
    return left


def _of_provider(session: Session, row: Row, marked: str) -> list[Row]:
    """The rows of what the provider is owed: a claim on the settlement if the balance is marked as a lien."""
    present = next((lien for lien in row.get("liens") or [] if lien["lien_type"] == "medical_provider"), None)
    if marked == "neither":
        if present is not None:
            rule("injury.balance-becomes-a-lien")
        return []
    request = session.get("medical_records_details", row.get("medical_records_request")) or {}
    values = {"amount": row["_balance"], "mark_as_lien": marked == "lien", "description": _name(session, request.get("medical_provider"))}
    lien = _lien(session, present, "medical_provider", values)
    if lien is not present:
        rule("injury.balance-becomes-a-lien")
    return [lien]


def _with_payer(session: Session, payers: list[Row], sent: dict[str, Any]) -> list[Row]:
    """Change the lien of a payer on this bill, or add one if there is none."""
    rule("injury.payers-become-liens")
    holder = require(session, "contacts", sent["holder_id"], "payers.holder_id")["id"]
    place = next((index for index, lien in enumerate(payers) if lien["_holder"] == holder), len(payers))
    present = payers[place] if place < len(payers) else None
    values = {"amount": 0, "mark_as_lien": False, **{key: present[key] for key in ("amount", "mark_as_lien") if present}}
    values |= {key: sent[key] for key in ("amount", "mark_as_lien") if sent.get(key) is not None}
    lien = _lien(session, present, "medical_payer", {**values, "_holder": holder, "description": _name(session, holder)})
    return [*payers[:place], lien, *payers[place + 1 :]]


def _lien(session: Session, present: Row | None, kind: str, values: Row) -> Row:
    before = present or {"id": session.world.ids.next(), "created_at": session.now, "lien_type": kind}
    after = {**before, **values}
    if after == before:
        return before
    return revised(after, present, session.now)


def _name(session: Session, contact: int | None) -> str | None:
    return (session.get("contacts", contact) or {}).get("name")
