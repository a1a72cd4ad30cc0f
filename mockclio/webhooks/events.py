"""The events of a change, by the names that webhooks subscribe to."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.store.changes import Change

OF_STATUS = {"Open": "matter_opened", "Pending": "matter_pended", "Closed": "matter_closed"}


def events_of(change: Change) -> list[str]:
    """`created`, `updated` or `deleted`; for a matter in a new status also `matter_opened`, `matter_pended`, `matter_closed`.

    A deleted bill keeps its row, in the state `deleted`. That change is the event `deleted`.
    """
    if change.table == "bills" and change.before and change.after and change.before["state"] != change.after["state"] == "deleted":
        rule("deliveries.bill-deleted")
        return ["deleted"]
    events: list[str] = [change.event]
    if change.table == "matters" and change.before and change.after and change.before["status"] != change.after["status"]:
        rule("matters.status-change-is-an-event")
        events.append(OF_STATUS[change.after["status"]])
    return events
