"""Files that are written in one step: beside their place, then renamed. A reader sees the old file or the whole new one."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

DRAFT = ".mockclio-"
"""How the name of an unfinished file begins."""


class NotWritten(OSError):
    """A file that cannot be written, such as on a full or read-only disk. The text names the file and the reason."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        super().__init__(error.errno, error.strerror or str(error))

    def __str__(self) -> str:
        return f"{self.path} cannot be written: {self.strerror}"


def write(content: bytes | str, path: Path, *, private: bool = False) -> None:
    """Write a file and the folders above it. If that fails, the old file stays and no draft does. Raises NotWritten.

    With `private`, only this user can read it. A place that is no file, such as a pipe or a device, is written to directly.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        place = _place(path)
        if place.exists() and not place.is_file():
            place.write_bytes(data)
        else:
            _replace(data, place, private=private)
    except OSError as error:
        raise NotWritten(path, error) from None


def check(path: Path) -> None:
    """Raise NotWritten if a file cannot be made there, before the work whose result it takes."""
    try:
        place = _place(path)
        if not place.exists() or place.is_file():
            number, draft = tempfile.mkstemp(prefix=DRAFT, dir=place.parent)
            os.close(number)
            Path(draft).unlink()
    except OSError as error:
        raise NotWritten(path, error) from None


def _place(path: Path) -> Path:
    """The file that a path leads to, so that a link goes on to point to it. The folders above it are made."""
    place = path.resolve()
    if not place.parent.is_dir():
        with suppress(FileExistsError):  # the name of a folder is that of a file: the write tells it better
            place.parent.mkdir(parents=True)
    return place


def _replace(data: bytes, place: Path, *, private: bool) -> None:
    number, name = tempfile.mkstemp(prefix=DRAFT, dir=place.parent)
    draft = Path(name)
    try:
        with open(number, "wb") as file:
            file.write(data)
        if not private:
            draft.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask())
        draft.replace(place)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise


def _umask() -> int:
    """The bits that new files of this process do not have. The system tells them only in exchange for new ones."""
    present = os.umask(0o077)
    os.umask(present)
    return present
