"""Run public Clio clients, unmodified, against a mockclio of their own; `make test-clients` calls this.

Each tour is a script in this directory that talks to a fresh server through one published package. Its packages live in an
environment under `.clients/` at the root of the project, made on first use from the pinned versions that stand beside this file.

Exit codes: 0 every tour passed, 1 a tour failed. A tour whose interpreter is missing is skipped, which
`MOCKCLIO_REQUIRE_ALL=1` turns into a failure. `run.py NAME` runs only the tour of that name.
"""

from __future__ import annotations

import hashlib
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HOME = ROOT / ".clients"
TOKEN = "dev-token"
INSTALL_SECONDS, READY_SECONDS, TOUR_SECONDS, STOP_SECONDS = 600, 60, 240, 10


class TourError(Exception):
    """What kept a tour from running to its end; the message is all that is printed."""


class Skipped(Exception):
    """The machine lacks what a tour needs; the message says what."""


@dataclass(frozen=True)
class Tour:
    """One script, and the function that makes its environment and answers the command that starts it."""

    name: str
    prepare: Callable[[Path], list[str]]


def prepare_python(home: Path) -> list[str]:
    python = home / "bin" / "python"
    if changed(home, HERE / "requirements.txt", sys.version):
        install([sys.executable, "-m", "venv", "--clear", str(home)], home)
        install([str(python), "-m", "pip", "install", "--quiet", "--requirement", str(HERE / "requirements.txt")], home)
        stamp(home, HERE / "requirements.txt", sys.version)
    return [str(python)]


def prepare_node(home: Path) -> list[str]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Skipped("node and npm are not on the PATH")
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    if changed(home, HERE / "package.json", version):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        shutil.copy(HERE / "package.json", home)
        install([npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"], home)
        stamp(home, HERE / "package.json", version)
    return [node]


TOURS = [
    Tour("python_client_tour.py", prepare_python),
    Tour("pipedream_tour.mjs", prepare_node),
    Tour("oauth_tour.mjs", prepare_node),
]


def main(names: list[str]) -> int:
    unknown = set(names) - {tour.name for tour in TOURS}
    if unknown:
        raise SystemExit(f"no tour is called {', '.join(sorted(unknown))}; there are {', '.join(tour.name for tour in TOURS)}")
    outcomes = [run(tour) for tour in TOURS if not names or tour.name in names]
    passed, failed, skipped = (outcomes.count(outcome) for outcome in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    return 1 if failed else 0


def run(tour: Tour) -> str:
    print(f"== {tour.name}", flush=True)
    started = time.monotonic()
    outcome, reason = attempt(tour)
    print(f"{outcome}  {tour.name} in {time.monotonic() - started:.1f} s" + (f": {reason}" if reason else ""), flush=True)
    return outcome


def attempt(tour: Tour) -> tuple[str, str]:
    try:
        command = tour.prepare(HOME / tour.name.split(".")[0])
        walk(tour, command)
    except Skipped as missing:
        return ("failed" if os.environ.get("MOCKCLIO_REQUIRE_ALL") == "1" else "skipped"), str(missing)
    except TourError as error:
        return "failed", str(error)
    return "passed", ""


def walk(tour: Tour, command: list[str]) -> None:
    """Run the tour's script in an empty directory, against a server that only it talks to."""
    scratch = HOME / "scratch" / tour.name
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    with server(scratch) as url:
        environment = os.environ | {
            "MOCKCLIO_URL": url,
            "MOCKCLIO_TOKEN": TOKEN,
            "MOCKCLIO_CLIENT_HOME": str(HOME / tour.name.split(".")[0]),
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
            "PYTHONUTF8": "1",
        }
        try:
            done = subprocess.run([*command, str(HERE / tour.name)], cwd=scratch, env=environment, timeout=TOUR_SECONDS)
        except subprocess.TimeoutExpired:
            raise TourError(f"still running after {TOUR_SECONDS} s") from None
    if done.returncode:
        raise TourError(f"exit code {done.returncode}; the server's last words:\n{tail(scratch / 'server.log')}")


@contextmanager
def server(scratch: Path) -> Iterator[str]:
    """A mockclio on a free port with the firm `small`, for as long as the block lasts."""
    python = ROOT / ".venv" / "bin" / "python"
    command = [str(python if python.exists() else sys.executable), "-m", "mockclio", "serve", "--port", "0", "--firm", "small"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOCKCLIO_") and name != "PORT"}
    with (scratch / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            yield ready_url(process, scratch / "server.log")
        finally:
            stop(process)


def ready_url(process: subprocess.Popen[str], log: Path) -> str:
    """The address in the line `ready URL`; what the server prints later is read and dropped, so that it never blocks."""
    assert process.stdout is not None
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=feed, args=(process.stdout, lines), daemon=True).start()
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            line = lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise TourError(f"the server printed no `ready URL` within {READY_SECONDS} s") from None
        if not line:
            raise TourError(f"the server ended with exit code {process.wait()} before it was ready; its last words:\n{tail(log)}")
        word, _, url = line.strip().partition(" ")
        if word == "ready":
            return url


def tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


def feed(stream: Iterator[str], lines: queue.Queue[str]) -> None:
    for line in stream:
        lines.put(line)
    lines.put("")


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def install(command: list[str], home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    cwd = home if home.is_dir() else home.parent
    try:
        done = subprocess.run(
            command, cwd=cwd, env=environment, timeout=INSTALL_SECONDS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    except subprocess.TimeoutExpired:
        raise TourError(f"`{' '.join(command[1:4])} ...` was still running after {INSTALL_SECONDS} s") from None
    if done.returncode:
        raise TourError(f"`{' '.join(command[1:4])} ...` ended with exit code {done.returncode}:\n{done.stdout}")


def changed(home: Path, pins: Path, version: str) -> bool:
    mark = home / ".stamp"
    return not mark.is_file() or mark.read_text() != fingerprint(pins, version)


def stamp(home: Path, pins: Path, version: str) -> None:
    (home / ".stamp").write_text(fingerprint(pins, version))


def fingerprint(pins: Path, version: str) -> str:
    return hashlib.sha256(pins.read_bytes() + version.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
