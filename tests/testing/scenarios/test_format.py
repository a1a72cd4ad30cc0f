"""A wrong file is refused with line and reason before anything happens; a right one means what the documentation says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mockclio.testing.scenarios import WrongFile, load, parse, recording, run
from mockclio.testing.scenarios.scenario import FOLDER, KINDS, LARGEST
from tests.conventions.source import ROOT

DOCUMENT = (ROOT / "docs" / "scenarios.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
SCHEMA = json.loads((FOLDER / "schema.json").read_text("utf-8"))


def refusal(text: str) -> tuple[int, str]:
    """Line and reason of the only thing that is wrong."""
    with pytest.raises(WrongFile) as raised:
        parse(text, "x.yaml")
    ((line, reason),) = raised.value.problems
    assert str(raised.value) == f"x.yaml{f':{line}' if line else ''}: {reason}"
    return line, reason


def steps(*lines: str) -> str:
    return "\n".join(["scenario: A", "steps:", *(f"  - {line}" for line in lines)])


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 0, "the file is empty"),
        ("hello", 1, "is not of type 'object'"),
        ("scenario: [a\nsteps: 3", 2, "not YAML: expected"),
        ("scenario: &a [*a]", 1, "*a: references to other places are not read"),
        ("scenario: a\nscenario: b", 2, "scenario stands twice; the first is in line 1"),
        ("scenario: a", 1, "steps is missing"),
        ("scenario: a\nsteps: []", 2, "steps: [] should be non-empty"),
        (steps("api: GET /matters") + "\nwhat: 3", 4, "what: unknown; this takes scenario, about, firm, at, steps"),
        (steps("pause: 3"), 3, "it must have api, or trigger, or clock"),
        (steps("api: GET /matters", "{api: GET /matters, statsu: 200}"), 4, "statsu: unknown; this takes api, data"),
        (steps("api: GET /matters", "api: GET /mattres"), 4, "there is no operation GET /mattres"),
        (steps("api: FETCH /matters"), 3, "'FETCH /matters' is not of the right form: Method and path"),
        (steps("api: GET /matters?limit=2"), 3, "write parameters under query"),
        (steps("{api: GET /matters, save: now}"), 3, "'now' is a name that means something already"),
        (steps("{api: GET /matters, query: {x: $matter.id}}"), 3, "$matter: nothing was saved under that name before"),
        (steps("{api: GET /matters, query: {x: '${1}'}}"), 3, "${1}: write a name with fields behind dots"),
        (steps("clock: {advance: 3 days}"), 3, "'3 days' is not of the right form: Seconds, or numbers"),
        (steps("clock: {set: soon}"), 3, "'soon' is not a time"),
        (steps("clock: {set: $now+4y}"), 3, "'$now+4y' is not a time"),
        (steps("lab: delay"), 3, "by is missing"),
        (steps("{lab: drop, by: 3m}"), 3, "does not belong here"),
        (steps("receiver: {answers: [700]}"), 3, "700 is greater than the maximum of 599"),
        (steps("trigger: matter.made"), 3, "'matter.made' is no model and event: write one of matter.created"),
        (steps("{trigger: matter.created, set: {desc: x}}"), 3, "desc: unknown; matter.created takes billable"),
        (steps("expect: {received: [craeted]}"), 3, "'craeted' is not one of"),
        (steps("expect: {received: [{times: 2}]}"), 3, "event is missing"),
        (steps("expect: {received: [{event: created, answer: most}]}"), 3, "'most' is not of the right form"),
        (steps("expect: {deliveries: [{due_at: later}]}"), 3, "'later' is not a time"),
        (steps("repeat: 3"), 3, "steps is missing"),
        (steps("{repeat: 2, steps: [{api: GET /nowhere}]}"), 3, "there is no operation GET /nowhere"),
        ("firm: huge\n" + steps("api: GET /matters"), 1, "firm: there is no huge; write canada, empty, small or"),
        ("at: yesterday\n" + steps("api: GET /matters"), 1, "'yesterday' is not a time"),
        ("at: $now\n" + steps("api: GET /matters"), 1, "'$now' is not a time"),
        (f"scenario: {'[' * 60}{']' * 60}", 1, "nested more than 50 deep"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(text: str, line: int, reason: str) -> None:
    result = refusal(text)
    assert result[0] == line
    assert reason in result[1]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(WrongFile) as raised:
        parse(steps(*["pause: 1"] * 12), "x.yaml")
    assert [line for line, _ in raised.value.problems] == list(range(3, 15))
    assert str(raised.value).count("\n") == 10
    assert str(raised.value).endswith("and 2 more")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for content, reason in ((b"\xff\xfe", "not UTF-8"), (b"#" * (LARGEST + 1), "longer than")):
        (tmp_path / "x.yaml").write_bytes(content)
        with pytest.raises(WrongFile, match=reason):
            load(tmp_path / "x.yaml")
    with pytest.raises(WrongFile, match=r"there is no such file; the scenarios that ship are burst, "):
        load("nothing")
    with pytest.raises(WrongFile, match="directory"):
        load(tmp_path)


def test_unquoted_words_are_what_they_look_like() -> None:
    text = steps("{api: POST /contacts, data: {a: 2026-01-01, b: on, c: 012, d: '1', e: 1.5, f: ~, g: true, h: 1:30, i: 1e2}}")
    data = {"a": "2026-01-01", "b": "on", "c": 12, "d": "1", "e": 1.5, "f": None, "g": True, "h": "1:30", "i": 100.0}
    assert parse(text).steps[0].words["data"] == data


def test_the_documented_scenario_passes() -> None:
    report = run(parse(EXAMPLES[0]))
    assert report.passed, report.render()


def test_the_documented_recording_is_read() -> None:
    assert [item.event for item in recording.parse(EXAMPLES[1], "x.yaml").items] == ["created", "updated"]


def test_every_key_is_documented() -> None:
    assert [key for key in _keys(SCHEMA) if not re.search(rf"\b{key}\b", DOCUMENT)] == []
    assert [kind for kind in KINDS if f"| `{kind}` |" not in DOCUMENT] == []


def _keys(schema: Any) -> set[str]:
    """Every name of a property, and every word that may be chosen, anywhere in a schema."""
    if isinstance(schema, list):
        return set().union(*map(_keys, schema))
    if not isinstance(schema, dict):
        return set()
    own = {key for key in schema.get("properties", {}) if isinstance(schema.get("properties"), dict)}
    words = {word for word in schema.get("enum", []) if isinstance(word, str) and word not in SCHEMA["$defs"]["model"]["enum"]}
    return own | words | set().union(*(_keys(value) for key, value in schema.items() if key not in ("enum", "not")))
