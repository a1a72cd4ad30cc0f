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
