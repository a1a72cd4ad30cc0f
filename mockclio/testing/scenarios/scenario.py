"""A scenario as data: read from YAML, checked by `schema.json` and by what a schema cannot know, refused with line and reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockclio.store import resources
from mockclio.store import yaml_lines as files
from mockclio.store.yaml_lines import Lines, WrongFile

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

KINDS = ("api", "trigger", "clock", "receiver", "lab", "forge", "repeat", "expect")
FOLDER = Path(__file__).parent
LARGEST = 2_000_000


@dataclass(frozen=True)
class Step:
    """One step: its kind, all its words, the line where it stands, and the steps inside of a repeat."""

    kind: str
    words: dict[str, Any]
    line: int
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """What a file says; `place` names the file."""

    place: str
    title: str
    about: str
    firm: str
    at: str | None
    steps: tuple[Step, ...]


def shipped() -> list[str]:
    """The names of the scenarios that ship."""
    return sorted(path.stem for path in (resources.data("fixtures") / "scenarios").glob("*.yaml"))


def find(name: str | Path) -> Path:
    """The file of a scenario: a path, or the name of one that ships."""
    path = resources.data("fixtures") / "scenarios" / f"{name}.yaml"
    return path if "/" not in str(name) and path.is_file() else Path(name)


def read(path: Path) -> str:
    """The text of a file that one may hope to be a scenario or a recording."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise WrongFile(str(path), (0, f"longer than {LARGEST} bytes"))
        return content.decode()
    except FileNotFoundError:
        reason = f"there is no such file; the scenarios that ship are {', '.join(shipped())}"
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 text, at byte {error.start}"
    except OSError as error:
        reason = error.strerror or str(error)
    raise WrongFile(str(path), (0, reason))


def load(path: str | Path) -> Scenario:
    """The scenario of a file, or of a name that ships. Raises WrongFile."""
    results = find(path)
    return parse(read(results), str(results))


def parse(text: str, place: str = "scenario") -> Scenario:
    """The scenario of a text."""
    data, lines = files.parse(text, place)
    return of(data, lines, place)


def of(data: Any, lines: Lines, place: str) -> Scenario:
    """The scenario of what stood in a file."""
    from mockclio.testing.scenarios.checking import problems

    wrong = sorted(set(refusals("schema.json", data, lines)))
    if wrong:
        raise WrongFile(place, *wrong)
    steps = _steps(data["steps"], ("steps",), lines)
    scenario = Scenario(place, data["scenario"], data.get("about", "").strip(), data.get("firm", "empty"), data.get("at"), steps)
    wrong = list(problems(scenario, files.line_of(lines, ("firm",)), files.line_of(lines, ("at",))))
    if wrong:
        raise WrongFile(place, *wrong)
    return scenario


def _steps(result: list[dict[str, Any]], path: files.Path, lines: Lines) -> tuple[Step, ...]:
    steps = []
    for index, words in enumerate(result):
        kind = next(kind for kind in KINDS if kind in words)
        inner = _steps(words["steps"], (*path, index, "steps"), lines) if kind == "repeat" else ()
        steps.append(Step(kind, words, lines[(*path, index)], inner))
    return tuple(steps)


@cache
def validator(name: str) -> Draft202012Validator:
    """One of the schemas of this folder, ready to check."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads((FOLDER / name).read_text("utf-8")))


def refusals(schema: str, data: Any, lines: Lines) -> Iterator[tuple[int, str]]:
    """What is wrong by one of the schemas: line and reason."""
    for error in validator(schema).iter_errors(data):
        path = tuple(error.absolute_path)
        place = ".".join(str(part) for part in path) or "the file"
        reason, below = _reason(error)
        yield files.line_of(lines, (*path, *below)), f"{place}: {reason}"


def _reason(error: ValidationError) -> tuple[str, files.Path]:
    """The reason in plain words, and what below the place is meant."""
    instance: Any = error.instance
    schema: Any = error.schema
    value: Any = error.validator_value
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        unknown = [key for key in instance if key not in known]
        return f"{', '.join(unknown)}: unknown; this takes {', '.join(known)}", tuple(unknown[:1])
    if error.validator == "anyOf" and isinstance(instance, dict):
        wanted = ", or ".join(" and ".join(one["required"]) for one in value)
        return f"it must have {wanted}; it has {', '.join(instance) or 'nothing'}", ()
    if error.validator == "required":
        missing = [name for name in value if name not in instance]
        return f"{', '.join(missing)} is missing", ()
    if error.validator == "pattern":
        about = schema.get("description") or f"must be of the form {value}"
        return f"{instance!r} is not of the right form: {about}", ()
    if error.validator == "not":
        return f"{instance!r} is a name that means something already: choose another", ()
    if error.validator is None:
        return f"does not belong here: {instance!r}", ()
    return error.message, ()
