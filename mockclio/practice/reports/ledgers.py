"""Ledgers: entries in order of their days, each with the running balance of its owner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mockclio.practice.reports.firm import Firm
from mockclio.store.tables import Row

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of money. Money in is positive."""

    date: str
    id: int
    client: int | None
    matter: int | None
    account: int
    description: str | None
    amount: Decimal


def trust_entries(firm: Firm) -> Iterator[Entry]:
    """Every included movement in trust accounts, also those outside the period."""
    for account in firm.session.rows("bank_accounts", "type", "Trust"):
        for row in firm.session.rows("bank_transactions", "bank_account", account["id"]):
            if firm.passes(row.get("matter"), row.get("client")):
                yield entry_of(row)


def entry_of(row: Row) -> Entry:
    amount = Decimal(str(row["amount"]))
    return Entry(row["date"], row["id"], row.get("client"), row.get("matter"), row["bank_account"], row.get("description"), amount)


def running(firm: Firm, entries: Iterable[Entry], *, by: Callable[[Entry], Any], name: str) -> list[dict[str, Any]]:
    """The entries of the period by owner, with a balance that includes earlier entries."""
    balances: dict[Any, Decimal] = {}
    results = []
    for entry in sorted(entries, key=lambda entry: (entry.date, entry.id)):
        owner = by(entry)
        balances[owner] = balances.get(owner, NOTHING) + entry.amount
        if firm.criteria.within(entry.date):
            results.append((owner, _shown(firm, entry, balances[owner])))
    order = {owner: (str(row[name] or "").casefold(), str(owner)) for owner, row in results}
    return [row for owner, row in sorted(results, key=lambda pair: order[pair[0]])]


def _shown(firm: Firm, entry: Entry, balance: Decimal) -> dict[str, Any]:
    return {
        "client": firm.name("contacts", entry.client),
        "matter": firm.name("matters", entry.matter),
        "account": firm.name("bank_accounts", entry.account),
        "date": entry.date,
        "description": entry.description,
        "received": float(max(entry.amount, NOTHING)),
        "paid_out": float(max(-entry.amount, NOTHING)),
        "balance": float(balance),
    }


def balances_at(entries: Iterable[Entry], until: str) -> dict[tuple[int | None, int | None], Decimal]:
    """The balance of each client and matter at the end of a day, if it is not zero."""
    results: dict[tuple[int | None, int | None], Decimal] = {}
    for entry in entries:
        if entry.date <= until:
            key = entry.client, entry.matter
            results[key] = results.get(key, NOTHING) + entry.amount
    return {key: amount for key, amount in results.items() if amount}


def opening(firm: Firm, account: Row) -> Decimal:
    """The balance of an account before the first day of the period."""
    rows = firm.session.rows("bank_transactions", "bank_account", account["id"])
    before = (Decimal(str(row["amount"])) for row in rows if row["date"] < firm.criteria.start)
    return Decimal(str(account.get("_opening") or 0)) + sum(before, NOTHING)


def moved(firm: Firm, account: Row) -> tuple[Decimal, Decimal]:
    """Money in and money out in the period."""
    rows = firm.session.rows("bank_transactions", "bank_account", account["id"])
    amounts = [Decimal(str(row["amount"])) for row in rows if firm.criteria.within(row["date"])]
    return sum((one for one in amounts if one > 0), NOTHING), -sum((one for one in amounts if one < 0), NOTHING)
