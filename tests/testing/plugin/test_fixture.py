"""The fixtures: one world a test, in process, over a socket, on a server elsewhere, in the workers of xdist."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.testing.plugin.runs import run
from tests.testing.plugin.sources import EITHER_WAY, ISOLATION, WRONG_MARKS

TESTS = {
    "test_everything",
    "test_faults_strike_and_the_client_waits_in_the_worlds_time",
    "test_the_mark_adds_faults",
    "test_a_firm_without_matters",
    "test_the_same_firm_is_billed",
    "test_plain_code_goes_over_the_address",
    "test_a_user_logs_in_and_a_new_webhook_receives_at_once",
    "test_code_that_is_awaited",
}


@pytest.fixture
def served() -> Iterator[str]:
    """The address of a mockclio in a process of its own."""
    command = [sys.executable, "-m", "mockclio", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[1]
        server.terminate()


@pytest.mark.parametrize("way", [(), ("--mockclio-socket",), ("-n", "2")], ids=["in process", "over a socket", "in two workers"])
def test_the_same_tests_run_both_ways(tmp_path: Path, way: tuple[str, ...]) -> None:
    done = run(tmp_path, EITHER_WAY, *way)
    assert done.outcomes == dict.fromkeys(TESTS, "PASSED"), done.text


def test_the_same_tests_run_on_a_server_elsewhere_and_leave_nothing_there(tmp_path: Path, served: str) -> None:
    done = run(tmp_path, EITHER_WAY, "--mockclio-url", served)
    assert done.outcomes == dict.fromkeys(TESTS, "PASSED"), done.text
    assert [world["name"] for world in httpx.get(f"{served}/_mockclio/worlds").json()["worlds"]] == ["default"]


def test_nothing_of_a_test_is_there_for_the_next(tmp_path: Path) -> None:
    done = run(tmp_path, ISOLATION)
    assert set(done.outcomes.values()) == {"PASSED"}, done.text
    assert len(done.outcomes) == 7


def test_a_mark_that_means_nothing_is_refused_with_what_would_be_right(tmp_path: Path) -> None:
    done = run(tmp_path, WRONG_MARKS)
    assert set(done.outcomes.values()) <= {"ERROR", "FAILED"}, done.text
    keywords = "firm, at, faults, environment, intercept, auto_approve, allow_redirect_hosts, sweep, survives"
    assert f"does not take firms: it takes {keywords}, by name" in done.text
    assert 'write True, or "report"' in done.text
    assert "nowhere" in done.text


def test_where_nobody_answers_the_test_says_how_to_start_one(tmp_path: Path) -> None:
    done = run(tmp_path, "def test_it(mockclio): ...", "--mockclio-url", "http://127.0.0.1:9")
    assert done.outcomes == {"test_it": "ERROR"}
    assert "--mockclio-url=http://127.0.0.1:9: no mockclio answers there" in done.text
    assert "start one with `mockclio serve`" in done.text


def test_a_run_that_does_not_use_the_plugin_imports_nothing_of_it(tmp_path: Path) -> None:
    source = """
    import sys
    def test_it():
        ours = sorted(name for name in sys.modules if name.startswith("mockclio"))
        assert ours == ["mockclio", "mockclio.testing", "mockclio.testing.plugin"]
        assert not {"flask", "httpx", "mockclio.mock"} & sys.modules.keys()
    """
    done = run(tmp_path, source)
    assert done.outcomes == {"test_it": "PASSED"}, done.text
