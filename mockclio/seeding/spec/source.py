"""Reads a spec: a mapping of Python, a YAML or JSON file, a CSV file, or a folder. Every value keeps the place where it stands."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import Any

from mockclio.store import yaml_lines
from mockclio.store.state import WrongState
from mockclio.store.yaml_lines import Lines, WrongFile

YAML_BYTES = 2_000_000
TABLE_BYTES = 50_000_000
RECORDS = 100_000
SHOWN = 10
YAML, CSV = (".yaml", ".yml"), ".csv"
MAIN = ("firm.yaml", "firm.yml", "firm.json")
"""The names that the spec of a folder may have. Beside it stand CSV files that are named like sections."""
Step = str | int
Place = tuple[Step, ...]
"""The way to a value, such as ("matters", 2, "client")."""


class WrongSpec(WrongState):
    """A spec that is refused. Each line of the message names a place, what is wrong there, and what would be right."""

    def __init__(self, *problems: str) -> None:
        more = [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        super().__init__("\n".join([*problems[:SHOWN], *more]))


@dataclass
class Source:
    """The data of a spec. `name` is its file, `folder` is what paths in it begin from, `files` are all files that were read."""

    data: dict[str, Any]
    name: str
    folder: Path
    lines: Lines = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    """The CSV file of each section that has one."""
    files: set[Path] = field(default_factory=set)

    def where(self, place: Place) -> str:
        """The file, the line and the way to a value, as in `firm.yaml:7: matters[2].client`."""
        name = self.tables.get(str(place[0]), self.name) if place else self.name
        line = yaml_lines.line_of(self.lines, place)
        way = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
        return f"{name}{f':{line}' if line else ''}" + (f": {way}" if way else "")

    def wrong(self, place: Place, reason: str) -> WrongSpec:
        return WrongSpec(f"{self.where(place)}: {reason}")


def near(word: str, known: Iterable[str]) -> str:
    """The known words that are like a wrong one, as the end of a sentence. Without any, the first known words."""
    folded = {one.casefold(): one for one in map(str, known)}
    close = [folded[one] for one in get_close_matches(word.casefold(), list(folded), 3, 0.6)]
    if close:
        return f"did you mean {' or '.join(map(repr, close))}?"
    listed = sorted(folded.values())
    return f"there are {', '.join(listed[:30])}{' and others' if len(listed) > 30 else ''}" if listed else "there are none"


def is_spec(firm: str | Path) -> bool:
    """Whether a path names a spec. Other files are firms and saved states with their rows."""
    path = Path(firm)
    if path.is_dir() or path.suffix.lower() in (*YAML, CSV):
        return True
    if path.suffix.lower() != ".json" or not path.is_file() or path.stat().st_size > TABLE_BYTES:
        return False
    with path.open("rb") as file:
        if b'"_default"' in file.read(4096):  # the head is the first table of a saved world
            return False
    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, OSError, RecursionError):
        return False
    return isinstance(data, dict) and "_default" not in data and ("base" in data or any(isinstance(one, list) for one in data.values()))


def read(firm: str | Path | Mapping[str, Any]) -> Source:
    """Read a spec with everything that it names. Raises WrongSpec."""
    if isinstance(firm, Mapping):
        source = Source(_plain(firm, ()), "firm", Path())
    else:
        path = Path(firm)
        source = _folder(path) if path.is_dir() else _file(path)
    for name, value in list(source.data.items()):
        if isinstance(value, str) and value.lower().endswith(CSV):
            _add_table(source, name, source.folder / value)
    _check_size(source)
    return source


def files_of(firm: str | Path) -> set[Path]:
    """The files of a spec, with those of its documents. A spec that cannot be read has its own file alone."""
    path = Path(firm)
    try:
        source = read(path)
    except WrongSpec:
        return {path}
    documents = source.data.get("documents")
    entries = documents if isinstance(documents, list) else []
    named = {source.folder / str(entry["file"]) for entry in entries if isinstance(entry, dict) and "file" in entry}
    return {path, *source.files, *named}


def _plain(value: Any, place: Place) -> Any:
    """The values of a Python mapping as JSON has them: dates become text. What the caller holds is copied."""
    if len(place) > yaml_lines.DEEPEST:
        raise Source({}, "firm", Path()).wrong(place[:3], f"nested more than {yaml_lines.DEEPEST} deep")
    if isinstance(value, Mapping):
        wrong = next((key for key in value if not isinstance(key, str)), None)
        if wrong is not None:
            raise Source({}, "firm", Path()).wrong(place, f"keys are text, not {wrong!r}")
        return {key: _plain(one, (*place, key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, (*place, number)) for number, one in enumerate(value)]
    if value is None or isinstance(value, str | int) or (isinstance(value, float) and isfinite(value)):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise Source({}, "firm", Path()).wrong(place, f"must be text, a number, a date, a list or a mapping, not {str(value)[:80]}")


def _file(path: Path) -> Source:
    if path.suffix.lower() == CSV:
        source = Source({}, str(path), path.parent)
        _add_table(source, path.stem, path)
        return source
    return of_text(_text(path, YAML_BYTES if path.suffix.lower() in YAML else TABLE_BYTES), path)


def of_text(text: str, path: Path) -> Source:
    """The spec in the text of a YAML or JSON file. Raises WrongSpec."""
    data, lines = _parsed(text, path)
    if not isinstance(data, dict):
        raise WrongSpec(f"{path}: a spec is a mapping of sections, as in `matters:` and a list below it")
    return Source(data, str(path), path.parent, lines, files={path})


def _parsed(text: str, path: Path) -> tuple[Any, Lines]:
    try:
        if path.suffix.lower() in YAML:
            return yaml_lines.parse(text, str(path), exact=True)
        data = json.loads(text, parse_constant=_no_number)
    except WrongFile as wrong:
        raise WrongSpec(*str(wrong).split("\n")) from None
    except json.JSONDecodeError as wrong:
        raise WrongSpec(f"{path}:{wrong.lineno}: not JSON: {wrong.msg}") from None
    except RecursionError:
        raise WrongSpec(f"{path}: nested too deep") from None
    try:
        return data, yaml_lines.parse(text.replace("\t", " "), str(path))[1] if len(text) <= YAML_BYTES else {}
    except WrongFile:
        return data, {}


def _no_number(word: str) -> Any:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise json.JSONDecodeError(f"{word} is no number", word, 0)


def _folder(folder: Path) -> Source:
    """The spec of a folder: `firm.yaml`, if there is one, and a CSV file for each other section."""
    main = next((folder / name for name in MAIN if (folder / name).is_file()), None)
    source = _file(main) if main else Source({}, str(folder), folder)
    tables = sorted(path for path in folder.iterdir() if path.suffix.lower() == CSV and path.is_file())
    named = {str(value) for value in source.data.values() if isinstance(value, str)}
    for path in tables:
        if path.name in named:
            continue
        if path.stem in source.data:
            raise source.wrong((path.stem,), f"this section is also in {path}: keep one of them")
        _add_table(source, path.stem, path)
    if main is None and not tables:
        raise WrongSpec(f"{folder}: a folder with a firm has {MAIN[0]}, or CSV files such as matters.csv")
    return source


def _add_table(source: Source, section: str, path: Path) -> None:
    """Read a section from a CSV file. The first line names attributes; `custom.Court` is the custom field Court."""
    text = _text(path, TABLE_BYTES)
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in first and "," not in first else ",", strict=True)
    source.files.add(path)
    source.tables[section] = str(path)
    source.lines[(section,)] = 1
    entries: list[dict[str, Any]] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, path)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise WrongSpec(f"{path}:{reader.line_num}: {len(cells)} cells, but the first line names {len(header)} columns")
            source.lines[section, len(entries)] = reader.line_num
            entries.append(_entry(header, cells))
            if len(entries) > RECORDS:
                raise WrongSpec(f"{path}:{reader.line_num}: more than {RECORDS} records")
    except csv.Error as wrong:
        raise WrongSpec(f"{path}:{reader.line_num}: not CSV: {wrong}") from None
    source.data[section] = entries


def _check_header(header: list[str], path: Path) -> None:
    if not header or not all(header):
        raise WrongSpec(f"{path}:1: the first line names the columns, each with an attribute, as in `client,description`")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise WrongSpec(f"{path}:1: {', '.join(twice)}: named twice")


def _entry(header: list[str], cells: list[str]) -> dict[str, Any]:
    """One line as an entry. An empty cell is left out; a dot leads into a nested attribute."""
    entry: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
        if cell.strip():
            outer, _, inner = name.partition(".")
            if inner:
                entry.setdefault(outer, {})[inner] = cell.strip()
            else:
                entry[outer] = cell.strip()
    return entry


def _text(path: Path, most: int) -> str:
    try:
        if path.stat().st_size > most:
            raise WrongSpec(f"{path}: longer than {most} bytes")
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        close = get_close_matches(path.name, beside, 1)
        raise WrongSpec(f"{path}: there is no such file" + (f"; did you mean {str(path.parent / close[0])!r}?" if close else "")) from None
    except UnicodeDecodeError:
        raise WrongSpec(f"{path}: not UTF-8: save it in that encoding") from None
    except OSError as error:
        raise WrongSpec(f"{path}: {error.strerror}") from None


def _check_size(source: Source) -> None:
    count = sum(len(value) for value in source.data.values() if isinstance(value, list))
    if count > RECORDS:
        raise WrongSpec(f"{source.name}: {count} records, more than {RECORDS}")
