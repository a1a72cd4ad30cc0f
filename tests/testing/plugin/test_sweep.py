"""The resilience sweep: a test runs again for each documented error of each operation that it used."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockclio.catalog import operations
from mockclio.testing.sweep import trials
from tests.testing.plugin.runs import Run, run
from tests.testing.plugin.sources import SWEPT


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("swept"), SWEPT)


def test_code_that_takes_everything_for_an_answer_fails_with_the_errors_by_name(swept: Run) -> None:
    assert swept.outcomes["test_naive"] == "FAILED"
    lines = swept.text.split("____ test_naive ____")[1].split("____ ")[0].splitlines()
    at = lines.index("6 of 6 errors were not survived")
    assert lines[at + 1] == "Matter#index"
    assert [line.split(":")[0] for line in lines[at + 2 : at + 8]] == [
        f"  NOT SURVIVED {error}" for error in ("401", "403", "429", "500", "timeout", "cut")
    ]
    assert lines[at + 2] == "  NOT SURVIVED 401: KeyError: 'data'"
    assert lines[at + 6].startswith("  NOT SURVIVED timeout: ReadTimeout: ")


def test_code_that_handles_them_passes(swept: Run) -> None:
    assert swept.outcomes["test_careful"] == "PASSED"
    assert "test_app.py::test_careful: 6 of 6 errors survived" in swept.text


def test_a_sweep_may_report_and_fail_nothing(swept: Run) -> None:
    assert swept.outcomes["test_told"] == "PASSED"
    summary = swept.text.split("test_app.py::test_told: ")[1].splitlines()
    assert summary[:3] == ["0 of 6 errors survived", "  Matter#index", "    NOT SURVIVED 401: KeyError: 'data'"]


def test_the_typed_client_survives_with_its_own_errors_and_without_sleeping(swept: Run) -> None:
    assert swept.outcomes["test_client"] == "FAILED"
    summary = swept.text.split("____ test_client ____")[1].split("____ ")[0]
    assert "Contact#index" in summary
    assert "Matter#create" in summary
    assert "Matter#show" not in summary
    assert "handled      401, 403, 404, 422" in summary


def test_a_test_may_ask_which_error_it_is_tried_with(swept: Run) -> None:
    assert "test_app.py::test_in_its_own_words: 5 of 6 errors survived" in swept.text
    assert swept.outcomes["test_in_its_own_words"] == "PASSED"


def test_what_fails_plainly_is_not_swept(swept: Run) -> None:
    assert swept.outcomes["test_plainly_broken"] == "FAILED"
    assert "test_plainly_broken: 0 of" not in swept.text


def test_a_test_without_calls_says_that_nothing_was_swept(swept: Run) -> None:
    assert swept.outcomes["test_idle"] == "PASSED"
    assert "nothing was swept: the test called no operation" in swept.section("mockclio sweep", "test_idle")


def test_fixtures_of_wider_scope_stay_until_the_last_test_of_theirs(swept: Run) -> None:
    assert swept.outcomes["test_after"] == "PASSED"


def test_workers_send_what_they_swept(tmp_path: Path, swept: Run) -> None:
    done = run(tmp_path, SWEPT, "-n", "2", "-k", "careful or told")
    assert done.outcomes == {"test_careful": "PASSED", "test_told": "PASSED"}, done.text
    assert "test_app.py::test_careful: 6 of 6 errors survived" in done.text
    assert "NOT SURVIVED timeout" in done.text


@pytest.mark.parametrize("operation", operations().values(), ids=lambda operation: operation.operation_id)
def test_every_operation_has_the_errors_that_any_server_brings(operation: object) -> None:
    results = [trial.error for trial in trials(operation, over_socket=False)]  # type: ignore[arg-type]
    assert {"401", "403", "429", "500", "timeout", "cut"} <= set(results)
    assert len(results) == len(set(results))


def test_an_operation_has_the_errors_that_it_documents() -> None:
    known = {one.operation_id: one for one in operations().values()}
    results = {name: [trial.error for trial in trials(known[name], over_socket=False)] for name in ("Matter#update", "Matter#index")}
    assert results["Matter#update"] == ["401", "403", "404", "412", "422", "429", "500", "timeout", "cut"]
    assert results["Matter#index"] == ["401", "403", "429", "500", "timeout", "cut"]
