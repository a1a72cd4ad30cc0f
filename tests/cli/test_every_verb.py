"""What every verb keeps to: an example in its help, and --json where it prints something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.cli import main
from mockclio.store import resources
from mockclio.webhooks.receiver import Receiver
from tests.api import Api
from tests.practice.books import Books

WITHOUT_JSON = {
    "mockclio run",  # prints what its command prints; --coverage FILE writes JSON
    "mockclio serve",  # prints one line, `ready URL`, whose form other programs rely on
}
UNTIL_INTERRUPTED = {
    "mockclio listen",  # tests/cli/test_webhook_verbs.py reads its lines
    "mockclio record",  # tests/testing/recording/test_command.py does
}
WORDS = {
    "mockclio api": "GET users/who_am_i",
    "mockclio bill": "{matter}",
    "mockclio clock advance": "1h",
    "mockclio clock freeze": "",
    "mockclio clock run": "",
    "mockclio clock set": "2027-01-01T00:00:00Z",
    "mockclio clock show": "",
    "mockclio connectors": "--row 1",
    "mockclio coverage": "",
    "mockclio credit": "{bill} --amount 1",
    "mockclio diff": "{official}",
    "mockclio explain": "1",
    "mockclio fault add": "status --status 503 --operation Note#*",
    "mockclio fault clear": "",
    "mockclio fault kinds": "",
    "mockclio fault list": "",
    "mockclio health": "",
    "mockclio openapi": "--check",
    "mockclio pay": "{bill} --amount 1",
    "mockclio replay": "gone_410",
    "mockclio requests": "",
    "mockclio rules import": "{folder}/report.json",
    "mockclio seed": "--matters 1 --output {folder}/firm.json",
    "mockclio state delete": "old",
    "mockclio state diff": "kept",
    "mockclio state fork": "kept",
    "mockclio state list": "",
    "mockclio state load": "kept --world spare",
    "mockclio state save": "new",
    "mockclio token mint": "--age 29d",
    "mockclio token expire": "{token}",
    "mockclio token revoke": "{token}",
    "mockclio trigger": "contact.created",
    "mockclio verify": "--match errors/unknown-route/path",
    "mockclio webhooks clear": "",
    "mockclio webhooks corrupt": "--model bill",
    "mockclio webhooks delay": "15m --model bill",
    "mockclio webhooks drop": "--model bill",
    "mockclio webhooks duplicate": "--model bill",
    "mockclio webhooks lab": "",
    "mockclio webhooks list": "",
    "mockclio webhooks reorder": "--model bill",
    "mockclio webhooks replay": "--model contact",
    "mockclio webhooks resend": "1",
    "mockclio webhooks respond": "500,none,200 --model bill",
    "mockclio webhooks show": "1",
    "mockclio webhooks wait": "--event created",
    "mockclio webhooks why": "",
    "mockclio world create": "--firm empty",
    "mockclio world delete": "old",
    "mockclio world fork": "spare",
    "mockclio world list": "",
    "mockclio world reset": "spare",
    "mockclio world show": "",
}
"""Words to call each verb with, in the firm below."""

LISTS = {
    *("mockclio api", "mockclio connectors", "mockclio coverage", "mockclio credit", "mockclio fault kinds"),
    *("mockclio fault list", "mockclio pay", "mockclio requests", "mockclio state list", "mockclio webhooks lab"),
    *("mockclio webhooks list", "mockclio webhooks why", "mockclio world list"),
}
"""The verbs that print a table, or what a payment changed."""


def commands(group: click.Command, name: str = "mockclio") -> Iterator[tuple[str, click.Command]]:
    if isinstance(group, click.Group):
        for word in group.list_commands(click.Context(group)):
            command = group.get_command(click.Context(group), word)
            assert command is not None
            yield from commands(command, f"{name} {word}")
    else:
        yield name, group


VERBS = dict(commands(main))


class Firm:
    """A served account with something for every verb: a matter with work, a bill, deliveries, saved states, a second and a third world."""

    def __init__(self, mock: MockClio, folder: Path) -> None:
        self.mock = mock
        worlds = mock.app.extensions["worlds"]
        worlds.states.folder = folder / "states"
        (folder / "report.json").write_text('{"format": "mockclio.verify/1", "mock": false, "cases": []}')
        mock.webhooks.mount("https://app.test", Receiver())
        Api(mock).post("/webhooks", {"url": "https://app.test/hook", "model": "contact", "fields": "id,name"})
        books = Books(mock)
        matter, bill = books.matter(), books.issued(1_000)
        books.work(matter)
        for state in ("kept", "old"):
            worlds.states.save(mock.world, state)
        for world in ("spare", "old"):
            worlds.fork(mock.world, world)
        token = mock.http.post("/_mockclio/tokens", json={}).json()["access_token"]
        official = resources.data("openapi") / "clio-v4.json"
        self.names = {"matter": matter, "bill": bill, "token": token, "folder": folder, "official": official}

    def run(self, verb: str, *options: str) -> str:
        """What the verb prints. A finding, such as a difference, exits with 1."""
        words = [*verb.split()[1:], *WORDS[verb].format(**self.names).split(), *options]
        environment = {"MOCKCLIO_URL": self.mock.url, "COLUMNS": "80"}
        result = CliRunner().invoke(main, words, env=environment, catch_exceptions=False)
        assert (result.exit_code in (0, 1), result.stderr) == (True, ""), result.output
        return result.stdout


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    with MockClio("empty") as mock:
        yield Firm(mock, tmp_path_factory.mktemp("verbs"))


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_each_verb_holds_an_example(verb: str) -> None:
    assert f"Example: {verb}" in " ".join(f"{VERBS[verb].help} {VERBS[verb].epilog}".split())


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_takes_json(verb: str) -> None:
    taken = {option for parameter in VERBS[verb].params for option in parameter.opts}
    assert ("--json" in taken) is (verb not in WITHOUT_JSON)


def test_each_verb_that_takes_json_is_tried() -> None:
    assert sorted(VERBS.keys() - WITHOUT_JSON - UNTIL_INTERRUPTED) == sorted(WORDS)


@pytest.mark.parametrize("verb", sorted(WORDS))
def test_each_verb_prints_json_and_nothing_else(firm: Firm, verb: str) -> None:
    assert isinstance(json.loads(firm.run(verb, "--json")), dict | list)


@pytest.mark.parametrize("verb", sorted(LISTS))
def test_each_verb_that_prints_a_table_fits_80_columns(firm: Firm, verb: str) -> None:
    lines = firm.run(verb).splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert lines
