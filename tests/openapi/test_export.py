"""The exported document is fresh, valid, whole, and worded in every place that a reader looks at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from mockclio.catalog import collections
from mockclio.catalog.undocumented import ASSUMED, FIELDS, INCOMPLETE, MARK, REFUSALS
from mockclio.catalog.undocumented import OPERATIONS as UNDOCUMENTED
from mockclio.cli import main
from mockclio.ledger import rules
from mockclio.openapi.export import document, render
from mockclio.openapi.reading import METHODS, follow
from mockclio.store import resources
from tests.counts import OPERATIONS, SCOPES

SHIPPED = resources.data("openapi") / "clio-v4.json"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def exported() -> Json:
    return document()


def operations(exported: Json) -> Iterator[Json]:
    return (item[method] for item in exported["paths"].values() for method in METHODS if method in item)


def contents(exported: Json) -> Iterator[tuple[str, Json]]:
    """Every content with an example, of a body or an answer, and where it stands."""
    for operation in operations(exported):
        nodes = [operation.get("requestBody", {}), *operation["responses"].values()]
        yield from ((operation["operationId"], media) for node in nodes for media in node.get("content", {}).values() if "example" in media)


def command(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["openapi", *arguments])


def test_the_file_that_ships_is_what_the_catalogue_says() -> None:
    assert SHIPPED.read_bytes() == render(), "write it anew with `make openapi`"


def test_the_document_is_valid_openapi(exported: Json) -> None:
    validate(exported)


def test_it_has_the_official_operations_and_those_that_no_document_has(exported: Json) -> None:
    marked = [one["operationId"] for one in operations(exported) if one.get("x-documented") is False]
    assert sorted(marked) == sorted(UNDOCUMENTED)
    assert {one["operationId"]: one[MARK] for one in operations(exported) if MARK in one} == UNDOCUMENTED
    assert len(list(operations(exported))) == OPERATIONS + len(marked)


def test_every_field_that_no_document_has_is_marked_with_its_evidence(exported: Json) -> None:
    marked = {
        f"{schema.removesuffix('_base')}.{name}": one[MARK]
        for schema, described in exported["components"]["schemas"].items()
        for name, one in described.get("properties", {}).items()
        if MARK in one
    }
    assert marked == FIELDS
    assert exported[MARK] == {**FIELDS, **UNDOCUMENTED, **REFUSALS}


def test_every_tag_names_the_scope_that_opens_it(exported: Json) -> None:
    assert {tag["name"]: tag["x-scope"] for tag in exported["tags"]} == {one.tag: one.scope for one in collections().values()}
    assert {tag for one in operations(exported) for tag in one["tags"]} == {tag["name"] for tag in exported["tags"]}


def test_every_operation_asks_for_a_scope_that_can_be_granted(exported: Json) -> None:
    granted = exported["components"]["securitySchemes"]["oauth"]["flows"]["authorizationCode"]["scopes"]
    scopes = {scope for one in operations(exported) for way in one["security"] for scope in way.get("oauth", ())}
    assert len(granted) == 2 * SCOPES
    assert scopes <= granted.keys()


def test_nothing_is_without_words(exported: Json) -> None:
    bare = [one["operationId"] for one in operations(exported) if not one["summary"].strip()]
    for one in operations(exported):
        bare += [
            f"{one['operationId']} {parameter['name']}"
            for parameter in (follow(exported, node) for node in one["parameters"])
            if not parameter["description"].strip()
        ]
    bare += [tag["name"] for tag in exported["tags"] if not tag["description"].strip()]
    assert bare == []


def test_the_offset_that_no_official_document_lists_is_not_told(exported: Json) -> None:
    assert [one for one in operations(exported) if "offset" in [node.get("name") for node in one["parameters"]]] == []


def test_every_body_and_every_json_answer_has_an_example(exported: Json) -> None:
    bodies = [one for one in operations(exported) if "requestBody" in one]
    answers = [node for one in operations(exported) for node in one["responses"].values() if "application/json; charset=utf-8" in str(node)]
    assert len(list(contents(exported))) == len(bodies) + len(answers)


def test_every_example_fits_its_schema(exported: Json) -> None:
    wrong = []
    for where, media in contents(exported):
        schema = {**media["schema"], "components": exported["components"]}
        result = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(media["example"])
        wrong += [f"{where}: {error.json_path}: {error.message}" for error in result]
    assert wrong == []


def test_a_field_that_may_be_empty_says_so_and_another_does_not(exported: Json) -> None:
    matter = exported["components"]["schemas"]["Matter_base"]["properties"]
    assert matter["close_date"]["type"] == ["string", "null"]
    assert matter["display_number"]["type"] == "string"


def test_a_list_says_its_bounds_and_its_orders(exported: Json) -> None:
    clients = exported["paths"]["/billable_clients.json"]["get"]["parameters"]
    limit = next(node["schema"] for node in clients if node.get("name") == "limit")
    assert (limit["minimum"], limit["maximum"], limit["default"]) == (1, 25, 25)
    notes = exported["paths"]["/notes.json"]["get"]["parameters"]
    order = next(node["schema"] for node in notes if node.get("name") == "order")
    assert (order["enum"][:2], order["default"]) == (["id(asc)", "id(desc)"], "id(asc)")


def test_the_command_prints_the_document() -> None:
    result = command()
    assert (result.exit_code, result.stdout_bytes) == (0, render())


def test_the_command_writes_the_document(tmp_path: Path) -> None:
    path = tmp_path / "new" / "clio.json"
    assert command("--output", str(path)).exit_code == 0
    assert path.read_bytes() == render()


def test_the_check_finds_a_stale_file(tmp_path: Path) -> None:
    path = tmp_path / "clio.json"
    assert command("--check", "--output", str(path)).exit_code == 1
    path.write_bytes(render())
    assert command("--check", "--output", str(path)).exit_code == 0
    path.write_bytes(b"{}")
    result = command("--check", "--output", str(path))
    assert result.exit_code == 1
    assert f"mockclio openapi --output {path}" in result.stderr


def test_a_schema_whose_fields_nobody_has_read_is_marked_assumed() -> None:
    schemas = document()["components"]["schemas"]
    assert {name: schema[ASSUMED] for name, schema in schemas.items() if ASSUMED in schema} == {
        f"{name}_base": rule for name, rule in INCOMPLETE.items()
    }
    assert {rules()[id].evidence for id in INCOMPLETE.values()} == {"assumed"}
