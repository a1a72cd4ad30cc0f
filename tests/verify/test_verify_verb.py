"""The verb `verify`: its exit codes, what it refuses to be asked, and where it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mockclio import MockClio
from mockclio.cli import main
from mockclio.cli import verify as verb


def run(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["verify", *words], env=environment)


def test_without_an_address_it_verifies_a_mock_of_its_own() -> None:
    result = run("--match", "errors/missing/Task#show")
    assert result.exit_code == 0, result.output
    assert "1 cases hold, 0 are broken, 0 could not be judged" in result.output


def test_it_prints_json_and_nothing_else() -> None:
    printed = json.loads(run("--match", "errors/unknown-route/path", "--json").stdout)
    assert [case["outcome"] for case in printed["cases"]] == ["holds"]


@pytest.mark.parametrize("form", ["junit", "html", "json"])
def test_it_writes_a_report(tmp_path: Path, form: str) -> None:
    file = tmp_path / "report"
    result = run("--match", "errors/missing/Task", "--report", form, "--output", str(file))
    assert result.exit_code == 0
    assert "errors/missing/Task#show/id" in file.read_text("utf-8")


def test_a_finding_exits_with_1_and_is_told_without_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockclio.errors.NotFound.status", 400)
    result = run("--match", "errors/missing/Task#show")
    assert result.exit_code == 1
    assert "expected  status 404" in result.stdout
    assert 'found     status 400: {"error":{"type":"NotFoundError","message":"<text of 9>"}}' in result.stdout
    assert "1 are broken" in result.stdout


def test_it_verifies_over_a_socket_and_takes_the_token_from_the_environment() -> None:
    with MockClio("small", token="secret-token") as mock:
        good = run("--base-url", mock.url, "--match", "errors/missing/Task", CLIO_TOKEN="secret-token")
        also = run("--base-url", mock.url, "--match", "errors/missing/Task", MOCKCLIO_TOKEN="secret-token")
        bad = run("--base-url", mock.url, "--match", "errors/missing/Task", CLIO_TOKEN="other")
    assert (good.exit_code, also.exit_code, bad.exit_code) == (0, 0, 1)


def test_a_server_that_does_not_answer_exits_with_3() -> None:
    result = run("--base-url", "http://127.0.0.1:1", "--match", "errors/")
    assert result.exit_code == 3
    assert "http://127.0.0.1:1 does not answer" in result.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--base-url", "https://app.clio.test", "--show-values"], "--show-values is for an account on this machine"),
        (["--output", "x"], "add --report junit"),
        (["--tags", "Nothing"], "there is no tag Nothing"),
        (["--base-url", "somewhere"], "write it as in https://app.clio.com"),
        (["--kinds", "nothing"], "nothing"),
    ],
)
def test_a_wrong_call_exits_with_2_and_says_what_would_be_right(words: list[str], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("url", "write", "read_only"),
    [
        ("http://127.0.0.1:1", None, False),
        ("http://127.0.0.1:1", False, True),
        ("https://app.clio.test", None, True),
        ("https://app.clio.test", True, False),
    ],
)
def test_it_writes_beyond_this_machine_only_with_write(
    monkeypatch: pytest.MonkeyPatch, url: str, write: bool | None, read_only: bool
) -> None:
    seen: list[bool] = []

    def stop(opened: object, base_url: str, token: str, *, read_only: bool) -> None:
        seen.append(read_only)
        raise SystemExit(0)

    monkeypatch.setattr(verb, "_account", stop)
    run("--base-url", url, *({True: ["--write"], False: ["--read-only"], None: []}[write]))
    assert seen == [read_only]


def test_the_checks_of_authorization_take_an_application() -> None:
    whole = ("--client-id", "dev-client", "--client-secret", "dev-secret", "--redirect-uri", "http://127.0.0.1:3000/callback")
    with MockClio("small") as mock:
        result = run("--base-url", mock.url, "--kinds", "oauth", "--match", "state", *whole)
    assert result.exit_code == 0, result.output
    partly = run("--base-url", "http://127.0.0.1:1", *whole[:2])
    assert partly.exit_code == 2
    assert "--client-secret and --redirect-uri: give all of them" in partly.stderr
