"""What two connector products call gets what they expect: one test a row, and the checks of the table."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.cli import main
from mockclio.errors import BadRequest
from mockclio.server import bodies, coerce
from mockclio.verify.connectors import module as row
from mockclio.verify.connectors import runner
from mockclio.verify.connectors.comparing import Differs, shows
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import CONVENTIONS, IBEXA, MODULES, NEXLA, ConnectorModule, parameters
from tests.conventions.source import ROOT

ALL = runner.modules()
OpenMock = Callable[[], MockClio]


@pytest.fixture(scope="session")
def open_mock() -> OpenMock:
    return runner.small_firms()


@pytest.mark.rule(
    "contacts.words-of-connectors",
    "tasks.medium-is-normal",
    "tasks.permission-in-any-case",
    "communications.parties-in-the-plural",
    "mock.lenient-bodies",
    "versions.bare-4-is-the-newest",
)
@pytest.mark.parametrize("chosen", ALL, ids=lambda one: f"{one.number:02} {one.product}: {one.module}")
def test_a_module_gets_what_it_expects(chosen: ConnectorModule, open_mock: OpenMock) -> None:
    outcome = runner.run(chosen, open_mock)
    assert outcome.passed, outcome.reason
    assert outcome.calls > 3


def test_there_are_sixty_rows() -> None:
    assert sorted(MODULES) == list(range(1, 61))
    assert Counter(one.product for one in MODULES.values()) == {IBEXA: 47, NEXLA: 13}
    assert {number for number, one in MODULES.items() if one.product == NEXLA} == set(range(48, 61))
    assert len({(one.product, one.module) for one in MODULES.values()}) == 60
    assert list(CONVENTIONS) == ["Allow access", "Pickers", "Limit"]


def test_every_row_says_what_its_module_offers() -> None:
    assert [one.module for one in MODULES.values() if not one.parameters] == []
    labels = [parameter.label for one in MODULES.values() for parameter in one.parameters]
    assert len(labels) > 300
    assert [label for label in labels if not label or label != label.strip()] == []


def test_a_parameter_that_no_call_sends_fails_its_row(open_mock: OpenMock) -> None:
    offers = parameters("Task ID -> {id}\nColour -> colour\nSecret -> nowhere:secret\nTimer ->")

    def run(environment: Environment) -> None:
        environment.ask("GET", "/users", params={"colour": "red"})
        environment.ask("GET", "/tasks", params={"secret": "no"})

    reason = runner.run(ConnectorModule(0, IBEXA, "Colours", ("User#index",), offers, run), open_mock).reason
    assert reason.split("; ") == [
        "Task ID ({id}) was not sent raw",
        "Task ID ({id}) was not sent typed",
        "Colour (colour) was not sent typed",
        "Secret (secret) was not sent raw",
    ]


def test_a_number_is_given_once() -> None:
    with pytest.raises(ValueError, match="row 3 is Get a Matter already"):
        row.row(3, IBEXA, "Another", "", "")(lambda environment: None)


@pytest.mark.parametrize(
    ("actual", "wanted", "reason"),
    [
        ({"a": 1}, {"b": 1}, "x.b did not come back"),
        ({"a": 1}, {"a": 2}, "x.a: 2 was wanted, 1 came back"),
        (None, {"a": 2}, "x: an object with a was wanted, None came back"),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, "x.a: no member is {'b': 2}; there are [{'b': 1}]"),
        ({"a": None}, {"a": [{"b": 2}]}, "x.a: no member is {'b': 2}; there are None"),
    ],
)
def test_what_differs_is_named(actual: object, wanted: object, reason: str) -> None:
    with pytest.raises(Differs) as differs:
        shows(actual, wanted, "x")
    assert str(differs.value) == reason


def break_words(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bodies, "member_of", lambda attribute, value: coerce.member_of(replace(attribute, spellings=()), value))


def break_signature(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("mockclio.webhooks.delivery_queue.sign", lambda secret, body: "0" * 64)


def break_overdue(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("mockclio.practice.billing.bills._overdue", lambda view: lambda row: False)


def break_lists(patch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise BadRequest("no batches today")

    patch.setattr("mockclio.server.batches.answer", refuse)


BROKEN = [
    (break_words, 9, "POST /tasks answered 422, not 201"),
    (break_words, 25, "POST /communications answered 422, not 201"),
    (break_signature, 23, "the signature of communication created"),
    (break_overdue, 45, "GET /bills with overdue_only=True"),
    (break_lists, 57, "KeyError: 'data'"),
]


@pytest.mark.parametrize(("spoil", "number", "reason"), BROKEN)
def test_a_server_that_is_broken_is_found(
    spoil: Callable[[pytest.MonkeyPatch], None], number: int, reason: str, open_mock: OpenMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(monkeypatch)
    outcome = runner.run(MODULES[number], open_mock)
    assert not outcome.passed
    assert reason in outcome.reason


def verb(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["connectors", *words], catch_exceptions=False)
    return result.exit_code, result.output


def test_the_verb_prints_a_table() -> None:
    code, output = verb("--row", "3", "--row", "60")
    lines = [line.split() for line in output.splitlines()]
    assert code == 0
    assert lines[0] == ["row", "product", "module", "calls", "result"]
    assert lines[1] == ["3", "Ibexa", "Connect", "Get", "a", "Matter", "4", "pass"]
    assert lines[-1] == ["2", "pass,", "0", "fail"]


def test_the_verb_prints_json_of_one_product() -> None:
    code, output = verb("--product", "nexla", "--json")
    shown = json.loads(output)
    assert (code, [one["number"] for one in shown]) == (0, list(range(48, 61)))
    assert set(shown[0]) == {"number", "product", "module", "calls", "passed", "reason"}


def test_the_verb_exits_with_1_when_a_row_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    break_words(monkeypatch)
    code, output = verb("--row", "9")
    assert code == 1
    assert "FAIL: POST /tasks answered 422" in output
    assert output.endswith("0 pass, 1 fail\n")


@pytest.mark.parametrize("words", [("--row", "61"), ("--row", "0"), ("--product", "Other"), ("--row", "x")])
def test_the_verb_refuses_what_is_not_there(words: tuple[str, ...]) -> None:
    assert verb(*words)[0] == 2


def test_the_page_lists_every_row() -> None:
    page = (ROOT / "docs/connectors.md").read_text("utf-8")
    shown = re.findall(r"^\| (\d+) \| (.+?) \| .+? \| (\d+) \|$", page, re.MULTILINE)
    assert shown == [(str(one.number), one.module, str(len(one.parameters))) for _, one in sorted(MODULES.items())]


def test_the_example_of_the_page_passes() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/connectors.md").read_text("utf-8"), re.DOTALL)
    exec(code, {})
