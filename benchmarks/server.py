"""A server in a process of its own, asked over one kept connection."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

HEADERS = {"Authorization": "Bearer dev-token"}


class Server:
    """`with Server("small") as server`: `ready` is the time from exec to the first 200, in milliseconds."""

    def __init__(self, firm: str) -> None:
        started = time.perf_counter()
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        command = [sys.executable, "-m", "mockclio", "serve", "--port", "0", "--firm", firm]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout is not None
        match = re.search(r"http://([\d.]+):(\d+)", self.process.stdout.readline())
        assert match is not None
        self.connection = http.client.HTTPConnection(match[1], int(match[2]))
        self.get("/api/v4/users/who_am_i.json")
        self.ready = (time.perf_counter() - started) * 1000

    def request(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        self.connection.request(method, path, body, {**HEADERS, "Content-Type": "application/json"} if body else HEADERS)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def get(self, path: str) -> bytes:
        status, content = self.request("GET", path)
        assert status == 200, (path, status, content[:200])
        return content

    def timed(self, path: str, times: int) -> float:
        """The median time of a GET, in milliseconds."""
        taken = []
        for _ in range(times):
            before = time.perf_counter()
            self.get(path)
            taken.append((time.perf_counter() - before) * 1000)
        return sorted(taken)[len(taken) // 2]

    @property
    def resident(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        match = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert match is not None
        return int(match[1]) / 1024

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait(timeout=20)
