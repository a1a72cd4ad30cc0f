"""Reports on matters: the list of them, their attorneys, and everything in their books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from mockclio.practice.reports.billing import issued, payments, unbilled
from mockclio.practice.reports.financial import owed_on
from mockclio.practice.reports.firm import Firm, Sums, ordered
from mockclio.practice.reports.kinds import Rows, listing, report
from mockclio.practice.reports.ledgers import balances_at, trust_entries
from mockclio.store.tables import Row

COLUMNS = (
    "matter=display_number client=client.name description status practice_area=practice_area.name "
    "responsible_attorney=responsible_attorney.name originating_attorney=originating_attorney.name open_date close_date"
)


def opened(firm: Firm) -> list[Row]:
    """Matters that were opened in the period. A matter without an open date counts on the day of its creation."""
    rows = (row for row in firm.matters.values() if firm.by_user(row))
    return [row for row in rows if firm.criteria.within(row.get("open_date") or firm.day(row["created_at"]))]


@listing("matter", "matter", "Matter", COLUMNS)
def matter(firm: Firm) -> Iterable[Row]:
    return opened(firm)


@listing(
    "matters_by_responsible_attorney",
    "matter",
    "Matter",
    "responsible_attorney=responsible_attorney.name matter=display_number client=client.name status open_date close_date",
)
def matters_by_responsible_attorney(firm: Firm) -> Iterable[Row]:
    return sorted(opened(firm), key=lambda row: (str(firm.name("users", row.get("responsible_attorney")) or "").casefold(), row["id"]))


@report("grant_matters", "matter", "grant funding_source matter client status open_date")
def grant_matters(firm: Firm) -> Rows:
    """Matters that a grant pays for, by grant."""
    results = []
    for row in opened(firm):
        for id in row.get("grants") or ():
            grant = firm.get("grants", id)
            results.append(
                {
                    "grant": grant.get("name"),
                    "funding_source": firm.name("grant_funding_sources", grant.get("grant_funding_source")),
                    "matter": row["display_number"],
                    "client": firm.name("contacts", row.get("client")),
                    "status": row["status"],
                    "open_date": row.get("open_date"),
                }
            )
    return ordered(results, "grant", "matter")


@report("matter_balance_summary", "matter", "matter client unbilled billed paid owed in_trust")
def matter_balance_summary(firm: Firm) -> Rows:
    """The balance of each matter: unbilled work, bills, payments and trust money."""
    sums = Sums()
    for entry in unbilled(firm):
        sums.add(entry["matter"], unbilled=firm.value("Activity", entry, "total"))
    for bill in issued(firm):
        for part in bill.get("matter_totals") or ():
            sums.add(part["id"], billed=part["amount"])
    for allocation in payments(firm):
        sums.add(allocation.get("matter"), paid=allocation["amount"])
    for (_, id), amount in balances_at(trust_entries(firm), firm.as_of).items():
        sums.add(id, in_trust=amount)
    for id, row in firm.matters.items():
        sums.add(id, owed=owed_on(firm, id))
        results = {name: sums.of(id, name) for name in ("unbilled", "billed", "paid", "owed", "in_trust")}
        if any(results.values()):
            yield {"matter": row["display_number"], "client": firm.name("contacts", row.get("client")), **results}


@report("matter_ledger_full", "matter", "matter date type description charged received balance")
def matter_ledger_full(firm: Firm) -> Rows:
    """Everything in the books of each matter, with the debt after each entry."""
    for id, row in firm.matters.items():
        balance = Decimal(0)
        for entry in sorted(_booked(firm, id), key=lambda entry: entry["date"]):
            balance += Decimal(str(entry["charged"])) - Decimal(str(entry["received"]))
            if firm.criteria.within(entry["date"]):
                yield {"matter": row["display_number"], **entry, "balance": float(balance)}


def _booked(firm: Firm, matter: int) -> Iterator[dict[str, Any]]:
    for bill in firm.session.rows("bills", "matters", matter):
        if bill["state"] in ("awaiting_payment", "paid") and bill["kind"] != "trust_kind":
            amount = next((part["amount"] for part in bill.get("matter_totals") or () if part["id"] == matter), 0.0)
            yield {"date": bill["issued_at"], "type": "Bill", "description": f"Bill {bill['number']}", "charged": amount, "received": 0.0}
    for row in firm.session.rows("allocations", "matter", matter):
        if row.get("voided_at") is None:
            number = firm.get("bills", row.get("bill")).get("number")
            text = {"type": row["parent"]["type"], "description": f"For bill {number}"}
            yield {"date": row["date"], **text, "charged": 0.0, "received": row["amount"]}
