"""The file of a recording: a head, then one exchange a line. A line is written at once; a last line that was cut off is passed over."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import orjson

from mockclio.store import files

FORMAT = 1
KIND = "mockclio recording"
Data = dict[str, Any]


class WrongRecording(ValueError):
    """A file that is no recording, or one that cannot go on: the message says what would be right."""


@dataclass(frozen=True)
class Head:
    """How everything in the file was scrubbed. The seed is not told: with it, somebody could try names."""

    scale: float = 1.0
    map_ids: bool = False

    def line(self) -> Data:
        """Return the first line of a recording."""
        return {"recording": KIND, "format": FORMAT, "scale": self.scale, "map_ids": self.map_ids}


class Tape:
    """Appends exchanges to a recording; one that is there goes on, if it was scrubbed in the same way."""

    def __init__(self, path: Path, head: Head | None = None) -> None:
        """Open the recording at `path`, or begin one."""
        self.path, self.head, self.count, self.missed = path, head or Head(), 0, 0
        self._lock = Lock()
        if path.exists() and path.stat().st_size:
            self._continue()
        else:
            self._begin()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND)

    def _begin(self) -> None:
        try:
            files.write(orjson.dumps(self.head.line()) + b"\n", self.path, private=True)
        except files.NotWritten as error:
            raise WrongRecording(str(error)) from None

    def _continue(self) -> None:
        result, _ = read(self.path)
        if result != self.head:
            raise WrongRecording(
                f"{self.path} was recorded with scale {result.scale} and map_ids {result.map_ids}: go on so, or choose another file"
            )
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.truncate(self.path, whole)
        self.path.chmod(0o600)

    def write(self, exchange: Data) -> None:
        """One exchange, which is in the file when this returns. If the disk is full, `missed` counts it, and no part of it stays."""
        line = orjson.dumps(exchange) + b"\n"
        with self._lock:
            size = os.fstat(self._file).st_size
            try:
                while line:
                    line = line[os.write(self._file, line) :]
                self.count += 1
            except OSError as error:
                with suppress(OSError):
                    os.ftruncate(self._file, size)
                self._miss(error)

    def _miss(self, error: OSError) -> None:
        if not self.missed:
            print(f"{self.path} cannot be written ({error.strerror}): calls go on, and are not recorded", file=sys.stderr, flush=True)
        self.missed += 1

    def close(self) -> None:
        """Write everything to the disk and close the file."""
        with suppress(OSError):
            os.fsync(self._file)
        os.close(self._file)


def read(path: Path) -> tuple[Head, list[Data]]:
    """The head and the exchanges of a recording."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise WrongRecording(f"{path}: {error.strerror}: the file that `mockclio record` wrote is wanted") from None
    head, exchanges = _head(path, lines[0]), []
    for number, line in enumerate(lines[1:-1], 2):
        exchanges.append(_line(path, number, line))
    return head, exchanges


def _head(path: Path, line: bytes) -> Head:
    message = _line(path, 1, line)
    if message.get("recording") != KIND:
        raise WrongRecording(f"{path} is no recording: its first line is the head that `mockclio record` writes")
    if not isinstance(message.get("format"), int) or message["format"] > FORMAT:
        raise WrongRecording(f"{path} has format {message.get('format')!r}, newer than this mockclio reads ({FORMAT}): install a newer one")
    scale = message.get("scale", 1.0)
    if isinstance(scale, bool) or not isinstance(scale, int | float):
        raise WrongRecording(f"{path}, line 1: scale must be a number")
    return Head(float(scale), bool(message.get("map_ids", False)))


def _line(path: Path, number: int, line: bytes) -> Data:
    try:
        message = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise WrongRecording(f"{path}, line {number}: not JSON: {error}") from None
    if not isinstance(message, dict):
        raise WrongRecording(f"{path}, line {number}: an object is wanted, as in {{...}}")
    return message


def exchanges(path: Path) -> Iterator[Data]:
    """Iterate over the exchanges of a recording."""
    yield from read(path)[1]
