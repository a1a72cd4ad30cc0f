"""Lists of contacts: each filter with a row that passes and one that does not, and each order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.api import Api


def make(api: Api, **values: Any) -> int:
    return int(api.post("/contacts", values)["id"])


def ids(api: Api, **parameters: Any) -> list[int]:
    return [row["id"] for row in api.get("/contacts", **parameters)]


@pytest.fixture
def ada(api: Api) -> int:
    return make(api, type="Person", first_name="Ada", last_name="King", title="Countess", email_addresses=[{"address": "ada@engine.test"}])


@pytest.fixture
def acme(api: Api) -> int:
    return make(api, type="Company", name="Zenith Works", phone_numbers=[{"number": "555-0199"}], addresses=[{"city": "Springfield"}])


def test_by_type(api: Api, ada: int, acme: int) -> None:
    assert ids(api, type="Person") == [ada]
    assert ids(api, type="Company") == [acme]


def test_by_id_and_by_what_is_excluded(api: Api, ada: int, acme: int) -> None:
    assert ids(api, **{"ids[]": acme}) == [acme]
    assert ids(api, **{"exclude_ids[]": acme}) == [ada]


def test_clients_only(api: Api, ada: int, acme: int) -> None:
    api.post("/matters", {"client": {"id": acme}, "description": "Anvils"})
    assert ids(api, client_only="true") == [acme]
    assert ids(api, client_only="false") == [ada, acme]


def test_those_with_an_e_mail_address_only(api: Api, ada: int, acme: int) -> None:
    assert ids(api, email_only="true") == [ada]
    assert ids(api, email_only="false") == [ada, acme]


@pytest.mark.rule("contacts.initial-is-of-the-last-name")
def test_by_initial(api: Api, ada: int, acme: int) -> None:
    assert ids(api, initial="K") == [ada]
    assert ids(api, initial="Z") == [acme]
    assert ids(api, initial="A") == []
    assert ids(api, initial="K,Z") == [ada, acme]
    assert "initial must be one of" in api.refused(422, "GET", "/contacts", initial="z")


@pytest.mark.rule("contacts.shared-by-conversation")
def test_by_what_is_shared(api: Api, ada: int, acme: int) -> None:
    matter = api.post("/matters", {"client": {"id": acme}, "description": "Anvils"})["id"]
    message = {"subject": "Hello", "body": "Please read.", "receivers": [{"id": acme, "type": "Contact"}], "matter": {"id": matter}}
    conversation = api.post("/conversation_messages", message, "conversation{id}")["conversation"]["id"]
    assert ids(api, clio_connect_only="true") == [acme]
    assert ids(api, clio_connect_only="false") == [ada, acme]
    assert [ids(api, shared_resource_id=id) for id in (conversation, matter, ada)] == [[acme], [acme], []]
    assert api.get(f"/contacts/{acme}", "has_clio_for_clients_permission") == {"has_clio_for_clients_permission": True}
    assert api.get(f"/contacts/{ada}", "has_clio_for_clients_permission") == {"has_clio_for_clients_permission": False}


@pytest.mark.rule("contacts.query-reaches-matters-and-company")
def test_the_wildcard_reaches_everything_that_tells_a_contact(api: Api, ada: int, acme: int) -> None:
    employee = make(api, type="Person", name="Wile Coyote", company={"id": acme})
    api.post("/matters", {"client": {"id": ada}, "description": "Analytical engine"})
    words = ("KING", "countess", "ada@engine", "analytical", "king ada", "0199", "springfield", "zenith", "coyote", "nowhere")
    assert {word: ids(api, query=word) for word in words} == {
        "KING": [ada],
        "countess": [ada],
        "ada@engine": [ada],
        "analytical": [ada],
        "king ada": [ada],
        "0199": [acme],
        "springfield": [acme],
        "zenith": [acme, employee],
        "coyote": [employee],
        "nowhere": [],
    }


@pytest.mark.rule("contacts.query-reaches-matters-and-company")
def test_the_wildcard_reaches_custom_fields_with_the_words_of_picklists(api: Api, ada: int, acme: int) -> None:
    text = api.post("/custom_fields", {"name": "Nickname", "field_type": "text_line", "parent_type": "Contact"})["id"]
    body = {"name": "Colour", "field_type": "picklist", "parent_type": "Contact", "picklist_options": [{"option": "Vermilion"}]}
    colour = api.post("/custom_fields", body, "id,picklist_options{id}")
    option = colour["picklist_options"][0]["id"]
    api.patch(f"/contacts/{ada}", {"custom_field_values": [{"custom_field": {"id": text}, "value": "Enchantress"}]})
    api.patch(f"/contacts/{acme}", {"custom_field_values": [{"custom_field": {"id": colour["id"]}, "value": option}]})
    assert (ids(api, query="enchant"), ids(api, query="vermil")) == ([ada], [acme])


def test_by_the_value_of_a_custom_field(api: Api, ada: int, acme: int) -> None:
    field = api.post("/custom_fields", {"name": "Shoe size", "field_type": "numeric", "parent_type": "Contact"})["id"]
    api.patch(f"/contacts/{ada}", {"custom_field_values": [{"custom_field": {"id": field}, "value": 38}]})
    assert ids(api, **{f"custom_field_values[{field}]": ">=38"}) == [ada]
    assert ids(api, **{f"custom_field_values[{field}]": ">38"}) == []


def test_custom_field_ids_narrow_what_is_shown(api: Api, ada: int) -> None:
    one, two = (
        api.post("/custom_fields", {"name": name, "field_type": "text_line", "parent_type": "Contact"})["id"] for name in ("One", "Two")
    )
    values = [{"custom_field": {"id": id}, "value": "x"} for id in (one, two)]
    path, selection = f"/contacts/{ada}", "custom_field_values{field_name}"
    api.patch(path, {"custom_field_values": values})
    assert api.get(path, selection) == {"custom_field_values": [{"field_name": "One"}, {"field_name": "Two"}]}
    assert api.get(path, selection, **{"custom_field_ids[]": two}) == {"custom_field_values": [{"field_name": "Two"}]}
    assert len(api.get("/contacts", selection, **{"custom_field_ids[]": two})[0]["custom_field_values"]) == 1


def test_in_the_order_of_names_and_of_sharing(api: Api, ada: int, acme: int) -> None:
    late = make(api, type="Company", name="Apex")
    assert ids(api, order="name(asc)") == [ada, late, acme]
    assert ids(api, order="name(desc)") == [acme, late, ada]
    api.post("/conversation_messages", {"subject": "Hello", "body": "Read.", "receivers": [{"id": ada, "type": "Contact"}]})
    assert ids(api, order="shared_at(desc)")[0] == ada
    api.refused(422, "GET", "/contacts", order="initials(asc)")


def test_by_what_is_new(api: Api, ada: int) -> None:
    api.mock.clock.advance(timedelta(hours=1))
    late = make(api, type="Company", name="Apex")
    assert ids(api, created_since="2026-06-01T09:30:00-04:00") == [late]
    api.patch(f"/contacts/{ada}", {"title": "Lady"})
    assert ids(api, updated_since="2026-06-01T09:30:00-04:00") == [ada, late]
