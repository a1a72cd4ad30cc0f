"""Bills in their states, payments, and money in trust. The product does these things outside of its API."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing import actions
from mockclio.practice.trust.banking import default_account
from mockclio.seeding.builder import Builder
from mockclio.store.tables import Row, id_of

Data = dict[str, Any]
TERMS = ("number", "issued_at", "due_at", "subject", "memo", "purchase_order", "tax_rate", "secondary_tax_rate", "discount", "interest")
WORK = ("kind", "start", "end", "sent")


def make_bill(builder: Builder, data: Data, activities: list[int] | None) -> Row:
    """Make a bill and bring it into its state. `activities` are those to bill; None bills all work that is not billed yet."""
    state, amount = data.get("state", "draft"), data.get("amount")
    lines = [_line(line) for line in data.get("lines") or []]
    if amount is not None:
        lines.append({"description": data.get("subject") or "Services", "price": amount, "quantity": 1})
    matters = [id_of(one) for one in [data.get("matter"), *(data.get("matters") or [])] if one is not None]
    terms = {name: data[name] for name in (*TERMS, *WORK) if data.get(name) is not None}
    if "sent" in terms and state in ("draft", "awaiting_approval"):
        terms.pop("sent")
    first = state if state in ("draft", "awaiting_approval") else "awaiting_payment"
    with builder.session() as session:
        bill = actions.make_bill(
            session,
            client=id_of(data["client"]) if data.get("client") else None,
            matters=matters,
            activities=[] if lines and activities is None else activities,
            lines_=lines,
            state=first,
            **terms,
        )
        if state == "void":
            bill = actions.move_bill(session, bill, "void")
    if state == "paid" or data.get("paid") is not None:
        with builder.session() as session:
            actions.record_payment(session, bills=[bill["id"]], amount=data.get("paid"))
    return builder.world.table("bills")[bill["id"]]


def _line(line: Data) -> Data:
    return {**line, **({"matter": id_of(line["matter"])} if line.get("matter") is not None else {})}


def make_payment(builder: Builder, data: Data) -> Row:
    bills = [id_of(one) for one in [data.get("bill"), *(data.get("bills") or [])] if one is not None]
    terms: Data = {name: data[name] for name in ("amount", "date", "reference", "description") if data.get(name) is not None}
    terms |= {name: id_of(data[name]) for name in ("source", "destination") if data.get(name) is not None}
    with builder.session() as session:
        made = actions.record_payment(session, bills=bills, **terms)
    return builder.world.table("payments")[made["id"]]


def trust_entry(builder: Builder, data: Data) -> Data:
    """The bank transaction that brings money into trust."""
    with builder.session() as session:
        account = data.pop("account", None) or {"id": default_account(session, "Trust")["id"]}
        entry = {"bank_account": account, "date": session.today, "description": "Retainer", **data}
    if entry.get("matter") is not None:
        entry.pop("client", None)  # the money of a matter is that of its client
    return entry
