"""What the tests of kept files share: where the files are, the command line, and what of an old document is missing in a new one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mockclio.cli import main

KEPT = Path(__file__).parent / "0.1.0"


def document(name: str) -> Any:
    """The JSON of a kept file."""
    return json.loads((KEPT / name).read_text("utf-8"))


def verb(*words: object, code: int = 0, url: str = "http://127.0.0.1:1") -> Result:
    """The command line in this process, which must end with that code."""
    result = CliRunner().invoke(main, [*map(str, words)], env={"MOCKCLIO_URL": url}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def lost(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """The places of an old document whose value is missing or another in a new one. Keys that are new are no loss."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            yield from lost(value, new[key], f"{place}/{key}") if key in new else [f"{place}/{key} is missing"]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from lost(one, other, f"{place}/{number}")
    elif old != new:
        yield f"{place} was {old!r} and is {new!r}"


def keys(value: Any, place: str = "") -> set[str]:
    """The paths of all keys, members of lists and rows of tables taken together."""
    if isinstance(value, list):
        return {key for member in value for key in keys(member, place)}
    if not isinstance(value, dict):
        return set()
    results = set()
    for name, inner in value.items():
        path = f"{place}/{'*' if name.isdigit() else name}"
        results |= {path, *keys(inner, path)}
    return results
