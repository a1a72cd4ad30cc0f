"""The check `fields/stored` asks of a field that a row can hold, and of no other."""

from __future__ import annotations

import subprocess
import sys

from mockclio.server.values import is_stored
from mockclio.store.world import World
from mockclio.verify.checks import checks
from mockclio.verify.checks.reading import stored
from mockclio.verify.checks.reading.shown import each_field

FIELDS = [(operation.record, name) for operation, name, _ in each_field() if operation.record.table and name not in ("etag", "id")]


def test_records_that_are_put_together_for_an_answer_have_no_rows(practice: World) -> None:
    assert {record.table for record, _ in FIELDS} >= stored.GATHERED
    assert [table for table in stored.GATHERED if len(practice.table(table))] == []


def test_the_table_names_every_field_that_is_worked_out_and_held(practice: World) -> None:
    worked_out = {(record.table, name) for record, name in FIELDS if not is_stored(record, name)}
    kept = {key for key in worked_out if any(stored._stored_value(row, key[1]) is not stored.ABSENT for row in practice.table(key[0]))}
    assert kept - stored.ANEW == stored.COMPUTED_AND_STORED


def test_a_field_that_is_only_worked_out_is_no_case() -> None:
    ids = {case.id for case in checks()["fields/stored"].cases()}
    assert "fields/stored/Matter#show/description" in ids
    assert "fields/stored/Activity#show/total" in ids
    assert {"fields/stored/Activity#show/subject", "fields/stored/Client#show/name"}.isdisjoint(ids)


def test_the_cases_are_known_without_a_mock_in_the_process() -> None:
    program = "from mockclio.verify.runner import chosen; print(len(list(chosen(match='fields/stored/Task#'))))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) > 10
