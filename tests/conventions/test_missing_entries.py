"""What a new resource needs beside its module is named by the tests that fail: the file, and the line to write.

A list below another record, and a parameter that its declaration calls special, need a behaviour, rows and a meaning.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.conventions.test_new_resource import copied, ended, started

HEARINGS = '''"""Hearings of a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import Collection, Date, DateTime, ListQuery, M, Resource, op, special, unset

if TYPE_CHECKING:
    from mockclio.catalog.matters import Matter


class Hearing(Resource):
    """A day on which a court hears a matter."""

    default_fields = "id etag name"

    name: str
    day: Date | None
    public: bool
    created_at: DateTime
    updated_at: DateTime
    matter: Matter


class HearingQuery(ListQuery):
    public: bool = unset
    judge: str = special


class Hearings(Collection[M]):
    path = "/matters/{matter_id}/hearings"
    scope = "Matters"

    list = op.index_within(Hearing, HearingQuery, order="id name judge")
    get = op.show_within(Hearing)
'''
TESTS = ("tests/contract", "tests/catalog", "--ignore", "tests/contract/fuzzing")
LINES = {
    'mockclio/practice/<theme>/hearings.py: add to class Hearings(Behavior): @sources("Hearing#index")',
    'mockclio/practice/<theme>/hearings.py: add to class Hearings(Behavior): @filters("judge")',
    'mockclio/practice/<theme>/hearings.py: add to class Hearings(Behavior): @orders("judge")',
    "mockclio/verify/prepared_firm.py: add to STEPS: a step that makes rows of hearings that differ in their ids",
    "mockclio/verify/prepared_firm.py: add to STEPS: a step that makes rows of hearings that differ in public",
    'mockclio/verify/checks/reading/meanings.py: add to MEANINGS: "Hearing#index": {"judge": flag(lambda row, lists: ...)}',
}


def test_every_failure_names_the_file_and_the_line_to_write(tmp_path: Path) -> None:
    copy = copied(tmp_path, "mockclio/catalog/hearings.py", HEARINGS)
    printed = ended(started(copy, "-m", "pytest", "-q", "--tb=line", "-p", "no:cacheprovider", *TESTS, "-k", "earing"), code=1)
    failures = re.findall(r"^\S+/tests/\S+:\d+: .*|^\S+: \w[\w.]*(?:Error|Entry): .*", printed, re.MULTILINE)
    (failed,) = re.findall(r"^(\d+) failed", printed, re.MULTILINE)
    assert len(failures) == int(failed)
    assert [failure for failure in failures if not re.search(r"(Error|Entry): mockclio/\S+\.py: add to ", failure)] == []
    assert {line for line in LINES if line not in printed} == set()
