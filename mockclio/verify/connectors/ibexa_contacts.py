"""Ibexa Connect: Watch Contacts, Search Contacts, Get, Create, Update and Delete a Contact."""

from __future__ import annotations

from typing import Any

from mockclio.verify.connectors.changing import creates, deletes, gets, updates, values_are_there
from mockclio.verify.connectors.comparing import holds, same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row
from mockclio.verify.connectors.searching import Search
from mockclio.verify.connectors.watching import WATCH, Watch

SEARCH = """
    Client Only         -> client_only
    Clio Connect Only   -> clio_connect_only
    Created Since       -> created_since
    Email Only          -> email_only
    Exclude ID          -> exclude_ids[]
    Contact ID          -> ids[]
    Initial             -> initial
    Order               -> order
    Query               -> query
    Shared Resource ID  -> shared_resource_id
    Type                -> type
    Updated Since       -> updated_since
    Limit               -> limit
"""

CONTACT = """
    Type                                             -> type
    Name                                             -> name
    First Name                                       -> first_name
    Last Name                                        -> last_name
    Middle Name                                      -> middle_name
    Prefix                                           -> prefix
    Company ID                                       -> company.id
    Title                                            -> title
    Avatar Image Name                                -> nowhere:avatar.name
    Avatar Image Data                                -> avatar.image
    Destroy Avatar Image                             -> avatar._destroy
    Email Addresses: Name                            -> email_addresses[].name
    Email Addresses: Address                         -> email_addresses[].address
    Email Addresses: Default Email                   -> email_addresses[].default_email
    Phone Number: Name                               -> phone_numbers[].name
    Phone Number: Number                             -> phone_numbers[].number
    Phone Number: Default Number                     -> phone_numbers[].default_number
    Websites: Name                                   -> web_sites[].name
    Websites: Address                                -> web_sites[].address
    Websites: Default Web Site                       -> web_sites[].default_web_site
    Instant Messengers: Name                         -> instant_messengers[].name
    Instant Messengers: Address                      -> instant_messengers[].address
    Addresses: Name                                  -> addresses[].name
    Addresses: Street                                -> addresses[].street
    Addresses: City                                  -> addresses[].city
    Addresses: Province                              -> addresses[].province
    Addresses: Postal Code                           -> addresses[].postal_code
    Addresses: Country                               -> addresses[].country
    Custom Field Set Associations: Display Order     -> custom_field_set_associations[].display_order
    Custom Field Set Associations: Custom Field Set  -> custom_field_set_associations[].custom_field_set.id
    Custom Field Values: Value                       -> custom_field_values[].value
    Custom Field Values: Custom Field ID             -> custom_field_values[].custom_field.id
    Clio Connect Email                               -> clio_connect_email
    Co Counsel Rate                                  -> co_counsel_rate.rate
    Ledes Client ID                                  -> ledes_client_id
"""

PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
"""A picture of one point, in base64."""


@row(12, IBEXA, "Watch Contacts", "Webhook#create", WATCH)
def watch_contacts(environment: Environment) -> None:
    watch = Watch(environment, "contact", "id,name,type,email_addresses{address}")
    watch.template(make=environment.contact, change=lambda id: environment.patch(f"/contacts/{id}", {"title": "Captain"}))


@row(13, IBEXA, "Search Contacts", "Contact#index", SEARCH)
def search_contacts(environment: Environment) -> None:
    reached = _reachable(environment)
    fields = "name,last_name,type,is_client,has_clio_for_clients_permission,primary_email_address,created_at,updated_at"
    search = Search(environment, "contacts", fields)
    some = list(search.records)[4:8]
    conversations = environment.listed("/conversations", "id,matter{id},memberships{member}", for_user=False)
    conversation = next(one for one in conversations if one["matter"])
    members = {one["member"]["id"] for one in conversation["memberships"]}
    search.by("client_only", True, lambda one, yes: one["is_client"])
    search.by("clio_connect_only", True, lambda one, yes: one["has_clio_for_clients_permission"])
    search.by("email_only", True, lambda one, yes: one["primary_email_address"])
    search.by("created_since", "2025-06-01T00:00:00Z", lambda one, since: one["created_at"] >= since[:10])
    search.by("updated_since", "2026-03-01T00:00:00Z", lambda one, since: one["updated_at"] >= since[:10])
    search.by("exclude_ids[]", some, lambda one, ids: one["id"] not in ids)
    search.by("ids[]", some, lambda one, ids: one["id"] in ids)
    search.by("initial", "P", lambda one, letter: (one["last_name"] or one["name"]).startswith(letter))
    search.by("shared_resource_id", conversation["id"], lambda one, conversation: one["id"] in members)
    for kind in ("Company", "Person"):
        search.by("type", kind, lambda one, kind: one["type"] == kind)
    for word in reached:
        search.by("query", word, lambda one, word: one["id"] == reached[word])
    search.ordered("id", "name")
    search.limited(7, page=3)


def _reachable(environment: Environment) -> dict[str, int]:
    """One new contact for each place that the query looks at, by the word that stands there."""
    field = {"id": environment.pick("custom_fields", "Occupation", parent_type="contact")}
    company = environment.post("/contacts", {"type": "Company", "name": "Zorba Freight"})["id"]
    places: dict[str, dict[str, Any]] = {
        "Zymurgist": {"title": "Zymurgist"},
        "zephyr@mail.test": {"email_addresses": [{"address": "zephyr@mail.test"}]},
        "Zenithgasse": {"addresses": [{"street": "3 Zenithgasse"}]},
        "5550199": {"phone_numbers": [{"number": "5550199"}]},
        "zinc.test": {"web_sites": [{"address": "https://zinc.test"}]},
        "zigzag77": {"instant_messengers": [{"address": "zigzag77"}]},
        "Zoologist": {"custom_field_values": [{"value": "Zoologist", "custom_field": field}]},
    }
    people = {
        word: environment.post("/contacts", {"type": "Person", "first_name": "Ann", "last_name": "Quay", **place})["id"]
        for word, place in places.items()
    }
    employee = environment.post("/contacts", {"type": "Person", "first_name": "Tove", "last_name": "Quay", "company": {"id": company}})[
        "id"
    ]
    client = environment.contact()
    environment.post("/matters", {"client": {"id": client}, "description": "Zeppelin mooring"})
    return {**people, "Tove Zorba": employee, "Zeppelin": client}


@row(14, IBEXA, "Get a Contact", "Contact#show", "Contact ID -> {id}")
def get_a_contact(environment: Environment) -> None:
    contact = environment.pick("contacts", "Helen Marlow", type="Person")
    company = {"name": "Marlow Shipping Co."}
    gets(environment, "contacts", contact, {"name": "Helen Marlow", "type": "Person", "title": "Chief executive", "company": company})


@row(15, IBEXA, "Create a Contact", "Contact#create", CONTACT)
def create_a_contact(environment: Environment) -> None:
    rate = {"co_counsel_rate": {"rate": 275}}
    body = {**_person(environment), **rate}
    absorbed = {"avatar": {"image": PICTURE, "name": "ann.png"}}
    ids = creates(environment, "contacts", body, absorbed=absorbed, shown=SHOWN, unseen="avatar co_counsel_rate")
    for id in ids:
        _has_picture(environment, id)
        same(environment.get(f"/contacts/{id}", "co_counsel_rate")["co_counsel_rate"], None, "the rate that only a change may bring")
    creates(environment, "contacts", {"type": "Company", "name": "Petrel Salvage Ltd."})
    creates(environment, "contacts", {**_who("Person"), **_labelled()}, shown=_labelled(others="Other"))
    for id in creates(environment, "contacts", {**_who("Person"), "avatar": {"_destroy": True}}, unseen="avatar"):
        same(environment.get(f"/contacts/{id}", "avatar")["avatar"], None, "the avatar that was not to be")


@row(16, IBEXA, "Update a Contact", "Contact#update", f"Contact ID -> {{id}}\n{CONTACT}")
def update_a_contact(environment: Environment) -> None:
    ids = environment.contact(), environment.contact()
    absorbed = {"avatar": {"image": PICTURE, "name": "ann.png"}}
    later = environment.post("/custom_fields", {"name": "Certificate", "field_type": "text_line", "parent_type": "Contact"})["id"]
    sent = {**_person(environment), "custom_field_values": [{"value": "Pilot", "custom_field": {"id": later}}]}
    updates(environment, "contacts", ids, sent, absorbed=absorbed, shown=SHOWN, unseen="avatar")
    values_are_there(environment, f"/contacts/{ids[0]}", environment.pick("custom_fields", "Occupation", parent_type="contact"))
    updates(environment, "contacts", ids, {"co_counsel_rate": {"rate": 275}})
    for id in ids:
        _has_picture(environment, id)
        _lists_are_steps(environment, id)
    updates(environment, "contacts", ids, {"avatar": {"_destroy": True}}, shown={"avatar": None})
    updates(environment, "contacts", ids, {"type": "Company", "name": "Petrel Salvage Ltd.", **NOBODY}, shown=NOBODY)


@row(17, IBEXA, "Delete a Contact", "Contact#destroy", "Contact ID -> {id}")
def delete_a_contact(environment: Environment) -> None:
    deletes(environment, "contacts", (environment.contact(), environment.contact()))


NOBODY = {"first_name": None, "last_name": None, "middle_name": None, "prefix": None, "company": None}
SHOWN = {
    "email_addresses": [{"name": "Other", "address": "ann@quay.test", "primary": True}],
    "phone_numbers": [{"name": "Other", "number": "212 555 0142", "primary": True}, {"name": "Pager"}],
    "addresses": [{"name": "Other", "city": "Hoboken"}, {"name": "Billing", "country": "United States"}],
    "custom_field_set_associations": [{"display_order": 1}],
}
"""What is read back otherwise than it was sent: the word Others, and sets of custom fields by their place."""


def _who(kind: str) -> dict[str, Any]:
    return {"type": kind, "first_name": "Ann", "last_name": "Quay"}


def _labelled(others: str = "Others") -> dict[str, Any]:
    """A detail under each label that the module offers."""
    phones = ("Home", "Fax", "Pager", "Skype", "Work", others)
    return {
        "email_addresses": [{"name": name, "address": f"{name}@quay.test".lower()} for name in ("Home", "Work")],
        "phone_numbers": [{"name": name, "number": f"55501{n}"} for n, name in enumerate(phones)],
        "web_sites": [{"name": others, "address": "https://quay.test"}],
        "instant_messengers": [{"name": others, "address": "annquay"}],
        "addresses": [{"name": name, "city": f"{name}port"} for name in ("Work", "Home", "Billing")],
    }


def _person(environment: Environment) -> dict[str, Any]:
    field = environment.pick("custom_fields", "Occupation", parent_type="contact")
    intake = environment.pick("custom_field_sets", "Intake", parent_type="Contact")
    return {
        **_who("Person"),
        "middle_name": "Louise",
        "prefix": "Dr.",
        "company": {"id": environment.pick("contacts", "Marlow Shipping Co.", type="Company")},
        "title": "Harbour master",
        "avatar": {"image": PICTURE},
        "email_addresses": [{"name": "Others", "address": "ann@quay.test", "default_email": True}],
        "phone_numbers": [{"name": "Others", "number": "212 555 0142", "default_number": True}, {"name": "Pager", "number": "77"}],
        "web_sites": [{"name": "LinkedIn", "address": "https://quay.test", "default_web_site": True}],
        "instant_messengers": [{"name": "Personal", "address": "annquay"}],
        "addresses": [
            {"name": "Others", "street": "1 Pier", "city": "Hoboken", "province": "NJ", "postal_code": "07030", "country": "United States"},
            {"name": "Billing", "country": "United States"},
        ],
        "custom_field_set_associations": [{"display_order": 1, "custom_field_set": {"id": intake}}],
        "custom_field_values": [{"value": "Pilot", "custom_field": {"id": field}}],
        "clio_connect_email": "ann@portal.test",
        "ledes_client_id": "Q-1",
    }


def _has_picture(environment: Environment, contact: int) -> None:
    picture = environment.http.get(environment.get(f"/contacts/{contact}", "avatar{url}")["avatar"]["url"])
    same(picture.status_code, 200, "the address of the avatar")
    holds(picture.content.startswith(b"\x89PNG"), "the avatar is not the picture that was sent")


def _lists_are_steps(environment: Environment, contact: int) -> None:
    """Members of lists are changed by their id, and go with `_destroy`; rows without an id are appended."""
    numbers = environment.get(f"/contacts/{contact}", "phone_numbers{id,number}")["phone_numbers"]
    steps = [{"id": numbers[0]["id"], "number": "212 555 0100"}, {"id": numbers[1]["id"], "_destroy": True}, {"number": "78"}]
    environment.patch(f"/contacts/{contact}", {"phone_numbers": steps})
    results = [one["number"] for one in environment.get(f"/contacts/{contact}", "phone_numbers{number}")["phone_numbers"]]
    same(results, ["212 555 0100", "78"], "the phone numbers after three steps")
