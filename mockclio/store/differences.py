"""The differences between two saved worlds, in a form that is easy to review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from mockclio.store.masking import HIDDEN
from mockclio.store.settings import WorldSettings
from mockclio.store.state import FILES, HEAD
from mockclio.store.upgrades import upgraded

SKIPPED = ("_verdicts", "_first_updates", FILES)
NAMES = ("display_number", "name", "number", "subject", "description", "summary", "filename", "url", "client_id", "value", "model")
QUIET = ("updated_at", "_revision")
SECRET = ("value", "client_secret")
DEFAULTS = WorldSettings().saved()
Document = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that was added, removed or changed. `values` maps a name to its old and its new value."""

    table: str
    id: int
    what: str
    name: str
    values: dict[str, list[Any]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        return asdict(self)


def differences(before: Document, after: Document) -> list[Difference]:
    """The differences, by table and then by id. A record with only new bookkeeping values does not differ.

    A document of an earlier version is upgraded first.
    """
    before, after = upgraded(before), upgraded(after)
    tables = sorted({*before, *after} - set(SKIPPED))
    return [result for table in tables for result in _of_table(table, before.get(table, {}), after.get(table, {}))]


def _of_table(table: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for key in sorted({*before, *after}, key=int):
        was, now = before.get(key), after.get(key)
        if table == HEAD and was and now:  # an earlier version did not save the settings that it did not have
            was, now = DEFAULTS | was, DEFAULTS | now
        row = now or was or {}
        if was is None or now is None:
            yield Difference(table, int(key), "removed" if now is None else "added", _name(table, row), _values(was or {}, now or {}))
        else:
            values = _values(was, now)
            if values:
                yield Difference(table, int(key), "changed", _name(table, row), values)


def _values(was: dict[str, Any], now: dict[str, Any]) -> dict[str, list[Any]]:
    both = {**was, **now}
    hidden = SECRET if "client_id" in both else ("shared_secret",)
    keys = [key for key in both if key not in QUIET and was.get(key) != now.get(key)]
    return {key: [HIDDEN, HIDDEN] if key in hidden else [was.get(key), now.get(key)] for key in keys}


def _name(table: str, row: dict[str, Any]) -> str:
    if table == HEAD:
        return "the world"
    if "value" in row and "client_id" in row:
        return f"of {row['client_id'] or 'no application'}"
    return str(next((row[name] for name in NAMES if row.get(name)), ""))[:60]


def as_text(result: list[Difference]) -> str:
    """The differences as lines of text: added (+), removed (-) and changed (~) records, with the changed values."""
    if not result:
        return "The two states hold the same.\n"
    lines, table = [], ""
    for one in result:
        if one.table != table:
            table = one.table
            counts = {what: sum(other.what == what for other in result if other.table == table) for what in ("added", "removed", "changed")}
            text = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
            lines.append(f"\n{'the world' if table == HEAD else table.strip('_').replace('_', ' ')}: {text}")
        sign = {"added": "+", "removed": "-", "changed": "~"}[one.what]
        lines.append(f"  {sign} {one.id}  {one.name}".rstrip())
        if one.what == "changed":
            lines += [f"      {key}: {_text(was)} -> {_text(now)}" for key, (was, now) in one.values.items()]
    return "\n".join(lines).lstrip("\n") + "\n"


def _text(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
