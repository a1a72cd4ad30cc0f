"""Derived values of contacts: from their matters, their money and their work as co-counsel."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from mockclio.server.derived import derived
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived("contacts", "is_client", matters="client", contacts="id", rule="contacts.client-of-a-matter-is-a-client")
def is_client(session: Session, contact: Row) -> bool:
    return bool(session.table("matters").find("client", contact["id"]))


@derived("matters", "_bill_recipients", matters="id")
def bill_recipients(session: Session, matter: Row) -> list[int] | None:
    """The contacts who receive the bills of a matter. The stored value makes them searchable."""
    results = [member.get("recipient") for member in matter.get("matter_bill_recipients") or []]
    return [id for id in results if id is not None] or None


@derived("contacts", "is_bill_recipient", matters="_bill_recipients", contacts="id", rule="contacts.bill-recipient-of-a-matter")
def is_bill_recipient(session: Session, contact: Row) -> bool:
    return bool(session.table("matters").find("_bill_recipients", contact["id"]))


@derived(
    "contacts",
    "_co_counsel_rate is_co_counsel",
    activity_rates="co_counsel_contact_id",
    contacts="id",
    rule="contacts.co-counsel-has-a-rate",
)
def co_counsel(session: Session, contact: Row) -> Row:
    rates = session.rows("activity_rates", "co_counsel_contact_id", contact["id"])
    return {"_co_counsel_rate": rates[0].get("rate") if rates else None, "is_co_counsel": bool(rates)}


@derived("contacts", "_balances", bank_transactions="client", rule="contacts.account-balances-add-up-transactions")
def balances(session: Session, contact: Row) -> dict[str, float] | None:
    """The money of the contact and its matters in each bank account. The keys are account ids as text."""
    value: defaultdict[str, Decimal] = defaultdict(Decimal)
    for transaction in session.rows("bank_transactions", "client", contact["id"]):
        value[str(transaction["bank_account"])] += Decimal(str(transaction["amount"]))
    return {account: float(amount) for account, amount in value.items()} or None
