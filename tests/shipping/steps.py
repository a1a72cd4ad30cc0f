"""What the steps of `make test-shipping` have in common."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 170


class Failed(Exception):
    """What kept a step from passing; the message is all that is printed."""


class Skipped(Exception):
    """The machine lacks what a step needs; the message says what."""


def called(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What a command prints. A command that fails fails the step."""
    try:
        done = subprocess.run(
            list(map(str, command)), cwd=cwd, env=env, timeout=SECONDS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    except subprocess.TimeoutExpired as late:
        raise Failed(f"`{command[0]} ...` is still running after {SECONDS} s:\n{late.stdout!r}") from None
    if done.returncode:
        raise Failed(f"`{' '.join(map(str, command[:4]))} ...` ended with exit code {done.returncode}:\n{done.stdout}")
    return done.stdout


def clean_environment(path: Path | None = None) -> dict[str, str]:
    """The variables of a machine that knows nothing of this checkout, with the programs of `path` first."""
    ours = ("MOCKCLIO_", "CLIO_", "PYTHON", "PYTEST", "PORT", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}" if path else os.environ["PATH"], "PYTHONUTF8": "1"}
