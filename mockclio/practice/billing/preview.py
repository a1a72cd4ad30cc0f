"""The preview of a bill: one HTML document without external files."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape
from typing import Any

from mockclio.practice.billing import line_taxes
from mockclio.practice.billing.money import NOTHING, exact, stored
from mockclio.server.view import View
from mockclio.store.tables import Row

STYLE = (
    "body{font:14px/1.4 sans-serif;margin:40px auto;max-width:760px;color:#222}table{border-collapse:collapse;width:100%}"
    "th,td{padding:6px 8px;border-bottom:1px solid #ddd;text-align:left}td.money,th.money{text-align:right}.memo{white-space:pre-wrap}"
)
SUMS = {
    "sub_total": "Subtotal",
    "tax_sum": "Tax",
    "secondary_tax_sum": "Secondary tax",
    "total": "Total",
    "paid": "Payments",
    "credits_issued": "Credits",
    "balance": "Balance due",
}


def page(view: View, bill: Row) -> str:
    """The whole HTML document."""
    client = view.get("contacts", bill.get("client")) or {}
    heading = "Request for trust funds" if bill["kind"] == "trust_kind" else "Invoice"
    title = f"{heading} {bill['number']}"
    parts = [
        f"<h1>{_text(title)}</h1>",
        f"<p>{_text(client.get('name'))}</p>",
        f"<p>Issued {_text(bill.get('issued_at'))}, due {_text(bill.get('due_at'))}</p>",
        f"<p>{_text(bill.get('subject'))}</p>",
        _table(("Date", "Description", "Quantity", "Rate", "Total"), _rows(view, bill)),
        _table(("", "Amount"), [*_taxes(view, bill), *((label, bill.get(key)) for key, label in SUMS.items())]),
        f'<p class="memo">{_text(bill.get("memo"))}</p>',
    ]
    head = f'<head><meta charset="utf-8"><title>{_text(title)}</title><style>{STYLE}</style></head>'
    return f'<!DOCTYPE html>\n<html lang="en">{head}<body>{"".join(parts)}</body></html>\n'


def printed(line: Row) -> bool:
    """Whether a line is printed. A line that a summary line replaces is not printed."""
    return line.get("_folded_into") is None


def _rows(view: View, bill: Row) -> Iterable[tuple[Any, ...]]:
    for line in sorted(view.rows("line_items", "bill", bill["id"]), key=lambda line: (line.get("group_ordering") or 0, line["id"])):
        if printed(line):
            yield line.get("date"), line.get("description"), line.get("quantity"), line.get("price"), line.get("total")
    for line in view.rows("trust_line_items", "bill", bill["id"]):
        yield line.get("date"), line.get("note") or "Trust deposit", 1, line["total"], line["total"]


def _taxes(view: View, bill: Row) -> Iterable[tuple[str, float]]:
    """What each tax that lines bear of their own comes to on the whole bill, by its name."""
    results: dict[str, Decimal] = {}
    for line in view.rows("line_items", "bill", bill["id"]):
        for words, amount in line_taxes.named(line):
            results[words] = results.get(words, NOTHING) + exact(amount)
    return [(words, stored(amount)) for words, amount in results.items()]


def _table(heads: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> str:
    top = "".join(f"<th>{_text(head)}</th>" for head in heads)
    body = "".join(f"<tr>{''.join(_cell(value) for value in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    if isinstance(value, int | float):
        return f'<td class="money">{value:,.2f}</td>'
    return f"<td>{_text(value)}</td>"


def _text(value: Any) -> str:
    return escape("" if value is None else str(value))
