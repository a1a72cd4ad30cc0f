"""How matters are numbered."""

from __future__ import annotations

import pytest

from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.cases import change, client, company, matter


def scheme(api: Api, office: Office, template: str, *, manual: bool = False) -> None:
    change(api, "accounts", office["account"], _matter_numbering={"manual": manual, "template": template})


@pytest.mark.rule("matters.number-counts-up-from-one")
def test_the_firm_counts_from_one_and_names_by_client(api: Api) -> None:
    made = [matter(api, "number,display_number", client={"id": who}) for who in (client(api), company(api), client(api, "Bob", "Lee"))]
    assert made == [
        {"number": 1, "display_number": "00001-Smith"},
        {"number": 2, "display_number": "00002-Acme Ltd"},
        {"number": 3, "display_number": "00003-Lee"},
    ]


@pytest.mark.rule("matters.number-counts-up-from-one")
def test_a_number_is_not_given_twice(api: Api) -> None:
    api.delete(f"/matters/{matter(api)['id']}")
    assert matter(api, "number") == {"number": 2}


@pytest.mark.rule("matters.automatic-number-ignores-what-is-sent")
def test_an_automatic_number_cannot_be_written(api: Api) -> None:
    made = matter(api, "id,display_number", display_number="X-1")
    assert made["display_number"] == "00001-Smith"
    assert api.patch(f"/matters/{made['id']}", {"display_number": "X-2"}, "display_number") == {"display_number": "00001-Smith"}


@pytest.mark.rule("matters.manual-number-is-kept-as-sent")
def test_a_manual_number_is_what_was_sent(api: Api, office: Office) -> None:
    scheme(api, office, "{number:5}", manual=True)
    made = matter(api, "id,display_number", display_number="X-1")
    assert made["display_number"] == "X-1"
    assert api.patch(f"/matters/{made['id']}", {"display_number": "X-2"}, "display_number") == {"display_number": "X-2"}
    assert matter(api, "display_number") == {"display_number": "Blank"}


@pytest.mark.rule("matters.reset-renders-the-number-again")
def test_a_renamed_client_changes_the_number_only_on_reset(api: Api) -> None:
    contact = client(api)
    id = matter(api, client={"id": contact})["id"]
    api.patch(f"/contacts/{contact}", {"last_name": "Jones"})
    assert api.get(f"/matters/{id}", "display_number") == {"display_number": "00001-Smith"}
    api.patch(f"/matters/{id}", {"reset_matter_number": False})
    assert api.get(f"/matters/{id}", "display_number") == {"display_number": "00001-Smith"}
    assert api.patch(f"/matters/{id}", {"reset_matter_number": True}, "display_number,number") == {
        "display_number": "00001-Jones",
        "number": 1,
    }


@pytest.mark.rule("matters.reset-renders-the-number-again")
def test_a_reset_drops_the_custom_number(api: Api) -> None:
    id = matter(api)["id"]
    change(api, "matters", id, custom_number="S-9", display_number="S-9")
    assert api.patch(f"/matters/{id}", {"reset_matter_number": True}, "custom_number,display_number") == {
        "custom_number": None,
        "display_number": "00001-Smith",
    }


@pytest.mark.rule("matters.number-counts-up-from-one")
@pytest.mark.parametrize(
    ("template", "numbers"),
    [
        ("{year}-{month}-{number_of_year:3}", ["2026-06-001", "2024-02-001", "2026-06-002"]),
        ("{client_number}.{number_of_client:2}", ["1.01", "2.01", "1.02"]),
        ("M{number}/{year2} {client_first_name} {client_last_name}", ["M1/26 Ann Smith", "M2/24 Bob Lee", "M3/26 Ann Smith"]),
        ("{number:4} {description}", ["0001 A case", "0002 A case", "0003 A case"]),
    ],
)
@pytest.mark.rule("matters.number-from-building-blocks")
def test_a_scheme_is_made_of_blocks(api: Api, office: Office, template: str, numbers: list[str]) -> None:
    scheme(api, office, template)
    ann, bob = client(api), client(api, "Bob", "Lee")
    made = [
        matter(api, "display_number", client={"id": ann}),
        matter(api, "display_number", client={"id": bob}, open_date="2024-02-03"),
        matter(api, "display_number", client={"id": ann}),
    ]
    assert [row["display_number"] for row in made] == numbers


@pytest.mark.rule("matters.reset-renders-the-number-again")
def test_a_reset_keeps_the_counts_that_were_drawn(api: Api, office: Office) -> None:
    scheme(api, office, "{number_of_client:2}")
    contact = client(api)
    first = matter(api, client={"id": contact})["id"]
    matter(api, client={"id": contact})
    assert api.patch(f"/matters/{first}", {"reset_matter_number": True}, "display_number") == {"display_number": "01"}
