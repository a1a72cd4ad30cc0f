"""Formats of reports: a table becomes a file. The same table at the same time gives the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

import orjson

from mockclio.practice.reports.firm import Value
from mockclio.practice.reports.kinds import Table

Render = Callable[[Table, datetime], bytes]
PAGE, MARGIN, LINE = 279.4, 10.0, 6.0
"""Width of a page of a PDF, of its margin, and height of a line, in millimetres."""


def text(value: Value) -> str:
    """A value as text: amounts have two decimals, null is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def to_csv(table: Table, made: datetime) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(table.heads)
    writer.writerows([text(value) for value in row] for row in table.rows)
    return target.getvalue().encode("utf-8")


def to_json(table: Table, made: datetime) -> bytes:
    """Title, time, and rows as objects. Numbers stay numbers."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    message = {"title": table.title, "generated_at": _stamp(made), "columns": table.columns, "rows": rows}
    return orjson.dumps(message, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def to_html(table: Table, made: datetime) -> bytes:
    heads = "".join(f"<th>{escape(head)}</th>" for head in table.heads)
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(text(value))}</td>" for value in row) + "</tr>" for row in table.rows)
    page = (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(table.title)}</title></head>\n<body>\n'
        f"<h1>{escape(table.title)}</h1>\n<p>{_stamp(made)}</p>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n"
        "</table>\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


def to_xlsx(table: Table, made: datetime) -> bytes:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": table.title, "created": made.replace(tzinfo=None)})
        sheet, amount = book.add_worksheet("Report"), book.add_format({"num_format": "#,##0.00"})
        sheet.write_row(0, 0, table.heads, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(table.rows, 1):
            for column, value in enumerate(row):
                sheet.write(number, column, value, amount if isinstance(value, float) else None)
    return target.getvalue()


def to_pdf(table: Table, made: datetime) -> bytes:
    from fpdf import FPDF

    page = FPDF(orientation="landscape", format="letter")
    page.set_creation_date(made)
    page.set_margin(MARGIN)
    page.add_page()
    page.set_font("Helvetica", "B", 14)
    page.cell(h=10, text=_latin(table.title), new_x="LMARGIN", new_y="NEXT")
    page.set_font("Helvetica", size=7)
    page.cell(h=LINE, text=_stamp(made), new_x="LMARGIN", new_y="NEXT")
    width = (PAGE - 2 * MARGIN) / len(table.columns)
    printed: list[Sequence[Value]] = [table.heads, *table.rows]
    for number, row in enumerate(printed):
        page.set_font(style="B" if number == 0 else "")
        for value in row:
            shown = _latin(text(value))
            while shown and page.get_string_width(shown) > width - 2:
                shown = shown[: max(1, int(len(shown) * (width - 2) / page.get_string_width(shown)) - 2)] if len(shown) > 1 else ""
            page.cell(width, LINE, shown, align="R" if isinstance(value, int | float) and not isinstance(value, bool) else "L")
        page.ln()
    return bytes(page.output())


def _latin(shown: str) -> str:
    """The text limited to Latin-1, the characters that the fonts of every PDF reader have."""
    return shown.encode("latin-1", "replace").decode("latin-1")


def to_zip(table: Table, made: datetime) -> bytes:
    """The table as CSV and as a page, in a zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("csv", "html"):
            member = zipfile.ZipInfo(f"report.{name}", max(made.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
            member.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(member, FORMATS[name][0](table, made))
    return target.getvalue()


def _stamp(made: datetime) -> str:
    return made.isoformat(timespec="seconds")


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, tuple[Render, str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "html": (to_html, "text/html; charset=utf-8"),
    "json": (to_json, "application/json; charset=utf-8"),
    "pdf": (to_pdf, "application/pdf"),
    "xlsx": (to_xlsx, f"{OFFICE}.spreadsheetml.sheet"),
    "zip": (to_zip, "application/zip"),
}
"""The function that writes a table in each format, and the media type of the file."""
