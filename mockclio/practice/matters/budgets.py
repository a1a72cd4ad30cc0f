"""Budgets of matters: the amount that is used, and the notification at the threshold."""

from __future__ import annotations

from decimal import Decimal

from mockclio.ledger import rule
from mockclio.practice.activities.pricing import decimal
from mockclio.practice.people.notifications import tell
from mockclio.store.session import Session
from mockclio.store.tables import Row

NOTICES = "_budget_notices"
"""One row per matter whose users were notified. It is removed when the work falls below the threshold."""


def used(session: Session, matter: Row) -> Decimal:
    """The amount of the matter's billable work, with expenses if the budget includes them."""
    everything = (matter.get("matter_budget") or {}).get("include_expenses")
    work = session.rows("activities", "matter", matter["id"])
    return sum((decimal(row.get("total")) for row in work if everything or row["type"] == "TimeEntry"), Decimal(0))


def watch(session: Session, matter: Row) -> None:
    """Notify the matter's attorneys and its user once when the threshold is reached."""
    budget = matter.get("matter_budget") or {}
    threshold = decimal(budget.get("budget")) * decimal(budget.get("notification_threshold")) / 100
    reached = bool(budget.get("notify_users") and threshold and used(session, matter) >= threshold)
    message = session.rows(NOTICES, "matter", matter["id"])
    if reached and not message:
        users = {matter[name] for name in ("responsible_attorney", "originating_attorney", "user") if matter.get(name)}
        words = f"{budget['notification_threshold']}% of the budget is used"
        rule("matters.budget-tells-at-its-threshold")
        tell(session, users, words, "Matter", matter, matter["display_number"], matter.get("description"))
        session.insert(NOTICES, {"matter": matter["id"]})
    for row in () if reached else message:
        rule("matters.budget-tells-at-its-threshold")
        session.delete(NOTICES, row["id"])
