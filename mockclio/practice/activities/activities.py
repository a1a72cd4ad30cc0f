"""Behaviour of activities: the price and type of a new entry, the values that some users may not see, and when an entry is locked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from mockclio.catalog.timers import NewTimer, Timer
from mockclio.errors import Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities import expenses, utbms
from mockclio.practice.activities.pricing import decimal, hours, is_unbilled, rate, whole_seconds
from mockclio.practice.activities.values import EXPENSES, NOTES, SUBJECTS, category, default_non_billable, expense_price, hidden, is_flat
from mockclio.practice.billing.currencies import account_currency
from mockclio.practice.common.members import members
from mockclio.server import writing
from mockclio.server.behavior import Behavior, Predicate, computed, filters, handles
from mockclio.server.call import Answer, Call
from mockclio.server.verbs import VERBS, find
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

SECONDS_SINCE = (4, 0, 4)
HOURS_HIDDEN_SINCE = (4, 0, 8)
RATES_HIDDEN_SINCE = (4, 0, 5)
MONEY = ("non_billable_total", "price", "total")


class Only(NamedTuple):
    """The types that have an attribute, and the id of the rule that says so."""

    types: tuple[str, ...]
    rule: str


PASSED_OVER = {
    "expense_category": Only(EXPENSES, rule="activities.expense-category-and-code"),
    "reference": Only(("HardCostEntry",), rule="activities.vendor-and-reference"),
    "tax_setting": Only(EXPENSES, rule="activities.tax-setting-of-expenses"),
    "tax_settings": Only(EXPENSES, rule="taxes.settings-are-for-expenses"),
    "input_tax_settings": Only(("HardCostEntry",), rule="taxes.input-taxes-are-for-hard-costs"),
    "utbms_expense": Only(EXPENSES, rule="activities.expense-category-and-code"),
    "vendor": Only(("HardCostEntry",), rule="activities.vendor-and-reference"),
}
"""Attributes that other types do not have: sent with one of them they are dropped."""
REFUSED = {"start_timer": Only(("TimeEntry",), rule="activities.start-timer")}
STATUSES: dict[str, Predicate] = {
    "billable": lambda row: not row.get("non_billable"),
    "billed": lambda row: bool(row.get("billed")),
    "draft": lambda row: bool(row.get("on_bill")) and not row.get("billed"),
    "non_billable": lambda row: bool(row.get("non_billable")),
    "unbilled": is_unbilled,
    "written_off": lambda row: bool(row.get("_written_off")),
}


class Activities(Behavior):
    """A row holds time in seconds. Versions before 4.0.4 send and show hours."""

    defaults = {"contingency_fee": False, "flat_rate": False, "no_charge": False, "non_billable": False}
    takes = frozenset(
        (
            "activity_description",
            "conversation",
            "description",
            "input_tax_settings",
            "no_charge",
            "non_billable",
            "quantity",
            "quantity_in_hours",
            "start_timer",
            "tax_settings",
        )
    )

    @handles("Activity#create", "Activity#update")
    def write(self, call: Call) -> Answer:
        """Run the generic algorithm after the quantity is converted to seconds."""
        before = find(call) if call.ids else {}
        message = {"quantity", "quantity_in_hours"} & call.data.keys()
        if before and message and _redacted(call.view, before):
            raise Forbidden(rule="activities.hidden-hours-are-not-written")
        timed = call.data.get("type", before.get("type")) == "TimeEntry"
        if timed and call.view.version < SECONDS_SINCE and call.data.get("quantity") is not None:
            rule("activities.quantity-in-seconds-since-4.0.4")
            call.data["quantity"] = _seconds(call.data["quantity"])
        return VERBS[call.operation.kind](call)

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if row and row.get("on_bill"):
            raise InvalidArgument("the activity has been billed: change its line item instead", rule="activities.locked-on-a-bill")
        kind: str = data.get("type") or (row or {})["type"]
        if row and kind != row["type"] and "TimeEntry" in (kind, row["type"]):
            raise InvalidArgument("type cannot change between time and expenses", rule="activities.type-stays-time-or-expense")
        for name in [name for name, only in PASSED_OVER.items() if name in data and kind not in only.types]:
            rule(PASSED_OVER[name].rule)
            del data[name]
        for name, only in REFUSED.items():
            if kind not in only.types and _says_something(data.get(name)):
                raise InvalidArgument(f"{name} is only for {' and '.join(only.types)}", rule=only.rule)
        for name in ("quantity", "quantity_in_hours"):
            if (data.get(name) or 0) < 0:
                raise InvalidArgument(f"{name} must be 0 or more", rule="activities.quantity-is-not-negative")
        _check_billability(kind, row or {}, data)
        _check_associations(session, data)

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if "user" not in data or not {"quantity", "quantity_in_hours"} & data.keys():
            rule("activities.defaults")
        row.setdefault("user", session.user["id"] if session.user else None)
        row["quantity"] = {"TimeEntry": 0, "HardCostEntry": None}.get(row["type"], 1)
        row.setdefault("tax_setting", None)
        self._written(session, None, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._written(session, before, row, data)

    def _written(self, session: Session, before: Row | None, row: Row, data: dict[str, Any]) -> None:
        if "description" in data and "note" not in data:
            rule("activities.also-accepted")
            row["note"] = data["description"]
        if "conversation" in data:
            rule("activities.also-accepted")
            id = (data["conversation"] or {}).get("id")
            row["conversation"] = None if id is None else writing.require(session, "conversations", id, "conversation")["id"]
        _write_quantity(row, data)
        if "activity_description" in data and row["type"] == "TimeEntry":
            category(session, row, data["activity_description"])
        elif "activity_description" in data:
            rule("utbms.categories-are-for-time")
        flat = is_flat(session, row)
        if flat != row["flat_rate"]:
            rule("activities.flat-rate")
        row["flat_rate"] = flat
        _write_billability(session, before, row, data)
        _write_price(session, before, row, data)
        expenses.settle(session, before, row, data)
        utbms.require(session, row)

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        _switch_timer(session, row, data)

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        _switch_timer(session, row, data)

    def before_destroy(self, session: Session, row: Row) -> None:
        if row.get("billed"):
            raise InvalidArgument("the activity has been billed: void its bill before deleting it", rule="activities.issued-is-not-deleted")
        for timer in session.rows("timers", "activity", row["id"]):
            session.delete("timers", timer["id"])
        for line in session.rows("line_items", "activity", row["id"]):
            if line.get("bill") is not None and line["bill"] == row.get("bill"):
                rule("activities.deleting-drops-the-draft-line")
                writing.destroy(session, "line_items", line)

    def veil(self, view: View, row: Row, shown: dict[str, Any]) -> dict[str, Any]:
        """Hide every value that reveals a rate if the viewer may not see rates. A setting lets entries on drafts read as billed."""
        if view.world.settings.draft_entries_read_billed and row.get("on_bill") and not shown.get("billed", True):
            rule("activities.draft-entries-may-read-billed")
            shown = {**shown, "billed": True}
        if view.version < RATES_HIDDEN_SINCE or not hidden(view.user, row, "rates"):
            return shown
        rule("activities.hidden-rates")
        return {name: value for name, value in shown.items() if name not in MONEY} | {"redacted": True}

    @computed("quantity")
    def quantity(self, view: View, row: Row) -> float | None:
        return _shown(view, row, "quantity")

    @computed("rounded_quantity")
    def rounded_quantity(self, view: View, row: Row) -> float | None:
        return _shown(view, row, "rounded_quantity")

    @computed("quantity_in_hours")
    def quantity_in_hours(self, view: View, row: Row) -> float | None:
        return _in_hours(view, row, "quantity")

    @computed("rounded_quantity_in_hours")
    def rounded_quantity_in_hours(self, view: View, row: Row) -> float | None:
        return _in_hours(view, row, "rounded_quantity")

    @computed("quantity_redacted")
    def quantity_redacted(self, view: View, row: Row) -> bool:
        return _redacted(view, row)

    @computed("total")
    def total(self, view: View, row: Row) -> float | None:
        return None if _redacted(view, row) else row.get("total")

    @computed("non_billable_total")
    def non_billable_total(self, view: View, row: Row) -> float | None:
        return None if _redacted(view, row) else row.get("non_billable_total")

    @computed("activity_description")
    def activity_description(self, view: View, row: Row) -> Any:
        """The category of the entry. If the entry also has standard codes, the category shows them."""
        value = row.get("activity_description")
        return {"id": value, **row["_utbms"]} if value is not None and row.get("_utbms") else value

    @computed("currency")
    def currency(self, view: View, row: Row) -> int | None:
        rule("activities.currency-of-the-matter")
        return (view.get("matters", row.get("matter")) or {}).get("currency") or account_currency(view)

    @computed("subject")
    def subject(self, view: View, row: Row) -> Row | None:
        version = view.get("document_versions", row.get("document_version"))
        results = [{"type": kind, "id": row[key]} for key, kind in SUBJECTS.items() if row.get(key) is not None]
        subject = next(iter(results), {"type": "Document", "id": version["document_id"]} if version else None)
        if subject is not None:
            rule("activities.subject")
        return subject

    @computed("timer")
    def timer(self, view: View, row: Row) -> int | None:
        return next((timer["id"] for timer in view.rows("timers", "activity", row["id"])), None)

    @filters("start_date")
    def start_date(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        rule("activities.dates-are-inclusive")
        day = view.local(value)[:10]
        return lambda row: bool(row["date"] >= day)

    @filters("end_date")
    def end_date(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        rule("activities.dates-are-inclusive")
        day = view.local(value)[:10]
        return lambda row: bool(row["date"] <= day)

    @filters("flat_rate")
    def flat(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("activities.flat-rate-concerns-time")
        return lambda row: row["type"] == "TimeEntry" and bool(row.get("flat_rate")) == value

    @filters("only_unaccounted_for")
    def unaccounted_for(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        rule("activities.unaccounted-for")
        return (lambda row: not row.get("on_bill")) if value else None

    @filters("status")
    def status(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        rule("activities.status-filter")
        wanted = [STATUSES[name] for name in members(value)]
        return lambda row: any(fits(row) for fits in wanted)


def _says_something(value: Any) -> bool:
    return value not in (None, "", False, []) and value != {"id": None}


def _seconds(hours: float) -> float:
    return float((decimal(hours) * 3600).quantize(Decimal("0.000001")))


def _redacted(view: View, row: Row) -> bool:
    if view.version < HOURS_HIDDEN_SINCE or not hidden(view.user, row, "hours"):
        return False
    rule("activities.hidden-hours")
    return True


def _shown(view: View, row: Row, key: str) -> float | None:
    """A quantity in the unit of the viewer's version: time is in hours before 4.0.4 and in seconds since."""
    value: float | None = row.get(key)
    if value is None or _redacted(view, row):
        return None
    if row["type"] != "TimeEntry" or view.version >= SECONDS_SINCE:
        return value
    rule("activities.quantity-in-seconds-since-4.0.4")
    return hours(value)


def _in_hours(view: View, row: Row, key: str) -> float | None:
    value: float | None = row.get(key)
    return None if value is None or row["type"] != "TimeEntry" or _redacted(view, row) else hours(value)


def _check_billability(kind: str, row: Row, data: dict[str, Any]) -> None:
    free = data.get("no_charge", row.get("no_charge"))
    if data.get("non_billable") and kind != "TimeEntry" and not free:
        raise InvalidArgument(
            "non_billable is only for a TimeEntry, or together with no_charge: true", rule="activities.non-billable-is-for-time"
        )
    if data.get("no_charge") and data.get("non_billable") is False:
        raise InvalidArgument("no_charge is only for an entry that is non_billable", rule="activities.no-charge-is-non-billable")


def _check_associations(session: Session, data: dict[str, Any]) -> None:
    for name, kind in NOTES.items():
        note = session.get("notes", (data.get(name) or {}).get("id"))
        if note and note.get("type") != kind:
            raise InvalidArgument(f"{name} must be the note of a {kind.lower()}", rule="activities.notes-by-their-kind")
    code = session.get("utbms_codes", (data.get("utbms_expense") or {}).get("id"))
    if code and code["type"] != "UtbmsExpense":
        raise InvalidArgument(f"utbms_expense must be a code of type UtbmsExpense, not {code['type']}", rule="utbms.codes-by-their-type")


def _write_quantity(row: Row, data: dict[str, Any]) -> None:
    if row["type"] == "HardCostEntry":
        if row.get("quantity") is not None or data.get("quantity") is not None:
            rule("activities.hard-cost-has-no-quantity")
        row["quantity"] = None
    elif data.get("quantity") is not None:
        row["quantity"] = whole_seconds(data["quantity"]) if row["type"] == "TimeEntry" else data["quantity"]
    elif data.get("quantity_in_hours") is not None and row["type"] == "TimeEntry":
        rule("activities.also-accepted")
        row["quantity"] = whole_seconds(_seconds(data["quantity_in_hours"]))
    elif row.get("quantity") is None:
        row["quantity"] = 1  # a hard cost that became another expense


def _write_billability(session: Session, before: Row | None, row: Row, data: dict[str, Any]) -> None:
    if data.get("no_charge") is not None:
        row["no_charge"] = data["no_charge"]
    if data.get("non_billable") is not None:
        row["non_billable"] = data["non_billable"]
        row["no_charge"] = row["no_charge"] and row["non_billable"]
    elif data.get("no_charge"):
        rule("activities.no-charge-is-non-billable")
        row["non_billable"] = True
    elif before is None and default_non_billable(session, row):
        rule("activities.hourly-on-fee-matters")
        row["non_billable"] = True


def _write_price(session: Session, before: Row | None, row: Row, data: dict[str, Any]) -> None:
    """Write the price that was sent. Without one, a new entry or an entry that moved gets the price that the rates give."""
    if data.get("price") is not None or row.get("_fee"):
        return
    moved = before is None or "price" in data
    if row["type"] != "TimeEntry":
        if moved or before is None or row.get("expense_category") != before.get("expense_category"):
            price = expense_price(session, before, row)
            if price != row.get("price"):
                rule("activities.expense-price")
            row["price"] = price
    elif moved or any(row.get(key) != (before or {}).get(key) for key in ("activity_description", "matter", "user")):
        if before is not None and not moved:
            rule("activities.price-follows-a-move")
        rule("activities.price-hierarchy")
        row["price"] = rate(
            session,
            user=row.get("user"),
            matter=row.get("matter"),
            description=row.get("activity_description"),
            non_billable=row["non_billable"],
        ).amount


def _switch_timer(session: Session, row: Row, data: dict[str, Any]) -> None:
    if data.get("start_timer") is not None:
        rule("activities.start-timer")
    if data.get("start_timer"):
        writing.create(session, Timer, NewTimer, {"activity": {"id": row["id"]}})
    elif data.get("start_timer") is False:
        for timer in session.rows("timers", "activity", row["id"]):
            if session.user and timer["user"] == session.user["id"]:
                writing.destroy(session, "timers", timer)
