"""The steps of action.yml, run as GitHub's runner does, with this checkout in place of what the first step installs.

`make test-shipping` runs that step too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.shipping.composite import ROOT, Runner

INSTALL = "Install mockclio"
COUNT = 'curl -sf --noproxy "*" -H "Authorization: Bearer $CLIO_TOKEN" "$CLIO_API_URL/matters.json?limit=1"'


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    command = tmp_path / "bin" / "mockclio"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m mockclio "$@"\n', "utf-8")
    command.chmod(0o755)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MOCKCLIO_", "CLIO_", "INPUT_"))}
    made = Runner(tmp_path, {**clean, "PATH": f"{command.parent}{os.pathsep}{clean['PATH']}", "PYTHONPATH": str(ROOT)})
    yield made
    made.use(INSTALL, stop="true")


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/_mockclio/health", trust_env=False).is_success
    except httpx.TransportError:
        return False


def test_the_server_stays_for_later_steps_until_it_is_stopped(runner: Runner) -> None:
    assert runner.use(INSTALL, firm="empty", token="of-the-workflow", region="eu"), runner.log
    url = runner.outputs["url"]
    assert runner.variables["CLIO_BASE_URL"] == url
    assert runner.variables["CLIO_REGION"] == "eu"
    listed = httpx.get(f"{url}/api/v4/matters.json", headers={"Authorization": "Bearer of-the-workflow"}, trust_env=False)
    assert listed.json()["data"] == []
    assert runner.use(INSTALL, stop="true"), runner.log
    assert not answers(url)


def test_a_command_finds_the_server_which_is_stopped_after_it(runner: Runner) -> None:
    assert runner.use(INSTALL, run=f"{COUNT} > {runner.home}/matters.json"), runner.log
    assert '"records":21' in (runner.home / "matters.json").read_text("utf-8")
    assert not answers(runner.outputs["url"])


def test_a_command_that_fails_fails_the_action_and_the_server_is_stopped(runner: Runner) -> None:
    assert not runner.use(INSTALL, run="exit 3")
    assert not answers(runner.outputs["url"])


def test_flags_that_are_wrong_fail_the_start_with_what_the_server_says(runner: Runner) -> None:
    assert not runner.use(INSTALL, arguments="--firm nowhere.json --no-such-flag", run="true")
    assert "No such option" in runner.log
    assert "== Run the command" not in runner.log


def test_flags_are_read_as_a_shell_reads_them(runner: Runner) -> None:
    assert runner.use(INSTALL, arguments="--at '2026-07-01T09:00:00Z' --rate-limit 50"), runner.log
    headers = {"Authorization": "Bearer dev-token"}
    answer = httpx.get(f"{runner.outputs['url']}/api/v4/matters.json", headers=headers, trust_env=False)
    assert answer.headers["X-RateLimit-Limit"] == "50"


def test_what_mockclio_run_gives_its_command_is_exported(runner: Runner) -> None:
    assert runner.use(INSTALL), runner.log
    clean = {name: value for name, value in runner.around.items() if name != "PORT"}
    script = "import os; print(*os.environ, sep='\\n')"
    command = [sys.executable, "-m", "mockclio", "run", "--port", "0", "--", sys.executable, "-c", script]
    done = subprocess.run(command, env=clean, capture_output=True, text=True, timeout=60, check=True)
    given = {name for name in done.stdout.split() if name.startswith(("CLIO_", "MOCKCLIO_")) or name.upper() == "NO_PROXY"}
    assert "CLIO_API_URL" in given
    assert given <= runner.variables.keys()
