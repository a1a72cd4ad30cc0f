"""Rows on standard output: a table for people, JSON or CSV for programs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from typing import Any

import click
import orjson


def render(value: Any, form: str) -> None:
    """Print what a call gave: rows, one record, a page, the bytes of a file, or nothing."""
    if value is None:
        return
    if isinstance(value, bytes):
        sys.stdout.buffer.write(value)
    elif isinstance(value, str):
        click.echo(value)
    elif form == "json":
        click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
    else:
        rows = [flat(row) for row in (value if isinstance(value, list) else [value])]
        columns = list(dict.fromkeys(name for row in rows for name in row))
        printer: Callable[[list[str], list[dict[str, Any]]], None] = _csv if form == "csv" else _table
        printer(columns, rows)


def flat(row: Any, prefix: str = "") -> dict[str, Any]:
    """A row without nesting: `client{name}` stands under `client.name`, a list of records as JSON."""
    if not isinstance(row, dict):
        return {prefix.rstrip(".") or "value": row}
    results: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            results.update(flat(value, f"{prefix}{name}."))
        else:
            results[f"{prefix}{name}"] = orjson.dumps(value).decode() if isinstance(value, list) else value
    return results


def _csv(columns: list[str], rows: list[dict[str, Any]]) -> None:
    writer = csv.DictWriter(sys.stdout, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _table(columns: list[str], rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if row.get(column) is None else str(row[column])) for column in columns))
    Console(soft_wrap=not sys.stdout.isatty()).print(table)
