"""Online payments: a client pays on the page of a link. A completed payment is allocated to bills."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.billing.issuing import settle
from mockclio.practice.billing.money import NOTHING, exact, stored
from mockclio.practice.billing.payments import record_payment, void_payment
from mockclio.practice.billing.totals import PENDING
from mockclio.practice.trust.banking import enter, positive
from mockclio.server.writing import require
from mockclio.store.clock import parse_time
from mockclio.store.session import Session
from mockclio.store.tables import Row

OVER = ("failed", "canceled", "voided")
COMPLETED = ("completed", "completed_requiring_allocation")
NEXT = {
    **dict.fromkeys(PENDING, (*PENDING, "completed", *OVER)),
    **dict.fromkeys(COMPLETED, ("voided",)),
}
"""The states that follow each state of an online payment."""


def is_active(link: Row, now: str) -> bool:
    """Whether the link still accepts a payment: it has not expired and nobody has paid on it."""
    return link.get("clio_payments_payment") is None and parse_time(link["expires_at"]) > parse_time(now)


def open_bills(session: Session, client: int) -> list[Row]:
    """The bills of a client that await payment, ordered by due day. Trust requests are not included."""
    owed = [row for row in session.rows("bills", "client", client) if row["state"] == "awaiting_payment" and row["kind"] != "trust_kind"]
    return sorted(owed, key=lambda row: (row.get("due_at") or "", row["id"]))


def requested_bills(session: Session, link: Row) -> list[Row]:
    """The bills that a payment on the link is for."""
    if link.get("bill") is not None:
        return [row for row in [session.table("bills")[link["bill"]]] if row["state"] == "awaiting_payment"]
    return open_bills(session, link["contact"]) if link.get("contact") is not None else []


def pay_link(session: Session, link: Row, *, amount: float | None = None, state: str = "completed", email: str | None = None) -> Row:
    """Pay on the page of a link. The amount is that of the link, or a given one if the link has none."""
    rule("payments.online-payment")
    if not is_active(link, session.now):
        raise InvalidArgument(f"link {link['id']} is not active: it was paid or has expired")
    paid = positive(amount if amount is not None else link.get("amount"))
    bills = requested_bills(session, link)
    client = link.get("contact") or link.get("destination_contact") or next((bill["client"] for bill in bills), None)
    made = session.insert(
        "clio_payments_payments",
        {
            "amount": stored(paid),
            "confirmation_number": f"{session.world.random.getrandbits(40):010X}",
            "currency": link["currency"],
            "deposit_as_revenue": bool(link.get("is_allocated_as_revenue")),
            "description": link["description"],
            "email_address": email or link.get("email_address"),
            "state": "pending",
            "bank_transaction": None,
            "clio_payments_link": link["id"],
            "contact": client,
            "destination_account": link["destination_account"],
            "user": session.user["id"] if session.user else None,
            "allocations": [],
            "bills": [bill["id"] for bill in bills],
            "matters": list(dict.fromkeys(id for bill in bills for id in bill["matters"])),
            "_intended": _intended(session, bills, paid),
            "_payment": None,
        },
    )
    session.update("clio_payments_links", link["id"], {"clio_payments_payment": made["id"]})
    for bill in bills:
        settle(session, bill)
    return made if state == "pending" else move_online(session, made, state)


def _intended(session: Session, bills: list[Row], amount: Decimal) -> dict[str, float]:
    """How much of the payment goes to each bill."""
    result, left = {}, amount
    for bill in bills:
        part = min(left, exact(settle(session, bill)["balance"]))
        result[str(bill["id"])], left = stored(part), left - part
    return result


def move_online(session: Session, payment: Row, state: str) -> Row:
    """Move a payment to its next state. Completing it deposits the money, voiding it takes the money back."""
    rule("payments.online-states")
    allowed = NEXT.get(payment["state"], ())
    if state not in allowed:
        raise InvalidArgument(
            f"state cannot change from {payment['state']} to {state}; it can become {', '.join(allowed) or 'nothing else'}"
        )
    changes: dict[str, Any] = {"state": state}
    if state == "completed":
        changes = _complete(session, payment)
    elif payment["state"] in COMPLETED:
        _take_back(session, payment)
    moved = session.update("clio_payments_payments", payment["id"], changes)
    for id in moved["bills"]:
        settle(session, session.table("bills")[id])
    return moved


def _complete(session: Session, payment: Row) -> dict[str, Any]:
    """Deposit the money. A rest that no bill takes becomes revenue if the link says so. Otherwise somebody must allocate it."""
    account = require(session, "bank_accounts", payment["destination_account"], "destination_account")
    paid, used, recorded = exact(payment["amount"]), NOTHING, []
    for id in payment["bills"]:
        bill = settle(session, session.table("bills")[id])
        part = min(exact(payment["_intended"][str(id)]), exact(bill["balance"]))
        fits = account["type"] == ("Trust" if bill["kind"] == "trust_kind" else "Operating")
        if bill["state"] == "awaiting_payment" and part > 0 and fits:
            text = {"payment_source_type": "credit_card", "reference": payment["confirmation_number"], "destination": account["id"]}
            recorded.append(record_payment(session, bills=[id], amount=stored(part), online=True, **text)["id"])
            used += part
    allocations = [row["id"] for made in recorded for row in session.rows("allocations", "parent", made)]
    entries = [row["id"] for made in recorded for row in session.rows("bank_transactions", "_payment", made)]
    if paid > used:
        entries.append(_deposit(session, payment, account, paid - used)["id"])
    done = paid == used or payment["deposit_as_revenue"]
    return {
        "state": "completed" if done else "completed_requiring_allocation",
        "allocations": allocations,
        "bank_transaction": entries[0],
        "_payment": recorded,
    }


def _deposit(session: Session, payment: Row, account: Row, amount: Decimal) -> Row:
    values = {"client": payment["contact"], "description": payment["description"], "source": payment["email_address"]}
    values |= {"confirmation": payment["confirmation_number"], "clio_payments_transaction": True, "_online": payment["id"]}
    return enter(session, account, amount, session.today, **values)


def _take_back(session: Session, payment: Row) -> None:
    for id in payment.get("_payment") or ():
        void_payment(session, session.table("payments")[id], online=True)
    for row in session.rows("bank_transactions", "_online", payment["id"]):
        account = session.table("bank_accounts")[row["bank_account"]]
        values = {"client": row["client"], "clio_payments_transaction": True, "_online": payment["id"], "_reversed": row["id"]}
        enter(session, account, -exact(row["amount"]), session.today, **values, description=f"Void: {row['description']}")
