"""Behaviour of bills: the API reads, changes and moves them. The product makes them."""

from __future__ import annotations

import re
from typing import Any

from mockclio.errors import Forbidden, InvalidArgument, InvalidFormat
from mockclio.ledger import rule
from mockclio.practice.billing import issuing
from mockclio.practice.billing.preview import page
from mockclio.practice.common.members import members
from mockclio.server import verbs
from mockclio.server.behavior import Behavior, Predicate, computed, filters, handles, leaving_out, orders
from mockclio.server.call import Answer, Call
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

HTML = "text/html; charset=utf-8"
OPEN = ("draft", "awaiting_approval", "awaiting_payment")
PRICING = ("tax_rate", "secondary_tax_rate", "discount", "currency_id")
"""The values that change the amounts of a bill."""


class Bills(Behavior):
    """Totals are derived values (`practice/billing/derived.py`). `move_bill` changes the state."""

    takes = frozenset(("state",))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        if "deleted" in members(arguments.get("state")):
            rule("bills.deleted-ones-are-hidden")
            return None
        return leaving_out(lambda row: row["state"] != "deleted", rule="bills.deleted-ones-are-hidden")

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        assert row is not None
        if data and row["state"] not in OPEN:
            raise InvalidArgument(f"bill {row['number']} is {row['state']} and cannot be changed", rule="bills.locked-when-settled")
        if (row.get("paid") or row.get("credits_issued")) and any(key in data for key in PRICING):
            raise InvalidArgument(
                f"{', '.join(key for key in PRICING if key in data)} cannot be changed while payments or credits stand against the bill",
                rule="bills.pricing-is-fixed-by-payments",
            )
        if data.get("number") is not None:
            issuing.require_free_number(session, data["number"], row["id"])
        _check_discount({**(row.get("discount") or {}), **(data.get("discount") or {})})
        _check_interest(data.get("interest") or {})

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        for key, kind in (("discount", "percentage"), ("interest", "simple")):
            if row.get(key):
                row[key] = {**row[key], "type": row[key].get("type") or kind, "rate": row[key].get("rate") or 0}
        if row.get("currency") != before.get("currency") and row["kind"] != "trust_kind":
            row["_outstanding"] = issuing.ledger_of(session, row["client"], row["currency"])
        if data.get("use_grace_period"):
            row["due_at"] = issuing.due_day(session, row.get("client"), row.get("issued_at") or session.today)

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("state"):
            issuing.move_bill(session, row, data["state"])

    def destroy(self, session: Session, table: str, row: Row) -> None:
        issuing.take_back(session, row, lambda message: Forbidden(message, rule="bills.deleting-needs-no-payments"))

    @computed("matter_balances")
    def matter_balances(self, view: View, row: Row) -> Any:
        rule("versions.fields-come-and-go")
        return row.get("matter_totals")

    @computed("can_update")
    def can_update(self, view: View, row: Row) -> bool:
        rule("bills.can-update")
        return row["state"] in OPEN

    @computed("available_state_transitions")
    def available_state_transitions(self, view: View, row: Row) -> list[str]:
        return issuing.available_moves(row)

    @computed("billing_setting")
    def billing_setting(self, view: View, row: Row) -> int | None:
        return next((settings["id"] for settings in view.world.table("billing_settings")), None)

    @computed("client_addresses")
    def client_addresses(self, view: View, row: Row) -> list[Row]:
        return (view.get("contacts", row.get("client")) or {}).get("addresses") or []

    @filters("last_sent_start_date")
    def sent_from(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        return lambda row: bool(row.get("last_sent_at")) and view.local(row["last_sent_at"])[:10] >= value

    @filters("last_sent_end_date")
    def sent_until(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        return lambda row: bool(row.get("last_sent_at")) and view.local(row["last_sent_at"])[:10] <= value

    @filters("overdue_only")
    def overdue_only(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        return _overdue(view) if value else None

    @filters("status")
    def status(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate | None:
        return None if "all" in members(value) else _overdue(view)

    @filters("type")
    def kind(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        rule("bills.type-filter-reads-the-kind")
        return lambda row: ("trust" if row["kind"] == "trust_kind" else "revenue") in members(value)

    @orders("number")
    def by_number(self, view: View, row: Row) -> str:
        """The sort key of a number. Digits count as numbers: 9 comes before 10."""
        return re.sub(r"\d+", lambda digits: digits[0].zfill(20), row["number"])

    @handles("Bill#show")
    def show(self, call: Call) -> Answer:
        answer = verbs.show(call)
        if "navigation_next" in call.arguments or "navigation_previous" in call.arguments:
            rule("bills.navigation")
            answer.json = {**answer.json, "meta": {"navigation": _neighbours(call)}} if answer.json else answer.json
        return answer

    @handles("Bill#preview")
    def preview(self, call: Call) -> Answer:
        bill = verbs.find(call)
        accepted = call.request.headers.get("Accept", "*/*")
        if not re.search(r"text/html|text/\*|\*/\*", accepted) and accepted.strip():
            raise InvalidFormat("The preview of a bill is an HTML page: accept text/html", rule="bills.preview-is-html")
        return Answer(body=page(call.view, bill).encode(), content_type=HTML)


def _overdue(view: View) -> Predicate:
    rule("bills.overdue")
    today = view.today
    return lambda row: row["state"] == "awaiting_payment" and bool(row.get("due_at")) and row["due_at"] < today


def _neighbours(call: Call) -> dict[str, int | None]:
    """The bills before and after this one by id, among the bills that a list shows. Ids that are sent must be ids of bills."""
    table = call.view.world.table("bills")
    sent = {"next": call.arguments.get("navigation_next"), "previous": call.arguments.get("navigation_previous")}
    for way, id in sent.items():
        if id is not None and table.get(id) is None:
            raise InvalidArgument(f"navigation.{way} must be the id of a bill", rule="bills.navigation")
    walks = {"next": table.ids(call.id), "previous": table.ids_descending(call.id)}
    return {way: next((id for id in walk if table[id]["state"] != "deleted"), None) for way, walk in walks.items() if sent[way] is not None}


def _check_discount(discount: Row) -> None:
    rate = discount.get("rate") or 0
    if rate < 0 or (rate > 100 and discount.get("type") != "money"):
        raise InvalidArgument("discount.rate must be 0 or more, and at most 100 for a percentage", rule="bills.discount-range")


def _check_interest(interest: Row) -> None:
    period = interest.get("period")
    if not 0 <= (interest.get("rate") or 0) <= 100 or not 1 <= (1 if period is None else period) <= 3650:
        raise InvalidArgument(
            "interest.rate must be between 0 and 100, interest.period between 1 and 3650 days", rule="bills.interest-range"
        )
