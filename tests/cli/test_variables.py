"""The environment variables of the command line: one rule for all flags of all verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import httpx
import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.cli import _environment, main
from mockclio.cli._options import served_url
from tests.cli.serving import Serving
from tests.conventions.source import ROOT

SHARED = ("--url", "--control-token", "--world")
CALLERS = ("api", "trigger")
"""The verbs whose --token is the bearer token that they send to a mock."""


def commands(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every verb with the words that call it."""
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, (*words, name))


OPTIONS = [
    (words, option)
    for words, command in commands(main)
    if words
    for option in command.params
    if isinstance(option, click.Option) and "--help" not in option.opts
]


def long(option: click.Option) -> str:
    return next(name for name in option.opts if name.startswith("--"))


def expected(words: tuple[str, ...], flag: str) -> str | list[str]:
    """The rule, written once more."""
    if flag == "--token" and words[0] in CALLERS:
        return ["MOCKCLIO_TOKEN", "CLIO_TOKEN"]
    name = flag[2:].replace("-", "_").upper()
    return f"MOCKCLIO_{name}" if words == ("serve",) or flag in SHARED else f"MOCKCLIO_{'_'.join(words).upper()}_{name}"


@pytest.mark.parametrize(("words", "option"), OPTIONS, ids=[" ".join([*words, long(option)]) for words, option in OPTIONS])
def test_each_flag_has_the_variable_of_the_rule(words: tuple[str, ...], option: click.Option) -> None:
    assert option.envvar == expected(words, long(option))


def test_no_variable_means_two_things() -> None:
    owners: dict[str, set[str]] = {}
    for words, option in OPTIONS:
        for name in [option.envvar] if isinstance(option.envvar, str) else option.envvar or []:
            flag = long(option)
            owners.setdefault(name, set()).add(flag if flag in (*SHARED, "--token") else f"{' '.join(words)} {flag}")
    assert {name: sorted(flags) for name, flags in owners.items() if len(flags) > 1} == {}


def test_verbs_share_the_declarations_of_common_options() -> None:
    declared: dict[str, set[str | None]] = {}
    for words, option in OPTIONS:
        if words != ("serve",):
            declared.setdefault(long(option), set()).add(option.help)
    assert {flag: len(declared[flag]) for flag in SHARED} == dict.fromkeys(SHARED, 1)


def test_the_page_of_variables_follows_from_the_flags_and_names_each_of_them() -> None:
    page = (ROOT / _environment.PAGE).read_text("utf-8")
    assert page == _environment.page(), "run `make environment`"
    named = {name for _, option in OPTIONS for name in ([option.envvar] if isinstance(option.envvar, str) else option.envvar or [])}
    assert sorted(named - set(re.findall(r"`([A-Z_]+)`", page))) == []
    assert sorted(set(re.findall(r"`(MOCKCLIO_[A-Z_]+)`", page)) - named) == []


def ask(*words: str, **environment: str | None) -> tuple[int, str]:
    clean = dict.fromkeys(("MOCKCLIO_URL", "MOCKCLIO_TOKEN", "CLIO_TOKEN", "MOCKCLIO_WORLD", "MOCKCLIO_HOST", "MOCKCLIO_PORT", "PORT"))
    result = CliRunner().invoke(main, list(words), env={**clean, **environment})
    return result.exit_code, result.output


WHO = ("api", "GET", "users/who_am_i", "--json")


def test_the_token_is_the_flag_then_mockclio_token_then_clio_token() -> None:
    with MockClio("empty", token="right") as mock:
        here = {"MOCKCLIO_URL": mock.url}
        for verb in (WHO, ("trigger", "contact.created")):
            assert ask(*verb, "--token", "right", **here, MOCKCLIO_TOKEN="wrong", CLIO_TOKEN="wrong")[0] == 0
            assert ask(*verb, **here, MOCKCLIO_TOKEN="right", CLIO_TOKEN="wrong")[0] == 0
            assert ask(*verb, **here, CLIO_TOKEN="right")[0] == 0
            assert ask(*verb, **here, MOCKCLIO_TOKEN="wrong", CLIO_TOKEN="right")[0] == 1
            assert ask(*verb, **here)[0] == 1


def test_a_world_that_is_named_gives_its_token() -> None:
    with MockClio("empty") as mock:
        token = mock.http.post("/_mockclio/worlds/default/fork", json={"name": "other"}).json()["world"]["token"]
        for verb in (WHO, ("trigger", "contact.created")):
            assert ask(*verb, "--world", "other", MOCKCLIO_URL=mock.url, MOCKCLIO_TOKEN="dev-token")[0] == 0
            assert ask(*verb, MOCKCLIO_URL=mock.url, MOCKCLIO_WORLD="other")[0] == 0
        log = mock.http.get("/_mockclio/requests", params={"world": "other", "token": token}).json()["requests"]
        assert [one["path"] for one in log if "who_am_i" in one["path"]] == ["/api/v4/users/who_am_i.json"] * 2
        assert ask(*WHO, "--world", "nowhere", MOCKCLIO_URL=mock.url)[0] == 1


def test_clio_itself_is_never_sent_the_token_of_a_mock() -> None:
    code, complaint = ask(*WHO, "--region", "us")
    assert (code, "CLIO_TOKEN" in complaint) == (2, True)


@pytest.mark.parametrize(
    ("verb", "code"),
    [
        (WHO, 3),
        (("trigger", "contact.created"), 3),
        (("clock", "show"), 3),
        (("health",), 3),
        (("coverage",), 3),
    ],
)
def test_a_closed_port_is_an_error_with_the_address_and_no_second_attempt(
    verb: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slept(seconds: float) -> None:
        raise AssertionError(f"waited {seconds} s")

    monkeypatch.setattr("time.sleep", slept)
    assert ask(*verb, MOCKCLIO_URL="http://127.0.0.1:9") == (
        code,
        "Error: http://127.0.0.1:9 does not answer ([Errno 111] Connection refused): "
        "start a server with `mockclio serve`, or name another with --url\n",
    )


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({}, "http://127.0.0.1:8428"),
        ({"MOCKCLIO_HOST": "0.0.0.0", "MOCKCLIO_PORT": "9000"}, "http://127.0.0.1:9000"),
        ({"MOCKCLIO_HOST": "::", "PORT": "9000", "MOCKCLIO_TLS": "1"}, "https://[::1]:9000"),
        ({"MOCKCLIO_PORT": "1", "PORT": "2", "MOCKCLIO_TLS_CA": "true", "MOCKCLIO_TLS": "0"}, "https://127.0.0.1:1"),
        ({"MOCKCLIO_HOST": "10.1.2.3", "MOCKCLIO_TLS": "false"}, "http://10.1.2.3:8428"),
    ],
)
def test_verbs_ask_the_server_that_the_same_environment_starts(environment: dict[str, str], url: str) -> None:
    assert served_url(environment) == url


def test_health_finds_a_server_with_tls_beyond_this_machine(tmp_path: Path) -> None:
    environment = {"MOCKCLIO_HOST": "0.0.0.0", "MOCKCLIO_TLS": "1", "MOCKCLIO_CONTROL_TOKEN": "s3cret", "MOCKCLIO_FIRM": "empty"}
    with Serving("--port", "0", **environment) as server:
        port = server.url.rpartition(":")[2]
        assert ask("health", **environment, MOCKCLIO_PORT=port)[0] == 0
        assert ask("world", "list", **environment, PORT=port)[0] == 0
        assert ask(*WHO, **environment, PORT=port)[0] == 0
        assert ask("health", MOCKCLIO_HOST="0.0.0.0", MOCKCLIO_PORT=port, MOCKCLIO_TLS=None)[0] == 3


def test_each_name_in_a_variable_counts_where_a_flag_may_be_repeated() -> None:
    with Serving("--port", "0", "--firm", "empty", MOCKCLIO_ALLOW_HOST="one.test two.test") as server:
        for name in ("one.test", "two.test"):
            assert httpx.get(f"{server.url}/_mockclio/health", headers={"Host": name}, trust_env=False).status_code == 200


def test_a_list_of_records_is_created_in_its_order() -> None:
    option = next(option for words, option in OPTIONS if words == ("api",) and long(option) == "--at-once")
    assert option.default == 1
