"""A disk that is full at a drawn point of a run: the refusal names the file, reads go on, and what was acknowledged is there afterwards.

The server is a child process with a limit on the size of its files. The tests print figures of docs/reliability.md: `make test-long`.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import httpx
import pytest

from mockclio.testing.recording import tape
from tests.cli.serving import HEADERS, Serving
from tests.durability.disk import Load, fill, free, lost, needs_limits

pytestmark = [needs_limits, pytest.mark.timeout(3600)]
MOST = 3_000
"""Writes after which a limit must have been reached."""


def drawn(random: Random, low: int, high: int) -> int:
    """A size; each order of magnitude is as likely as another."""
    return int(low * (high / low) ** random.random())


def refused(answer: httpx.Response, file: Path) -> bool:
    """Whether a write of a kept world was refused. A refusal must name the file."""
    if answer.status_code < 300:
        return False
    assert answer.status_code == 507, answer.text[:500]
    assert f"{file} cannot be written (" in answer.json()["error"]["message"]
    return True


def fill_kept_world(file: Path, random: Random) -> tuple[int, bool]:
    """One point of a kept world: how many writes it took, and whether SQLite had moved its log to the file before."""
    options, load = ("--firm", "empty", "--port", "0", "--persist", str(file)), Load(random)
    end = random.choice(("kill", "terminate", "room"))
    with Serving(*options) as server, httpx.Client(base_url=server.url, headers=HEADERS, timeout=30) as client:
        small = file.stat().st_size
        fill(server.process.pid, drawn(random, 10_000, 8_000_000))
        assert any(refused(load.write(client), file) for _ in range(MOST))
        reached, moved = load.writes, file.stat().st_size > small
        for _ in range(3):
            refused(load.write(client), file)
            assert lost(server.url, load.expected) == {}
        if end == "room":
            free(server.process.pid)
            assert [load.write(client).status_code // 100 for _ in range(5)] == [2] * 5
        if end != "terminate":
            os.kill(server.process.pid, signal.SIGKILL)
    with Serving(*options) as server:
        assert lost(server.url, load.expected) == {}
    return reached, moved


@pytest.mark.parametrize("points", [1, pytest.param(60, marks=pytest.mark.long)])
def test_a_kept_world_has_what_was_acknowledged(tmp_path: Path, points: int) -> None:
    reached, moved = zip(*(fill_kept_world(tmp_path / f"{point}.db", Random(point)) for point in range(points)), strict=True)
    print(f"{points} full disks below a kept world, after {min(reached)} to {max(reached)} writes, {sum(moved)} with a moved log: 0 lost")


def fill_states(folder: Path, random: Random) -> int:
    """One point of a server that saves its world again and again: the last saved state that was acknowledged is whole."""
    load, saved, file = Load(random), {}, folder / "again.json"  # type: ignore[var-annotated]
    with (
        Serving("--firm", "empty", "--port", "0", "--states", str(folder)) as server,
        httpx.Client(base_url=server.url, headers=HEADERS, timeout=30) as client,
    ):
        fill(server.process.pid, drawn(random, 100_000, 1_500_000))
        for _ in range(MOST):
            assert load.write(client).status_code < 300
            answer = client.post("/_mockclio/states", json={"name": "again"})
            if answer.status_code >= 300:
                break
            saved = load.copy()
        assert answer.status_code == 507, answer.text[:500]
        assert f"{file} cannot be written" in answer.json()["error"]["message"]
        assert lost(server.url, load.expected) == {}
        assert [path.name for path in folder.glob("*")] in ([], ["again.json"])
    if saved:
        with Serving("--firm", str(file), "--port", "0") as server:
            assert lost(server.url, saved) == {}
    return load.writes


@pytest.mark.parametrize("points", [1, pytest.param(20, marks=pytest.mark.long)])
def test_the_last_saved_state_stays_whole(tmp_path: Path, points: int) -> None:
    reached = [fill_states(tmp_path / str(point), Random(point)) for point in range(points)]
    print(f"{points} full disks below saved states, after {min(reached)} to {max(reached)} writes: 0 lost")


class Recording:
    """`mockclio record` before a server, as a child process."""

    def __init__(self, upstream: str, file: Path) -> None:
        command = [sys.executable, "-m", "mockclio", "record", "--upstream", upstream, "--token", "dev-token", "--output", str(file)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        match = re.fullmatch(r"ready (http://\S+)\n", self.process.stdout.readline())
        assert match is not None, self.process.communicate()
        self.url = match[1]

    def read(self, number: int) -> None:
        """That many calls, which are all answered."""
        with httpx.Client(base_url=self.url, timeout=30) as client:
            for _ in range(number):
                assert client.get("/api/v4/users.json?fields=id,name,email").status_code == 200

    def end(self) -> tuple[str, str]:
        self.process.terminate()
        return self.process.communicate(timeout=20)


def fill_recording(upstream: str, file: Path, random: Random) -> int:
    """One point of a recording: the calls go on, and the file is whole lines that can go on later."""
    first = Recording(upstream, file)
    size = drawn(random, 500, 30_000)
    fill(first.process.pid, size)
    first.read(150)
    printed, warning = first.end()
    written = len(tape.read(file)[1])
    assert printed == f"{file}: {written} exchanges, {150 - written} not written\n"
    assert warning.count("cannot be written") == 1
    assert file.stat().st_size <= size
    again = Recording(upstream, file)
    again.read(2)
    again.end()
    assert len(tape.read(file)[1]) == written + 2
    return written


@pytest.mark.parametrize("points", [1, pytest.param(20, marks=pytest.mark.long)])
def test_a_recording_has_every_exchange_that_it_counts(tmp_path: Path, points: int) -> None:
    with Serving("--firm", "small", "--port", "0") as server:
        written = [fill_recording(server.url, tmp_path / f"{point}.jsonl", Random(point)) for point in range(points)]
    print(f"{points} full disks below a recording, after {min(written)} to {max(written)} exchanges: 0 lost")
