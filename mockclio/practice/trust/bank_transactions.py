"""Behaviour of bank transactions: signed amounts in an account, each with the balance after it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mockclio.errors import Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.billing.money import cents, exact, stored
from mockclio.practice.common.members import members
from mockclio.practice.trust.banking import LEDGER_SIDE, owner, refuse_closed, require_covered
from mockclio.server.behavior import Behavior, Predicate, computed, filters
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

MADE_BY = ("_payment", "_transfer", "_matter_transfer", "_online")
"""The keys that mark an entry of a payment, a transfer or an online payment. Such an entry changes only with that record."""
FIXED = (
    "amount",
    "bank_account",
    "client",
    "currency",
    "date",
    "exchange_rate",
    "matter",
    "transaction_type",
    "bank_account_transaction_type",
)
"""The values that cannot change in such an entry or in a reconciled one."""


class BankTransactions(Behavior):
    defaults = {"exchange_rate": 1.0, "clio_payments_transaction": False}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if row is not None and data:
            _refuse_fixed(row, data)
        if "amount" in data and not cents(exact(data["amount"] or 0)):
            raise InvalidArgument("amount must not be zero: a deposit is above, a withdrawal below it", rule="banking.amount-is-signed")
        if data.get("exchange_rate") is not None and data["exchange_rate"] <= 0:
            raise InvalidArgument("exchange_rate must be above zero")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        account = session.table("bank_accounts")[row["bank_account"]]
        refuse_closed(account, "bank_account")
        kind = "Deposit" if row["amount"] > 0 else "Withdrawal"
        row.update(
            amount=stored(row["amount"]),
            type=row.get("type") or LEDGER_SIDE[account["type"]],
            transaction_type=row.get("transaction_type") or kind,
            currency=row.get("currency") or account["currency"],
            exchange_rate=row.get("exchange_rate") or 1.0,
        )
        _settle(session, row, account)

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        require_covered(session, [row])

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        account = session.table("bank_accounts")[row["bank_account"]]
        if row["bank_account"] != before["bank_account"]:
            refuse_closed(account, "bank_account")
            if "bank_account_transaction_type" not in data and before["type"] in LEDGER_SIDE.values():
                row["type"] = LEDGER_SIDE[account["type"]]
        row["amount"] = stored(row["amount"])
        if "client" in data and "matter" not in data:
            row["matter"] = row["matter"] if row["client"] == before["client"] else None
        elif "matter" in data and "client" not in data and row["matter"] is not None:
            row["client"] = None
        _settle(session, row, account)

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        require_covered(session, [before, row])

    def before_destroy(self, session: Session, row: Row) -> None:
        if _is_fixed(row):
            raise Forbidden(f"transaction {row['id']} was {_is_fixed(row)}: it cannot be deleted", rule="banking.bound-transactions-stay")

    def after_destroy(self, session: Session, row: Row) -> None:
        require_covered(session, [row])

    @computed("funds_in")
    def funds_in(self, view: View, row: Row) -> float:
        return max(float(row["amount"]), 0.0)

    @computed("funds_out")
    def funds_out(self, view: View, row: Row) -> float:
        return max(-float(row["amount"]), 0.0)

    @computed("read_only_confirmation")
    def read_only_confirmation(self, view: View, row: Row) -> bool:
        return bool(row.get("clio_payments_transaction"))

    @computed("currency_id")
    def currency_id(self, view: View, row: Row) -> int | None:
        return next((currency["id"] for currency in view.rows("currencies", "code", row["currency"])), None)

    @computed("current_account_balance")
    def current_account_balance(self, view: View, row: Row) -> float:
        rule("banking.running-balance")
        cached = view.world.results.at(view.world.listed_revision)
        key = ("running", row["bank_account"])
        if key not in cached:
            cached[key] = _running(view, row["bank_account"])
        balance: float = cached[key][row["id"]]
        return balance

    @filters("type")
    def type(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        rule("banking.ledger-side")
        wanted = members(value)
        return lambda row: LEDGER_SIDE[(view.get("bank_accounts", row["bank_account"]) or {"type": "Operating"})["type"]] in wanted

    @filters("unreconciled_only")
    def unreconciled_only(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        rule("banking.unreconciled")
        return (lambda row: not row.get("_reconciled")) if value else None


def _running(view: View, account: int) -> dict[int, float]:
    """The balance after each entry of an account, in order of dates."""
    balance, result = cents((view.get("bank_accounts", account) or {}).get("_opening")), {}
    for row in sorted(view.rows("bank_transactions", "bank_account", account), key=lambda row: (row["date"], row["id"])):
        balance += Decimal(str(row["amount"]))
        result[row["id"]] = stored(balance)
    return result


def _settle(session: Session, row: Row, account: Row) -> None:
    """Set the owner of the money: the matter or client of the body, or those of the dedicated account."""
    if row.get("client") is None and row.get("matter") is None:
        row["client"], row["matter"] = account.get("_client"), account.get("_matter")
    row["client"], row["matter"] = owner(session, row.get("client"), row.get("matter"))
    if account.get("_client") is not None and row["client"] != account["_client"]:
        raise InvalidArgument(f"{account['name']} holds money of client {account['_client']} alone", rule="banking.dedicated-account")
    if account.get("_matter") is not None and row["matter"] != account["_matter"]:
        raise InvalidArgument(f"{account['name']} holds money of matter {account['_matter']} alone", rule="banking.dedicated-account")
    if row["currency"].upper() != account["currency"].upper() and row["exchange_rate"] == 1:
        raise InvalidArgument(
            f"currency must be {account['currency']}, that of the account, or come with an exchange_rate", rule="banking.foreign-currency"
        )
    row["currency"] = row["currency"].upper()


def _is_fixed(row: Row) -> str:
    if row.get("_reconciled"):
        return "reconciled"
    return "made by a payment or transfer" if any(row.get(key) for key in MADE_BY) or row.get("allocation") is not None else ""


def _refuse_fixed(row: Row, data: dict[str, Any]) -> None:
    wrong = [name for name in FIXED if name in data] if _is_fixed(row) else []
    if wrong:
        raise InvalidArgument(
            f"{', '.join(wrong)} cannot be changed: the transaction was {_is_fixed(row)}", rule="banking.bound-transactions-stay"
        )
    if row.get("clio_payments_transaction") and "confirmation" in data:
        raise InvalidArgument("confirmation cannot be changed: it is that of an online payment", rule="banking.read-only-confirmation")
