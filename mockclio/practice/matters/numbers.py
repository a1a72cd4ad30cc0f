"""Matter numbers: the account has a template of building blocks. Each counter in it is a row of `_matter_counters`.

The account row has the settings in `_matter_numbering`: `{"manual": bool, "template": str}`. A block is written `{name}`, or
`{name:width}` for a counter with leading zeros: `{number:5}-{client}` gives `00001-Smith`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mockclio.ledger import rule
from mockclio.store.session import Session
from mockclio.store.tables import Row

DEFAULT = {"manual": False, "template": "{number:5}-{client}"}
BLANK = "Blank"
"""The name of a matter if users write the numbers and nobody wrote one."""


def scheme(session: Session) -> Row:
    """The numbering settings of the account."""
    account = next(iter(session.table("accounts")), {})
    return {**DEFAULT, **(account.get("_matter_numbering") or {})}


def assign(session: Session, row: Row, data: dict[str, Any]) -> None:
    """Give a new matter its number and its name."""
    if row.get("number") is None:
        rule("matters.number-counts-up-from-one")
        row["number"] = _next(session, "firm", lambda: _greatest(session))
    else:
        _reach(session, row["number"])
    row["display_number"] = row.get("display_number") or _named(session, row, data)


def rename(session: Session, row: Row, data: dict[str, Any]) -> None:
    """Change the name of a matter if the account lets users write it, or if the body asks to generate it again."""
    if data.get("reset_matter_number"):
        rule("matters.reset-renders-the-number-again")
        row["custom_number"] = None
        row["display_number"] = render(session, row)
    if "display_number" not in data:
        return
    if scheme(session)["manual"]:
        row["display_number"] = _named(session, row, data)
    else:
        rule("matters.automatic-number-ignores-what-is-sent")


def _named(session: Session, row: Row, data: dict[str, Any]) -> str:
    if scheme(session)["manual"]:
        rule("matters.manual-number-is-kept-as-sent")
        return (data.get("display_number") or "").strip() or BLANK
    if "display_number" in data:
        rule("matters.automatic-number-ignores-what-is-sent")
    return render(session, row)


def render(session: Session, row: Row) -> str:
    """The name that the template gives. The row of a matter keeps the counter values that it used."""
    template = scheme(session)["template"]
    if template != DEFAULT["template"]:
        rule("matters.number-from-building-blocks")

    def block(match: re.Match[str]) -> str:
        name, width = match[1], int(match[2] or 0)
        if name in COUNTERS:
            numbers = dict(row.get("_numbers") or {})
            if name not in numbers:
                numbers[name] = _next(session, COUNTERS[name](row))
                row["_numbers"] = numbers
            return f"{numbers[name]:0{width or 1}d}"
        value = BLOCKS[name](session, row)
        return f"{value:0{width or 1}d}" if isinstance(value, int) else value

    return re.sub(r"{(\w+)(?::(\d+))?}", block, template).strip()


def _next(session: Session, key: str, start: Callable[[], int] = int) -> int:
    """The next number of a counter. An unused counter starts after `start`."""
    counter = next(iter(session.rows("_matter_counters", "key", key)), None)
    if counter is None:
        number: int = start() + 1
        session.insert("_matter_counters", {"key": key, "last": number})
        return number
    number = counter["last"] + 1
    session.update("_matter_counters", counter["id"], {"last": number})
    return number


def _reach(session: Session, number: int) -> None:
    """Move the firm's counter past a number that came with a matter, so that it never repeats that number."""
    for counter in session.rows("_matter_counters", "key", "firm"):
        session.update("_matter_counters", counter["id"], {"last": max(counter["last"], number)})


def _greatest(session: Session) -> int:
    """The greatest number that came with a matter before the first use of the counter."""
    return max((matter.get("number") or 0 for matter in session.table("matters")), default=0)


def _client(session: Session, row: Row) -> Row:
    return session.get("contacts", row["client"]) or {}


def _client_number(session: Session, row: Row) -> int:
    """Clients are numbered in the order of their first numbered matter."""
    key = f"client-number:{row['client']}"
    known = next(iter(session.rows("_matter_counters", "key", key)), None)
    if known is None:
        known = session.insert("_matter_counters", {"key": key, "last": _next(session, "clients")})
    number: int = known["last"]
    return number


def _summary(client: Row) -> str:
    return str((client.get("last_name") if client.get("type") == "Person" else None) or client.get("name") or "")


def _date(row: Row) -> str:
    """The day that gives year and month."""
    return str(row.get("open_date") or row.get("pending_date") or row.get("close_date") or row["created_at"])


COUNTERS: dict[str, Callable[[Row], str]] = {
    "number_of_client": lambda row: f"client:{row['client']}",
    "number_of_year": lambda row: f"year:{_date(row)[:4]}",
}
"""Counters other than that of the firm, each by its key."""

BLOCKS: dict[str, Callable[[Session, Row], str | int]] = {
    "number": lambda session, row: row["number"],
    "client": lambda session, row: _summary(_client(session, row)),
    "client_number": _client_number,
    "client_first_name": lambda session, row: _client(session, row).get("first_name") or "",
    "client_last_name": lambda session, row: _client(session, row).get("last_name") or _client(session, row).get("name") or "",
    "description": lambda session, row: row.get("description") or "",
    "month": lambda session, row: _date(row)[5:7],
    "year": lambda session, row: _date(row)[:4],
    "year2": lambda session, row: _date(row)[2:4],
}
"""The value of each block for a matter."""
