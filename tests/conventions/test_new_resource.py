"""A new resource is one module of the catalogue: it is served, typed, exported and held to every check without another line by hand.

The module is written into a copy of the project, so that no other test meets it.
"""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conventions.source import ROOT

COURTROOMS = '''"""Courtrooms: where matters are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    MaxLength,
    NullableRef,
    Resource,
    op,
    unset,
    webhook_model,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.polymorphic import PolymorphicObject
    from mockclio.catalog.matters import Matter


class Courtroom(Resource):
    """A room of a court, which may be kept for one matter."""

    default_fields = "id etag name"

    name: str
    capacity: int | None
    fee: float | None
    accessible: bool
    floor: Literal["ground", "upper"] | None
    opened_on: Date | None
    inspected_at: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    matter: Matter | None
    subject: PolymorphicObject | None


class CourtroomQuery(ListQuery):
    capacity: int = unset
    matter_id: int = unset
    fee_from: float = where("fee >=")
    opened_from: Date = where("opened_on >=")
    inspected_before: DateTime = where("inspected_at <")
    subject_id: int = where("subject =")


class CourtroomSubject(TypedDict):
    id: int
    type: Literal["Matter", "Contact"]


class CourtroomFields(Body):
    capacity: int = unset
    fee: float = unset
    accessible: bool = unset
    floor: Literal["ground", "upper"] = unset
    opened_on: Date = unset
    inspected_at: DateTime = unset
    matter: NullableRef = unset
    subject: CourtroomSubject = unset


class NewCourtroom(CourtroomFields):
    name: Annotated[str, MaxLength(40)]


class CourtroomChanges(CourtroomFields, Guarded):
    name: Annotated[str, MaxLength(40)] = unset


class Courtrooms(Collection[M]):
    path = "/courtrooms"
    scope = "Matters"
    webhook = webhook_model("courtroom")

    list = op.index(Courtroom, CourtroomQuery, order="id name capacity")
    create = op.create(Courtroom, NewCourtroom)
    get = op.show(Courtroom)
    update = op.update(Courtroom, CourtroomChanges)
    delete = op.destroy()
'''
MODULE, WRITTEN = "mockclio/catalog/courtrooms.py", ("mockclio/catalog/webhook_types.py", "mockclio/client/collections.py")
"""The module of the new resource, and the files that a command writes from the catalogue."""

STORY = """
import json
from mockclio import MockClio
from mockclio.openapi.export import document
from mockclio.openapi.reading import follow
from mockclio.verify import verify
from mockclio.verify.prepared_firm import target_of, practice
from mockclio.webhooks.receiver import Receiver

with MockClio() as mock:
    clio, receiver = mock.client.courtrooms, Receiver()
    mock.webhooks.mount("https://app.test", receiver)
    mock.client.webhooks.create(model="courtroom", url="https://app.test/hook", fields="id,name,capacity")
    matter = mock.client.matters.list().first().id
    north, south = (clio.create(name=name, capacity=size) for name, size in (("North", 40), ("South", 12)))
    clio.update(south.id, matter={"id": matter}, floor="upper")
    found = {
        "by capacity": [row.name for row in clio.list(capacity=40)],
        "by matter": [row.name for row in clio.list(matter_id=matter)],
        "in order": [row.name for row in clio.list(order="capacity(asc)")],
        "shown": clio.select("name,floor,matter{id}").get(south.id).floor,
    }
    clio.delete(north.id)
    found["left"] = [row.name for row in clio.list()]
    found["told"] = [(event.event, event.json["data"]["name"]) for event in receiver.events]
exported = document()
found["exported"] = sorted(exported["paths"]["/courtrooms.json"]) + sorted(exported["paths"]["/courtrooms/{id}.json"])
model = follow(exported, exported["components"]["schemas"]["NewWebhook"]["properties"]["model"])
found["models"] = "courtroom" in model.get("enum", ())
with MockClio.of(practice()) as mock:
    report = verify(target_of(mock), match="ourtroom")
found["judged"] = len(report.outcomes)
found["not held"] = [(one.case.id, one.reason, one.finding and str(one.finding)) for one in report.outcomes if one.state != "holds"]
print(json.dumps(found))
"""
RIGHT = (
    "row = clio.courtrooms.list(capacity=3, matter_id=1).first()",
    "assert row is not None and row.matter is not None",
    "row.name.upper(), row.matter.display_number, row.capacity",
    'clio.courtrooms.create(name="North", floor="upper", matter={"id": 1})',
    'clio.webhooks.create(model="courtroom", url="https://app.test", fields="id")',
)
WRONG = ("clio.courtrooms.list(capacty=3)", 'clio.courtrooms.create(floor="upper")', 'clio.courtrooms.create(name="North", floor="roof")')


HEAD = ("from mockclio import Clio", "", "def calls(clio: Clio) -> None:")


def copied(folder: Path, module: str = MODULE, text: str = COURTROOMS) -> Path:
    """A copy of the project with the new module, and what a command writes from it."""
    for name in ("mockclio", "tests", "fixtures", "openapi"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "upstream", "mutants", "examples"))
    shutil.copy2(ROOT / "pyproject.toml", folder)
    (folder / module).write_text(text)
    (folder / "calls.py").write_text("\n".join([*HEAD, *(f"    {line}" for line in (*RIGHT, *WRONG)), ""]))
    ended(started(folder, "-m", "mockclio.client.typed"))
    return folder


def started(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Python in the copy, with nothing of what goes on here."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MOCKCLIO_", "PYTHONPATH"))}
    return subprocess.Popen([sys.executable, *words], cwd=folder, env=clean, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def ended(run: subprocess.Popen[str], code: int = 0) -> str:
    """What it said."""
    try:
        output, _ = run.communicate(timeout=280)
    finally:
        run.kill()
    assert run.returncode == code, output[-8000:]
    return output


def test_a_new_resource_is_one_module(tmp_path: Path) -> None:
    """All at once, since each takes some seconds: the tests, a story with the checks of verify, and mypy."""
    copy = copied(tmp_path)
    cache = str(ROOT / ".mypy_cache" / "new_resource")
    tests = started(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/contract", "tests/catalog", "-k", "ourtroom")
    story = started(copy, "-c", STORY)
    types = started(copy, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", cache, "calls.py")
    try:
        nothing_is_written_by_hand(copy)
        it_is_served_sent_and_exported_and_every_check_holds(ended(story))
        it_passes_every_contract_test(ended(tests))
        mypy_knows_it(ended(types, code=1))
    finally:
        for run in (tests, story, types):
            run.kill()
            run.wait()


def nothing_is_written_by_hand(copy: Path) -> None:
    names = {path.relative_to(folder).as_posix() for folder in (copy, ROOT) for path in (folder / "mockclio").rglob("*.py")}
    same = {name for name in names if (ROOT / name).is_file() and filecmp.cmp(copy / name, ROOT / name, shallow=False)}
    assert names - same == {MODULE, *WRITTEN}


def it_is_served_sent_and_exported_and_every_check_holds(output: str) -> None:
    result = json.loads(output)
    assert result.pop("not held") == []
    assert result.pop("judged") > 200
    assert result == {
        "by capacity": ["North"],
        "by matter": ["South"],
        "in order": ["South", "North"],
        "shown": "upper",
        "left": ["South"],
        "told": [["created", "North"], ["created", "South"], ["updated", "South"], ["deleted", "North"]],
        "exported": ["get", "post", "delete", "get", "patch"],
        "models": True,
    }


def it_passes_every_contract_test(output: str) -> None:
    """Every test passed. A skipped one would stand between the two numbers."""
    (passed,) = re.findall(r"^(\d+) passed, \d+ deselected", output, re.MULTILINE)
    assert int(passed) > 150


def mypy_knows_it(output: str) -> None:
    first = len(HEAD) + len(RIGHT) + 1
    assert {int(number) for number in re.findall(r"calls.py:(\d+): error", output)} == {first + place for place in range(len(WRONG))}, (
        output
    )
