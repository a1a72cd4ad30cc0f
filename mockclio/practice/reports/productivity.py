"""Reports on hours of work: by user, by client, by user and matter."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from mockclio.practice.reports.firm import Firm, Sums, ordered
from mockclio.practice.reports.kinds import Rows, report
from mockclio.store.tables import Row

AMOUNTS = ("billable_hours", "non_billable_hours", "billable_amount", "billed_amount")
COLUMNS = " ".join(AMOUNTS)


def worked(firm: Firm, key: Callable[[Row], Any]) -> Sums:
    """Hours and amounts of time entries by a key."""
    sums = Sums()
    for entry in firm.rows("activities", on="date", keep=lambda row: row["type"] == "TimeEntry"):
        spent = Decimal(str(entry.get("quantity") or 0)) / 3600
        total = firm.value("Activity", entry, "total")
        if entry.get("non_billable"):
            sums.add(key(entry), non_billable_hours=spent)
        else:
            billed = total if firm.value("Activity", entry, "billed") else 0
            sums.add(key(entry), billable_hours=spent, billable_amount=total, billed_amount=billed)
    return sums


def shown(sums: Sums, key: Any) -> dict[str, Any]:
    return {name: sums.of(key, name) for name in AMOUNTS}


@report("productivity_by_user", "productivity", f"user {COLUMNS}")
def productivity_by_user(firm: Firm) -> Rows:
    sums = worked(firm, lambda entry: entry["user"])
    return ordered(({"user": firm.name("users", id), **shown(sums, id)} for id in sums), "user")


@report("productivity_by_client", "productivity", f"client {COLUMNS}")
def productivity_by_client(firm: Firm) -> Rows:
    """Work without a matter has no client and comes first."""
    sums = worked(firm, lambda entry: firm.get("matters", entry.get("matter")).get("client"))
    return ordered(({"client": firm.name("contacts", id), **shown(sums, id)} for id in sums), "client")


@report("matter_productivity_by_user", "productivity", f"user matter client {COLUMNS}")
def matter_productivity_by_user(firm: Firm) -> Rows:
    sums = worked(firm, lambda entry: (entry["user"], entry.get("matter")))
    results = (
        {
            "user": firm.name("users", user),
            "matter": firm.name("matters", matter),
            "client": firm.name("contacts", firm.get("matters", matter).get("client")),
            **shown(sums, (user, matter)),
        }
        for user, matter in sums
    )
    return ordered(results, "user", "matter")
