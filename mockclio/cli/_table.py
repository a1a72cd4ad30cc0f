"""Rows as columns of text that fit the terminal, with colours on a terminal only."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from shutil import get_terminal_size
from typing import Any
from unicodedata import combining, east_asian_width

import click

USUAL_WIDTH = 80
"""The width where standard output is no terminal and COLUMNS is not set."""
GAP = 2
LONGEST_WORD = 25
"""The longest word that no column breaks: a time with its offset."""
LAST_COLUMN = 24
"""The last column is folded first, down to this width; then the widest one is."""
HUNDREDS = {"2": "green", "3": "cyan", "4": "yellow", "5": "red"}
MARKS = ("&?,", "/", "._")
"""What a long word is broken after, the best first."""
COLOURED = ("status", "statuses")


def table(rows: Sequence[Mapping[str, Any]], *columns: str) -> str:
    """Rows in columns. A column without a value is left out. Rows that have no room side by side are printed one value a line."""
    if not rows:
        return "none"
    cells = {column: [cell(row.get(column)) for row in rows] for column in columns}
    shown = {column: texts for column, texts in cells.items() if any(texts)}
    widths = _fitted(shown, width())
    if widths is None:
        return _blocks(shown, width())
    right = {column for column in shown if all(_is_number(row.get(column)) for row in rows)}
    heads = {column: [column] for column in shown}
    lines = list(_lines(heads, 0, widths, right, bold=True))
    for number in range(len(rows)):
        lines += _lines(shown, number, widths, right)
    return "\n".join(line.rstrip() for line in lines)


def facts(pairs: Mapping[str, Any]) -> str:
    """One record, one value a line. An empty value is left out."""
    return _blocks({name: [cell(value)] for name, value in pairs.items() if cell(value)}, width())


def width() -> int:
    """The number of columns of the terminal."""
    return get_terminal_size((USUAL_WIDTH, 24)).columns


def cell(value: Any) -> str:
    """The text of a value. What would steer a terminal is replaced."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ("; " if any(isinstance(one, dict) for one in value) else ", ").join("None" if one is None else cell(one) for one in value)
    if isinstance(value, dict):
        return " ".join(filter(None, (cell(inner) for name, inner in value.items() if name != "etag")))
    text = "" if value is None else str(value)
    return text if text.isprintable() else "".join(one if one.isprintable() or one == "\n" else "?" for one in text)


def coloured(text: str, status: str) -> str:
    """The text in the colour of the status. Without a terminal it stays as it is."""
    colour = HUNDREDS.get(status.strip()[:1])
    return click.style(text, fg=colour) if colour and has_colours() else text


def has_colours() -> bool:
    """Whether standard output is a terminal that takes colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _fitted(cells: Mapping[str, list[str]], room: int) -> list[int] | None:
    """The width of each column, or None if the columns have no room side by side."""
    texts = [[column, *column_cells] for column, column_cells in cells.items()]
    results = [max(cells_of(line) for text in one for line in text.split("\n")) for one in texts]
    words = [[*re.split(r"(?<=[._])", column), *(word for text in texts for word in text.split())] for column, texts in cells.items()]
    least = [min(max(map(cells_of, one)), LONGEST_WORD) for one in words]
    excess = sum(results) + GAP * (len(results) - 1) - room
    if excess > 0 and sum(least) + GAP * (len(least) - 1) > room:
        return None
    if excess > 0:
        taken = max(0, min(excess, results[-1] - max(least[-1], LAST_COLUMN)))
        results[-1] -= taken
        excess -= taken
    for _ in range(excess):
        widest = max((index for index, one in enumerate(results) if one > least[index]), key=lambda index: results[index])
        results[widest] -= 1
    return results


def _lines(cells: Mapping[str, list[str]], number: int, widths: list[int], right: set[str], *, bold: bool = False) -> Iterator[str]:
    """The lines of one row."""
    folded = [fold(texts[number], wide) for texts, wide in zip(cells.values(), widths, strict=True)]
    for line in range(max(map(len, folded))):
        words = []
        for column, parts, wide in zip(cells, folded, widths, strict=True):
            text = parts[line] if line < len(parts) else ""
            blank = " " * (wide - cells_of(text))
            padded = blank + text if column in right else text + blank
            padded = coloured(padded, parts[0]) if column in COLOURED else padded
            words.append(click.style(padded, bold=True) if bold and has_colours() else padded)
        yield (" " * GAP).join(words)


def _blocks(cells: Mapping[str, list[str]], room: int) -> str:
    """One value a line, its name before it, and an empty line between two rows."""
    names = max(map(cells_of, cells))
    blocks = []
    for number in range(len(next(iter(cells.values())))):
        lines = []
        for column, texts in cells.items():
            if texts[number]:
                first, *others = fold(texts[number], max(room - names - GAP, LAST_COLUMN))
                name = column.ljust(names + GAP)
                lines += [(click.style(name, bold=True) if has_colours() else name) + first]
                lines += [" " * (names + GAP) + other for other in others]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def fold(text: str, wide: int) -> list[str]:
    """The text in lines of at most that width, broken at spaces where that is possible."""
    results = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if cells_of(joined) <= wide:
                line = joined
                continue
            if line and cells_of(word) > wide:
                head = _head(word, wide - cells_of(line) - 1)
                line, word = (f"{line} {head}", word[len(head) :]) if head else (line, word)
            if line:
                results.append(line)
            while cells_of(word) > wide:
                head = _head(word, wide) or word[:1]
                results.append(head)
                word = word[len(head) :]
            line = word
        results.append(line)
    return results


def paragraph(text: str, indent: str = "") -> str:
    """The text folded to the width of the terminal. Without a terminal or COLUMNS it stays one line, for programs that search it."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return text
    words = text.lstrip()
    return text[: len(text) - len(words)] + f"\n{indent}".join(fold(words, max(width() - cells_of(indent), LAST_COLUMN)))


def _head(word: str, wide: int) -> str:
    """The longest beginning of a word that fits. It ends after a mark if one is near."""
    length = max(min(len(word), wide), 0)
    while cells_of(word[:length]) > wide:
        length -= 1
    for marks in MARKS:
        last = max(word.rfind(mark, length // 2, length) for mark in marks)
        if last > 0:
            return word[: last + 1]
    return word[:length]


def cells_of(text: str) -> int:
    """The number of columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)
