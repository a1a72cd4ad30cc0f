"""Payments and credits: they are allocated to issued bills, matter by matter, interest first. They can be voided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.billing.issuing import days_after, settle
from mockclio.practice.billing.money import NOTHING, exact, percent, stored
from mockclio.practice.trust.banking import enter, open_account, positive, require_covered
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of an amount and the debt that it pays."""

    bill: Row
    matter: int | None
    interest: bool
    amount: Decimal


def record_payment(
    session: Session,
    *,
    bills: Sequence[int],
    amount: float | None = None,
    source: int | None = None,
    source_fund_type: str | None = None,
    destination: int | None = None,
    date: str | None = None,
    payment_source_type: str | None = None,
    reference: str | None = None,
    description: str | None = None,
    online: bool = False,
) -> Row:
    """Record money for issued bills of one client, or money from trust with `source`. Without an amount, all debt is paid.

    The money goes to `destination` or the operating account. Money for a trust request goes to a trust account.
    """
    rule("payments.settle-bills")
    owed = _issued(session, bills)
    portions = list(apportion(owed, None if amount is None else positive(amount)))
    trusted = {bill["kind"] == "trust_kind" for bill in owed}
    if len(trusted) > 1:
        raise InvalidArgument("bills must all be for work or all be trust requests: their money goes to different accounts")
    into = open_account(session, destination, "Trust" if True in trusted else "Operating", "destination")
    out_of = open_account(session, source, "Trust", "source") if source is not None else None
    if out_of and True in trusted:
        raise InvalidArgument("source must not be sent for a trust request: its money comes from the client")
    day, client = date or session.today, owed[0].get("client")
    fund = (source_fund_type or _fund(portions)) if out_of else None
    payment = session.insert(
        "payments",
        {
            "description": description,
            "reference": reference,
            "amount": stored(sum((portion.amount for portion in portions), NOTHING)),
            "date": day,
            "source_fund_type": fund,
            "payment_source_type": payment_source_type or ("bank_account" if out_of else "other"),
            "voided_at": None,
            "contact": client,
            "user": session.user["id"] if session.user else None,
            "source_bank_account": out_of["id"] if out_of else None,
            "destination_bank_account": into["id"],
            "_online": online,
        },
    )
    for portion in portions:
        allocation = _allocate(session, portion, "Payment", payment, "Trust" if out_of else "Direct")
        shared: dict[str, Any] = {"client": client, "bill": portion.bill["id"], "allocation": allocation["id"], "_payment": payment["id"]}
        if out_of:
            rule("payments.from-trust")
            owner = None if fund == "Client" else portion.matter
            words = f"Payment of bill {portion.bill['number']}"
            enter(session, out_of, -portion.amount, day, **{**shared, "matter": owner, "description": words})
        words = description or f"Payment of bill {portion.bill['number']}"
        extra = {"matter": portion.matter, "description": words, "source": reference, "clio_payments_transaction": online}
        enter(session, into, portion.amount, day, **{**shared, **extra, "transaction_type": "Payment"})
    for bill in owed:
        _reward_early_payment(session, settle(session, bill), day)
    return payment


def _reward_early_payment(session: Session, bill: Row, day: str) -> None:
    """Give the early payment discount as a credit if the discount is all that is left to pay and the period is not over."""
    terms = bill.get("discount") or {}
    off = percent(terms.get("early_payment_rate"), exact(bill["due"]))
    if off and exact(bill["balance"]) == off and day <= days_after(bill["issued_at"], terms.get("early_payment_period") or 0):
        rule("payments.early-payment-discount")
        issue_credit(session, bills=[bill["id"]], date=day, description="Discount for paying early", discount=True)


def void_payment(session: Session, payment: Row, *, online: bool = False) -> Row:
    """Void a payment: its bills are unpaid again, and each of its entries gets an entry with the opposite amount."""
    rule("payments.voiding-reverses")
    if payment.get("_online") and not online:
        raise InvalidArgument(f"payment {payment['id']} was made online: void the online payment")
    entries = session.rows("bank_transactions", "_payment", payment["id"])
    voided = _void(session, "payments", payment)
    made = []
    for row in entries:
        opposite = {**row, "id": None, "amount": -row["amount"], "created_at": session.now, "updated_at": session.now, "_revision": 0}
        opposite.update(date=session.today, description=f"Void: {row['description']}", _reversed=row["id"], _reconciled=False)
        made.append(session.insert("bank_transactions", opposite))
    require_covered(session, made)
    return voided


def issue_credit(
    session: Session,
    *,
    bills: Sequence[int],
    amount: float | None = None,
    date: str | None = None,
    description: str | None = None,
    discount: bool = False,
) -> Row:
    """Reduce the debt on issued bills of one client. No money moves."""
    rule("payments.credits-reduce-bills")
    owed = _issued(session, bills)
    if any(bill["kind"] == "trust_kind" for bill in owed):
        raise InvalidArgument("bills must be for work: a trust request cannot be credited")
    portions = list(apportion(owed, None if amount is None else positive(amount)))
    memo = session.insert(
        "credit_memos",
        {
            "date": date or session.today,
            "amount": stored(sum((portion.amount for portion in portions), NOTHING)),
            "description": description,
            "discount": discount,
            "voided_at": None,
            "user": session.user["id"] if session.user else None,
            "contact": owed[0].get("client"),
        },
    )
    for portion in portions:
        _allocate(session, portion, "CreditMemo", memo, "CreditMemo")
    for bill in owed:
        settle(session, bill)
    return memo


def void_credit(session: Session, memo: Row) -> Row:
    """Void a credit: its bills are unpaid again."""
    rule("payments.voiding-reverses")
    return _void(session, "credit_memos", memo)


def _void(session: Session, table: str, row: Row) -> Row:
    if row.get("voided_at") is not None:
        raise InvalidArgument(f"{row['id']} was voided before, at {row['voided_at']}")
    on_show = set()
    for allocation in session.rows("allocations", "parent", row["id"]):
        session.update("allocations", allocation["id"], {"voided_at": session.now})
        on_show.add(allocation["bill"])
    voided = session.update(table, row["id"], {"voided_at": session.now})
    for id in sorted(on_show):
        settle(session, session.table("bills")[id])
    return voided


def _issued(session: Session, ids: Sequence[int]) -> list[Row]:
    """The bills with their present totals. Each must await payment, and all must have the same client."""
    if not ids:
        raise InvalidArgument("bills must name at least one bill")
    results = [settle(session, require(session, "bills", id, "bills")) for id in dict.fromkeys(ids)]
    for bill in results:
        if bill["state"] != "awaiting_payment":
            raise InvalidArgument(f"bill {bill['number']} is {bill['state']}: only a bill that awaits payment takes payments and credits")
    if len({bill.get("client") for bill in results}) > 1:
        raise InvalidArgument("bills must all be of one client")
    return results


def apportion(bills: Sequence[Row], amount: Decimal | None) -> Iterator[Portion]:
    """The amount split over the debts of the bills' matters, in order, interest first. More than the debt is refused."""
    rule("payments.interest-first")
    owed = sum((exact(bill["balance"]) for bill in bills), NOTHING)
    left = owed if amount is None else amount
    if left > owed:
        raise InvalidArgument(f"amount {left} is more than the {owed} that is owed", rule="payments.no-more-than-owed")
    for bill in bills:
        for interest in (True, False):
            for balance in bill["balances"]:
                part = min(left, exact(balance["interest_amount" if interest else "amount"]))
                if part > 0:
                    yield Portion(bill, balance["id"] if balance["type"] == "Matter" else None, interest, part)
                    left -= part


def _fund(portions: list[Portion]) -> str:
    return "Matter" if all(portion.matter is not None for portion in portions) else "Client"


def _allocate(session: Session, portion: Portion, kind: str, parent: Row, payment_type: str) -> Row:
    return session.insert(
        "allocations",
        {
            "date": parent["date"],
            "amount": stored(portion.amount),
            "interest": portion.interest,
            "voided_at": None,
            "description": parent.get("description"),
            "has_online_payment": bool(parent.get("_online")),
            "payment_type": payment_type,
            "bill": portion.bill["id"],
            "source_bank_account": parent.get("source_bank_account"),
            "destination_bank_account": parent.get("destination_bank_account"),
            "matter": portion.matter,
            "contact": parent.get("contact"),
            "parent": {"type": kind, "id": parent["id"]},
        },
    )
