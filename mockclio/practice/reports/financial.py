"""Reports on the books of the firm: its accounts, their transactions, and trust money that could pay bills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from mockclio.practice.reports.firm import Firm, ordered
from mockclio.practice.reports.kinds import Rows, listing, report
from mockclio.practice.reports.ledgers import balances_at, moved, opening, trust_entries
from mockclio.store.tables import Row


def transactions(firm: Firm) -> Iterator[Row]:
    """Transactions of the period in order of their day."""
    yield from sorted(firm.rows("bank_transactions", on="date"), key=lambda row: (row["date"], row["id"]))


@listing(
    "bank_account_activity",
    "financial",
    "BankTransaction",
    "account=bank_account.name date transaction_type client=client.name matter=matter.display_number source confirmation description "
    "funds_in funds_out balance=current_account_balance",
)
def bank_account_activity(firm: Firm) -> Iterable[Row]:
    return sorted(transactions(firm), key=lambda row: row["bank_account"])


@report("general_ledger", "financial", "general_ledger_number account type opening_balance debit credit closing_balance")
def general_ledger(firm: Firm) -> Rows:
    """Each account with money in, money out and balance. Trust money is owed to clients, so money into trust is a credit."""
    results = []
    for account in firm.session.table("bank_accounts"):
        first, (received, paid_out) = opening(firm, account), moved(firm, account)
        debit, credit = (paid_out, received) if account["type"] == "Trust" else (received, paid_out)
        results.append(
            {
                "general_ledger_number": account.get("general_ledger_number"),
                "account": account["name"],
                "type": account["type"],
                "opening_balance": float(first),
                "debit": float(debit),
                "credit": float(credit),
                "closing_balance": float(first + received - paid_out),
            }
        )
    return ordered(results, "general_ledger_number", "account")


@report("currency_conversion_gain_loss", "financial", "date account client currency amount exchange_rate converted booked gain_or_loss")
def currency_conversion_gain_loss(firm: Firm) -> Rows:
    """Transactions in a foreign currency: the value at their rate, compared with the amount in the books."""
    for row in transactions(firm):
        account = firm.get("bank_accounts", row["bank_account"])
        rate = Decimal(str(row.get("exchange_rate") or 1))
        if rate == 1 and row.get("currency") == account.get("currency"):
            continue
        amount = Decimal(str(row["amount"]))
        allocated = firm.get("allocations", row.get("allocation")).get("amount")
        converted, booked = amount * rate, amount if allocated is None else Decimal(str(allocated)).copy_sign(amount)
        yield {
            "date": row["date"],
            "account": account.get("name"),
            "client": firm.name("contacts", row.get("client")),
            "currency": row.get("currency"),
            "amount": row["amount"],
            "exchange_rate": float(rate),
            "converted": float(round(converted, 2)),
            "booked": float(booked),
            "gain_or_loss": float(round(converted - booked, 2)),
        }


@report("disbursement_payment", "financial", "date vendor matter category reference note billed amount")
def disbursement_payment(firm: Firm) -> Rows:
    """Costs that the firm paid to others for its matters."""
    for row in sorted(firm.rows("activities", on="date", keep=lambda row: row["type"] == "HardCostEntry"), key=lambda row: row["date"]):
        yield {
            "date": row["date"],
            "vendor": firm.name("contacts", row.get("vendor")),
            "matter": firm.name("matters", row.get("matter")),
            "category": firm.name("expense_categories", row.get("expense_category")),
            "reference": row.get("reference"),
            "note": row.get("note"),
            "billed": bool(firm.value("Activity", row, "billed")),
            "amount": firm.value("Activity", row, "total"),
        }


@report("potential_trust_to_office", "financial", "client matter in_trust owed could_be_transferred")
def potential_trust_to_office(firm: Firm) -> Rows:
    """Matters with trust money and unpaid bills, with the amount that could be moved."""
    in_trust: dict[int, Decimal] = {}
    for (_, matter), amount in balances_at(trust_entries(firm), firm.as_of).items():
        if matter is not None:
            in_trust[matter] = in_trust.get(matter, Decimal(0)) + amount
    results = []
    for id, amount in in_trust.items():
        owed = owed_on(firm, id)
        if amount > 0 and owed > 0:
            results.append(
                {
                    "client": firm.name("contacts", firm.get("matters", id).get("client")),
                    "matter": firm.name("matters", id),
                    "in_trust": float(amount),
                    "owed": float(owed),
                    "could_be_transferred": float(min(amount, owed)),
                }
            )
    return ordered(results, "client", "matter")


def owed_on(firm: Firm, matter: int) -> Decimal:
    """The unpaid amount of a matter on issued bills for work."""
    bills = firm.session.rows("bills", "matters", matter)
    owing = (bill for bill in bills if bill["state"] == "awaiting_payment" and bill["kind"] != "trust_kind")
    parts = (part for bill in owing for part in bill.get("balances") or () if (part["type"], part["id"]) == ("Matter", matter))
    return sum((Decimal(str(part["due"])) for part in parts), Decimal(0))
