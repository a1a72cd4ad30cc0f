"""Many connections over real sockets. It prints the figures of docs/reliability.md: `make test-long`."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import httpx
import pytest

from mockclio import MockClio

pytestmark = pytest.mark.long
NEEDED = 4_000
"""File descriptors that this test needs."""


@pytest.fixture
def port() -> Iterator[int]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < NEEDED:
        pytest.skip(f"it needs {NEEDED} file descriptors")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, NEEDED), hard))
    command = [sys.executable, "-m", "mockclio", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        match = re.search(r":(\d+)$", process.stdout.readline().strip())
        assert match is not None
        yield int(match[1])
        process.terminate()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def request_of(port: int) -> bytes:
    return b"GET /_mockclio/health HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % port


def health(port: int) -> float:
    """The milliseconds of a request on a new connection."""
    before = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as made:
        made.sendall(request_of(port))
        assert made.recv(65_536).startswith(b"HTTP/1.1 200")
    return (time.perf_counter() - before) * 1000


async def lists(port: int, number: int) -> list[int]:
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=None), timeout=60) as client:
        url, headers = f"http://127.0.0.1:{port}/api/v4/matters.json", {"Authorization": "Bearer dev-token"}
        answers = await asyncio.gather(*(client.get(url, headers=headers) for _ in range(number)))
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize(("kept", "half"), [(500, 150), (2_000, 150)])
def test_idle_connections_do_not_stop_the_others(port: int, kept: int, half: int) -> None:
    with ExitStack() as stack:
        for number in range(kept + half):
            made = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            made.sendall(request_of(port) if number < kept else request_of(port)[:40])
            if number < kept:
                assert made.recv(65_536).startswith(b"HTTP/1.1 200")
        results = sorted(health(port) for _ in range(50))
        before = time.perf_counter()
        statuses = asyncio.run(lists(port, 200))
        taken = time.perf_counter() - before
    print(f"{kept} kept, {half} half-sent: health {results[25]:.1f} ms, longest {results[-1]:.1f} ms, 200 lists in {taken:.1f} s")
    assert statuses == [200] * 200
    assert results[25] < 100


@pytest.mark.parametrize("year", [2126, 2199])
def test_a_jump_of_a_hundred_years_is_short(year: int) -> None:
    paths = ("matters", "tasks", "calendar_entries", "reports", "bills", "reminders", "outstanding_client_balances", "users/who_am_i")
    with MockClio("small") as mock:
        before = time.perf_counter()
        mock.clock.set(datetime(year, 12, 31, tzinfo=UTC))
        jump = time.perf_counter() - before
        taken = {}
        for path in paths:
            before = time.perf_counter()
            assert mock.http.get(f"/api/v4/{path}").status_code == 200
            taken[path] = time.perf_counter() - before
    print(f"a jump to {year} on small: {jump:.2f} s, then the longest of {len(paths)} lists {max(taken.values()) * 1000:.0f} ms")
    assert jump < 2
    assert max(taken.values()) < 1


def test_500_busy_requests_are_answered(port: int) -> None:
    before = time.perf_counter()
    assert asyncio.run(lists(port, 500)) == [200] * 500
    print(f"500 lists at once in {time.perf_counter() - before:.1f} s")
