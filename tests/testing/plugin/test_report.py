"""What a failing test shows of its world."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.testing.plugin.runs import Run, run
from tests.testing.plugin.sources import FAILURES


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("failures"), FAILURES)


def test_the_calls_of_a_failing_test_are_listed_with_the_first_that_was_refused(failures: Run) -> None:
    lines = failures.section("mockclio", "test_refused").strip().splitlines()
    assert lines[0] == "3 calls were made:"
    assert [line.split()[:-2] for line in lines[1:4]] == [
        ["#1", "GET", "/api/v4/users/who_am_i.json", "200"],
        [">", "#2", "POST", "/api/v4/matters.json", "422"],
        ["#3", "POST", "/oauth/token", "401"],
    ]
    assert lines[4] == "the first that differed, #2 Matter#create:"
    assert lines[5] == '  sent: {"data": {"description": "Lease"}}'
    assert lines[6].startswith('  answered: {"error": {"type": "ArgumentError"')
    assert lines[7].startswith("  rules: ")


def test_secrets_are_masked(failures: Run) -> None:
    assert "a-long-secret" not in failures.section("mockclio", "test_refused")


def test_the_near_miss_of_an_assertion_is_the_first_that_differed(failures: Run) -> None:
    shown = failures.section("mockclio", "test_missing")
    assert "> #2 POST /api/v4/contacts.json 201" in shown
    assert "the first that differed, #2 Contact#create:" in shown


def test_the_deliveries_of_the_test_are_told_in_their_order(failures: Run) -> None:
    shown = failures.section("mockclio", "test_untold")
    assert "webhooks were told once:" in shown
    assert "handshake to webhook" in shown
    assert ": 500: failed (answered with 500" in shown


def test_of_many_calls_the_last_are_shown_and_the_first_that_differed(failures: Run) -> None:
    lines = failures.section("mockclio", "test_many").strip().splitlines()
    assert lines[:2] == ["41 calls were made:", "  (11 earlier ones are left out)"]
    assert lines[2].startswith("> #1 GET /api/v4/matters/1.json 404")
    assert len([line for line in lines if "who_am_i" in line]) == 30


def test_a_test_without_calls_says_so_and_one_without_a_world_says_nothing(failures: Run) -> None:
    assert failures.section("mockclio", "test_none").strip() == "no call was made"
    with pytest.raises(IndexError):
        failures.section("mockclio", "test_without")


def test_a_test_that_passed_shows_nothing(failures: Run) -> None:
    assert failures.outcomes["test_passed"] == "PASSED"
    with pytest.raises(IndexError):
        failures.section("mockclio", "test_passed")


@pytest.mark.parametrize(("when", "sections"), [("always", 2), ("never", 0)])
def test_who_shows_it_is_an_option(tmp_path: Path, when: str, sections: int) -> None:
    done = run(tmp_path, FAILURES, "--mockclio-report", when, "-k", "passed or none")
    assert done.outcomes == {"test_passed": "PASSED", "test_none": "FAILED"}
    assert done.text.count(" mockclio -") == sections, done.text
