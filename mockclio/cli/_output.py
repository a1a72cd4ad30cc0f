"""What a verb says when its result cannot be written."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import NoReturn

from mockclio.cli._control import NOT_WRITTEN, fail
from mockclio.store.files import NotWritten

FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO)
"""The errors of a standard output that leads to a disk without room."""


def end(error: OSError) -> NoReturn:
    """End the verb with one line. An error that is about no output is raised again."""
    if isinstance(error, NotWritten):
        fail(str(error), NOT_WRITTEN)
    if error.filename is None and error.errno in FULL:
        _forget_output()
        fail(f"the output cannot be written: {error.strerror}", NOT_WRITTEN)
    raise error


def _forget_output() -> None:
    """Let the rest of the output go nowhere. Otherwise Python tries to write it again at its end, and complains."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
