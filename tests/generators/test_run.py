"""The run of the generators: what it does where npm is missing, and what it refuses."""

from __future__ import annotations

import pytest

from tests.generators import run

LATER = 10**9


@pytest.mark.parametrize(("everything", "outcome"), [("", "skipped"), ("1", "failed")])
def test_without_npm_typescript_is_skipped_unless_all_is_required(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], everything: str, outcome: str
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("MOCKCLIO_REQUIRE_ALL", everything)
    one = run.GENERATORS[0]
    missing = run.prepared(one)
    assert missing == (outcome, "node and npm are not on the PATH")
    assert run.run(one, missing, LATER) == outcome
    assert "node and npm are not on the PATH" in capsys.readouterr().out


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(SystemExit, match="no generator is called x; there are openapi-typescript, hey-api"):
        run.main(["x"])


def test_every_tour_stands_beside_the_run() -> None:
    assert [one.tour for one in run.GENERATORS if not (run.HERE / one.tour).is_file()] == []


@pytest.mark.parametrize("one", run.GENERATORS, ids=lambda one: one.name)
def test_the_page_shows_the_command_that_runs(one: run.Generator) -> None:
    _, _, flags = one.write.partition("{document}")
    assert f"{run.SERVED}/openapi.json{flags}\n" in run.section(one)
    assert run.SERVED in run.snippet(one)
