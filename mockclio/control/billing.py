"""Control of records that the API only reads: bills, payments, credits, interest, online payments, transfers, reconciliation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

from mockclio.catalog.choices import PaymentSource, PaymentState
from mockclio.control.bodies import ids, path_id, read
from mockclio.errors import BadRequest
from mockclio.practice.billing import actions
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

if TYPE_CHECKING:
    from mockclio.control.routes import ControlCall

BILL = {
    "client": "integer: the contact to bill for all billable matters",
    "matters": "array: ids of the matters to bill, all of one client; in place of client",
    "activities": "array: ids of the unbilled activities to bill; all if left out",
    "lines": "array: plain lines, each with description, price, quantity, kind, matter, taxable, secondary_taxable, tax_settings, discount",
    "kind": "string: revenue_kind, or one that prints sums: summary_kind, aggregate_all, _split, _services or _expenses",
    "state": "string: draft, awaiting_approval or awaiting_payment",
    "start": "string: the first day of the work to bill",
    "end": "string: the last day of the work to bill",
    "sent": "boolean: share it with the client at once",
    "number": "string: the number on the bill; the next one if left out",
    "issued_at": "string: the day it is issued; today if left out",
    "due_at": "string: the day it falls due",
    "subject": "string: a line above the bill",
    "memo": "string: a text below the bill",
    "purchase_order": "string: the client's order",
    "tax_rate": "number: per cent; that of the settings if left out",
    "secondary_tax_rate": "number: per cent",
    "secondary_tax_rule": "string: Pre or Post, whether the second tax applies to the first too; that of the settings if left out",
    "discount": "object: rate, type (percentage or money), note",
    "discount_services_only": "boolean: take the discount off services alone",
    "interest": "object: rate in per cent a year, type (simple or compound), period in days",
}
PAYMENT = {
    "bills": "array: ids of issued bills of one client",
    "amount": "number: all that is owed if left out",
    "source": "integer: the trust account that the money is taken from; left out, it comes from the client",
    "source_fund_type": "string: Matter or Client, whose trust money it is",
    "destination": "integer: the account it is deposited in",
    "date": "string: the day; today if left out",
    "payment_source_type": "string: how it was paid, such as check, cash or credit_card",
    "reference": "string: a check number or the like",
    "description": "string: a note",
}
CREDIT = {
    "bills": PAYMENT["bills"],
    "amount": PAYMENT["amount"],
    "date": PAYMENT["date"],
    "description": PAYMENT["description"],
    "discount": "boolean: it is a discount",
}
TRANSFER = {
    "source": "integer: the account that the money leaves",
    "destination": "integer: the account that it goes to",
    "amount": "number: how much",
    "matter": "integer: the matter whose money it is",
    "client": "integer: the contact whose money it is",
    "date": PAYMENT["date"],
    "description": PAYMENT["description"],
    "primary_authorizer": "string: who allowed it",
    "secondary_authorizer": "string: who allowed it too",
}
INTEREST = {"bill": "integer: an overdue bill with an interest rate", "date": PAYMENT["date"]}
ONLINE = {
    "link": "integer: the payment link that is paid on",
    "amount": "number: that of the link if left out",
    "state": "string: pending, authorized, completed, failed or canceled",
    "email": "string: who paid",
}
MOVE = {"state": "string: authorized, completed, failed, canceled or voided"}
RECONCILE = {"transactions": "array: ids of bank transactions that the statement shows"}
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("revenue_kind", "summary_kind", "aggregate_all", "aggregate_split", "aggregate_services", "aggregate_expenses"),
    "source_fund_type": ("Matter", "Client"),
    "payment_source_type": get_args(PaymentSource),
}
ONLINE_STATES = ("pending", "authorized", "completed", "failed", "canceled")
TAX_RULES = ("Pre", "Post")
BILL_STATES = ("draft", "awaiting_approval", "awaiting_payment")
LINE = {
    "description": "string",
    "note": "string",
    "price": "number",
    "quantity": "number",
    "kind": "string",
    "matter": "integer",
    "date": "string",
    "taxable": "boolean",
    "secondary_taxable": "boolean",
    "tax_settings": "array",
    "discount": "object",
}
DISCOUNT = {"rate": "number", "type": "string", "note": "string"}
INTEREST_TERMS = {"rate": "number", "type": "string", "period": "integer"}


def make_bill(call: ControlCall) -> Any:
    """Make a bill. All work on it must be for one client."""
    body = read(call.body, BILL, choices={**CHOICES, "state": BILL_STATES, "secondary_tax_rule": TAX_RULES})
    lines = [_line(line) for line in body.pop("lines", ())]
    body["matters"], activities = ids(body.get("matters", [])), body.pop("activities", None)
    if "discount" in body:
        body["discount"] = _terms("discount", body["discount"], DISCOUNT, ("percentage", "money"))
    if "interest" in body:
        body["interest"] = _terms("interest", body["interest"], INTEREST_TERMS, ("simple", "compound"))
    if "secondary_tax_rule" in body:
        body["_secondary_tax_rule"] = body.pop("secondary_tax_rule")
    if "discount_services_only" in body:
        body["discount_services_only"] = str(body["discount_services_only"]).lower()
    for name in ("tax_rate", "secondary_tax_rate"):
        if not 0 <= body.get(name, 0) <= 100:
            raise BadRequest(f"{name} must be between 0 and 100")
    chosen = None if activities is None else ids(activities)
    return _do(call, "bills", lambda session: actions.make_bill(session, lines_=lines, activities=chosen, **body))


def record_payment(call: ControlCall) -> Any:
    """Make a payment and allocate it to bills."""
    body = read(call.body, PAYMENT, required={"bills"}, choices=CHOICES)
    return _do(call, "payments", lambda session: actions.record_payment(session, **{**body, "bills": ids(body["bills"])}))


def void_payment(call: ControlCall) -> Any:
    """Void a payment."""
    id = path_id(call.ids)
    return _do(call, "payments", lambda session: actions.void_payment(session, require(session, "payments", id, "id")))


def issue_credit(call: ControlCall) -> Any:
    """Make a credit memo and allocate it to bills."""
    body = read(call.body, CREDIT, required={"bills"})
    return _do(call, "credit_memos", lambda session: actions.issue_credit(session, **{**body, "bills": ids(body["bills"])}))


def void_credit(call: ControlCall) -> Any:
    """Void a credit memo."""
    id = path_id(call.ids)
    return _do(call, "credit_memos", lambda session: actions.void_credit(session, require(session, "credit_memos", id, "id")))


def transfer_funds(call: ControlCall) -> Any:
    """Move money between two bank accounts."""
    body = read(call.body, TRANSFER, required={"source", "destination", "amount"})
    return _do(call, "bank_transfers", lambda session: actions.transfer_funds(session, **body))


def charge_interest(call: ControlCall) -> Any:
    """Charge interest for one period on an overdue bill."""
    body = read(call.body, INTEREST, required={"bill"})
    date = body.get("date")
    return _do(
        call,
        "interest_charges",
        lambda session: actions.charge_interest(session, require(session, "bills", body["bill"], "bill"), date),
    )


def pay_online(call: ControlCall) -> Any:
    """Make an online payment with a payment link."""
    body = read(call.body, ONLINE, required={"link"}, choices={"state": ONLINE_STATES})
    link = body.pop("link")
    return _do(
        call,
        "clio_payments_payments",
        lambda session: actions.pay_link(session, require(session, "clio_payments_links", link, "link"), **body),
    )


def move_online(call: ControlCall) -> Any:
    """Move an online payment to another state."""
    id, body = path_id(call.ids), read(call.body, MOVE, required={"state"}, choices={"state": get_args(PaymentState)})
    return _do(
        call,
        "clio_payments_payments",
        lambda session: actions.move_online(session, require(session, "clio_payments_payments", id, "id"), body["state"]),
    )


def reconcile(call: ControlCall) -> Any:
    """Mark bank transactions as found on the statement."""
    result = ids(read(call.body, RECONCILE, required={"transactions"})["transactions"])
    with call.world.session() as session:
        actions.reconcile(session, result)
    return {"reconciled": result}


def close_account(call: ControlCall) -> Any:
    """Close a bank account."""
    id = path_id(call.ids)
    return _do(call, "bank_accounts", lambda session: actions.close_account(session, id))


def _do(call: ControlCall, table: str, work: Callable[[Session], Row]) -> Any:
    """Run the work in a session, and show the row that it made or changed, after the commit."""
    world = call.world
    with world.session() as session:
        made = work(session)
    return {"data": {key: value for key, value in world.table(table)[made["id"]].items() if not key.startswith("_")}}


def _line(line: Any) -> Row:
    if not isinstance(line, dict) or set(line) - set(LINE):
        raise BadRequest(f"each of lines must be an object with keys among {', '.join(LINE)}")
    result = read(line, LINE, choices={"kind": ("Service", "Expense")})
    if "discount" in result:
        result["discount"] = _terms("discount", result["discount"], DISCOUNT, ("percentage", "money"))
    return result


def _terms(name: str, value: dict[str, Any], spec: dict[str, str], types: tuple[str, ...]) -> Row:
    if set(value) - set(spec):
        raise BadRequest(f"{name} must have keys among {', '.join(spec)}")
    results = {"type": types[0], "rate": 0, **read(value, spec, choices={"type": types})}
    if results["rate"] < 0 or (results["rate"] > 100 and results["type"] != "money") or not 1 <= results.get("period", 1) <= 3650:
        raise BadRequest(f"{name}.rate must be at least 0, and at most 100 for a percentage; a period is between 1 and 3650 days")
    return results
