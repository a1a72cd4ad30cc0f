"""Saved worlds as TinyDB documents: `{"_default": {"1": head}, "matters": {"1048577": {...}}}`. A person can read and edit one.

A wrong document is refused with the place and the reason, before anything is loaded.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import orjson

from mockclio.store import files
from mockclio.store.clock import Clock, parse_time, stamp, within
from mockclio.store.tables import Layer, Row, Table
from mockclio.store.upgrades import HEAD as HEAD
from mockclio.store.upgrades import UPGRADES, upgraded
from mockclio.store.world import World

FORMAT = 1
FILES = "_files"
CONTINUING = ("_applications", "_codes", "_tokens", "_refresh_tokens", "_faults")
"""Tables of a document that are not tables of the world. `store/resuming.py` reads them."""

DROPPED = ("clio_file_submissions",)
"""Tables of earlier editions of the API. They are left out when a saved state is opened."""


class WrongState(ValueError):
    """A saved world that cannot be loaded: the message names the place and the reason."""


def dump(world: World) -> dict[str, Any]:
    """The document of a world. Only the bytes that a row still refers to are kept."""
    head = {
        "format": FORMAT,
        "name": world.name,
        "as_of": stamp(world.clock.now()),
        "last_id": world.ids.last,
        "seed": world.seed,
        "upgrades": sorted(UPGRADES),
    }
    document: dict[str, Any] = {HEAD: {"1": head}}
    for name in sorted(world.tables):
        table = world.tables[name]
        if len(table):
            document[name] = {str(row["id"]): row for row in table}
    for number, key in enumerate(sorted(_named_files(document) & world.files.keys()), 1):
        document.setdefault(FILES, {})[str(number)] = {"sha256": key, "base64": base64.b64encode(world.files[key]).decode()}
    return document


def _named_files(document: dict[str, Any]) -> set[str]:
    rows = [row for table in document.values() for row in table.values()]
    parts = {key for row in rows for key in (row.get("_files") or {}).values()}  # of an upload that is not complete
    return parts | {row["_file"] for row in rows if row.get("_file")}


def save(world: World, path: Path) -> None:
    """Write the document in one step. A reader sees the old file or the new one."""
    write(dump(world), path)


def write(document: dict[str, Any], path: Path) -> None:
    """Write any document in one step, for this user alone. Raises NotWritten."""
    files.write(written(document), path, private=True)


def written(document: dict[str, Any]) -> bytes:
    """The document as text with one row on each line, so that a diff shows the changed rows."""
    tables = []
    for name, rows in document.items():
        lines = [orjson.dumps(key) + b": " + orjson.dumps(row) for key, row in rows.items()]
        tables.append(orjson.dumps(name) + b": {\n" + b",\n".join(lines) + b"\n}")
    return b"{\n" + b",\n".join(tables) + b"\n}\n"


def load(path: Path, name: str = "default", *, trusted: bool = False) -> World:
    """The world of a saved document. With `trusted` the rows are not checked; it is for firms that the tests of the project check."""
    try:
        return build(read(path), str(path), name, trusted=trusted)
    except WrongState as error:
        raise located(error, path) from None


def read(path: Path) -> Any:
    """The document in the file."""
    try:
        return orjson.loads(path.read_bytes())
    except FileNotFoundError:
        raise WrongState(f"{path}: there is no such file") from None
    except orjson.JSONDecodeError as error:
        raise WrongState(f"{path}: not JSON: {error}") from None
    except OSError as error:
        raise WrongState(f"{path}: {error.strerror}") from None


def located(error: WrongState, path: Path) -> WrongState:
    """The refusal of a document, with the line of the row that it names. A file in which the row is not found gives none."""
    place, message = str(path), str(error)
    row = re.match(r": (\w+)/(\w+):", message.removeprefix(place))
    if not message.startswith(place) or row is None or not path.is_file():
        return error
    inside = False
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            inside = inside or f'"{row[1]}":' in line
            if inside and re.search(rf'"{row[2]}"\s*:', line):
                return WrongState(f"{place}:{number}{message.removeprefix(place)}")
    return error


def build(document: Any, place: str, name: str = "default", *, trusted: bool = False) -> World:
    """The world of a document."""
    head = _head(document, place)
    document = {name: rows for name, rows in document.items() if name not in DROPPED}
    if not trusted:
        from mockclio.store.check import check_document

        _check_tables(document, place)
        check_document(document, place)
    document = upgraded(document)
    world = World(name, clock=Clock(), seed=head.get("seed", 0))
    world.as_of = parse_time(head["as_of"])
    for table_name, rows in document.items():
        if table_name in (HEAD, FILES, *CONTINUING):
            continue
        layer = Layer()
        layer.rows = {row["id"]: row for row in rows.values()}
        layer.ids = sorted(layer.rows)
        world.tables[table_name] = Table(layer)
        if layer.ids and not table_name.startswith("_"):
            world.ids.reserve(layer.ids[-1])
    world.ids.reserve(head.get("last_id", 0))
    try:
        for file in document.get(FILES, {}).values():
            world.files[file["sha256"]] = base64.b64decode(file["base64"])
        if "frozen" in head or any(table in document for table in CONTINUING):
            from mockclio.store.resuming import restore

            restore(world, head, document)
    except (TypeError, KeyError, ValueError) as error:
        raise WrongState(f"{place}: {', '.join(name for name in (FILES, *CONTINUING) if name in document)}: {error}") from None
    return world


def _check_tables(document: Row, place: str) -> None:
    """Refuse a table that is no object of objects. What follows reads all of them so."""
    for name, rows in document.items():
        if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
            raise WrongState(f"{place}: {name}: a table is an object of rows by id")


def _head(document: Any, place: str) -> Row:
    if not isinstance(document, dict) or not isinstance(document.get(HEAD), dict) or not isinstance(document[HEAD].get("1"), dict):
        raise WrongState(f'{place}: a saved world begins with its head, {{"{HEAD}": {{"1": {{"format": {FORMAT}, "as_of": ...}}}}}}')
    head: Row = document[HEAD]["1"]
    if not isinstance(head.get("format"), int) or head["format"] > FORMAT:
        raise WrongState(f"{place}: format {head.get('format')!r} is newer than this mockclio reads ({FORMAT}): install a newer mockclio")
    try:
        within(parse_time(str(head.get("as_of"))))
    except ValueError as error:
        raise WrongState(f"{place}: as_of: {error}") from None
    return head
