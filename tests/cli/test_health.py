"""The verb `health`: whether a server answers, for people and for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mockclio import MockClio
from mockclio.catalog import EDITION
from mockclio.cli.health import health
from tests.webhooks.sockets import listening


def ask(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(health, words, env=environment)


def test_it_says_that_the_server_answers(mock: MockClio) -> None:
    assert (ask("--url", mock.url).stdout, ask("--url", mock.url).exit_code) == (
        f"{mock.url} answers, with 1 world of the edition of {EDITION}\n",
        0,
    )
    assert json.loads(ask("--json", MOCKCLIO_URL=mock.url).stdout) == {"status": "ok", "worlds": 1, "edition": EDITION}


def test_where_nobody_listens_it_says_what_to_do_and_exits_with_3() -> None:
    for url in ("http://127.0.0.1:9", "nonsense"):
        away = ask("--url", url, "--json")
        assert (away.exit_code, away.stdout, "mockclio serve" in away.stderr) == (3, "", True)


@pytest.mark.parametrize("content", [b"hello", b"[]", b'{"status": "ok"}'])
def test_another_server_is_no_answer(content: bytes) -> None:
    def other(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Length", str(len(content)))])
        return [content]

    with listening(other) as url:
        strange = ask("--url", url)
    assert (strange.exit_code, "not as mockclio does" in strange.stderr) == (3, True)
