"""The client, the contacts and the related contacts of a matter; relationships."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api import Api
from tests.practice.cases import client, company, matter


@pytest.fixture
def case(api: Api) -> dict[str, int]:
    """A matter of Ann Smith, with a witness and, later, the court."""
    ann, court, witness = client(api), company(api, "County Court"), client(api, "Bob", "Lee")
    id = matter(api, client={"id": ann})["id"]
    ties = [
        api.post("/relationships", {"matter": {"id": id}, "contact": {"id": contact}, "description": description})["id"]
        for contact, description in ((witness, "Witness"), (court, "Court"))
    ]
    return {"matter": id, "ann": ann, "court": court, "witness": witness, "witness tie": ties[0], "court tie": ties[1]}


@pytest.mark.rule("matters.client-is-a-contact-seen-from-it")
def test_the_client_of_a_matter(api: Api, case: dict[str, int]) -> None:
    api.patch(f"/contacts/{case['ann']}", {"email_addresses": [{"name": "Work", "address": "ann@example.test"}]})
    shown = api.get(
        f"/matters/{case['matter']}/client", "id,name,type,initials,is_matter_client,primary_email_address,email_addresses{address}"
    )
    assert shown == {
        "id": case["ann"],
        "name": "Ann Smith",
        "type": "Person",
        "initials": "AS",
        "is_matter_client": True,
        "primary_email_address": "ann@example.test",
        "email_addresses": [{"address": "ann@example.test"}],
    }
    assert api.get(f"/matters/{case['matter']}/client") == {"id": case["ann"], "name": "Ann Smith", "type": "Person", "initials": "AS"}


@pytest.mark.parametrize("path", ["client", "contacts", "related_contacts"])
def test_an_unknown_matter_is_not_found(api: Api, path: str) -> None:
    api.refused(404, "GET", f"/matters/7/{path}")


@pytest.mark.rule("matters.contacts-are-client-and-related")
def test_the_contacts_of_a_matter_end_with_its_client(api: Api, case: dict[str, int]) -> None:
    fields = "id,name,is_client,relationship_name,relationship{id},description,matter_id,matter_number"
    rows = api.get(f"/matters/{case['matter']}/contacts", fields)
    common = {"description": "A case", "matter_id": case["matter"], "matter_number": "00001-Smith"}
    assert rows == [
        {
            "id": case["court"],
            "name": "County Court",
            "is_client": False,
            "relationship_name": "Court",
            "relationship": {"id": case["court tie"]},
            **common,
        },
        {
            "id": case["witness"],
            "name": "Bob Lee",
            "is_client": False,
            "relationship_name": "Witness",
            "relationship": {"id": case["witness tie"]},
            **common,
        },
        {"id": case["ann"], "name": "Ann Smith", "is_client": True, "relationship_name": "Client", "relationship": None, **common},
    ]
    ordered = api.get(f"/matters/{case['matter']}/contacts", order="is_client(desc)")
    assert ordered[0]["id"] == case["ann"]
    assert [row["id"] for row in api.get(f"/matters/{case['matter']}/contacts", order="id(asc)")] == [
        case["ann"],
        case["court"],
        case["witness"],
    ]


@pytest.mark.rule("matters.contacts-are-client-and-related")
def test_second_details_come_after_the_primary_ones(api: Api, case: dict[str, int]) -> None:
    phones = [{"name": "Work", "number": "1"}, {"name": "Home", "number": "2", "default_number": True}]
    sites = [{"name": "Work", "address": "https://one.test", "default_web_site": True}, {"name": "Work", "address": "https://two.test"}]
    api.patch(f"/contacts/{case['witness']}", {"phone_numbers": phones, "web_sites": sites})
    fields = "primary_phone_number,secondary_phone_number,secondary_web_site{address}"
    row = api.get(f"/matters/{case['matter']}/contacts", f"id,{fields}", order="id(desc)")[0]
    assert row == {
        "id": case["witness"],
        "primary_phone_number": "2",
        "secondary_phone_number": "1",
        "secondary_web_site": {"address": "https://two.test"},
    }


@pytest.mark.rule("matters.related-contacts-leave-the-client-out")
@pytest.mark.rule("matters.related-contacts-in-order-of-relationships")
def test_related_contacts_in_the_order_of_their_relationships(api: Api, case: dict[str, int]) -> None:
    path = f"/matters/{case['matter']}/related_contacts"
    assert api.get(path, "id,contact_id,is_matter_client,relationship{description}") == [
        {"id": case["witness"], "contact_id": case["witness"], "is_matter_client": False, "relationship": {"description": "Witness"}},
        {"id": case["court"], "contact_id": case["court"], "is_matter_client": False, "relationship": {"description": "Court"}},
    ]
    assert [row["name"] for row in api.get(path, order="id(desc)")] == ["County Court", "Bob Lee"]
    assert [row["name"] for row in api.get(path, order="contact.name(asc)")] == ["Bob Lee", "County Court"]
    assert [row["name"] for row in api.get(path, limit=1)] == ["Bob Lee"]


def test_custom_field_ids_narrow_what_matter_contacts_show(api: Api, case: dict[str, int]) -> None:
    shown, hidden = (
        api.post("/custom_fields", {"name": name, "field_type": "text_line", "parent_type": "Contact"})["id"]
        for name in ("Shown", "Hidden")
    )
    values = [{"custom_field": {"id": id}, "value": "x"} for id in (shown, hidden)]
    api.patch(f"/contacts/{case['ann']}", {"custom_field_values": values})
    path, fields = f"/matters/{case['matter']}/contacts", "id,custom_field_values{custom_field,value}"

    def of_ann(**parameters: Any) -> list[tuple[int, str]]:
        row = next(row for row in api.get(path, fields, **parameters) if row["id"] == case["ann"])
        return [(value["custom_field"]["id"], value["value"]) for value in row["custom_field_values"]]

    assert of_ann() == [(shown, "x"), (hidden, "x")]
    assert of_ann(**{"custom_field_ids[]": shown}) == [(shown, "x")]


@pytest.mark.rule("practice.relationship-needs-both-sides")
def test_a_relationship_needs_both_sides(api: Api, case: dict[str, int]) -> None:
    before = api.get("/relationships")
    assert "matter and contact are required" in api.refused(422, "POST", "/relationships", {"description": "Nobody"})
    assert "contact is required" in api.refused(422, "POST", "/relationships", {"matter": {"id": case["matter"]}})
    api.refused(404, "POST", "/relationships", {"matter": {"id": 5}, "contact": {"id": case["ann"]}})
    assert api.get("/relationships") == before


@pytest.mark.rule("practice.relationship-changes-neither-side")
def test_a_relationship_may_change_wholly_and_changes_neither_side(api: Api, case: dict[str, int]) -> None:
    other = matter(api)["id"]
    sides = (f"/matters/{case['matter']}", f"/matters/{other}", f"/contacts/{case['ann']}", f"/contacts/{case['court']}")
    before = [api.get(path, "etag") for path in sides]
    body = {"matter": {"id": other}, "contact": {"id": case["ann"]}, "description": "Judge"}
    path = f"/relationships/{case['court tie']}"
    assert api.patch(path, body, "matter{id},contact{id},description") == body
    api.refused(422, "PATCH", path, {"contact": {"id": None}})
    api.delete(path)
    api.refused(404, "GET", path)
    assert [api.get(path, "etag") for path in sides] == before


def test_relationships_are_filtered_by_either_side(api: Api, case: dict[str, int]) -> None:
    other = api.post("/relationships", {"matter": {"id": matter(api)["id"]}, "contact": {"id": case["witness"]}})["id"]
    assert [row["id"] for row in api.get("/relationships", matter_id=case["matter"])] == [case["witness tie"], case["court tie"]]
    assert [row["id"] for row in api.get("/relationships", contact_id=case["witness"])] == [case["witness tie"], other]


@pytest.mark.rule("practice.relationships-may-come-with-their-matter")
def test_relationships_may_be_written_inside_their_matter(api: Api, case: dict[str, int]) -> None:
    fields = "id,relationships{id,description}"
    made = matter(api, fields, relationships=[{"description": "Expert", "contact": {"id": case["witness"]}}])
    (tie,) = made["relationships"]
    assert api.get(f"/relationships/{tie['id']}", "matter{id},contact{id}") == {
        "matter": {"id": made["id"]},
        "contact": {"id": case["witness"]},
    }
    steps = [{"id": tie["id"], "description": "Friend"}, {"description": "Judge", "contact": {"id": case["court"]}}]
    changed = api.patch(f"/matters/{made['id']}", {"relationships": steps}, fields)
    assert [row["description"] for row in changed["relationships"]] == ["Friend", "Judge"]
    removed = api.patch(f"/matters/{made['id']}", {"relationships": [{"id": tie["id"], "_destroy": True}]}, fields)
    assert [row["description"] for row in removed["relationships"]] == ["Judge"]
    api.refused(422, "PATCH", f"/matters/{made['id']}", {"relationships": [{"description": "Nobody"}]})
    api.refused(422, "PATCH", f"/matters/{made['id']}", {"relationships": [{"id": case["witness tie"], "description": "Stolen"}]})
