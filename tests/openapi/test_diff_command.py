"""The verb `diff` prints what differs and tells by its exit code whether something is missing here."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mockclio.cli.diff import diff

OURS: dict[str, Any] = {"openapi": "3.0.3", "paths": {"/matters": {"get": {"operationId": "Matter#index", "responses": {"200": {}}}}}}
MORE: dict[str, Any] = {"openapi": "3.1.0", "paths": {**OURS["paths"], "/tasks.json": {"get": {"operationId": "Task#index"}}}}


@pytest.fixture(autouse=True)
def _small_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that is small enough to read."""
    module = ModuleType("mockclio.openapi.export")
    module.document = lambda: OURS  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mockclio.openapi.export", module)


def run(tmp_path: Path, official: Any, *options: str) -> Result:
    path = tmp_path / "official.json"
    path.write_text(json.dumps(official), encoding="utf-8")
    return CliRunner().invoke(diff, [str(path), *options])


def test_no_difference_exits_with_0(tmp_path: Path) -> None:
    result = run(tmp_path, OURS)
    assert (result.exit_code, result.output) == (0, "0 differences in 0 operations: 0 missing here, 0 only here, 0 changed\n")


def test_what_is_only_here_exits_with_0(tmp_path: Path) -> None:
    result = run(tmp_path, {"openapi": "3.0.3", "paths": {}})
    assert (result.exit_code, "only here     operation: GET /matters" in result.output) == (0, True)


def test_what_is_missing_here_exits_with_1(tmp_path: Path) -> None:
    result = run(tmp_path, MORE)
    assert (result.exit_code, "missing here  operation: GET /tasks" in result.output) == (1, True)


def test_json_carries_the_same_differences(tmp_path: Path) -> None:
    result = run(tmp_path, MORE, "--json")
    assert json.loads(result.output) == {
        "missing": True,
        "differences": [
            {
                "kind": "missing here",
                "operation": "Task#index",
                "place": "operation",
                "aspect": "",
                "official": "GET /tasks",
                "ours": None,
                "detail": "GET /tasks",
            }
        ],
    }


def test_a_file_that_is_no_openapi_document_exits_with_2(tmp_path: Path) -> None:
    result = run(tmp_path, {"swagger": "2.0"})
    assert (result.exit_code, "is no OpenAPI 3.0 or 3.1 document" in result.output) == (2, True)


def test_an_address_where_nobody_listens_exits_with_3() -> None:
    result = CliRunner().invoke(diff, ["http://127.0.0.1:1/clio.json"])
    assert (result.exit_code, "cannot be reached" in result.output) == (3, True)


def test_only_what_is_missing_is_listed_when_it_is_asked_for(tmp_path: Path) -> None:
    official = {"openapi": "3.0.3", "paths": {"/tasks.json": {"get": {"operationId": "Task#index"}}}}
    result = run(tmp_path, official, "--missing")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Missing here:",
        "  missing here  operation: GET /tasks  (Task#index)",
        "",
        "1 differences in 1 operations: 1 missing here, 0 only here, 0 changed",
    ]


def test_deliberate_differences_are_counted_and_listed_with_reasons_on_request(tmp_path: Path) -> None:
    """The catalogue of these tests answers 410, which the official document lists nowhere."""
    answering = {"openapi": "3.0.3", "paths": {"/matters": {"get": {"operationId": "Matter#index", "responses": {"200": {}, "410": {}}}}}}
    sys.modules["mockclio.openapi.export"].document = lambda: answering  # type: ignore[attr-defined]
    plain, listed = run(tmp_path, OURS), run(tmp_path, OURS, "--deliberate")
    assert plain.output.splitlines()[-1] == "1 more are deliberate: --deliberate lists them with their reasons"
    assert listed.output.splitlines()[-2:] == [
        "  Prose says that a version which there is not answers so; the document lists it nowhere.",
        "    only here     response status 410  (Matter#index)",
    ]
    rows = json.loads(run(tmp_path, OURS, "--deliberate", "--json").output)
    assert [(row["place"], row["reason"][:5]) for row in rows["deliberate"]] == [("response status 410", "Prose")]
    assert (plain.exit_code, rows["differences"]) == (0, [])


# --- with a coverage -------------------------------------------------------------------------------------------------------------------

SHOWN: dict[str, Any] = {"calls": {"200": 2}, "parameters": {}, "fields": ["id"], "body": [], "errors": {}, "faults": []}


def coverage(tmp_path: Path, **operations: Any) -> str:
    path = tmp_path / "run.json"
    path.write_text(json.dumps({"mockclio_coverage": 1, "operations": operations, "events": [], "unmatched": 0}), encoding="utf-8")
    return str(path)


def test_what_concerns_the_tests_comes_first(tmp_path: Path) -> None:
    file = coverage(tmp_path, **{"Matter#index": SHOWN})
    official = {"openapi": "3.0.3", "paths": {"/tasks.json": MORE["paths"]["/tasks.json"]}}
    result = run(tmp_path, official, "--coverage", file)
    assert result.output.splitlines() == [
        "Concerns your tests: 1 differences in 1 operations",
        "",
        "Only here:",
        "  only here     operation: GET /matters  (Matter#index)",
        "",
        "The rest: 1 differences",
        "",
        "Missing here:",
        "  missing here  operation: GET /tasks  (Task#index)",
        "",
        "2 differences in 2 operations: 1 missing here, 1 only here, 0 changed",
    ]
    rows = json.loads(run(tmp_path, official, "--coverage", file, "--json").output)
    assert rows["concerns"] == 1
    assert [(row["operation"], row["concerns"], row["called"]) for row in rows["differences"]] == [
        ("Matter#index", True, True),
        ("Task#index", False, False),
    ]


def test_a_coverage_that_is_none_exits_with_2(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    file.write_text("{}", encoding="utf-8")
    result = run(tmp_path, OURS, "--coverage", str(file))
    assert (result.exit_code, "is no coverage of mockclio" in result.output) == (2, True)
