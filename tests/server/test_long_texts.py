"""Texts of records are bounded like a text column; the files in a body are not."""

from __future__ import annotations

import pytest

from mockclio.server.sizes import TEXT_CHARACTERS
from tests.api import Api

TOO_LONG = "x" * (TEXT_CHARACTERS + 1)
MESSAGE = f"is too long (maximum is {TEXT_CHARACTERS} characters)"


@pytest.mark.rule("wire.texts-have-65535-characters")
@pytest.mark.parametrize(
    ("path", "data", "named"),
    [
        ("/contacts", {"type": "Company", "name": TOO_LONG}, "name"),
        ("/contacts", {"type": "Person", "first_name": "A", "last_name": "é" * (TEXT_CHARACTERS + 1)}, "last_name"),
        ("/contacts", {"type": "Person", "first_name": "A", "phone_numbers": [{"number": TOO_LONG}]}, "phone_numbers[0].number"),
        ("/practice_areas", {"name": TOO_LONG}, "name"),
        ("/notes", {"type": "Contact", "subject": "A", "detail": TOO_LONG}, "detail"),
    ],
)
def test_a_text_above_the_bound_is_refused_without_being_repeated(api: Api, path: str, data: dict[str, object], named: str) -> None:
    refused = api.call("POST", path, json={"data": data})
    assert refused.status_code == 422
    message = refused.json()["error"]["message"]
    assert f"{named} {MESSAGE}" in message
    assert len(message) < 500
    assert refused.headers["X-Mockclio-Rule"].split(",")[0] in ("wire.invalid-argument-is-422", "wire.texts-have-65535-characters")


@pytest.mark.rule("wire.texts-have-65535-characters")
def test_a_text_at_the_bound_is_taken(api: Api) -> None:
    made = api.post("/contacts", {"type": "Company", "name": "é" * TEXT_CHARACTERS}, "name")
    assert len(made["name"]) == TEXT_CHARACTERS


@pytest.mark.rule("wire.texts-have-65535-characters")
def test_a_value_of_a_text_area_has_the_same_bound(api: Api) -> None:
    field = api.post("/custom_fields", {"name": "Remarks", "field_type": "text_area", "parent_type": "Contact"})["id"]
    value = {"custom_field_values": [{"custom_field": {"id": field}, "value": TOO_LONG}]}
    refused = api.call("POST", "/contacts", json={"data": {"type": "Company", "name": "A", **value}})
    assert (refused.status_code, MESSAGE in refused.json()["error"]["message"]) == (422, True)
