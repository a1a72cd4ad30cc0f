"""The verb `api`: calls, formats and exit codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from mockclio import MockClio
from mockclio.cli.api import api


@pytest.fixture(scope="module")
def mock() -> Iterator[MockClio]:
    with MockClio("small") as mock:
        yield mock


def run(mock: MockClio, *words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(api, [*words, "--url", mock.url], input=stdin)


def test_all_rows_as_csv_json_and_table(mock: MockClio) -> None:
    words = ("GET", "matters", "--fields", "id,client{name}", "-p", "limit=5")
    rows = list(csv.DictReader(io.StringIO(run(mock, *words, "--all", "--format", "csv").output)))
    assert len(rows) == mock.client.matters.list().count
    assert json.loads(run(mock, *words, "--format", "json").output)[0] == {
        "id": int(rows[0]["id"]),
        "client": {"name": rows[0]["client.name"]},
    }
    table = run(mock, *words).output.splitlines()
    assert table[0].split() == ["id", "client.name"]
    assert len(table) == 6


def test_all_rows_are_walked_in_the_order_of_ids_unless_another_is_asked_for(mock: MockClio) -> None:
    usual, mock.world.settings = mock.world.settings, mock.world.settings.changed({"page_token_ceiling": 5})
    try:
        words = ("GET", "contacts", "-p", "limit=5", "--all", "--json")
        assert len(json.loads(run(mock, *words).output)) == mock.client.contacts.list().count > 5
        refused = run(mock, *words, "-p", "order=name(asc)")
    finally:
        mock.world.settings = usual
    assert refused.exit_code == 1
    assert "page_token is now out of bounds" in refused.output


def test_parameters_by_either_name_and_lists(mock: MockClio) -> None:
    ids = [row["id"] for row in json.loads(run(mock, "GET", "contacts", "--format", "json").output)[:2]]
    for name in ("ids", "ids[]"):
        result = run(mock, "GET", "/api/v4/contacts.json", "-p", f"{name}={ids[0]}", "-p", f"{name}={ids[1]}", "--format", "json")
        assert [row["id"] for row in json.loads(result.output)] == ids


def test_a_record_is_made_changed_and_deleted(mock: MockClio) -> None:
    made = json.loads(run(mock, "POST", "contacts", "--data", '{"type":"Person","first_name":"Ada"}', "--format", "json").output)
    body = json.dumps({"data": {"first_name": "Ann"}})
    changed = run(mock, "PATCH", f"contacts/{made['id']}", "--fields", "first_name", "--data", "-", "--format", "json", stdin=body)
    assert json.loads(changed.output) == {"first_name": "Ann"}
    assert run(mock, "DELETE", f"contacts/{made['id']}").exit_code == 0


def test_a_list_of_objects_says_of_each_what_became_of_it(mock: MockClio) -> None:
    rows = json.dumps([{"type": "Person", "first_name": "Ada"}, {"type": "Person"}])
    done = run(mock, "POST", "contacts", "--fields", "id,name", "--data", rows, "--format", "csv")
    shown = list(csv.DictReader(io.StringIO(done.stdout)))
    assert done.exit_code == 1
    assert [(row["row"], row["name"], row["error"][:12]) for row in shown] == [("1", "Ada", ""), ("2", "", "An invalid a")]


def test_the_records_of_a_list_are_made_in_its_order(mock: MockClio) -> None:
    names = [f"Type {number}" for number in range(12)]
    done = run(mock, "POST", "task_types", "--fields", "id,name", "--data", json.dumps([{"name": name} for name in names]), "--json")
    made = sorted(json.loads(done.stdout), key=lambda row: row["id"])
    assert [row["name"] for row in made] == names


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["GET", "matters/1"], 1, "Not Found"),
        (["GET", "mattes"], 2, "there is no GET mattes"),
        (["GET", "matters", "-p", "statsu=open"], 2, "did you mean 'status'?"),
        (["GET", "matters", "-p", "status"], 2, "name=value"),
        (["POST", "contacts", "--data", "{"], 2, "not JSON"),
        (["POST", "contacts", "--data", "1"], 2, "must be an object"),
    ],
)
def test_exit_codes_tell_a_refusal_from_a_wrong_call(mock: MockClio, words: list[str], code: int, why: str) -> None:
    done = run(mock, *words)
    assert (done.exit_code, why in done.output) == (code, True), done.output
