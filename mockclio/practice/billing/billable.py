"""Matters and clients with unbilled work. The rows are computed from activities when a list asks for them."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.billable_matters import BillableMatter
from mockclio.ledger import rule
from mockclio.practice.activities import pricing
from mockclio.practice.billing.issuing import firm_currency
from mockclio.practice.billing.money import exact, stored, total
from mockclio.practice.custom_fields.conditions import custom_field_predicate
from mockclio.practice.trust.banking import trust_balance
from mockclio.server.behavior import Predicate
from mockclio.server.view import View
from mockclio.store.tables import Row


def billable_matters(view: View, arguments: dict[str, Any]) -> list[Row]:
    """A row for each billable matter that has unbilled work between the given days."""
    rule("bills.billable-matters")
    days = (arguments.get("start_date") or "", arguments.get("end_date") or "9999-12-31")
    matters = view.world.table("matters")
    busy = {row["matter"]: None for row in view.world.table("activities") if row.get("matter") is not None}
    rows = [_row(view, matter, days) for id in sorted(busy) if (matter := matters.get(id)) and matter.get("billable") is not False]
    return [row for row in rows if row is not None]


def _row(view: View, matter: Row, days: tuple[str, str]) -> Row | None:
    waiting = [
        row
        for row in view.rows("activities", "matter", matter["id"])
        if days[0] <= row["date"][:10] <= days[1] and pricing.is_unbilled(row) and pricing.bill_of(view, row["id"]) is None
    ]
    if not waiting:
        return None
    hours, amount = pricing.unbilled(waiting)
    currency = matter.get("currency") or firm_currency(view)
    return {
        "id": matter["id"],
        "display_number": matter["display_number"],
        "client": matter.get("client"),
        "unbilled_hours": hours,
        "unbilled_amount": amount,
        "amount_in_trust": trust_balance(view, matter=matter["id"]),
        "currency_id": currency,
        "currency_code": (view.get("currencies", currency) or {}).get("code"),
    }


def billable_clients(view: View, arguments: dict[str, Any]) -> list[Row]:
    """A row for each client of such matters, with the sums of the matters."""
    rule("bills.billable-clients")
    by_client: dict[int, list[Row]] = {}
    tests = narrowed(view, arguments)
    for row in billable_matters(view, arguments):
        if row["client"] is not None and all(test(row) for test in tests):
            by_client.setdefault(row["client"], []).append(row)
    return [
        {
            "id": client,
            "name": (view.get("contacts", client) or {}).get("name") or "",
            "unbilled_hours": float(sum((exact(row["unbilled_hours"]) for row in rows), exact(0))),
            "unbilled_amount": stored(total(row["unbilled_amount"] for row in rows)),
            "amount_in_trust": trust_balance(view, client=client),
            "billable_matters_count": len(rows),
            "billable_matters": rows,
        }
        for client, rows in sorted(by_client.items())
    ]


def narrowed(view: View, arguments: dict[str, Any]) -> list[Predicate]:
    """The matters that pass the arguments: id, client, attorneys, custom fields, and words in number or description."""
    tests: list[Predicate] = []
    for name in ("originating_attorney", "responsible_attorney"):
        if f"{name}_id" in arguments:
            tests.append(_of_matter(view, name, arguments[f"{name}_id"]))
    if "matter_id" in arguments:
        tests.append(lambda row: row["id"] == arguments["matter_id"])
    if "client_id" in arguments:
        tests.append(lambda row: row["client"] == arguments["client_id"])
    if "query" in arguments:
        tests.append(_words(view, arguments["query"]))
    if "custom_field_values" in arguments:
        tests.append(custom_field_predicate(view, BillableMatter, arguments["custom_field_values"]))
    return tests


def _of_matter(view: View, key: str, value: int | None) -> Predicate:
    return lambda row: (view.get("matters", row["id"]) or {}).get(key) == value


def _words(view: View, text: str) -> Predicate:
    words = text.casefold().split()

    def matches(row: Row) -> bool:
        matter = view.get("matters", row["id"]) or {}
        message = " ".join(str(matter.get(key) or "") for key in ("display_number", "number", "description")).casefold()
        return all(word in message for word in words)

    return matches
