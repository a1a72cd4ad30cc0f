"""Every kind of difference between two small documents, both ways."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from mockclio.openapi.diff import Difference, compare, missing, render
from mockclio.openapi.reading import NotOpenAPI

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
REF = {"type": "object", "properties": {"id": NUMBER}, "required": ["id"]}


def document(*operations: tuple[str, str, dict[str, Any]], schemas: dict[str, Any] | None = None) -> dict[str, Any]:
    """A document of (method, path, operation) with named schemas."""
    paths: dict[str, Any] = {}
    for method, path, operation in operations:
        paths.setdefault(path, {})[method] = operation
    return {"openapi": "3.0.3", "paths": paths, "components": {"schemas": schemas or {}}}


def listing(*parameters: dict[str, Any]) -> dict[str, Any]:
    return document(("get", "/matters.json", {"operationId": "Matter#index", "parameters": list(parameters), "responses": {}}))


def creating(**properties: Any) -> dict[str, Any]:
    """A document with a POST whose `data` has these attributes; a name that ends in `_required` is marked so."""
    required = [name.removesuffix("_required") for name in properties if name.endswith("_required")]
    data = {
        "type": "object",
        "properties": {name.removesuffix("_required"): schema for name, schema in properties.items()},
        "required": required,
    }
    schema = {"type": "object", "properties": {"data": data}}
    body = {"content": {"application/json": {"schema": schema}}}
    return document(("post", "/matters.json", {"operationId": "Matter#create", "requestBody": body, "responses": {}}))


def showing(data: dict[str, Any], schemas: dict[str, Any] | None = None, status: str = "200") -> dict[str, Any]:
    return answering({"type": "object", "properties": {"data": data}}, schemas, status)


def answering(schema: dict[str, Any], schemas: dict[str, Any] | None = None, status: str = "200") -> dict[str, Any]:
    responses = {status: {"content": {"application/json; charset=utf-8": {"schema": schema}}}}
    return document(("get", "/matters/{id}.json", {"operationId": "Matter#show", "responses": responses}), schemas=schemas)


def thing(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def query(name: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def lines_of(differences: list[Difference]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.place, one.detail) for one in differences]


def both_ways(one: dict[str, Any], other: dict[str, Any]) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    return lines_of(compare(one, other)), lines_of(compare(other, one))


class TestOperations:
    def test_a_document_agrees_with_itself(self) -> None:
        one = creating(client_required=REF, description=TEXT)
        assert compare(one, copy.deepcopy(one)) == []

    def test_an_operation_that_one_side_lacks_is_missing_or_only_here(self) -> None:
        one, other = listing(), document()
        assert compare(one, other) == [Difference("missing here", "Matter#index", "operation", "", "GET /matters", None)]
        assert compare(other, one) == [Difference("only here", "Matter#index", "operation", "", None, "GET /matters")]

    def test_json_at_the_end_of_a_path_is_no_difference(self) -> None:
        one = document(("get", "/matters.json", {"operationId": "Matter#index"}))
        assert compare(one, document(("get", "/matters", {"operationId": "Matter#index"}))) == []

    def test_another_method_or_path_of_the_same_operation_is_a_change(self) -> None:
        one = document(("patch", "/matters/{id}.json", {"operationId": "Matter#update"}))
        other = document(("put", "/cases/{id}", {"operationId": "Matter#update"}))
        assert lines_of(compare(one, other)) == [
            ("changed", "operation", "method: official PATCH, ours PUT"),
            ("changed", "operation", "path: official /matters/{id}, ours /cases/{id}"),
        ]

    def test_an_operation_with_another_id_is_found_by_its_route(self) -> None:
        one = document(("get", "/matters/{id}.json", {"operationId": "Matter#show"}))
        other = document(("get", "/matters/{matter_id}", {}))
        assert lines_of(compare(one, other)) == [
            ("changed", "operation", "id: official Matter#show, ours GET /matters/{matter_id}"),
            ("changed", "operation", "path: official /matters/{id}, ours /matters/{matter_id}"),
        ]


class TestParameters:
    def test_a_parameter_that_one_side_lacks_is_missing_or_only_here(self) -> None:
        assert both_ways(listing(query("status", TEXT, required=True)), listing()) == (
            [("missing here", "parameter query status", "string, required")],
            [("only here", "parameter query status", "string, required")],
        )

    def test_type_required_mark_and_enumeration_are_compared(self) -> None:
        official = listing(query("status", {"type": "string", "enum": ["open", "closed"]}, required=True))
        ours = listing(query("status", {"type": "integer", "enum": ["closed", "pending"]}))
        assert lines_of(compare(official, ours)) == [
            ("changed", "parameter query status", "type: official string, ours integer"),
            ("changed", "parameter query status", "required: official yes, ours no"),
            ("changed", "parameter query status", "enum: missing here open; only here pending"),
        ]

    def test_an_enumeration_against_free_text_is_a_change(self) -> None:
        assert both_ways(listing(query("status", {"type": "string", "enum": ["open", "closed"]})), listing(query("status", TEXT))) == (
            [("changed", "parameter query status", "enum: official closed|open, ours any value")],
            [("changed", "parameter query status", "enum: official any value, ours closed|open")],
        )

    def test_an_array_differs_from_a_scalar(self) -> None:
        many = listing(query("status", {"type": "array", "items": TEXT}))
        assert lines_of(compare(many, listing(query("status", TEXT)))) == [
            ("changed", "parameter query status", "values: official many, ours one")
        ]

    def test_brackets_at_the_end_of_a_name_say_array_already(self) -> None:
        assert compare(listing(query("ids[]", NUMBER)), listing(query("ids[]", {"type": "array", "items": NUMBER}))) == []

    def test_the_place_of_a_parameter_is_part_of_it(self) -> None:
        official = listing({**query("id", NUMBER), "in": "header"})
        assert lines_of(compare(official, listing(query("id", NUMBER)))) == [
            ("missing here", "parameter header id", "integer"),
            ("only here", "parameter query id", "integer"),
        ]

    def test_headers_are_the_same_in_capitals(self) -> None:
        assert compare(listing({**query("IF-MATCH", TEXT), "in": "header"}), listing({**query("If-Match", TEXT), "in": "header"})) == []

    def test_parameters_of_the_path_and_referenced_ones_count(self) -> None:
        official = listing(query("fields", TEXT), query("limit", NUMBER))
        ours = listing({"$ref": "#/components/parameters/limit"})
        ours["components"]["parameters"] = {"limit": query("limit", NUMBER)}
        ours["paths"]["/matters.json"]["parameters"] = [query("fields", TEXT)]
        assert compare(official, ours) == []


class TestBodies:
    def test_a_whole_body_that_one_side_lacks_is_one_difference(self) -> None:
        bare = document(("post", "/matters.json", {"operationId": "Matter#create", "responses": {}}))
        assert both_ways(creating(note=TEXT), bare) == ([("missing here", "body POST", "")], [("only here", "body POST", "")])

    def test_an_attribute_is_missing_at_any_depth_and_with_all_that_it_holds(self) -> None:
        official = creating(rates={"type": "array", "items": thing(user=thing(id=NUMBER), rate=NUMBER)})
        ours = creating(rates={"type": "array", "items": thing(rate=NUMBER)})
        assert both_ways(official, ours) == (
            [("missing here", "body POST data.rates[].user", "object")],
            [("only here", "body POST data.rates[].user", "object")],
        )

    def test_types_enumerations_and_required_marks_are_compared_to_the_last_level(self) -> None:
        official = creating(a=thing(b=thing(c=thing(d={"type": "string", "enum": ["x"]}, e=REF))))
        ours = creating(a=thing(b=thing(c=thing(d={"type": "string", "enum": ["x", "y"]}, e=thing(id=TEXT)))))
        assert lines_of(compare(official, ours)) == [
            ("changed", "body POST data.a.b.c.d", "enum: only here y"),
            ("changed", "body POST data.a.b.c.e.id", "required: official yes, ours no"),
            ("changed", "body POST data.a.b.c.e.id", "type: official integer, ours string"),
        ]

    def test_the_items_of_a_list_are_compared(self) -> None:
        official = creating(events={"type": "array", "items": {"type": "string", "enum": ["created", "updated"]}})
        ours = creating(events={"type": "array", "items": {"type": "string", "enum": ["created"]}})
        assert lines_of(compare(official, ours)) == [("changed", "body POST data.events[]", "enum: missing here updated")]

    def test_an_object_against_a_list_is_one_change(self) -> None:
        official, ours = creating(client=REF), creating(client={"type": "array", "items": REF})
        assert lines_of(compare(official, ours)) == [("changed", "body POST data.client", "type: official object, ours array")]

    def test_a_json_body_is_preferred_among_media_types(self) -> None:
        official, ours = creating(note=TEXT), creating(note=TEXT)
        content = ours["paths"]["/matters.json"]["post"]["requestBody"]["content"]
        content["multipart/form-data"] = {"schema": thing(file=TEXT)}
        assert compare(official, ours) == []

    def test_a_body_that_holds_itself_ends(self) -> None:
        official, ours = creating(tree={"$ref": "#/components/schemas/Tree"}), creating(tree={"$ref": "#/components/schemas/Tree"})
        children = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
        official["components"]["schemas"]["Tree"] = thing(name=TEXT, children=children)
        ours["components"]["schemas"]["Tree"] = thing(name=NUMBER, children=children)
        assert lines_of(compare(official, ours)) == [
            ("changed", "body POST data.tree.name", "type: official string, ours integer"),
            ("changed", "body POST data.tree.children[].name", "type: official string, ours integer"),
        ]

    def test_a_list_of_itself_ends(self) -> None:
        official, ours = creating(list={"$ref": "#/components/schemas/List"}), creating(list={"$ref": "#/components/schemas/List"})
        for one in (official, ours):
            one["components"]["schemas"]["List"] = {"type": "array", "items": {"$ref": "#/components/schemas/List"}}
        assert compare(official, ours) == []


class TestAnswers:
    def test_statuses_are_compared(self) -> None:
        def answers(*statuses: str) -> dict[str, Any]:
            return document(("get", "/a", {"operationId": "A#show", "responses": {status: {} for status in statuses}}))

        assert lines_of(compare(answers("200", "404"), answers("200", "410"))) == [
            ("missing here", "response status 404", ""),
            ("only here", "response status 410", ""),
        ]

    def test_an_answer_with_another_success_is_still_compared(self) -> None:
        official, ours = showing(thing(id=NUMBER), status="201"), showing(thing(id=TEXT))
        assert lines_of(compare(official, ours))[-1] == ("changed", "response data.id", "type: official integer, ours string")

    def test_a_json_answer_that_one_side_lacks_is_one_difference(self) -> None:
        bare = document(("get", "/matters/{id}.json", {"operationId": "Matter#show", "responses": {"200": {}}}))
        assert both_ways(showing(thing(id=NUMBER)), bare) == ([("missing here", "response data", "")], [("only here", "response data", "")])

    def test_attributes_are_compared_on_two_levels_and_no_deeper(self) -> None:
        official = showing(thing(id=NUMBER, client=thing(id=NUMBER, company=thing(id=NUMBER))))
        ours = showing(thing(client=thing(id=TEXT, company=thing(id=TEXT))))
        assert lines_of(compare(official, ours)) == [
            ("missing here", "response data.id", "integer"),
            ("changed", "response data.client.id", "type: official integer, ours string"),
        ]

    def test_the_rows_of_a_list_are_compared_like_a_single_record(self) -> None:
        official = showing({"type": "array", "items": thing(id=NUMBER, reminders={"type": "array", "items": thing(id=NUMBER, state=TEXT)})})
        ours = showing({"type": "array", "items": thing(id=NUMBER, reminders={"type": "array", "items": thing(id=NUMBER)})})
        assert both_ways(official, ours) == (
            [("missing here", "response data.reminders[].state", "string")],
            [("only here", "response data.reminders[].state", "string")],
        )

    def test_a_list_against_a_single_record_is_one_change(self) -> None:
        official, ours = showing(thing(id=NUMBER)), showing({"type": "array", "items": thing(id=NUMBER)})
        assert lines_of(compare(official, ours)) == [("changed", "response data", "type: official object, ours array")]

    def test_plain_values_against_records_end_the_comparison_of_rows(self) -> None:
        official, ours = showing({"type": "array", "items": thing(id=NUMBER)}), showing({"type": "array", "items": NUMBER})
        assert lines_of(compare(official, ours)) == [("changed", "response data[]", "type: official object, ours integer")]

    def test_a_missing_wrapper_is_a_change_and_what_it_should_hold_is_still_compared(self) -> None:
        official, ours = answering(thing(id=NUMBER, color=TEXT)), showing({"type": "array", "items": thing(id=NUMBER)})
        assert lines_of(compare(official, ours)) == [
            ("changed", "response", "wrapper: official none, ours data"),
            ("missing here", "response data.color", "string"),
        ]

    def test_required_marks_of_answers_do_not_count(self) -> None:
        assert compare(showing(thing(id=NUMBER)), showing({**thing(id=NUMBER), "required": ["id"]})) == []


class TestReferences:
    def test_references_and_all_of_are_read_away_on_both_sides(self) -> None:
        parts = {
            "Matter_base": thing(id=NUMBER, status={"type": "string", "enum": ["Open", "Closed"]}),
            "Client": thing(id=NUMBER),
            "Matter": {"allOf": [{"$ref": "#/components/schemas/Matter_base"}, thing(client={"$ref": "#/components/schemas/Client"})]},
        }
        official = showing({"$ref": "#/components/schemas/Matter"}, parts)
        ours = showing(thing(client=thing(id=NUMBER), id=NUMBER, status={"type": "string", "enum": ["Closed", "Open"]}))
        assert both_ways(official, ours) == ([], [])

    def test_a_later_part_of_all_of_has_the_last_word_on_an_attribute(self) -> None:
        official = showing({"allOf": [thing(currency={"type": "object"}), thing(currency=thing(code=TEXT))]})
        assert compare(official, showing(thing(currency=thing(code=TEXT)))) == []

    def test_records_that_hold_each_other_end(self) -> None:
        schemas = {
            "Matter": thing(id=NUMBER, client={"$ref": "#/components/schemas/Client"}),
            "Client": thing(id=NUMBER, matter={"$ref": "#/components/schemas/Matter"}),
        }
        official = showing({"$ref": "#/components/schemas/Matter"}, schemas)
        assert compare(official, copy.deepcopy(official)) == []

    def test_a_schema_that_is_nothing_but_itself_is_read_as_anything(self) -> None:
        schemas = {"Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}]}}
        official = showing(thing(loop={"$ref": "#/components/schemas/Loop"}), schemas)
        assert lines_of(compare(official, showing(thing(loop=TEXT)))) == [
            ("changed", "response data.loop", "type: official any, ours string")
        ]

    def test_a_reference_that_leads_nowhere_is_refused(self) -> None:
        broken = showing({"$ref": "#/components/schemas/Matter"})
        with pytest.raises(NotOpenAPI, match="'#/components/schemas/Matter' leads nowhere"):
            compare(broken, broken)

    def test_a_reference_to_another_file_is_refused(self) -> None:
        broken = showing({"$ref": "matter.json"})
        with pytest.raises(NotOpenAPI, match="leaves the document"):
            compare(broken, broken)

    def test_an_operation_that_is_not_written_as_openapi_is_named(self) -> None:
        broken = listing({"name": "limit"})
        with pytest.raises(NotOpenAPI, match=r"GET /matters\.json is not written as OpenAPI wants it"):
            compare(broken, broken)


class TestNotation:
    @pytest.mark.parametrize(
        "written",
        [
            {"type": "string", "nullable": True, "format": "date", "description": "A day.", "example": "2026-04-08"},
            {"type": ["string", "null"]},
            {"anyOf": [{"type": "string"}, {"type": "null"}]},
            {"oneOf": [{"$ref": "#/components/schemas/Text"}, {"type": "null"}]},
        ],
    )
    def test_format_description_example_and_null_do_not_count(self, written: dict[str, Any]) -> None:
        schemas = {"Text": TEXT}
        assert compare(showing(thing(name=TEXT)), showing(thing(name=written), schemas)) == []

    def test_null_among_the_values_does_not_count_and_a_constant_is_an_enumeration(self) -> None:
        assert compare(showing(thing(a={"enum": ["x", None], "type": "string"})), showing(thing(a={"const": "x", "type": "string"}))) == []

    def test_two_possible_types_are_named_together(self) -> None:
        ours = showing(thing(value={"oneOf": [TEXT, NUMBER]}))
        assert lines_of(compare(showing(thing(value=TEXT)), ours)) == [
            ("changed", "response data.value", "type: official string, ours integer|string")
        ]

    def test_properties_without_a_type_are_an_object(self) -> None:
        assert compare(showing(thing(client=thing(id=NUMBER))), showing(thing(client={"properties": {"id": NUMBER}}))) == []


class TestReport:
    def test_differences_are_grouped_by_operation_and_counted(self) -> None:
        official = document(
            ("get", "/a", {"operationId": "A#index"}), ("get", "/b", {"operationId": "B#index", "parameters": [query("x", TEXT)]})
        )
        ours = document(("get", "/b", {"operationId": "B#index", "parameters": [query("x", NUMBER), query("y", TEXT)]}))
        assert render(compare(official, ours)).splitlines() == [
            "A#index",
            "  missing here  operation: GET /a",
            "B#index",
            "  changed       parameter query x: type: official string, ours integer",
            "  only here     parameter query y: string",
            "3 differences in 2 operations: 1 missing here, 1 only here, 1 changed",
        ]

    def test_no_difference_is_counted_too(self) -> None:
        assert render([]) == "0 differences in 0 operations: 0 missing here, 0 only here, 0 changed"

    def test_only_what_is_missing_here_is_missing(self) -> None:
        assert missing(compare(listing(query("x", TEXT)), listing()))
        assert not missing(compare(listing(), listing(query("x", TEXT))))
        assert not missing(compare(listing(query("x", TEXT)), listing(query("x", NUMBER))))
