"""Ledgers: entries in the order of their days, each with what the account of its owner comes to."""

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
    """One movement; what comes in is above zero."""

    date: str
    id: int
    client: int | None
    matter: int | None
    account: int
    description: str | None
    amount: Decimal


def trust_entries(firm: Firm) -> Iterator[Entry]:
    """Every movement in a trust account that is reported, up to the last day of the period or not."""
    for account in firm.session.rows("bank_accounts", "type", "Trust"):
        for row in firm.session.rows("bank_transactions", "bank_account", account["id"]):
            if firm.passes(row.get("matter"), row.get("client")):
                yield entry_of(row)


def entry_of(row: Row) -> Entry:
    amount = Decimal(str(row["amount"]))
    return Entry(row["date"], row["id"], row.get("client"), row.get("matter"), row["bank_account"], row.get("description"), amount)


def running(firm: Firm, entries: Iterable[Entry], *, by: Callable[[Entry], Any], name: str) -> list[dict[str, Any]]:
    """The entries of the period, owner by owner, with a balance that counts what came before."""
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


def held(entries: Iterable[Entry], until: str) -> dict[tuple[int | None, int | None], Decimal]:
    """What is held for each client and matter at the end of a day, where it is not nothing."""
    results: dict[tuple[int | None, int | None], Decimal] = {}
    for entry in entries:
        if entry.date <= until:
            key = entry.client, entry.matter
            results[key] = results.get(key, NOTHING) + entry.amount
    return {key: amount for key, amount in results.items() if amount}


def opening(firm: Firm, account: Row) -> Decimal:
    """What an account held before the first day of the period."""
    rows = firm.session.rows("bank_transactions", "bank_account", account["id"])
    before = (Decimal(str(row["amount"])) for row in rows if row["date"] < firm.criteria.start)
    return Decimal(str(account.get("_opening") or 0)) + sum(before, NOTHING)


def moved(firm: Firm, account: Row) -> tuple[Decimal, Decimal]:
    """What came in and what went out within the period."""
    rows = firm.session.rows("bank_transactions", "bank_account", account["id"])
    amounts = [Decimal(str(row["amount"])) for row in rows if firm.criteria.within(row["date"])]
    return sum((one for one in amounts if one > 0), NOTHING), -sum((one for one in amounts if one < 0), NOTHING)
