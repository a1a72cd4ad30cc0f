"""Derived values of activities: their amounts and their bill, and the number of activities that other records show."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.practice.activities.pricing import ISSUED, amount, bill_of, rounded_seconds
from mockclio.server.derived import derived
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived("activities", "bill", activities="id", line_items="activity", bills="<bill", rule="activities.freed-by-their-bill")
def bill(session: Session, activity: Row) -> int | None:
    result = bill_of(session, activity["id"])
    return result["id"] if result else None


@derived("activities", "on_bill", activities="id")
def on_bill(session: Session, activity: Row) -> bool:
    return activity.get("bill") is not None


@derived("activities", "billed", activities="id", bills="<bill", rule="activities.billed-once-issued")
def billed(session: Session, activity: Row) -> bool:
    return (session.get("bills", activity.get("bill")) or {}).get("state") in ISSUED


def _rounded(activity: Row, changes: Row) -> None:
    """A quantity that is shown as it was sent was not rounded."""
    if changes["rounded_quantity"] != activity.get("quantity"):
        rule("activities.time-is-rounded-up")


@derived("activities", "rounded_quantity", activities="id", rule=_rounded)
def rounded_quantity(session: Session, activity: Row) -> float | None:
    quantity: float | None = activity.get("quantity")
    return rounded_seconds(session, quantity) if quantity is not None and activity["type"] == "TimeEntry" else quantity


@derived("activities", "total", activities="id", rule="activities.total-of-billable")
def total(session: Session, activity: Row) -> float | None:
    return None if activity.get("non_billable") else amount(session, activity)


@derived("activities", "non_billable_total", activities="id", rule="activities.total-of-non-billable")
def non_billable_total(session: Session, activity: Row) -> float | None:
    return amount(session, activity) if activity.get("non_billable") else None


@derived("tasks", "time_entries_count", tasks="id", activities="task", rule="activities.counted-by-their-subject")
def of_task(session: Session, task: Row) -> int:
    return _count(session, "task", task)


@derived("notes", "time_entries_count", notes="id", activities="matter_note", rule="activities.counted-by-their-subject")
def of_note(session: Session, note: Row) -> int:
    return _count(session, "matter_note", note) + _count(session, "contact_note", note)


@derived("notes", "time_entries_count", activities="contact_note", rule="activities.counted-by-their-subject")
def of_note_by_contact(session: Session, note: Row) -> int:
    return _count(session, "matter_note", note) + _count(session, "contact_note", note)


@derived(
    "communications", "time_entries_count", communications="id", activities="communication", rule="activities.counted-by-their-subject"
)
def of_communication(session: Session, communication: Row) -> int:
    return _count(session, "communication", communication)


@derived(
    "calendar_entries", "time_entries_count", calendar_entries="id", activities="calendar_entry", rule="activities.counted-by-their-subject"
)
def of_calendar_entry(session: Session, entry: Row) -> int:
    return _count(session, "calendar_entry", entry)


@derived("conversations", "time_entries_count", conversations="id", activities="conversation", rule="activities.counted-by-their-subject")
def of_conversation(session: Session, conversation: Row) -> int:
    return _count(session, "conversation", conversation)


def _count(session: Session, key: str, row: Row) -> int:
    return len(session.table("activities").find(key, row["id"]))
