"""Contacts: their names, their defaults, what belongs to them."""

from __future__ import annotations

import base64

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.hashing import digest
from tests.practice.people_and_groups import hire

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"picture").decode()
NAMES = "name,first_name,middle_name,last_name,initials"


@pytest.mark.rule("contacts.person-name-is-joined")
@pytest.mark.rule("contacts.initials")
def test_the_name_of_a_person_is_its_parts_without_the_prefix(api: Api) -> None:
    made = api.post("/contacts", {"type": "Person", "prefix": "Dr.", "first_name": "Ada", "middle_name": "M", "last_name": "King"}, NAMES)
    assert made == {"name": "Ada M King", "first_name": "Ada", "middle_name": "M", "last_name": "King", "initials": "AK"}


@pytest.mark.rule("contacts.person-name-is-split")
def test_a_name_that_comes_alone_is_split(api: Api) -> None:
    made = api.post("/contacts", {"type": "Person", "name": " Vincent van Gogh "}, NAMES)
    assert made == {"name": "Vincent van Gogh", "first_name": "Vincent", "middle_name": None, "last_name": "van Gogh", "initials": "VV"}


def test_parts_outrank_a_name_that_comes_with_them(api: Api) -> None:
    made = api.post("/contacts", {"type": "Person", "name": "Somebody Else", "first_name": "Ada", "last_name": "King"}, "name")
    assert made == {"name": "Ada King"}


@pytest.mark.rule("contacts.person-needs-a-name")
@pytest.mark.parametrize("body", [{}, {"name": "  "}, {"name": None}, {"middle_name": "M"}, {"first_name": "", "last_name": None}])
def test_a_person_without_a_name_is_refused(api: Api, mock: MockClio, body: dict[str, str]) -> None:
    before = digest(mock.world)
    message = api.refused(422, "POST", "/contacts", {"type": "Person", **body})
    assert "At least one of first name or last name must be provided" in message
    assert digest(mock.world) == before


@pytest.mark.rule("contacts.company-needs-a-name")
@pytest.mark.rule("contacts.attributes-of-the-other-type")
def test_a_company_has_a_name_and_nothing_of_a_person(api: Api) -> None:
    assert "name can't be blank" in api.refused(422, "POST", "/contacts", {"type": "Company"})
    message = api.refused(422, "POST", "/contacts", {"type": "Company", "name": "Acme", "first_name": "Ada", "prefix": "Dr."})
    assert message.endswith("Invalid attributes present for a Company: first_name, prefix")
    made = api.post("/contacts", {"type": "Company", "name": "Acme Widget Works", "first_name": ""}, NAMES)
    assert made == {"name": "Acme Widget Works", "first_name": None, "middle_name": None, "last_name": None, "initials": "AW"}


@pytest.mark.rule("contacts.rename-leaves-matter-numbers")
def test_a_renamed_client_keeps_the_display_numbers_of_its_matters(api: Api) -> None:
    contact = api.post("/contacts", {"type": "Person", "first_name": "Ada", "last_name": "King"})["id"]
    matter = api.post("/matters", {"client": {"id": contact}, "description": "Estate"}, "id,display_number")
    renamed = api.patch(f"/contacts/{contact}", {"last_name": "Lovelace"}, "name,initials")
    assert renamed == {"name": "Ada Lovelace", "initials": "AL"}
    assert api.get(f"/matters/{matter['id']}", "id,display_number") == matter


def test_a_person_may_become_a_company_and_back(api: Api) -> None:
    contact = api.post("/contacts", {"type": "Person", "first_name": "Ada", "last_name": "King"})["id"]
    assert api.patch(f"/contacts/{contact}", {"type": "Company"}, f"type,{NAMES}") == {
        "type": "Company",
        "name": "Ada King",
        "first_name": None,
        "middle_name": None,
        "last_name": None,
        "initials": "AK",
    }
    assert api.patch(f"/contacts/{contact}", {"type": "Person"}, "first_name,last_name") == {"first_name": "Ada", "last_name": "King"}


@pytest.mark.rule("contacts.company-must-be-a-company")
def test_a_person_belongs_to_a_company_and_not_to_a_person(api: Api) -> None:
    company = api.post("/contacts", {"type": "Company", "name": "Acme"})["id"]
    person = api.post("/contacts", {"type": "Person", "name": "Ada King", "company": {"id": company}}, "id,company{id,name}")
    assert person["company"] == {"id": company, "name": "Acme"}
    api.refused(422, "POST", "/contacts", {"type": "Person", "name": "Bob Hope", "company": {"id": person["id"]}})
    api.refused(404, "POST", "/contacts", {"type": "Person", "name": "Bob Hope", "company": {"id": 1}})
    assert "belong to this company" in api.refused(422, "PATCH", f"/contacts/{company}", {"type": "Person"})
    assert api.patch(f"/contacts/{person['id']}", {"company": {"id": None}}, "company") == {"company": None}


@pytest.mark.rule("contacts.avatar-has-an-address")
def test_the_address_of_an_avatar_gives_its_bytes(api: Api, mock: MockClio) -> None:
    contact = api.post("/contacts", {"type": "Person", "name": "Ada King", "avatar": {"image": PNG}}, "id,avatar{id,url}")
    assert mock.http.get(contact["avatar"]["url"]).content == base64.b64decode(PNG)
    changed = api.patch(f"/contacts/{contact['id']}", {"avatar": {"image": base64.b64encode(b"GIF89a!").decode()}}, "avatar{id,url}")
    assert changed["avatar"]["id"] == contact["avatar"]["id"]
    assert mock.http.get(changed["avatar"]["url"]).content == b"GIF89a!"
    assert api.patch(f"/contacts/{contact['id']}", {"avatar": {"_destroy": True}}, "avatar") == {"avatar": None}


@pytest.mark.rule("contacts.avatar-is-a-small-picture")
@pytest.mark.parametrize(
    "image",
    ["not base64", base64.b64encode(b"%PDF-1.7").decode(), base64.b64encode(b"\xff\xd8\xff" + bytes(2 * 1024 * 1024)).decode()],
    ids=["text", "pdf", "too large"],
)
def test_what_is_no_small_picture_is_refused(api: Api, mock: MockClio, image: str) -> None:
    before = digest(mock.world)
    assert "avatar.image must be" in api.refused(422, "POST", "/contacts", {"type": "Company", "name": "Acme", "avatar": {"image": image}})
    assert digest(mock.world) == before


@pytest.mark.rule("contacts.co-counsel-rate-is-for-updates")
@pytest.mark.rule("contacts.co-counsel-has-a-rate")
def test_a_co_counsel_rate_is_written_by_updates(api: Api) -> None:
    selection = "id,is_co_counsel,co_counsel_rate{rate}"
    made = api.post("/contacts", {"type": "Person", "name": "Ada King", "co_counsel_rate": {"rate": 90}}, selection)
    assert made == {"id": made["id"], "is_co_counsel": False, "co_counsel_rate": None}
    for rate in (150, 175.5):
        changed = api.patch(f"/contacts/{made['id']}", {"co_counsel_rate": {"rate": rate}}, selection)
        assert changed == {"id": made["id"], "is_co_counsel": True, "co_counsel_rate": {"rate": rate}}
    cleared = api.patch(f"/contacts/{made['id']}", {"co_counsel_rate": None}, selection)
    assert cleared == {"id": made["id"], "is_co_counsel": False, "co_counsel_rate": None}


@pytest.mark.rule("contacts.connect-email-is-locked-for-those-who-log-in")
def test_the_connect_email_of_a_contact_who_logs_in_is_locked(api: Api, mock: MockClio) -> None:
    body = {"type": "Person", "name": "Ada King", "clio_connect_email": "ada@king.test"}
    selection = "id,clio_connect_email,locked_clio_connect_email,is_clio_for_client_user,client_connect_user_id"
    contact = api.post("/contacts", body, selection)
    assert (contact["locked_clio_connect_email"], contact["clio_connect_email"]) == (False, "ada@king.test")
    with mock.world.session() as session:
        session.update("contacts", contact["id"], {"client_connect_user_id": 77})
    assert "locked" in api.refused(422, "PATCH", f"/contacts/{contact['id']}", {"clio_connect_email": "other@king.test"})
    assert api.patch(f"/contacts/{contact['id']}", {"title": "Countess"}, selection) == {
        **contact,
        "locked_clio_connect_email": True,
        "is_clio_for_client_user": True,
        "client_connect_user_id": 77,
    }


@pytest.mark.rule("contacts.currency-by-id-or-code")
def test_a_currency_is_named_by_id_or_code(api: Api, mock: MockClio) -> None:
    with mock.world.session() as session:
        lari = session.insert("currencies", {"code": "GEL", "sign": "₾"})["id"]
    for sent in ({"id": lari}, {"code": "gel"}, "GEL", str(lari)):
        contact = api.post("/contacts", {"type": "Company", "name": "Acme", "currency": sent}, "currency{id,code}")
        assert contact == {"currency": {"id": lari, "code": "GEL"}}
    api.refused(422, "POST", "/contacts", {"type": "Company", "name": "Acme", "currency": [1]})
    api.refused(404, "POST", "/contacts", {"type": "Company", "name": "Acme", "currency": {"code": "XXX"}})


@pytest.mark.rule("contacts.client-of-a-matter-is-a-client")
@pytest.mark.rule("contacts.related-through-company-and-matters")
def test_clients_and_related_contacts_follow_from_matters_and_companies(api: Api) -> None:
    company = api.post("/contacts", {"type": "Company", "name": "Acme"})["id"]
    worker = api.post("/contacts", {"type": "Person", "name": "Wile Coyote", "company": {"id": company}})["id"]
    expert = api.post("/contacts", {"type": "Person", "name": "Road Runner"})["id"]
    assert api.get(f"/contacts/{company}", "is_client,related_contacts") == {
        "is_client": False,
        "related_contacts": [api.get(f"/contacts/{worker}")],
    }
    matter = api.post("/matters", {"client": {"id": company}, "description": "Anvils"})["id"]
    api.post("/relationships", {"matter": {"id": matter}, "contact": {"id": expert}, "description": "Expert"})
    result = api.get(f"/contacts/{company}", "is_client,related_contacts{id}")
    assert result == {"is_client": True, "related_contacts": [{"id": worker}, {"id": expert}]}
    api.delete(f"/matters/{matter}")
    assert api.get(f"/contacts/{company}", "is_client") == {"is_client": False}


@pytest.mark.rule("contacts.bill-recipient-of-a-matter")
def test_who_gets_the_bills_of_a_matter_is_a_bill_recipient(api: Api, mock: MockClio) -> None:
    client = api.post("/contacts", {"type": "Company", "name": "Acme"})["id"]
    payer = api.post("/contacts", {"type": "Company", "name": "Insurer"})["id"]
    matter = api.post("/matters", {"client": {"id": client}, "description": "Anvils"})["id"]
    with mock.world.session() as session:
        recipients = [{"id": session.world.ids.next(), "recipient": payer, "created_at": session.now, "updated_at": session.now}]
        session.update("matters", matter, {"matter_bill_recipients": recipients})
    assert api.get(f"/contacts/{payer}", "is_bill_recipient") == {"is_bill_recipient": True}
    with mock.world.session() as session:
        session.update("matters", matter, {"matter_bill_recipients": []})
    assert api.get(f"/contacts/{payer}", "is_bill_recipient") == {"is_bill_recipient": False}


@pytest.mark.rule("contacts.account-balances-add-up-transactions")
def test_account_balances_add_up_what_the_accounts_hold_for_a_contact(api: Api) -> None:
    contact = api.post("/contacts", {"type": "Company", "name": "Acme"})["id"]
    account = api.post("/bank_accounts", {"type": "Trust", "name": "Client trust", "currency": "USD"})["id"]
    for amount in (100.1, 0.2, -50):
        body = {"amount": amount, "bank_account": {"id": account}, "client": {"id": contact}, "date": "2026-06-01"}
        api.post("/bank_transactions", body)
    result = api.get(f"/contacts/{contact}", "account_balances{id,balance,type,name}")["account_balances"]
    assert {"id": account, "balance": 50.3, "type": "Trust", "name": "Client trust"} in result


@pytest.mark.rule("contacts.hidden-from-users-without-permission")
def test_a_hidden_contact_does_not_exist_for_the_user_and_is_redacted_where_others_show_it(
    api: Api, mock: MockClio, office: Office
) -> None:
    other = hire(mock, office)
    hidden = api.post("/contacts", {"type": "Company", "name": "Secret"})["id"]
    shown = api.post("/contacts", {"type": "Company", "name": "Public"})["id"]
    with mock.world.session() as session:
        session.update("contacts", hidden, {"_hidden_from": [other.user]})
    assert [row["id"] for row in other.get("/contacts")] == [shown]
    matter = api.post("/matters", {"client": {"id": hidden}, "description": "Engine"})["id"]
    assert other.get(f"/matters/{matter}", "client{name}") == {"client": {"id": hidden, "redacted": True}}
    assert api.get(f"/matters/{matter}", "client{name}") == {"client": {"name": "Secret"}}
    for method, body in (("GET", None), ("PATCH", {"title": "x"}), ("DELETE", None)):
        other.refused(404, method, f"/contacts/{hidden}", body)
    assert [row["id"] for row in api.get("/contacts")] == [hidden, shown]


@pytest.mark.rule("contacts.hidden-from-users-without-permission")
def test_a_hidden_contact_is_hidden_whatever_part_it_plays(api: Api, mock: MockClio, office: Office) -> None:
    other = hire(mock, office)
    hidden = api.post("/contacts", {"type": "Company", "name": "Secret", "email_addresses": [{"address": "s@quay.test"}]})["id"]
    shown = api.post("/contacts", {"type": "Company", "name": "Public"})["id"]
    matter = api.post("/matters", {"client": {"id": hidden}, "description": "Engine"})["id"]
    friend = api.post("/matters", {"client": {"id": shown}, "description": "Loom"})["id"]
    api.post("/relationships", {"matter": {"id": friend}, "contact": {"id": hidden}, "description": "Friend"})
    who = {"id": hidden, "type": "Contact"}
    call = api.post("/communications", {"type": "PhoneCommunication", "subject": "Call", "body": "Hi", "senders": [who]})["id"]
    task = api.post("/tasks", {"name": "Call", "description": "Ring", "assignee": who})["id"]
    with mock.world.session() as session:
        session.update("contacts", hidden, {"_hidden_from": [other.user]})
    mark = {"id": hidden, "redacted": True}
    assert other.get(f"/communications/{call}", "senders{name}") == {"senders": [mark]}
    assert other.get(f"/tasks/{task}", "assignee{name,type}") == {"assignee": mark}
    assert other.get(f"/matters/{matter}/client", "name,email_addresses") == mark
    assert other.get(f"/matters/{matter}/contacts") == other.get(f"/matters/{friend}/related_contacts") == []
    other.refused(404, "GET", f"/contacts/{hidden}/email_addresses")
    assert api.get(f"/contacts/{hidden}/email_addresses", "address") == [{"address": "s@quay.test"}]


def test_contacts_come_with_a_folder_and_terms_of_payment(api: Api) -> None:
    contact = api.post("/contacts", {"type": "Company", "name": "Acme"}, "id,folder{name,contact},payment_profile{name,terms}")
    assert contact["folder"] == {"name": "Acme", "contact": {**contact["folder"]["contact"], "id": contact["id"], "name": "Acme"}}
    assert contact["payment_profile"] == {"name": "Net 30", "terms": 30}


def test_writable_attributes_read_back(api: Api) -> None:
    sent = {
        "date_of_birth": "1980-02-29",
        "ledes_client_id": "L-1",
        "sales_tax_number": "T-1",
        "title": "Countess",
        "prefix": "Lady",
        "clio_connect_email": "ada@king.test",
    }
    assert api.post("/contacts", {"type": "Person", "name": "Ada King", **sent}, ",".join(sent)) == sent
