"""The command in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from types import TracebackType
from typing import Self

HEADERS = {"Authorization": "Bearer dev-token"}


class Serving:
    """`with Serving("--firm", "empty") as server`: `url` is the address of the ready line."""

    def __init__(self, *options: str, **environment: str) -> None:
        self.options = options
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MOCKCLIO_") and name != "PORT"}
        self.environment = {**clean, **environment}

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "mockclio", "serve", *self.options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment)
        assert self.process.stdout is not None
        match = re.fullmatch(r"ready (https?://\S+)\n", self.process.stdout.readline())
        assert match is not None, self.process.communicate()
        self.url = match[1]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)
        self.code = self.process.returncode


def refused(*options: str, **environment: str) -> tuple[int, str]:
    """The exit code and the complaint of a server that does not start."""
    serving = Serving(*options, **environment)
    done = subprocess.run(
        [sys.executable, "-m", "mockclio", "serve", *options], capture_output=True, text=True, timeout=60, env=serving.environment
    )
    return done.returncode, done.stderr
