"""Every verb that writes a file says in one line which file cannot be written and why. It leaves no half-written file."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockclio.cli import main

REPORT = '{"mockclio_coverage": 1, "operations": {}, "events": [], "unmatched": 0}'
VERBS = {
    "openapi": ("openapi", "--output", "{file}"),
    "seed": ("seed", "--matters", "1", "--output", "{file}"),
    "verify": ("verify", "--match", "fields/Matter#show", "--report", "json", "--output", "{file}"),
    "coverage": ("coverage", "{folder}/seen.json", "--output", "{file}"),
    "coverage as a page": ("coverage", "{folder}/seen.json", "--html", "{file}"),
    "run": ("run", "--firm", "empty", "--coverage", "{file}", "--", "true"),
    "record": ("record", "--upstream", "http://127.0.0.1:9", "--token", "x", "--output", "{file}"),
}


def words(verb: str, folder: Path, file: Path) -> list[str]:
    (folder / "seen.json").write_text(REPORT)
    return [word.format(folder=folder, file=file) for word in VERBS[verb]]


def complaints(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("Error: ")]


@pytest.mark.parametrize("verb", VERBS)
def test_a_place_that_is_none_is_told_in_one_line(verb: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    file = tmp_path / "taken" / "result"
    done = CliRunner().invoke(main, words(verb, tmp_path, file), catch_exceptions=False)
    assert done.exit_code == 2
    (line,) = complaints(done.stderr)
    assert str(file) in line
    assert line.endswith("cannot be written: Not a directory")


def limited(*arguments: str, room: int) -> subprocess.CompletedProcess[str]:
    """The command in a process whose files cannot grow beyond some bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [sys.executable, "-m", "mockclio", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, preexec_fn=limit, env=dict(os.environ))


@pytest.mark.parametrize("verb", ["openapi", "seed", "coverage", "coverage as a page", "record"])
def test_on_a_full_disk_the_old_file_stays(verb: str, tmp_path: Path) -> None:
    file = tmp_path / "result"
    arguments = words(verb, tmp_path, file)
    if verb == "coverage as a page":
        file.mkdir()
    elif verb != "record":
        file.write_text("old")
    before = sorted(one.name for one in tmp_path.rglob("*"))
    done = limited(*arguments, room=10)
    assert done.returncode == 2, done.stderr
    (line,) = complaints(done.stderr)
    assert str(file) in line
    assert line.endswith("cannot be written: File too large")
    assert "Traceback" not in done.stderr
    assert sorted(one.name for one in tmp_path.rglob("*")) == before
    assert verb in ("record", "coverage as a page") or file.read_text() == "old"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="it needs /dev/full, which Linux has")
@pytest.mark.parametrize("arguments", [("openapi",), ("rules", "--json")], ids=lambda words: words[0])
def test_a_full_disk_behind_the_output_is_told_in_one_line(arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "mockclio", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (2, "Error: the output cannot be written: No space left on device\n")


def test_the_exit_code_of_a_command_counts_more_than_the_coverage_that_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    arguments = ["run", "--firm", "empty", "--coverage", str(tmp_path / "taken" / "x"), "--", sys.executable, "-c", "raise SystemExit(7)"]
    assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 7
