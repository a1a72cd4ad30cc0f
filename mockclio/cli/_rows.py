"""Rows on standard output: a table for people, JSON or CSV for programs."""

from __future__ import annotations

import csv
import sys
from typing import Any

import click
import orjson

from mockclio.cli._table import table


def render(value: Any, form: str, fields: str = "") -> None:
    """Print what a call gave: rows, one record, a page, the bytes of a file, or nothing.

    `fields` is what was requested. A table shows etags only if `fields` names them.
    """
    if value is None:
        return
    if isinstance(value, bytes):
        sys.stdout.buffer.write(value)
    elif isinstance(value, str):
        click.echo(value)
    elif form == "json":
        click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
    else:
        rows = value if isinstance(value, list) else [value]
        click.echo(_table(rows, fields), nl=False) if form == "table" else _csv(rows)


def flat(row: Any, prefix: str = "") -> dict[str, Any]:
    """A row without nesting: `client{name}` stands under `client.name`."""
    if not isinstance(row, dict):
        return {prefix.rstrip(".") or "value": row}
    results: dict[str, Any] = {}
    for name, value in row.items():
        results.update(flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value})
    return results


def _columns(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _csv(rows: list[Any]) -> None:
    """Rows as CSV, with a list of records as JSON."""
    shown = [
        {name: orjson.dumps(value).decode() if isinstance(value, list) else value for name, value in flat(row).items()} for row in rows
    ]
    writer = csv.DictWriter(sys.stdout, _columns(shown), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(shown)


def _table(rows: list[Any], fields: str) -> str:
    """Rows as a table. A list without rows prints nothing, so that a program counts no line."""
    shown = [flat(row) for row in rows]
    columns = [name for name in _columns(shown) if "etag" in fields or name.rpartition(".")[2] != "etag"]
    return f"{table(shown, *columns)}\n" if rows else ""
