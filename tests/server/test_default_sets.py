"""What was seen of nested records that are asked for without braces."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.cases import client, matter

SEEN = "fields.nested-defaults-that-were-seen"


@pytest.fixture
def user(office: Office) -> dict[str, int]:
    return {"id": office["user.owner"]}


@pytest.mark.rule(SEEN)
@pytest.mark.parametrize("fields", ["custom_rate", "custom_rate{type,rates}"])
def test_a_rate_can_be_read(api: Api, user: dict[str, int], office: Office, fields: str) -> None:
    work = api.post("/activity_descriptions", {"name": "Research"})["id"]
    team = {"id": office["group.firm"]}
    sent = [{"user": user, "rate": 200}, {"user": user, "rate": 250.5, "group": team, "activity_description": {"id": work}}]
    id = matter(api, custom_rate={"type": "HourlyRate", "rates": sent})["id"]
    shown = api.get(f"/matters/{id}", fields)["custom_rate"]
    assert shown["type"] == "HourlyRate"
    name = api.get(f"/users/{user['id']}", "name")["name"]
    nothing = {"award": None, "note": None, "date": None}
    first, second = shown["rates"]
    assert first == {"id": first["id"], "rate": 200, "user": {**user, "name": name}, "group": None, "activity_description": None, **nothing}
    assert second == {
        "id": second["id"],
        "rate": 250.5,
        "user": {**user, "name": name},
        "group": {**team, "name": "Firm"},
        "activity_description": {"id": work, "name": "Research"},
        **nothing,
    }


@pytest.mark.rule(SEEN)
def test_the_rate_of_a_contingency_fee_says_what_was_won(api: Api, user: dict[str, int]) -> None:
    outcome = {"award": 9000, "note": "Because", "date": "2026-01-02"}
    rates = [{"user": user, "rate": 30, **outcome}]
    shown = matter(api, "custom_rate", custom_rate={"type": "ContingencyFee", "rates": rates})["custom_rate"]["rates"][0]
    assert {key: shown[key] for key in outcome} == outcome


@pytest.mark.rule("fields.one-level")
def test_the_rate_inside_is_not_reached_by_braces(api: Api) -> None:
    assert "is not a valid field" in api.refused(400, "GET", "/matters", fields="custom_rate{rates{rate,user}}")


@pytest.mark.rule(SEEN)
def test_values_of_a_contact_show_their_values_and_those_of_a_matter_do_not(api: Api) -> None:
    for parent in ("Contact", "Matter"):
        api.post("/custom_fields", {"name": "Court", "field_type": "text_line", "parent_type": parent})
    person = client(api)
    case = matter(api, client={"id": person})["id"]
    (value,) = api.get(f"/contacts/{person}", "custom_field_values")["custom_field_values"]
    assert value == {"id": value["id"], "value": None}
    assert [sorted(one) for one in api.get(f"/matters/{case}/contacts", "custom_field_values")[0]["custom_field_values"]] == [
        ["id", "value"]
    ]
    (bare,) = api.get(f"/matters/{case}", "custom_field_values")["custom_field_values"]
    assert sorted(bare) == ["etag", "id"]


@pytest.mark.rule(SEEN)
def test_the_latest_version_of_a_document_shows_its_number(api: Api, office: Office) -> None:
    root = api.get("/folders", "id", limit=1)[0]["id"]
    made = api.post("/documents", {"name": "a.txt", "parent": {"id": root, "type": "Folder"}}, "id,latest_document_version")
    version: dict[str, Any] = made["latest_document_version"]
    assert version == {"id": version["id"], "version_number": 1}
    own = api.get(f"/documents/{made['id']}/versions", "")
    assert [sorted(one) for one in own] in ([], [["etag", "id"]])


@pytest.mark.rule(SEEN)
def test_a_retainer_shows_its_times(api: Api) -> None:
    made = matter(api, "id,evergreen_retainer", evergreen_retainer={"minimum_threshold": 500})
    retainer = made["evergreen_retainer"]
    assert retainer == {"id": retainer["id"], "created_at": "2026-06-01T09:00:00-04:00", "updated_at": "2026-06-01T09:00:00-04:00"}
    assert api.get(f"/matters/{made['id']}", "evergreen_retainer{minimum_threshold}")["evergreen_retainer"] == {"minimum_threshold": 500}
