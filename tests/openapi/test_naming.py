"""What the exported document holds has names of its own, so that generators make readable and distinct classes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from mockclio.openapi.export import document
from mockclio.openapi.naming import identity, named, pascal
from mockclio.openapi.reading import METHODS, follow

Json = dict[str, Any]


@pytest.fixture(scope="module")
def exported() -> Json:
    return document()


def nodes(node: Any, place: str = "") -> Iterator[tuple[str, Json]]:
    """Every object of the document but the examples, and where it stands."""
    if isinstance(node, list):
        for item in node:
            yield from nodes(item, place)
    elif isinstance(node, dict):
        yield place, node
        for name, inner in node.items():
            if name != "example":
                yield from nodes(inner, f"{place}/{name}")


def contents(exported: Json) -> Iterator[tuple[str, Json]]:
    """Every JSON body and answer with the operation that has it."""
    for item in exported["paths"].values():
        for operation in (item[method] for method in METHODS if method in item):
            for node in (operation.get("requestBody", {}), *operation["responses"].values()):
                for kind, media in follow(exported, node).get("content", {}).items():
                    if kind != "text/html":
                        yield operation["operationId"], media["schema"]


def test_every_body_and_every_answer_is_a_named_schema(exported: Json) -> None:
    assert {where: schema for where, schema in contents(exported) if set(schema) != {"$ref"}} == {}


@pytest.mark.parametrize(
    "name", ["MatterList", "MatterShow", "MatterCreateRequest", "MatterUpdateRequest", "MatterStatus", "Reference", "ErrorDetail"]
)
def test_schemas_have_the_names_that_a_reader_expects(exported: Json, name: str) -> None:
    assert name in exported["components"]["schemas"]


def test_no_object_and_no_enumeration_inside_a_schema_is_without_a_name(exported: Json) -> None:
    inside = [
        place
        for place, node in nodes(exported["components"]["schemas"])
        if "/properties/" in place and ("enum" in node or "properties" in node) and not place.endswith("/properties")
    ]
    assert inside == []


def test_no_two_schemas_make_the_same_class(exported: Json) -> None:
    counts = Counter(identity(name) for name in exported["components"]["schemas"])
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_schema_and_every_response_is_used(exported: Json) -> None:
    used = {node["$ref"] for _, node in nodes(exported) if isinstance(node.get("$ref"), str)}
    for kind in ("schemas", "responses", "parameters", "headers"):
        assert [name for name in exported["components"][kind] if f"#/components/{kind}/{name}" not in used] == []


def test_every_name_is_a_word_that_a_class_can_have(exported: Json) -> None:
    names = [name for kind in ("schemas", "responses") for name in exported["components"][kind]]
    assert [name for name in names if not re.fullmatch(r"[A-Z][A-Za-z0-9]*(_base)?", name)] == []


def test_no_enumeration_has_two_members_that_differ_in_case_or_sign_alone(exported: Json) -> None:
    enumerations = [(place, node["enum"]) for place, node in nodes(exported) if isinstance(node.get("enum"), list)]
    assert len(enumerations) > 100
    assert {place: values for place, values in enumerations if len({identity(value) for value in values}) < len(values)} == {}


def enumeration(*values: str | None) -> Json:
    return {"type": ["string", "null"] if None in values else "string", "enum": list(values)}


def test_a_body_that_takes_what_the_record_shows_uses_its_enumeration() -> None:
    record = {"type": "object", "properties": {"state": enumeration("on", "off", None)}}
    same = {"type": "object", "properties": {"state": enumeration("on", "off")}}
    other = {"type": "object", "properties": {"state": enumeration("on")}}
    results = named({"NewLamp": same, "LampChanges": other, "Lamp_base": record})
    assert results["LampState"] == enumeration("on", "off")
    assert results["Lamp_base"]["properties"]["state"] == {"anyOf": [{"$ref": "#/components/schemas/LampState"}, {"type": "null"}]}
    assert results["NewLamp"]["properties"]["state"] == {"$ref": "#/components/schemas/LampState"}
    assert results["LampChanges"]["properties"]["state"] == {"$ref": "#/components/schemas/LampChangesState"}


def test_a_title_that_two_things_have_is_no_name() -> None:
    def bulb(key: str) -> Json:
        return {"title": "Bulb", "type": "object", "properties": {key: {"type": "integer"}}}

    one = {"type": "object", "properties": {"bulb": bulb("watt")}}
    many = {"type": "object", "properties": {"bulbs": {"type": "array", "items": bulb("lumen")}}}
    assert sorted(named({"NewLamp": one})) == ["Bulb", "NewLamp"]
    assert sorted(named({"NewLamp": one, "NewTorch": many})) == ["NewLamp", "NewLampBulb", "NewTorch", "NewTorchBulb"]


def test_names_are_made_of_words() -> None:
    assert [pascal(name) for name in ("Matter#create", "tax_settings", "Not Found")] == ["MatterCreate", "TaxSettings", "NotFound"]
