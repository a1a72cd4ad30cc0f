"""The lines of a bill: lines of activities, plain lines, and the summary lines of an aggregated bill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mockclio.ledger import rule
from mockclio.practice.activities import pricing
from mockclio.practice.billing import line_taxes
from mockclio.practice.billing.money import exact, stored
from mockclio.practice.billing.tax_settings import orders
from mockclio.practice.billing.totals import line_amounts
from mockclio.store.session import Session
from mockclio.store.tables import Row

TAXES = {"no_tax": (False, False), "tax_1_only": (True, False), "tax_2_only": (False, True), "tax_1_and_tax_2": (True, True)}
"""The tax setting of an expense: whether the primary and the secondary tax apply."""

FOLDS: dict[str, Callable[[Row], tuple[Any, Any] | None]] = {
    "summary_kind": lambda line: (line.get("matter"), line["kind"]),
    "aggregate_all": lambda line: (None, None),
    "aggregate_split": lambda line: (None, line["kind"]),
    "aggregate_services": lambda line: (None, "Service") if line["kind"] == "Service" else None,
    "aggregate_expenses": lambda line: (None, "Expense") if line["kind"] == "Expense" else None,
}
"""Kinds of bills with summary lines: the key groups lines into one summary. None leaves a line as it is."""


def waiting(reader: pricing.Reader, matters: Iterable[int], start: str | None = None, end: str | None = None) -> list[Row]:
    """The entries of some matters and days that can be put on a bill. Entries without charge are included."""
    rule("bills.what-is-unbilled")
    return [
        row
        for matter in matters
        for row in reader.rows("activities", "matter", matter)
        if (start or "") <= row["date"][:10] <= (end or "9999-12-31")
        and (not row.get("non_billable") or row.get("no_charge"))
        and not row.get("_written_off")
        and pricing.bill_of(reader, row["id"]) is None
    ]


def add_activity(session: Session, bill: Row, activity: Row) -> Row:
    """Add the line of an activity to a bill."""
    timed = activity["type"] == "TimeEntry" and not _is_fee(activity)
    seconds = pricing.rounded_seconds(session, activity.get("quantity") or 0) if timed else None
    own = line_taxes.of_activity(session, activity)
    taxable, secondary = taxed(bill, activity) if own is None else orders(own)
    named = session.get("activity_descriptions", activity.get("activity_description")) or session.get(
        "expense_categories", activity.get("expense_category")
    )
    return _insert(
        session,
        bill,
        {
            "type": "NoChargeLineItem" if activity.get("non_billable") else "ActivityLineItem",
            "kind": "Service" if activity["type"] == "TimeEntry" else "Expense",
            "activity": activity["id"],
            "matter": activity.get("matter"),
            "user": activity.get("user"),
            "date": activity["date"][:10],
            "note": activity.get("note"),
            "description": activity.get("note") or (named or {}).get("name"),
            "price": activity.get("price") or 0,
            "quantity": _quantity(activity, seconds),
            "taxable": taxable,
            "secondary_taxable": secondary,
            "tax_settings": line_taxes.of_line(session, _settings(bill) if own is None else own, taxable, secondary),
            "_seconds": seconds,
        },
    )


def add_plain(session: Session, bill: Row, line: Row) -> Row:
    """Add a line without an activity."""
    taxable, secondary = bill["_taxed"]
    matters = bill.get("matters") or [None]
    plain = {
        "type": "LineItem",
        "kind": "Service",
        "matter": matters[0] if len(matters) == 1 else None,
        "user": session.user["id"] if session.user else None,
        "date": bill["issued_at"],
        "note": line.get("description"),
        "description": line.get("note"),
        "price": 0,
        "quantity": 1,
        "taxable": taxable,
        "secondary_taxable": secondary,
    }
    made = {**plain, **line}
    if line.get("tax_settings") is not None:
        made.update(line_taxes.changed(session, {}, line["tax_settings"]))
    else:
        made["tax_settings"] = line_taxes.of_line(session, _settings(bill), made["taxable"], made["secondary_taxable"])
    return _insert(session, bill, made)


def fold(session: Session, bill: Row) -> None:
    """Add the summary lines that an aggregated bill prints in place of its lines."""
    key = FOLDS.get(bill["kind"])
    if key is None:
        return
    groups: dict[Any, list[Row]] = {}
    for line in session.rows("line_items", "bill", bill["id"]):
        place = key(line)
        if place is not None:
            groups.setdefault(place, []).append(line)
    for (matter, kind), folded in groups.items():
        rule("bills.summary-lines")
        words = {"Service": "Services", "Expense": "Expenses"}.get(kind, "Services and expenses")
        summary = {
            "type": "SummaryLineItem",
            "kind": kind or "Service",
            "matter": matter,
            "user": None,
            "date": max(line["date"] for line in folded),
            "note": None,
            "description": words,
        }
        made = _insert(session, bill, {**summary, "price": 0, "quantity": 1, "taxable": False, "secondary_taxable": False})
        for line in folded:
            session.update("line_items", line["id"], {"_folded_into": made["id"]})


def taxed(bill: Row, activity: Row) -> tuple[bool, bool]:
    """Whether the primary and the secondary tax apply. An expense may decide this, otherwise the bill does."""
    rule("bills.taxed-by-setting")
    if activity.get("tax_setting"):
        return TAXES[activity["tax_setting"]]
    first, second = bill["_taxed"]
    return first, second


def taxed_by_default(session: Session, terms: Mapping[str, Any]) -> list[bool]:
    """Which of the two taxes the lines of a new bill have: the taxes with a given rate, otherwise the default taxes of the settings."""
    settings = pricing.billing_settings(session)
    second = settings.get("use_secondary_tax") and settings.get("apply_secondary_tax_by_default")
    return [
        bool(terms.get("tax_rate") or settings.get("apply_tax_by_default")),
        bool(terms.get("secondary_tax_rate") or second),
    ]


def _insert(session: Session, bill: Row, line: Row) -> Row:
    row = {
        "discount": None,
        "activity": None,
        "group_ordering": len(session.table("line_items").find("bill", bill["id"])) + 1,
        "_folded_into": None,
        **line,
        "bill": bill["id"],
    }
    if not row.get("tax_settings"):
        row.pop("tax_settings", None)
    before, after = line_amounts(row)
    return session.insert("line_items", {**row, "sub_total": stored(before), "total": stored(after)})


def _settings(bill: Row) -> list[Row]:
    """The taxes that lines of the bill bear by default; bills from before there were such have none."""
    return bill.get("_tax_settings") or []


def _is_fee(activity: Row) -> bool:
    return bool(activity.get("flat_rate") or activity.get("contingency_fee"))


def _quantity(activity: Row, seconds: float | None) -> float:
    """The quantity of a line: hours of time, a number of expenses, or one for a fee or a hard cost."""
    if seconds is not None:
        return pricing.hours(seconds)
    if activity["type"] == "HardCostEntry" or _is_fee(activity):
        return 1.0
    return float(exact(activity.get("quantity")))
