"""Actions on bills: make one from work, request trust money, move a bill between states, charge interest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date as Day
from datetime import timedelta
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities import pricing
from mockclio.practice.billing import line_taxes, lines, totals
from mockclio.practice.billing.money import NOTHING, exact, spread, stored
from mockclio.practice.trust.banking import default_account, positive
from mockclio.server.derived import write_derived
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row, id_of

TRANSITIONS = {
    "draft": ("awaiting_approval", "awaiting_payment", "deleted"),
    "awaiting_approval": ("awaiting_payment", "deleted"),
    "awaiting_payment": ("paid", "void"),
}
"""The states that follow each state. A paid, void or deleted bill does not move. `paid` requires that nothing is owed."""
EDITABLE = ("draft", "awaiting_approval")
DEFAULT_TERMS = 30
TERMS = (
    "number",
    "issued_at",
    "due_at",
    "subject",
    "memo",
    "purchase_order",
    "tax_rate",
    "secondary_tax_rate",
    "discount",
    "interest",
    "bill_theme",
    "currency",
    "group",
    "destination_account",
    "discount_services_only",
    "original_bill",
    "legal_aid_uk_bill",
    "start_at",
    "end_at",
    "split_invoice",
    "_secondary_tax_rule",
)
"""The values of a new bill that a caller can give besides its parties and its work."""


def make_bill(
    session: Session,
    *,
    client: int | None = None,
    matters: Sequence[int] = (),
    activities: Sequence[int] | None = None,
    lines_: Iterable[Mapping[str, Any]] = (),
    kind: str = "revenue_kind",
    state: str = "draft",
    start: str | None = None,
    end: str | None = None,
    sent: bool = False,
    **terms: Any,
) -> Row:
    """Make a bill for unbilled work of some matters, or of all billable matters of a client, between two days. Plain lines may be added."""
    rule("bills.made-by-the-product")
    owner, covered = _parties(session, client, matters)
    work = lines.waiting(session, covered, start, end)
    if activities is not None:
        strange = set(activities) - {row["id"] for row in work}
        if strange:
            raise InvalidArgument(f"activities {sorted(strange)} are not unbilled work of these matters")
        work = [row for row in work if row["id"] in activities]
    plain = [dict(line) for line in lines_]
    strange = {line["matter"] for line in plain if line.get("matter") is not None} - set(covered)
    if strange:
        raise InvalidArgument(f"lines: matters {sorted(strange)} are not among those that are billed")
    if not work and not plain:
        raise InvalidArgument("there is nothing to bill: the matters have no unbilled work of these days")
    if not matters:
        covered = [id for id in covered if any(row.get("matter") == id for row in [*work, *plain])]
    days = sorted(row["date"][:10] for row in work)
    terms = {"start_at": start or next(iter(days), None), "end_at": end or next(reversed(days), None), **terms}
    bill = _insert(session, owner, covered, kind, "MatterBill" if matters else "ClientBill", terms)
    for activity in work:
        lines.add_activity(session, bill, activity)
    for line in plain:
        lines.add_plain(session, bill, line)
    lines.fold(session, bill)
    bill = settle(session, bill)
    if state != "draft":
        bill = move_bill(session, bill, "awaiting_approval" if state == "awaiting_approval" else "awaiting_payment")
    if sent:
        bill = send_bill(session, bill)
    return bill


def _parties(session: Session, client: int | None, matters: Sequence[int]) -> tuple[int, list[int]]:
    """The client and the matters of a bill."""
    if not matters:
        if client is None:
            raise InvalidArgument("client or matters must say whom to bill")
        require(session, "contacts", client, "client")
        return client, [row["id"] for row in session.rows("matters", "client", client) if row.get("billable") is not False]
    owners = {require(session, "matters", id, "matters").get("client") for id in matters}
    if len(owners) != 1 or (client is not None and owners != {client}):
        raise InvalidArgument("matters must all be of the client that is billed")
    (owner,) = owners
    if owner is None:
        raise InvalidArgument("matters must have a client who can be billed")
    return owner, list(dict.fromkeys(matters))


def _insert(session: Session, client: int, matters: list[int], kind: str, type: str, terms: Mapping[str, Any]) -> Row:
    rule("bills.types-and-kinds")
    settings, first = pricing.billing_settings(session), session.get("matters", matters[0]) if matters else None
    strange = sorted(set(terms) - set(TERMS))
    if strange:
        raise InvalidArgument(f"{', '.join(strange)}: unknown; a bill takes {', '.join(TERMS)}")
    issued = terms.get("issued_at") or session.today
    row: Row = {
        **dict.fromkeys(TERMS),
        "number": terms.get("number") or next_number(session),
        "tax_rate": settings.get("tax_rate"),
        "secondary_tax_rate": settings.get("secondary_tax_rate") if settings.get("use_secondary_tax") else None,
        "_secondary_tax_rule": settings.get("secondary_tax_rule"),
        "_taxed": lines.taxed_by_default(session, terms),
        "bill_theme": next((row["id"] for row in session.table("bill_themes") if row.get("default")), None),
        "currency": (first or {}).get("currency") or firm_currency(session),
        "group": (first or {}).get("group"),
        "destination_account": _account(session, "Trust" if kind == "trust_kind" else "Operating"),
        "discount_services_only": "false",
        **{key: value for key, value in terms.items() if value is not None},
        "issued_at": issued,
        "due_at": terms.get("due_at") or due_day(session, client, issued),
        "kind": kind,
        "type": type,
        "client": client,
        "matters": matters,
        "state": "draft",
        "user": session.user["id"] if session.user else None,
        "shared": False,
        "last_sent_at": None,
    }
    taxes = line_taxes.of_bill(session, terms) if kind != "trust_kind" else []
    if taxes:
        row["_tax_settings"] = taxes
    for key in ("discount", "interest"):
        row[key] = {"type": "percentage" if key == "discount" else "simple", "rate": 0, **row[key]} if row[key] else None
    for key in ("legal_aid_uk_bill", "split_invoice"):
        row[key] = {"id": session.world.ids.next(), "created_at": session.now, "updated_at": session.now, **row[key]} if row[key] else None
    if row["discount"] is None and kind != "trust_kind":
        row["discount"] = _early_payment(session, client)
    row["_outstanding"] = ledger_of(session, client, row["currency"]) if kind != "trust_kind" else None
    require_free_number(session, row["number"], None)
    return session.insert("bills", row)


def _early_payment(session: Session, client: int) -> Row | None:
    """The early payment terms of the client's payment profile."""
    profile = payment_profile(session, client)
    if not profile.get("discount_rate"):
        return None
    period = profile.get("discount_period") or 0
    return {
        "rate": 0,
        "type": "percentage",
        "note": None,
        "early_payment_rate": int(profile["discount_rate"]),
        "early_payment_period": period,
    }


def _account(session: Session, kind: str) -> int | None:
    try:
        return id_of(default_account(session, kind))
    except InvalidArgument:
        return None


def ledger_of(session: Session, client: int, currency: int | None) -> int:
    """The row with what a client owes in one currency."""
    rows = session.rows("outstanding_client_balances", "contact", client)
    result = next((row for row in rows if row.get("currency") == currency), None)
    blank = {"contact": client, "currency": currency, "reminders_enabled": True}
    return id_of(result or session.insert("outstanding_client_balances", blank))


def firm_currency(session: pricing.Reader) -> int | None:
    """The id of the currency that the firm bills in."""
    code = pricing.billing_settings(session).get("currency") or "USD"
    return next((row["id"] for row in session.rows("currencies", "code", code)), None)


def next_number(session: Session) -> str:
    """The greatest number so far plus one. Bills and trust requests share the numbers."""
    rule("bills.numbers-count-up")
    table = session.table("bills")
    latest = (table[id]["number"] for id in table.ids_descending())
    number = next((int(text) for text in latest if text.isdecimal() and len(text) < 19), 0) + 1
    while table.find("number", str(number)):
        number += 1
    return str(number)


def require_free_number(session: Session, number: str, own: int | None) -> None:
    if any(row["id"] != own for row in session.rows("bills", "number", number)):
        raise InvalidArgument(f"number {number} is taken by another bill", rule="bills.number-is-unique")


def payment_profile(session: pricing.Reader, client: int | None) -> Row:
    """The payment profile of a client."""
    return session.get("payment_profiles", (session.get("contacts", client) or {}).get("payment_profile")) or {}


def due_day(session: pricing.Reader, client: int | None, issued: str) -> str:
    """The due day of a bill by the client's payment profile. Without a profile it is 30 days after the issue day."""
    rule("bills.grace-period")
    terms = payment_profile(session, client).get("terms")
    return days_after(issued, DEFAULT_TERMS if terms is None else terms)


def days_after(day: str, days: int) -> str:
    """The date a number of days later, or the same day if no such date exists."""
    try:
        return (Day.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return day


def request_trust(
    session: Session,
    *,
    client: int,
    amount: float,
    trust_type: str = "client",
    issue_date: str | None = None,
    due_date: str | None = None,
    approved: bool = True,
    currency: int | None = None,
    note: str | None = None,
    matters: Sequence[Mapping[str, Any]] = (),
) -> Row:
    """Ask a client for trust money: a bill of kind trust_kind, with one line per matter or one line for the client."""
    rule("trust.request-becomes-bill")
    require(session, "contacts", client, "client_id")
    params = _trust_parts(session, client, amount, trust_type, note, matters)
    issued = issue_date or session.today
    terms = {"issued_at": issued, "due_at": due_date, "currency": currency, "memo": note}
    covered = [part["matter"] for part in params if part["matter"] is not None]
    bill = _insert(session, client, covered, "trust_kind", "MatterBill" if covered else "ClientBill", terms)
    bill = session.update("bills", bill["id"], {"tax_rate": None, "secondary_tax_rate": None})
    for part in params:
        session.insert("trust_line_items", {**part, "bill": bill["id"], "client": client, "date": issued})
    return move_bill(session, bill, "awaiting_payment") if approved else settle(session, bill)


def _trust_parts(
    session: Session, client: int, amount: float, trust_type: str, note: str | None, matters: Sequence[Mapping[str, Any]]
) -> list[Row]:
    wanted = positive(amount)
    if trust_type == "client":
        if matters:
            rule("trust.matters-of-a-client-request-are-passed-over")
        return [{"matter": None, "total": stored(wanted), "note": note}]
    if not matters:
        raise InvalidArgument("matter must name at least one matter where trust_type is matter", rule="trust.request-parts")
    for entry in matters:
        if require(session, "matters", entry.get("id"), "matter").get("client") != client:
            raise InvalidArgument(f"matter {entry.get('id')} is not a matter of client {client}", rule="trust.request-parts")
    alone = len(matters) == 1
    parts = [positive(amount if alone and entry.get("trust_amount") is None else entry.get("trust_amount")) for entry in matters]
    if sum(parts, NOTHING) != wanted:
        raise InvalidArgument("trust_amount must be the sum of the trust amounts of the matters", rule="trust.request-parts")
    return [
        {"matter": entry["id"], "total": stored(part), "note": entry.get("note", note)} for entry, part in zip(matters, parts, strict=True)
    ]


def available_moves(bill: Row) -> list[str]:
    """The states that the bill can move to from its present state."""
    rule("bills.state-machine")
    allowed = TRANSITIONS.get(bill["state"], ())
    settled = bool(bill.get("paid") or bill.get("credits_issued"))
    owed = (bill.get("balance") or 0) > 0
    return [state for state in allowed if not (state == "void" and settled) and not (state == "paid" and owed)]


def move_bill(session: Session, bill: Row, state: str) -> Row:
    """Submit, approve, settle, void or delete a bill."""
    bill = settle(session, bill)
    if state == bill["state"]:
        return bill
    if state not in available_moves(bill):
        raise InvalidArgument(
            f"state cannot change from {bill['state']} to {state}; it can become {', '.join(available_moves(bill)) or 'nothing else'}",
            rule="bills.state-machine",
        )
    if state == "awaiting_payment" and exact(bill["due"]) < 0:
        raise InvalidArgument(f"a bill cannot be issued for {bill['due']}: it must ask for nothing or more")
    if state in totals.TAKEN_BACK and any(line.get("activity") for line in session.rows("line_items", "bill", bill["id"])):
        rule("bills.voiding-frees-activities")
    return settle(session, session.update("bills", bill["id"], {"state": state}))


def take_back(session: Session, bill: Row, refuse: Callable[[str], Exception] = InvalidArgument) -> Row:
    """Delete a bill as the API does. An unissued bill becomes deleted, an issued bill becomes void. The row stays."""
    rule("bills.deleting-keeps-the-row")
    target = "deleted" if bill["state"] in EDITABLE else "void"
    if target not in available_moves(bill):
        raise refuse(f"bill {bill['number']} is {bill['state']}: payments and credits must be removed before it can be taken back")
    return move_bill(session, bill, target)


def settle(session: Session, bill: Row) -> Row:
    """The bill with its present totals. The commit would compute them only later."""
    present = session.table("bills")[bill["id"]]
    return write_derived(session, "bills", present, totals.values(session, present), totals.note_rules)


def send_bill(session: Session, bill: Row) -> Row:
    """Share an issued bill with its client."""
    rule("bills.sending-shares")
    return session.update("bills", bill["id"], {"shared": True, "last_sent_at": session.now})


def charge_interest(session: Session, bill: Row, date: str | None = None) -> Row:
    """Charge an overdue bill for one period: the yearly rate on the debt. Compound interest also counts earlier interest."""
    rule("bills.interest-charges")
    bill, day = settle(session, bill), date or session.today
    terms = bill.get("interest") or {}
    if bill["state"] != "awaiting_payment" or not terms.get("rate") or bill["kind"] == "trust_kind":
        raise InvalidArgument(f"bill {bill['number']} bears no interest: it must await payment and have an interest rate")
    if day <= (bill.get("due_at") or day):
        raise InvalidArgument(f"bill {bill['number']} is not overdue on {day}")
    period = terms.get("period") or DEFAULT_TERMS
    bases = [exact(row["amount"]) + (exact(row["interest_amount"]) if terms["type"] == "compound" else 0) for row in bill["balances"]]
    charged = positive(stored(sum(bases, NOTHING) * exact(terms["rate"]) / 100 * period / 365))
    balances = [
        {"id": row["id"], "type": row["type"], "amount": stored(part), "interest_amount": stored(part), "due": stored(part)}
        for row, part in zip(bill["balances"], spread(charged, bases), strict=True)
    ]
    made = session.insert(
        "interest_charges",
        {
            "bill": bill["id"],
            "date": day,
            "description": f"Interest of {terms['rate']:g}% a year for {period} days",
            "total": stored(charged),
            "balances": balances,
            "matters": [row["id"] for row in balances if row["type"] == "Matter"],
        },
    )
    settle(session, bill)
    return made
