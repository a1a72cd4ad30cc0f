"""Behaviour of line items: they can be changed and removed while the bill is a draft or awaits approval."""

from __future__ import annotations

from typing import Any

from mockclio.errors import APIError, Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities import pricing
from mockclio.practice.billing import line_taxes
from mockclio.practice.billing.issuing import EDITABLE
from mockclio.practice.billing.preview import printed
from mockclio.server import bodies, writing
from mockclio.server.behavior import Behavior, Predicate, computed, filters, handles, leaving_out
from mockclio.server.call import Answer, Call
from mockclio.server.verbs import VERBS
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

COPIED = ("price", "note", "date")
"""The values that `update_original_record` writes to the activity."""
SUMMARY = ("description", "note", "date", "group_ordering")
"""The values of a summary line that can be written. Its amounts are the sums of its lines."""


class LineItems(Behavior):
    takes = frozenset(("kind", "quantity", "tax_settings"))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        if "bill_id" in arguments:
            return None
        return leaving_out(
            lambda row: (view.get("bills", row["bill"]) or {}).get("state") != "deleted", rule="bills.lines-of-deleted-bills"
        )

    @filters("display")
    def display(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("bills.display-filter")
        return lambda row: printed(row) == value

    @handles("LineItem#update")
    def write(self, call: Call) -> Answer:
        """The generic algorithm; of the attributes that the body does not know, total alone is not passed over."""
        sent = bodies.read(call.request, lenient=call.view.world.settings.lenient_bodies)
        if "total" in sent:
            raise InvalidArgument("total cannot be set: it follows from price, quantity and discount", rule="bills.line-total-is-not-taken")
        return VERBS["update"](call)

    def on_show(self, view: View, row: Row) -> None:
        rule("bills.lines-are-shown-one-by-one")

    @computed("rounded_quantity")
    def rounded_quantity(self, view: View, row: Row) -> float | None:
        """A line has the hours that are billed, which are rounded."""
        rule("bills.lists-show-rounded-quantity")
        return row.get("quantity")

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        assert row is not None
        if not data:
            return
        _require_editable(session, row["bill"], InvalidArgument)
        wrong = [name for name in data if name not in SUMMARY and row["type"] == "SummaryLineItem"]
        if wrong:
            raise InvalidArgument(f"{', '.join(wrong)} cannot be set on a summary: change the lines that it stands for")
        if (data.get("group_ordering") or 0) < 0:
            raise InvalidArgument("group_ordering must be 0 or more")
        discount = {**(row.get("discount") or {}), **(data.get("discount") or {})}
        rate = discount.get("rate") or 0
        if rate < 0 or (rate > 100 and discount.get("type") != "money"):
            raise InvalidArgument("discount.rate must be 0 or more, and at most 100 for a percentage", rule="bills.discount-range")
        _check_moves(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("kind"):
            if data["kind"] == "Product":
                rule("bills.products-are-expenses")
            row["kind"] = "Service" if data["kind"] == "Service" else "Expense"
        if "quantity" in data and before["type"] == "LineItem":
            row["quantity"] = data["quantity"] or 0
        elif "quantity" in data:
            rule("bills.quantity-of-an-activity-stays")
        if "note" in data and "description" not in data:
            rule("bills.note-is-described")
            row["description"] = data["note"]
        if row.get("discount"):
            row["discount"] = {
                **row["discount"],
                "type": row["discount"].get("type") or "percentage",
                "rate": row["discount"].get("rate") or 0,
            }
        if "tax_settings" in data:
            rule("taxes.lines-can-be-taxed-otherwise")
            flags = {key: row[key] for key in line_taxes.FLAGS.values() if data.get(key) is not None}
            row.update({**line_taxes.changed(session, before, data["tax_settings"]), **flags})
        if row.get("activity") != before.get("activity"):
            row["type"] = "ActivityLineItem"

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("update_original_record") and row.get("activity") is not None:
            rule("bills.update-original-record")
            session.update("activities", row["activity"], {key: row[key] for key in COPIED if key in data})

    def before_destroy(self, session: Session, row: Row) -> None:
        _require_editable(session, row["bill"], Forbidden)
        if row["type"] == "SummaryLineItem":
            raise Forbidden("A summary cannot be removed: remove the lines that it stands for")
        rule("bills.removing-a-line-frees-the-activity")


def _require_editable(session: Session, bill: int, error: type[APIError]) -> None:
    value = session.table("bills")[bill]
    if value["state"] not in EDITABLE:
        raise error(
            f"bill {value['number']} is {value['state']}: its lines can be changed while it is a draft or awaits approval",
            rule="bills.lines-are-fixed-once-issued",
        )


def _check_moves(session: Session, row: Row, data: dict[str, Any]) -> None:
    """Check a move: to another open bill of the client, to another matter of the bill, or to another unbilled activity."""
    here = session.table("bills")[row["bill"]]
    there = writing.require(session, "bills", data["bill"]["id"], "bill") if "bill" in data else here
    if there is not here:
        _require_editable(session, there["id"], InvalidArgument)
        if there.get("client") != here.get("client") or there["kind"] != "revenue_kind" or row.get("_folded_into"):
            raise InvalidArgument("bill must be a bill of the same client that is not summed up", rule="bills.moving-lines")
    matter = data["matter"]["id"] if "matter" in data else row.get("matter")
    if "matter" in data and matter is not None:
        writing.require(session, "matters", matter, "matter[id]")
    if ("matter" in data or there is not here) and matter is not None and matter not in there["matters"]:
        raise InvalidArgument(
            f"matter {matter} is not on bill {there['number']}, which covers {there['matters']}", rule="bills.moving-lines"
        )
    if "activity" in data and data["activity"]["id"] != row.get("activity"):
        activity = writing.require(session, "activities", data["activity"]["id"], "activity")
        if pricing.bill_of(session, activity["id"]) is not None or activity.get("matter") not in there["matters"]:
            raise InvalidArgument(f"activity {activity['id']} is on a bill, or of another matter", rule="bills.moving-lines")
        rule("bills.moving-lines")
    if there is not here or matter != row.get("matter"):
        rule("bills.moving-lines")
