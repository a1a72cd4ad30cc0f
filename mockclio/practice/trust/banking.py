"""Money in bank accounts: entries, ledgers of trust money, transfers, reconciliation."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.billing.money import cents, exact, stored, total
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

LEDGER_SIDE = {"Operating": "asset", "Trust": "liability"}
"""The side of an account in the firm's books. Trust money is owed to clients."""


def default_account(session: Session, kind: str) -> Row:
    """The default account of a type."""
    accounts = [row for row in session.rows("bank_accounts", "type", kind) if not row.get("_closed")]
    chosen = next((row for row in accounts if row.get("default_account")), None) or next(iter(accounts), None)
    if chosen is None:
        raise InvalidArgument(f"there is no open {kind.lower()} account; create one, or name an account")
    return chosen


def open_account(session: Session, id: int | None, kind: str, place: str) -> Row:
    """The given account or the default account. It must have the type and must not be closed."""
    account = default_account(session, kind) if id is None else require(session, "bank_accounts", id, place)
    if account["type"] != kind:
        raise InvalidArgument(
            f"{place} must be {'a trust' if kind == 'Trust' else 'an operating'} account; {id} is of type {account['type']}"
        )
    refuse_closed(account, place)
    return account


def refuse_closed(account: Row, place: str) -> None:
    if account.get("_closed"):
        raise InvalidArgument(f"{place}: the account {account['name']} is closed")


def enter(session: Session, account: Row, amount: Decimal, date: str, **values: Any) -> Row:
    """Write one entry in an account. Money can leave a trust account only if that client or matter has it there."""
    kind = "Deposit" if amount > 0 else "Withdrawal"
    row = {
        "bank_account": account["id"],
        "amount": stored(amount),
        "date": date,
        "type": LEDGER_SIDE[account["type"]],
        "transaction_type": kind,
        "currency": account["currency"],
        "exchange_rate": 1.0,
        "source": None,
        "confirmation": None,
        "description": None,
        "client": None,
        "matter": None,
        "bill": None,
        "allocation": None,
        "clio_payments_transaction": False,
        **values,
    }
    made = session.insert("bank_transactions", row)
    require_covered(session, [made])
    return made


def ledger_balance(session: Session, account: int, client: int | None, matter: int | None) -> Decimal:
    """The balance of a matter in one account. Without a matter, the balance of the client itself."""
    rows = (
        session.rows("bank_transactions", "bank_account", account)
        if matter is None
        else session.rows("bank_transactions", "matter", matter)
    )
    mine = [
        row["amount"]
        for row in rows
        if row["bank_account"] == account and row.get("matter") == matter and (matter is not None or row.get("client") == client)
    ]
    opening = (session.get("bank_accounts", account) or {}).get("_opening") if client is None and matter is None else None
    return total(mine) + cents(opening)


def trust_balance(reader: Any, *, matter: int | None = None, client: int | None = None) -> float:
    """The balance of a matter in all trust accounts, or of a client with all matters."""
    key, id = ("matter", matter) if matter is not None else ("client", client)
    trust = {row["id"] for row in reader.rows("bank_accounts", "type", "Trust")}
    return stored(total(row["amount"] for row in reader.rows("bank_transactions", key, id) if row["bank_account"] in trust))


def require_covered(session: Session, rows: Iterable[Row]) -> None:
    """Trust money of one client must not pay for another client: no ledger of a trust account goes below zero."""
    for account, client, matter in {(row["bank_account"], row.get("client"), row.get("matter")) for row in rows}:
        cached = session.get("bank_accounts", account)
        if cached is None or cached["type"] != "Trust":
            continue
        left = ledger_balance(session, account, None if matter is not None else client, matter)
        if left < 0:
            whose = f"matter {matter}" if matter is not None else f"client {client}" if client is not None else "no client"
            raise InvalidArgument(
                f"{cached['name']} would hold {left} for {whose}: a trust ledger must not go below zero", rule="trust.never-below-zero"
            )


def transfer_funds(
    session: Session,
    *,
    source: int,
    destination: int,
    amount: float,
    matter: int | None = None,
    client: int | None = None,
    date: str | None = None,
    description: str | None = None,
    primary_authorizer: str | None = None,
    secondary_authorizer: str | None = None,
) -> Row:
    """Move money between two accounts: make a bank transfer and an entry in each account."""
    rule("banking.transfer-makes-two-entries")
    accounts = [require(session, "bank_accounts", id, place) for id, place in ((source, "source"), (destination, "destination"))]
    if source == destination:
        raise InvalidArgument("destination must be another account than source")
    for account, place in zip(accounts, ("source", "destination"), strict=True):
        refuse_closed(account, place)
    client, matter = owner(session, client, matter)
    moved, day = positive(amount), date or session.today
    made = session.insert(
        "bank_transfers",
        {
            "amount": stored(moved),
            "date": session.now if day == session.today else f"{day}T12:00:00Z",
            "description": description,
            "primary_authorizer": primary_authorizer,
            "secondary_authorizer": secondary_authorizer,
            "client": client,
            "matter": matter,
            "source_account": source,
            "destination_account": destination,
        },
    )
    for account, part in zip(accounts, (-moved, moved), strict=True):
        values = {"client": client, "matter": matter, "description": description, "transaction_type": "Transfer", "_transfer": made["id"]}
        enter(session, account, part, day, **values)
    return made


def owner(session: Session, client: int | None, matter: int | None) -> tuple[int | None, int | None]:
    """The client and matter of an entry. A matter determines its client, and another client is refused."""
    if client is not None:
        require(session, "contacts", client, "client")
    if matter is None:
        return client, None
    of = require(session, "matters", matter, "matter").get("client")
    if client is not None and client != of:
        raise InvalidArgument(f"matter {matter} is a matter of client {of}, not of {client}", rule="banking.matter-belongs-to-client")
    return of, matter


def positive(amount: Any) -> Decimal:
    """The amount, which must be positive."""
    result = cents(exact(amount)) if isinstance(amount, int | float) and not isinstance(amount, bool) else None
    if result is None or result <= 0:
        raise InvalidArgument("amount must be a number above zero")
    return result


def reconcile(session: Session, transactions: Iterable[int]) -> None:
    """Mark entries as found on the bank's statement. After that, amount, date and owner cannot change."""
    for id in transactions:
        require(session, "bank_transactions", id, "transactions")
        session.update("bank_transactions", id, {"_reconciled": True})


def close_account(session: Session, id: int) -> Row:
    """Close an account with a balance of zero."""
    account = require(session, "bank_accounts", id, "bank_account")
    left = cents(account.get("_opening")) + total(row["amount"] for row in session.rows("bank_transactions", "bank_account", id))
    if left:
        raise InvalidArgument(f"{account['name']} still holds {left}: only an empty account can be closed")
    return session.update("bank_accounts", id, {"_closed": True, "default_account": False})
