"""A bill as people read it, and what a payment or a credit memo changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockclio.cli._table import facts, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockclio.cli._control import Control

SUMS = {
    "sub_total": "sub total",
    "tax_sum": "tax",
    "secondary_tax_sum": "second tax",
    "total": "total",
    "paid": "paid",
    "credits_issued": "credits",
    "balance": "balance",
}
"""The sums below a bill. One that is 0 is left out, except total and balance."""
ALWAYS = ("total", "balance")


class Money(float):
    """An amount with two decimals."""

    def __str__(self) -> str:
        return f"{float(self):,.2f}"


def bill(server: Control, row: dict[str, Any]) -> str:
    """The bill with its head, its lines and its sums."""
    head = {
        "client": _names(server, "contacts", [row["client"]], "name"),
        "matters": _names(server, "matters", row["matters"], "display_number"),
        "issued": row["issued_at"],
        "due": row["due_at"],
        "subject": row["subject"],
        "memo": row["memo"],
    }
    items = [
        {**one, **{name: Money(one[name] or 0) for name in ("price", "total")}, "description": one["note"] or one["description"]}
        for one in _rows(server, "line_items", "bill", row["id"])
    ]
    sums = {title: Money(row[name] or 0) for name, title in SUMS.items() if row[name] or name in ALWAYS}
    widest = max(len(str(one)) for one in sums.values())
    return "\n\n".join(
        [
            f"bill {row['number'] or 'without a number'}, {row['state']}, id {row['id']}\n{facts(head)}",
            table(items, "date", "quantity", "price", "total", "description") if items else "no lines",
            "\n".join(f"{title:<10}  {amount!s:>{widest}}" for title, amount in sums.items()),
        ]
    )


def payment(server: Control, row: dict[str, Any], bills: Iterable[int]) -> str:
    """The payment, and what is left of its bills."""
    return "\n".join([f"payment {row['id']} of {Money(row['amount'])} on {row['date']}", *_left(server, bills)])


def credit(server: Control, row: dict[str, Any], bills: Iterable[int]) -> str:
    """The credit memo, and what is left of its bills."""
    return "\n".join([f"credit memo {row['id']} of {Money(row['amount'])} on {row['date']}", *_left(server, bills)])


def _left(server: Control, bills: Iterable[int]) -> Iterable[str]:
    for id in bills:
        for one in _rows(server, "bills", "id", id):
            yield f"  bill {one['number']}, id {id}: {one['state']}, {Money(one['balance'])} of {Money(one['total'])} left"


def _rows(server: Control, table: str, field: str, value: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = server.get(f"rows/{table}", match=f"{field}={value}", world=server.world)["rows"]
    return rows


def _names(server: Control, table: str, ids: Iterable[int], field: str) -> str:
    return ", ".join(str(one[field]) for id in ids for one in _rows(server, table, "id", id))
