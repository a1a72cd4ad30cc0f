"""What an edition adds to the one before it and takes away, and how its lines are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mockclio import MockClio
from mockclio.catalog import EDITION
from mockclio.cli import main
from mockclio.openapi.diff import Difference, compare
from mockclio.openapi.export import document
from tests.upstream import make_edition, witness

REMOVED = {"ClioFile::Submission#index"}
ADDED = {
    "MatterProtectedFund#index",
    *(f"MatterTransfer#{verb}" for verb in ("create", "show", "update")),
    *(f"SafeCustodyPacket#{verb}" for verb in ("create", "index", "show", "update")),
    *(f"SafeCustodyPacketLocation#{verb}" for verb in ("create", "index")),
    *(f"SafeCustodyRecord#{verb}" for verb in ("create", "index", "show", "state_changes", "update")),
    *(f"TaxRateConfiguration#{verb}" for verb in ("create", "destroy", "index", "show", "update")),
}
NEW_ATTRIBUTES = {
    "Activity#create": {"tax_settings", "input_tax_settings"},
    "Activity#update": {"tax_settings", "input_tax_settings"},
    "Contact#create": {"require_utbms_codes", "rate_table_assignment"},
    "Contact#update": {"require_utbms_codes", "rate_table_assignment"},
    "ExpenseCategory#create": {"tax_settings", "input_tax_settings", "description"},
    "ExpenseCategory#update": {"tax_settings", "input_tax_settings", "description"},
    "LineItem#update": {"tax_settings"},
    "Matter#create": {"require_utbms_codes", "rate_table_assignment"},
    "Matter#update": {"require_utbms_codes", "rate_table_assignment"},
}
NEW_FIELDS = {
    **{f"Activity#{verb}": {"tax_settings", "input_tax_settings"} for verb in ("create", "index", "show", "update")},
    **{f"ExpenseCategory#{verb}": {"tax_settings"} for verb in ("create", "index", "show", "update")},
    **{f"LineItem#{verb}": {"tax_settings"} for verb in ("index", "update")},
    **{f"Matter#{verb}": {"require_utbms_codes"} for verb in ("create", "index", "show", "update")},
    "BillingSetting#show": {"tax_settings"},
}
CHANGED = {("Contact#update", "integer", "string"), ("Matter#update", "integer", "string")}


@pytest.fixture(scope="module")
def differences() -> list[Difference]:
    """April's document against July's, as if July's were ours."""
    return compare(witness.document(witness.BEFORE), witness.document(witness.NOW))


def test_july_takes_away_one_operation(differences: list[Difference]) -> None:
    assert [(one.operation, one.place) for one in differences if one.kind == "missing here"] == [(id, "operation") for id in REMOVED]


def test_july_adds_twenty_operations(differences: list[Difference]) -> None:
    assert {one.operation for one in differences if (one.kind, one.place) == ("only here", "operation")} == ADDED
    assert len(ADDED) == 20


def test_july_adds_attributes_to_bodies(differences: list[Difference]) -> None:
    assert _added(differences, "body ") == NEW_ATTRIBUTES


def test_july_adds_fields_to_answers(differences: list[Difference]) -> None:
    results = {id: {name for name in names if "." not in name} for id, names in _added(differences, "response data.").items()}
    assert {id: names for id, names in results.items() if names} == NEW_FIELDS


def test_july_changes_the_ids_of_custom_field_values_into_texts(differences: list[Difference]) -> None:
    changed = [one for one in differences if one.kind == "changed"]
    assert {(one.operation, one.official, one.ours) for one in changed} == CHANGED
    assert {(one.place, one.aspect) for one in changed} == {("body PATCH data.custom_field_values[].id", "type")}


def test_july_adds_one_status(differences: list[Difference]) -> None:
    results = [(one.operation, one.place) for one in differences if one.place.startswith("response status")]
    assert results == [("Report#download", "response status 422")]


def test_july_has_no_other_parameters_than_those_of_the_new_operations(differences: list[Difference]) -> None:
    assert [one for one in differences if one.place.startswith("parameter")] == []


@pytest.mark.parametrize("edition", [witness.NOW, witness.BEFORE])
def test_an_edition_is_written_as_it_was_read(edition: str, tmp_path: Path) -> None:
    folder = tmp_path / f"clio-{edition}"
    make_edition.write(witness.document(edition), folder)
    for name in ("operations", "schemas", "scopes", "enums"):
        assert (folder / f"{name}.txt").read_text("utf-8") == (witness.FOLDER / folder.name / f"{name}.txt").read_text("utf-8")


def _added(differences: list[Difference], place: str) -> dict[str, set[str]]:
    """The names that are only in July, by operation."""
    results: dict[str, set[str]] = {}
    for one in differences:
        if one.kind == "only here" and one.place.startswith(place):
            results.setdefault(one.operation, set()).add(one.place.partition("data.")[2])
    return results


# --- the verb --------------------------------------------------------------------------------------------------------------------------


def diff(tmp_path: Path, edition: str, *options: str) -> Result:
    path = tmp_path / f"{edition}.json"
    path.write_text(json.dumps(witness.document(edition)), encoding="utf-8")
    return CliRunner().invoke(main, ["diff", str(path), "--json", *options])


def test_against_april_the_verb_lists_exactly_what_july_changed(differences: list[Difference], tmp_path: Path) -> None:
    result = diff(tmp_path, witness.BEFORE)
    listed = {(row["kind"], row["operation"], row["place"], row["aspect"]) for row in json.loads(result.output)["differences"]}
    assert listed == {(one.kind, one.operation, one.place, one.aspect) for one in differences}
    assert (result.exit_code, json.loads(result.output)["missing"]) == (1, True)


def test_against_july_there_is_no_difference_but_those_that_are_meant(tmp_path: Path) -> None:
    result = diff(tmp_path, witness.NOW, "--deliberate")
    assert (result.exit_code, json.loads(result.output)["differences"]) == (0, [])
    assert all(row["reason"] for row in json.loads(result.output)["deliberate"])


def test_what_an_edition_touches_of_a_run_comes_first(tmp_path: Path) -> None:
    """A run that reads matters and writes expenses: July's fields of both concern it; what it never called does not."""
    with MockClio() as mock:
        mock.http.get("/api/v4/matters", params={"fields": "id,require_utbms_codes"})
        expense = {"type": "ExpenseEntry", "date": "2026-05-20", "price": 9, "tax_settings": []}
        assert mock.http.post("/api/v4/activities", json={"data": expense}).status_code == 201
        run = tmp_path / "run.json"
        run.write_text(mock.http.get("/_mockclio/coverage").text, encoding="utf-8")
    rows = json.loads(diff(tmp_path, witness.BEFORE, "--coverage", str(run)).output)
    first = rows["differences"][: rows["concerns"]]
    assert {(row["operation"], row["place"]) for row in first} == {
        ("Matter#index", "response data.require_utbms_codes"),
        ("Activity#create", "body POST data.tax_settings"),
    }
    assert not any(row["concerns"] for row in rows["differences"][rows["concerns"] :])


def test_the_edition_is_said_where_people_look(mock: MockClio) -> None:
    assert EDITION == witness.NOW
    assert EDITION in CliRunner().invoke(main, ["--version"]).output
    assert mock.http.get("/_mockclio/health").json()["edition"] == EDITION
    exported = document()["info"]
    assert (exported["x-edition"], exported["summary"]) == (EDITION, f"301 operations, edition of {EDITION}")
    assert EDITION in Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")
