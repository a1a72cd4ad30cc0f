"""Reports on revenue: by matter, by originating attorney, and without a bill."""

from __future__ import annotations

from collections.abc import Iterable

from mockclio.practice.reports.billing import issued, payments
from mockclio.practice.reports.financial import transactions
from mockclio.practice.reports.firm import Firm, Sums, ordered
from mockclio.practice.reports.kinds import Rows, listing, report
from mockclio.store.tables import Row


@report("revenue", "revenue", "matter client responsible_attorney practice_area billed collected")
def revenue(firm: Firm) -> Rows:
    """The billed and the collected amount of the period, by matter."""
    sums = by_matter(firm)
    results = []
    for id in sums:
        matter = firm.get("matters", id)
        results.append(
            {
                "matter": matter.get("display_number"),
                "client": firm.name("contacts", matter.get("client")),
                "responsible_attorney": firm.name("users", matter.get("responsible_attorney")),
                "practice_area": firm.name("practice_areas", matter.get("practice_area")),
                "billed": sums.of(id, "billed"),
                "collected": sums.of(id, "collected"),
            }
        )
    return ordered(results, "matter")


@report("originating_attorney_revenue", "revenue", "originating_attorney matters billed collected")
def originating_attorney_revenue(firm: Firm) -> Rows:
    """The same by originating attorney. Matters without one come first."""
    sums = Sums()
    for id, amounts in by_matter(firm).items():
        sums.add(firm.get("matters", id).get("originating_attorney"), matters=1, **amounts)
    results = (
        {
            "originating_attorney": firm.name("users", id),
            "matters": int(sums.of(id, "matters")),
            "billed": sums.of(id, "billed"),
            "collected": sums.of(id, "collected"),
        }
        for id in sums
    )
    return ordered(results, "originating_attorney")


def by_matter(firm: Firm) -> Sums:
    sums = Sums()
    for bill in issued(firm):
        for part in bill.get("matter_totals") or ():
            if part["id"] in firm.matters:
                sums.add(part["id"], billed=part["amount"])
    for allocation in payments(firm):
        if firm.get("bills", allocation.get("bill")).get("kind") != "trust_kind":
            sums.add(allocation.get("matter"), collected=allocation["amount"])
    return sums


MOVED = ("allocation", "_transfer", "_matter_transfer")
"""What an entry that is no revenue of its own names: the payment of a bill, or a transfer."""


@listing(
    "other_revenue",
    "revenue",
    "BankTransaction",
    "date account=bank_account.name client=client.name matter=matter.display_number source description amount",
)
def other_revenue(firm: Firm) -> Iterable[Row]:
    """Money into operating accounts that paid no bill and came from no other account of the firm."""
    operating = {row["id"] for row in firm.session.rows("bank_accounts", "type", "Operating")}
    return [
        row
        for row in transactions(firm)
        if row["bank_account"] in operating and row["amount"] > 0 and all(row.get(key) is None for key in MOVED)
    ]
