"""Reports for regulators: trust money, its owners, and the match between the books and the bank."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mockclio.practice.reports.firm import Firm, ordered
from mockclio.practice.reports.kinds import Rows, report
from mockclio.practice.reports.ledgers import balances_at, moved, opening, running, trust_entries
from mockclio.store.tables import Row


def trust_accounts(firm: Firm) -> list[Row]:
    return firm.session.rows("bank_accounts", "type", "Trust")


@report("trust_listing", "compliance", "client matter balance")
def trust_listing(firm: Firm) -> Rows:
    """Trust money of each client and matter at the end of the period."""
    amounts = balances_at(trust_entries(firm), firm.as_of)
    return ordered(
        (
            {"client": firm.name("contacts", client), "matter": firm.name("matters", matter), "balance": float(amount)}
            for (client, matter), amount in amounts.items()
        ),
        "client",
        "matter",
    )


@report("trust_ledger", "compliance", "matter client date account description received paid_out balance")
def trust_ledger(firm: Firm) -> Rows:
    """Every movement of trust money, with the balance of the client on the matter."""
    return running(firm, trust_entries(firm), by=lambda entry: (entry.client, entry.matter), name="matter")


@report("trust_ledger_nsw", "compliance", "matter client number date account particulars debit credit balance")
def trust_ledger_nsw(firm: Firm) -> Rows:
    """The trust ledger with numbered movements. Money in is credit, money out is debit."""
    counts: dict[tuple[Any, Any], int] = {}
    for row in trust_ledger(firm):
        ledger = row["client"], row["matter"]
        counts[ledger] = counts.get(ledger, 0) + 1
        text = {"number": counts[ledger], "particulars": row["description"], "debit": row["paid_out"], "credit": row["received"]}
        yield {**row, **text}


@report("trust_management", "compliance", "matter client responsible_attorney balance minimum shortfall")
def trust_management(firm: Firm) -> Rows:
    """The trust money of each matter, compared with the minimum of its retainer."""
    amounts: dict[int | None, Decimal] = {}
    for (_, owner), amount in balances_at(trust_entries(firm), firm.as_of).items():
        amounts[owner] = amounts.get(owner, Decimal(0)) + amount
    for id, matter in firm.matters.items():
        minimum = Decimal(str((matter.get("evergreen_retainer") or {}).get("minimum_threshold") or 0))
        balance = amounts.get(id, Decimal(0))
        if balance or minimum:
            yield {
                "matter": matter["display_number"],
                "client": firm.name("contacts", matter.get("client")),
                "responsible_attorney": firm.name("users", matter.get("responsible_attorney")),
                "balance": float(balance),
                "minimum": float(minimum),
                "shortfall": float(max(minimum - balance, Decimal(0))),
            }


@report("law_society_of_alberta", "compliance", "account opening_balance receipts payments closing_balance")
def law_society_of_alberta(firm: Firm) -> Rows:
    for account in trust_accounts(firm):
        first, (received, paid_out) = opening(firm, account), moved(firm, account)
        yield {
            "account": account["name"],
            "opening_balance": float(first),
            "receipts": float(received),
            "payments": float(paid_out),
            "closing_balance": float(first + received - paid_out),
        }


@report("law_society_of_alberta_al", "compliance", "account holder institution account_number currency transactions balance")
def account_listing(firm: Firm) -> Rows:
    for account in trust_accounts(firm):
        first, (received, paid_out) = opening(firm, account), moved(firm, account)
        rows = firm.session.rows("bank_transactions", "bank_account", account["id"])
        yield {
            "account": account["name"],
            **{name: account.get(name) for name in ("holder", "institution", "account_number", "currency")},
            "transactions": sum(firm.criteria.within(row["date"]) for row in rows),
            "balance": float(first + received - paid_out),
        }


@report("law_society_of_alberta_bar", "compliance", "account book_balance outstanding_deposits outstanding_payments bank_balance")
def bank_account_reconciliation(firm: Firm) -> Rows:
    """The books compared with the bank. Entries without reconciliation are not yet on the bank's statement."""
    for account in trust_accounts(firm):
        first, (received, paid_out) = opening(firm, account), moved(firm, account)
        rows = firm.session.rows("bank_transactions", "bank_account", account["id"])
        waiting = [Decimal(str(row["amount"])) for row in rows if row["date"] <= firm.criteria.end and not row.get("_reconciled")]
        deposits, payments = (sum((abs(one) for one in waiting if (one > 0) == sign), Decimal(0)) for sign in (True, False))
        book = first + received - paid_out
        yield {
            "account": account["name"],
            "book_balance": float(book),
            "outstanding_deposits": float(deposits),
            "outstanding_payments": float(payments),
            "bank_balance": float(book - deposits + payments),
        }


@report("law_society_of_alberta_tl", "compliance", "client date account matter description received paid_out balance")
def trust_ledger_by_client(firm: Firm) -> Rows:
    return running(firm, trust_entries(firm), by=lambda entry: entry.client, name="client")


@report("law_society_of_alberta_tt", "compliance", "date from_account to_account client matter description authorized_by amount")
def trust_transfers(firm: Firm) -> Rows:
    trust = {account["id"] for account in trust_accounts(firm)}
    for row in firm.rows("bank_transfers", on="date", keep=lambda row: bool(trust & {row["source_account"], row["destination_account"]})):
        authorizers = [row.get(name) for name in ("primary_authorizer", "secondary_authorizer")]
        yield {
            "date": firm.day(row["date"]),
            "from_account": firm.name("bank_accounts", row["source_account"]),
            "to_account": firm.name("bank_accounts", row["destination_account"]),
            "client": firm.name("contacts", row.get("client")),
            "matter": firm.name("matters", row.get("matter")),
            "description": row.get("description"),
            "authorized_by": ", ".join(name for name in authorizers if name),
            "amount": row["amount"],
        }
