"""A transfer between two matters of a client in one bank account, and its two entries, which change with it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.billing.money import exact, stored
from mockclio.practice.trust.banking import enter, ledger_balance, positive, refuse_closed, require_covered
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

TABLE = "matter_transfers"
KIND = "MatterTransfer"
ENTRIES = "_matter_transfer"
"""The key of an entry that holds the id of its transfer between matters."""


def require_possible(session: Session, row: Mapping[str, Any]) -> None:
    """Refuse matters that are not two of the client, and an account that cannot hold their money."""
    source, destination, client = row["source_matter"], row["destination_matter"], row["client"]
    if source == destination:
        raise InvalidArgument("destination_matter must be another matter than source_matter", rule="banking.matter-transfer-between-two")
    for place in ("source_matter", "destination_matter"):
        of = require(session, "matters", row[place], place).get("client")
        if of != client:
            raise InvalidArgument(
                f"{place} must be a matter of client {client}; {row[place]} is of client {of}", rule="banking.matter-transfer-of-one-client"
            )
    account = require(session, "bank_accounts", row["bank_account"], "bank_account")
    refuse_closed(account, "bank_account")
    if account.get("_client") not in (None, client) or account.get("_matter") is not None:
        raise InvalidArgument(f"{account['name']} does not hold money of both matters", rule="banking.dedicated-account")


def move(session: Session, row: Row) -> None:
    """Make the two entries of a new transfer, if the money is there."""
    rule("banking.matter-transfer-makes-two-entries")
    account, amount = session.table("bank_accounts")[row["bank_account"]], positive(row["amount"])
    require_there(session, account["id"], row["source_matter"], amount)
    for matter, part in ((row["source_matter"], -amount), (row["destination_matter"], amount)):
        enter(session, account, part, row["date"], **_values(row, matter))


def move_otherwise(session: Session, row: Row) -> None:
    """Change the entries of a transfer with it. Refuse it if a ledger would have less than nothing."""
    rule("banking.matter-transfer-changes-its-entries")
    amount, on_show = positive(row["amount"]), []
    for entry in entries(session, row["id"]):
        out = exact(entry["amount"]) < 0
        changes = {**_values(row, row["source_matter"] if out else row["destination_matter"]), "date": row["date"]}
        changes |= {"bank_account": row["bank_account"], "amount": stored(-amount if out else amount)}
        on_show += [entry, session.update("bank_transactions", entry["id"], changes)]
    require_there(session, row["bank_account"], row["source_matter"], Decimal(0))
    require_covered(session, on_show)


def entries(session: Session, transfer: int) -> list[Row]:
    """The entry that takes the money out, and the one that brings it in."""
    return session.rows("bank_transactions", ENTRIES, transfer)


def require_there(session: Session, account: int, matter: int, amount: Decimal) -> None:
    """Refuse to move what an account does not hold for a matter."""
    there = ledger_balance(session, account, None, matter)
    if there < amount:
        name = session.table("bank_accounts")[account]["name"]
        raise InvalidArgument(f"{name} holds {there} for matter {matter}, not {amount}", rule="banking.matter-transfer-needs-the-money")


def _values(row: Row, matter: int) -> dict[str, Any]:
    return {
        "client": row["client"],
        "matter": matter,
        "description": row.get("description"),
        "transaction_type": "Transfer",
        ENTRIES: row["id"],
    }
