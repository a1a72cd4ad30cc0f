"""The command that `run` starts: its environment, its signals, and its exit code."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from mockclio.cli._control import fail

NOT_FOUND, NOT_RUNNABLE, SIGNALLED = 127, 126, 128
FORWARDED = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def environment(url: str, token: str, region: str, around: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables that name the server."""
    from mockclio.handle.environment import variables

    return {**variables(url, token, "default", ("dev-client", "dev-secret"), around), "CLIO_REGION": region}


def find_program(name: str) -> str:
    """Return the program with that name. Without one, exit with the code of the shell."""
    program = shutil.which(name)
    if program is None and Path(name).is_file():
        fail(f"{name} cannot be run: make it executable (chmod +x {name})", NOT_RUNNABLE)
    return program or fail(f"there is no command {name!r}: name what to run, as in `mockclio run -- npm test`", NOT_FOUND)


def wait(command: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run a command to its end and return its exit code. Signals are passed on to it."""
    waiting: list[int] = []
    children: list[subprocess.Popen[bytes]] = []

    def forward(number: int, frame: FrameType | None) -> None:
        if not children:
            waiting.append(number)
        elif number != signal.SIGINT or not _shares_terminal():
            children[0].send_signal(number)

    before = {number: signal.signal(number, forward) for number in FORWARDED}
    try:
        children.append(subprocess.Popen(command, env=variables))
        for number in waiting:
            forward(number, None)
        code = children[0].wait()
    except OSError as error:
        fail(f"{command[0]} cannot be run ({error.strerror}): is the program in its first line there?", NOT_RUNNABLE)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else SIGNALLED - code


def _shares_terminal() -> bool:
    """Whether Ctrl-C reached the command already, because a terminal sends it to everybody in the foreground."""
    try:
        return sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return False
