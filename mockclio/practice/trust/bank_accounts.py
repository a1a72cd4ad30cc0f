"""Behaviour of bank accounts: one default account per type. The balance follows from the opening balance and the transactions."""

from __future__ import annotations

from typing import Any

from mockclio.errors import Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities import pricing
from mockclio.practice.billing.money import stored
from mockclio.practice.common.members import members
from mockclio.practice.trust.banking import owner
from mockclio.server.behavior import Behavior, Predicate, computed, filters
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

PAYMENT_PAGE = "https://app.clio.com/link/"


class BankAccounts(Behavior):
    defaults = {"controlled_account": False, "default_account": False, "clio_payments_enabled": False}
    takes = frozenset(("balance",))

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if "name" in data and not (data["name"] or "").strip():
            raise InvalidArgument("name can't be blank")
        if "currency" in data:
            _check_currency(session, row, data["currency"])
        if data.get("default_account") is False and row is not None and row.get("default_account"):
            raise InvalidArgument(
                "default_account cannot be taken away: make another account of the type the default", rule="banking.one-default-a-type"
            )
        if data.get("default_account") and row is not None and row.get("_closed"):
            raise InvalidArgument("default_account cannot be set on a closed account")
        client, matter = _dedicated(row, data)
        owner(session, client, matter)

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if "balance" in data:
            rule("banking.opening-balance")
        row["_opening"] = stored(data.get("balance") or 0)
        row["name"] = row.get("name") or f"{row['type']} Account"
        row["user"] = session.user["id"] if session.user else None
        if not row.get("default_account") and not _peers(session, row):
            rule("banking.one-default-a-type")
            row["default_account"] = True

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        self._write(session, row, data)

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._write(session, row, data)

    def _write(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        """Write an account. A new default replaces the old one. A dedicated account has the client and matter of its money."""
        client, matter = owner(session, *_dedicated(row, data))
        code = next(
            (cached["code"] for cached in session.table("currencies") if cached["code"].lower() == row["currency"].lower()), row["currency"]
        )
        session.update("bank_accounts", row["id"], {"_client": client, "_matter": matter, "currency": code})
        for peer in _peers(session, row) if row["default_account"] else ():
            if peer["default_account"]:
                rule("banking.one-default-a-type")
            session.update("bank_accounts", peer["id"], {"default_account": False})

    def before_destroy(self, session: Session, row: Row) -> None:
        if session.table("bank_transactions").find("bank_account", row["id"]):
            raise Forbidden(f"{row['name']} has transactions and cannot be deleted", rule="banking.used-accounts-stay")
        for table, key in (("clio_payments_links", "destination_account"), ("bills", "destination_account")):
            if any(_needs(table, cached) for cached in session.rows(table, key, row["id"])):
                raise Forbidden(f"{row['name']} is where {table.replace('_', ' ')} are paid into", rule="banking.used-accounts-stay")

    def after_destroy(self, session: Session, row: Row) -> None:
        for bill in session.rows("bills", "destination_account", row["id"]):
            session.update("bills", bill["id"], {"destination_account": None})
        if row.get("default_account") and (heirs := _peers(session, row)):
            session.update("bank_accounts", heirs[0]["id"], {"default_account": True})

    @computed("currency_symbol")
    def currency_symbol(self, view: View, row: Row) -> str | None:
        return (_currency(view, row["currency"]) or {}).get("sign")

    @computed("currency_id")
    def currency_id(self, view: View, row: Row) -> int | None:
        return (_currency(view, row["currency"]) or {}).get("id")

    @computed("clio_payment_page_link")
    def clio_payment_page_link(self, view: View, row: Row) -> str | None:
        return f"{PAYMENT_PAGE}{row['id']:x}" if row.get("clio_payments_enabled") else None

    @computed("clio_payment_page_qr_code")
    def clio_payment_page_qr_code(self, view: View, row: Row) -> str | None:
        return f"{PAYMENT_PAGE}{row['id']:x}/qr.png" if row.get("clio_payments_enabled") else None

    @filters("type")
    def type(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        rule("banking.type-filter")
        wanted = [member.removesuffix("Account") for member in members(value)]
        return lambda row: row["type"] in wanted

    @filters("status")
    def status(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        rule("banking.status-filter")
        return lambda row: ("closed" if row.get("_closed") else "opened") in members(value)

    @filters("show_empty_accounts")
    def show_empty_accounts(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        rule("banking.empty-accounts")
        return None if value else lambda row: bool(row.get("balance"))


def _dedicated(row: Row | None, data: dict[str, Any]) -> tuple[int | None, int | None]:
    """The client and matter of a dedicated account."""
    cached = row or {}
    client = data["client"]["id"] if "client" in data else cached.get("_client")
    matter = data["matter"]["id"] if "matter" in data else (cached.get("_matter") if "client" not in data else None)
    return (client if "client" in data or matter is None else None), matter


def _peers(session: Session, row: Row) -> list[Row]:
    return [peer for peer in session.rows("bank_accounts", "type", row["type"]) if peer["id"] != row.get("id") and not peer.get("_closed")]


def _needs(table: str, row: Row) -> bool:
    """Whether a bill or payment link still needs its account. A settled bill and a paid link do not."""
    return row["state"] == "awaiting_payment" if table == "bills" else True


def _currency(reader: pricing.Reader, code: str) -> Row | None:
    return next(iter(reader.rows("currencies", "code", code)), None)


def _check_currency(session: Session, row: Row | None, code: str | None) -> None:
    known = [currency["code"] for currency in session.table("currencies")]
    if not code or (known and code.upper() not in known):
        raise InvalidArgument(f"currency must be the code of a currency, one of {', '.join(known)}", rule="banking.currency-code")
    moved = row is not None and session.table("bank_transactions").find("bank_account", row["id"])
    if moved and row is not None and code.upper() != row["currency"]:
        raise InvalidArgument("currency cannot be changed once the account has transactions", rule="banking.currency-code")
