"""Derived values of matters: from their tasks, activities and money."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from mockclio.practice.matters import budgets
from mockclio.server.derived import derived, reacts
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived("matters", "has_tasks", tasks="matter", matters="id", rule="matters.has-tasks-follows-tasks")
def has_tasks(session: Session, matter: Row) -> bool:
    return bool(session.table("tasks").find("matter", matter["id"]))


@derived("matters", "last_activity_date", activities="matter", matters="id", rule="matters.last-activity-date-is-the-latest")
def last_activity_date(session: Session, matter: Row) -> str | None:
    return max((row["date"] for row in session.rows("activities", "matter", matter["id"]) if row.get("date")), default=None)


@derived("matters", "_balances", bank_transactions="matter")
def balances(session: Session, matter: Row) -> dict[str, float] | None:
    """The money of the matter in each bank account. The keys are account ids as text."""
    value: defaultdict[str, Decimal] = defaultdict(Decimal)
    for transaction in session.rows("bank_transactions", "matter", matter["id"]):
        value[str(transaction["bank_account"])] += Decimal(str(transaction["amount"]))
    return {account: float(amount) for account, amount in value.items()} or None


@reacts("activities")
def work_written(session: Session, before: Row | None, after: Row | None) -> None:
    """Work that is added, changed or removed may reach the threshold of a budget."""
    for id in dict.fromkeys((row or {}).get("matter") for row in (before, after)):
        matter = session.get("matters", id)
        if matter is not None and (matter.get("matter_budget") or session.rows(budgets.NOTICES, "matter", id)):
            budgets.watch(session, matter)


@reacts("matters")
def budget_written(session: Session, before: Row | None, after: Row | None) -> None:
    if after is not None and after.get("matter_budget") != (before or {}).get("matter_budget"):
        budgets.watch(session, after)
