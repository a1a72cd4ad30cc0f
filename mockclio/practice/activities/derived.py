"""What activities amount to, which bill they are on, and how many were logged against the records that work is done on."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.practice.activities.pricing import ISSUED, amount, bill_of, rounded_seconds
from mockclio.server.derived import derived
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived("activities", "bill", activities="id", line_items="activity", bills="<bill")
def bill(session: Session, activity: Row) -> int | None:
    rule("activities.freed-by-their-bill")
    result = bill_of(session, activity["id"])
    return result["id"] if result else None


@derived("activities", "on_bill", activities="id")
def on_bill(session: Session, activity: Row) -> bool:
    return activity.get("bill") is not None


@derived("activities", "billed", activities="id", bills="<bill")
def billed(session: Session, activity: Row) -> bool:
    rule("activities.billed-once-issued")
    return (session.get("bills", activity.get("bill")) or {}).get("state") in ISSUED


@derived("activities", "rounded_quantity", activities="id")
def rounded_quantity(session: Session, activity: Row) -> float | None:
    quantity: float | None = activity.get("quantity")
    return rounded_seconds(session, quantity) if quantity is not None and activity["type"] == "TimeEntry" else quantity


@derived("activities", "total", activities="id")
def total(session: Session, activity: Row) -> float | None:
    rule("activities.total-of-billable")
    return None if activity.get("non_billable") else amount(session, activity)


@derived("activities", "non_billable_total", activities="id")
def non_billable_total(session: Session, activity: Row) -> float | None:
    rule("activities.total-of-non-billable")
    return amount(session, activity) if activity.get("non_billable") else None


@derived("tasks", "time_entries_count", tasks="id", activities="task")
def of_task(session: Session, task: Row) -> int:
    return _count(session, "task", task)


@derived("notes", "time_entries_count", notes="id", activities="matter_note")
def of_note(session: Session, note: Row) -> int:
    return _count(session, "matter_note", note) + _count(session, "contact_note", note)


@derived("notes", "time_entries_count", activities="contact_note")
def of_note_by_contact(session: Session, note: Row) -> int:
    return _count(session, "matter_note", note) + _count(session, "contact_note", note)


@derived("communications", "time_entries_count", communications="id", activities="communication")
def of_communication(session: Session, communication: Row) -> int:
    return _count(session, "communication", communication)


@derived("calendar_entries", "time_entries_count", calendar_entries="id", activities="calendar_entry")
def of_calendar_entry(session: Session, entry: Row) -> int:
    return _count(session, "calendar_entry", entry)


@derived("conversations", "time_entries_count", conversations="id", activities="conversation")
def of_conversation(session: Session, conversation: Row) -> int:
    return _count(session, "conversation", conversation)


def _count(session: Session, key: str, row: Row) -> int:
    rule("activities.counted-by-their-subject")
    return len(session.table("activities").find(key, row["id"]))
