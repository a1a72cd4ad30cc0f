"""The document in OpenAPI 3.0 is valid, says the same as that in 3.1, and has no keyword that 3.0 lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from mockclio.openapi.diff import compare
from mockclio.openapi.export import document

Json = dict[str, Any]


@pytest.fixture(scope="module")
def older() -> Json:
    return document("3.0")


def nodes(node: Any) -> Iterator[Json]:
    for inner in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        yield from nodes(inner)
    if isinstance(node, dict):
        yield node


def test_it_is_valid(older: Json) -> None:
    OpenAPIV30SpecValidator(older).validate()


def test_it_says_the_same(older: Json) -> None:
    newer = document()
    assert compare(newer, older) == []
    assert compare(older, newer) == []
    assert older["components"]["schemas"].keys() == newer["components"]["schemas"].keys()


def test_no_keyword_of_3_1_is_left(older: Json) -> None:
    assert older["openapi"] == "3.0.3"
    assert "summary" not in older["info"]
    for node in nodes({"paths": older["paths"], "components": older["components"]}):
        assert not isinstance(node.get("type"), list)
        assert node.get("type") != "null"
        assert not isinstance(node.get("examples"), list)
        assert set(node) == {"$ref"} or not isinstance(node.get("$ref"), str)


def test_null_is_told_in_the_words_of_3_0(older: Json) -> None:
    schemas = older["components"]["schemas"]
    assert schemas["Matter_base"]["properties"]["close_date"] == {"type": "string", "format": "date", "nullable": True}
    assert schemas["NewMatter"]["properties"]["group"] == {"allOf": [{"$ref": "#/components/schemas/NullableReference"}], "nullable": True}


def test_a_property_may_have_the_name_of_a_keyword(older: Json) -> None:
    newer = document()["components"]["schemas"]
    for name, schema in older["components"]["schemas"].items():
        assert schema.get("properties", {}).keys() == newer[name].get("properties", {}).keys()
