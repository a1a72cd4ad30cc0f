"""The verbs: record before a served account, over sockets, and seed from what was recorded."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.cli import main


def test_an_account_is_recorded_until_the_signal_and_seeded(mock: MockClio, tmp_path: Path) -> None:
    file, made = tmp_path / "office.jsonl", tmp_path / "office.json"
    command = [sys.executable, "-m", "mockclio", "record", "--upstream", mock.url, "--output", str(file), "--seed", "7", "--json"]
    environment = {**os.environ, "MOCKCLIO_RECORD_TOKEN": mock.token}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        url = json.loads(running.stdout.readline())["url"]
        answer = httpx.get(f"{url}/api/v4/activity_descriptions.json", params={"limit": 3})
        assert answer.json()["meta"]["paging"]["next"].startswith(url)
        running.send_signal(signal.SIGTERM)
        assert json.loads(running.stdout.readline()) == {"exchanges": 1}
    assert running.returncode == 0
    result = CliRunner().invoke(main, ["seed", "--from", str(file), "--output", str(made), "--json"])
    assert (result.exit_code, json.loads(result.output)["from"]) == (0, str(file))
    with MockClio(str(made)) as copy:
        assert len(copy.http.get("/api/v4/activity_descriptions.json").json()["data"]) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["record", "--upstream", "http://app.clio.com", "--token", "t"], "write https://app.clio.com"),
        (["record", "--upstream", "https://app.clio.com"], "--token"),
        (["seed", "--from", "nowhere.jsonl"], "mockclio record"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(arguments: list[str], message: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [*arguments, "--output", str(tmp_path / "made")])
    assert result.exit_code == 2
    assert message in result.output
