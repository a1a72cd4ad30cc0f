"""Ways to reach a contact: nested lists, their defaults, their limits, and the lists of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockclio import MockClio
from tests.api import Api
from tests.hashing import digest

EMAILS = "id,primary_email_address,secondary_email_address,email_addresses{id,name,address,primary}"


def person(api: Api, fields: str = "id", **values: Any) -> Any:
    return api.post("/contacts", {"type": "Person", "name": "Ada King", **values}, fields)


@pytest.mark.rule("contacts.one-default-a-list")
@pytest.mark.rule("contacts.primary-is-the-default-else-the-first")
def test_a_new_default_takes_it_from_the_old_one(api: Api) -> None:
    made = person(api, EMAILS, email_addresses=[{"address": "a@x.test"}, {"address": "b@x.test", "default_email": True}])
    first, second = made["email_addresses"]
    assert (made["primary_email_address"], made["secondary_email_address"]) == ("b@x.test", "a@x.test")
    changed = api.patch(f"/contacts/{made['id']}", {"email_addresses": [{"id": first["id"], "default_email": True}]}, EMAILS)
    assert changed == {
        "id": made["id"],
        "primary_email_address": "a@x.test",
        "secondary_email_address": "b@x.test",
        "email_addresses": [{**first, "primary": True}, {**second, "primary": False}],
    }


@pytest.mark.rule("contacts.one-default-a-list")
def test_web_sites_and_phone_numbers_have_one_default_too(api: Api) -> None:
    made = person(
        api,
        "primary_web_site{address},web_sites{default_web_site},primary_phone_number,secondary_phone_number,phone_numbers{primary}",
        web_sites=[{"address": "a.test", "default_web_site": True}, {"address": "b.test", "default_web_site": True}],
        phone_numbers=[{"number": "1"}, {"number": "2", "default_number": True}, {"number": "3"}],
    )
    assert made == {
        "primary_web_site": {"address": "b.test"},
        "web_sites": [{"default_web_site": False}, {"default_web_site": True}],
        "primary_phone_number": "2",
        "secondary_phone_number": "1",
        "phone_numbers": [{"primary": False}, {"primary": True}, {"primary": False}],
    }


@pytest.mark.rule("contacts.first-address-is-primary")
def test_the_first_address_is_the_primary_one(api: Api) -> None:
    selection = "id,primary_address{city},secondary_address{city},primary_work_address{city},addresses{id,city,primary,name}"
    made = person(api, selection, addresses=[{"city": "Bath", "name": "Home"}, {"city": "York", "name": "Work"}])
    home, work = made["addresses"]
    assert made == {
        "id": made["id"],
        "primary_address": {"city": "Bath"},
        "secondary_address": {"city": "York"},
        "primary_work_address": {"city": "York"},
        "addresses": [
            {"id": home["id"], "city": "Bath", "primary": True, "name": "Home"},
            {"id": work["id"], "city": "York", "primary": False, "name": "Work"},
        ],
    }
    left = api.patch(f"/contacts/{made['id']}", {"addresses": [{"id": home["id"], "_destroy": True}]}, selection)
    assert left["addresses"] == [{**work, "primary": True}]


@pytest.mark.rule("contacts.labels-default-to-other", "contacts.labels-are-exact")
@pytest.mark.parametrize(
    ("attribute", "label", "wrong", "members"),
    [
        ("addresses", "Billing", "Business", "Work, Home, Billing, or Other"),
        ("email_addresses", "Home", "Mobile", "Work, Home, or Other"),
        ("phone_numbers", "Pager", "Cell", "Work, Home, Mobile, Fax, Pager, Skype, or Other"),
        ("web_sites", "LinkedIn", "Home", "Work, Personal, Twitter, Facebook, LinkedIn, Instant Messenger, or Other"),
        ("instant_messengers", "Personal", "Home", "Work, Personal, or Other"),
    ],
)
def test_labels_are_those_of_their_list_and_other_by_default(api: Api, attribute: str, label: str, wrong: str, members: str) -> None:
    made = person(api, f"{attribute}{{name}}", **{attribute: [{"name": label}, {}]})
    assert made == {attribute: [{"name": label}, {"name": "Other"}]}
    for sent in (wrong, label.lower(), label.upper()):
        message = api.refused(422, "POST", "/contacts", {"type": "Person", "name": "Ada King", attribute: [{"name": sent}]})
        assert message == f"An invalid argument was supplied: name must be one of {members}"


@pytest.mark.rule("contacts.words-of-connectors")
def test_others_is_taken_for_other(api: Api) -> None:
    assert person(api, "phone_numbers{name}", phone_numbers=[{"name": "Others"}]) == {"phone_numbers": [{"name": "Other"}]}


@pytest.mark.rule("contacts.nested-writes-change-the-contact")
def test_a_nested_write_changes_the_contact_and_only_what_it_names(api: Api, mock: MockClio) -> None:
    selection = "id,etag,updated_at,phone_numbers{id,etag,number,updated_at}"
    made = person(api, selection, phone_numbers=[{"number": "1"}, {"number": "2"}])
    mock.clock.advance(timedelta(minutes=1))
    first, second = made["phone_numbers"]
    changed = api.patch(f"/contacts/{made['id']}", {"phone_numbers": [{"id": second["id"], "number": "3"}]}, selection)
    assert changed["etag"] != made["etag"]
    assert changed["updated_at"] > made["updated_at"]
    assert changed["phone_numbers"][0] == first
    assert changed["phone_numbers"][1]["etag"] != second["etag"]
    assert [change.table for change in mock.world.outbox.since(0)][-1] == "contacts"


def test_a_write_that_changes_nothing_leaves_the_etag(api: Api) -> None:
    made = person(api, "id,etag", email_addresses=[{"address": "a@x.test", "default_email": True}], addresses=[{"city": "Bath"}])
    assert api.patch(f"/contacts/{made['id']}", {"first_name": "Ada"}, "id,etag") == made


def test_an_unknown_member_is_refused(api: Api, mock: MockClio) -> None:
    contact = person(api)["id"]
    before = digest(mock.world)
    assert "has no member with id 5" in api.refused(422, "PATCH", f"/contacts/{contact}", {"phone_numbers": [{"id": 5, "number": "1"}]})
    assert digest(mock.world) == before


@pytest.mark.rule("contacts.e-mail-addresses-are-notification-methods")
def test_e_mail_addresses_are_ways_to_be_notified(api: Api) -> None:
    selection = "id,email_addresses,notification_methods{id,type,email_address,is_default_email_address}"
    made = person(api, selection, email_addresses=[{"address": "a@x.test"}, {"address": "b@x.test"}])
    one, two = made["notification_methods"]
    assert one == {"id": one["id"], "type": "Email", "email_address": "a@x.test", "is_default_email_address": True}
    assert two == {"id": two["id"], "type": "Email", "email_address": "b@x.test", "is_default_email_address": False}
    steps = [{"id": made["email_addresses"][0]["id"], "_destroy": True}, {"address": "c@x.test"}]
    left = api.patch(f"/contacts/{made['id']}", {"email_addresses": steps}, selection)["notification_methods"]
    assert left == [{**two, "is_default_email_address": True}, {**left[1], "email_address": "c@x.test"}]


@pytest.mark.rule("contacts.details-are-listed-whole")
def test_e_mail_addresses_and_phone_numbers_have_lists_of_their_own(api: Api) -> None:
    made = person(api, "id,email_addresses", email_addresses=[{"address": "a@x.test"}, {"address": "b@x.test"}])
    other = person(api, email_addresses=[{"address": "c@x.test"}], phone_numbers=[{"number": "9", "name": "Fax"}])["id"]
    one, two = made["email_addresses"]
    listed = api.get(f"/contacts/{made['id']}/email_addresses", "id,address,name,primary")
    assert listed == [
        {"id": one["id"], "address": "a@x.test", "name": "Other", "primary": False},
        {"id": two["id"], "address": "b@x.test", "name": "Other", "primary": False},
    ]
    assert api.get(f"/contacts/{made['id']}/email_addresses", **{"ids[]": two["id"]}) == [two]
    assert api.get(f"/contacts/{other}/phone_numbers", "number,name") == [{"number": "9", "name": "Fax"}]
    assert api.get(f"/contacts/{made['id']}/phone_numbers") == []
    api.refused(404, "GET", "/contacts/1/phone_numbers")


@pytest.mark.rule("contacts.at-most-200-of-a-kind")
@pytest.mark.parametrize("attribute", ["email_addresses", "phone_numbers"])
def test_a_contact_has_at_most_200_of_a_kind(api: Api, mock: MockClio, attribute: str) -> None:
    contact = person(api, f"id,{attribute}", **{attribute: [{} for _ in range(200)]})
    before = digest(mock.world)
    assert "at most 200 members" in api.refused(422, "PATCH", f"/contacts/{contact['id']}", {attribute: [{}]})
    api.refused(422, "POST", "/contacts", {"type": "Person", "name": "Bob Hope", attribute: [{} for _ in range(201)]})
    assert digest(mock.world) == before
    exchange = [{"id": contact[attribute][0]["id"], "_destroy": True}, {}]
    assert len(api.patch(f"/contacts/{contact['id']}", {attribute: exchange}, attribute)[attribute]) == 200


@pytest.mark.rule("contacts.shows-at-most-200-of-a-kind")
def test_older_versions_take_more_and_newer_ones_show_200(api: Api) -> None:
    body = {"data": {"type": "Person", "name": "Ada King", "phone_numbers": [{"number": str(place)} for place in range(205)]}}
    made = api.call("POST", "/contacts", json=body, headers={"X-API-VERSION": "4.0.12"}).json()["data"]

    def count(path: str, version: str) -> int:
        data = api.call("GET", path, headers={"X-API-VERSION": version}, params={"fields": "phone_numbers"}).json()["data"]
        return len(data["phone_numbers"])

    shown = f"/contacts/{made['id']}"
    assert [count(shown, version) for version in ("4.0.10", "4.0.11", "4.0.13")] == [205, 200, 200]
    listed = api.call("GET", f"/contacts/{made['id']}/phone_numbers").json()
    assert (listed["meta"]["records"], len(listed["data"])) == (205, 200)


@pytest.mark.rule("contacts.default-number-is-primary")
def test_the_default_number_reads_by_the_name_that_bodies_send(api: Api) -> None:
    numbers = [{"name": "Home", "number": "1"}, {"name": "Work", "number": "2", "default_number": True}]
    made = person(api, "id,phone_numbers{name,number,default_number,primary}", phone_numbers=numbers)
    assert made["phone_numbers"] == [
        {"name": "Home", "number": "1", "default_number": False, "primary": False},
        {"name": "Work", "number": "2", "default_number": True, "primary": True},
    ]
    assert api.get(f"/contacts/{made['id']}/phone_numbers", "number,default_number") == [
        {"number": "1", "default_number": False},
        {"number": "2", "default_number": True},
    ]
