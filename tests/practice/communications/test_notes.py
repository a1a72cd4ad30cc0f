"""Notes on matters and contacts."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.hashing import digest
from tests.practice.people_and_groups import hire


@pytest.fixture
def contact(api: Api) -> int:
    return int(api.post("/contacts", {"type": "Person", "name": "Ada King"})["id"])


@pytest.fixture
def matter(api: Api, contact: int) -> int:
    return int(api.post("/matters", {"client": {"id": contact}, "description": "Engine"})["id"])


def ids(api: Api, **parameters: Any) -> list[int]:
    return [row["id"] for row in api.get("/notes", **parameters)]


@pytest.mark.rule("communications.note-author-is-the-caller")
@pytest.mark.rule("communications.note-date-is-today")
def test_a_note_is_of_today_by_the_caller_in_plain_text(api: Api, office: Office, matter: int) -> None:
    selection = "type,subject,detail,detail_text_type,date,time_entries_count,matter{id},contact,author{id},time_entries"
    made = api.post("/notes", {"type": "matter", "matter": {"id": matter}, "subject": "Call", "detail": "<b>2 &amp; 3</b>"}, selection)
    assert made == {
        "type": "Matter",
        "subject": "Call",
        "detail": "<b>2 &amp; 3</b>",
        "detail_text_type": "plain_text",
        "date": "2026-06-01",
        "time_entries_count": 0,
        "matter": {"id": matter},
        "contact": None,
        "author": {"id": office["user.owner"]},
        "time_entries": [],
    }


@pytest.mark.rule("communications.note-needs-its-place")
def test_a_note_without_the_place_of_its_type_is_refused(api: Api, mock: MockClio, contact: int, matter: int) -> None:
    before = digest(mock.world)
    assert "matter is required" in api.refused(422, "POST", "/notes", {"type": "Matter", "contact": {"id": contact}})
    assert "contact is required" in api.refused(422, "POST", "/notes", {"type": "Contact", "matter": {"id": matter}})
    assert "type is required" in api.refused(422, "POST", "/notes", {"matter": {"id": matter}})
    api.refused(404, "POST", "/notes", {"type": "Matter", "matter": {"id": contact}})
    assert digest(mock.world) == before


@pytest.mark.rule("communications.note-has-only-the-place-of-its-type")
def test_the_other_place_is_passed_over(api: Api, contact: int, matter: int) -> None:
    body = {"type": "Contact", "contact": {"id": contact}, "matter": {"id": matter}}
    assert api.post("/notes", body, "type,matter,contact{id}") == {"type": "Contact", "matter": None, "contact": {"id": contact}}


@pytest.mark.rule("communications.note-stays-where-it-is")
def test_an_update_moves_no_note(api: Api, contact: int, matter: int) -> None:
    note = api.post("/notes", {"type": "Matter", "matter": {"id": matter}, "subject": "Old"})["id"]
    body = {"type": "Contact", "contact": {"id": contact}, "matter": {"id": 1}, "subject": "New", "date": "2026-05-01", "detail": "x"}
    changed = api.patch(f"/notes/{note}", body, "type,subject,date,detail,matter{id},contact")
    assert changed == {
        "type": "Matter",
        "subject": "New",
        "date": "2026-05-01",
        "detail": "x",
        "matter": {"id": matter},
        "contact": None,
    }


@pytest.mark.rule("communications.rich-text-keeps-known-tags")
def test_rich_text_keeps_known_tags_only(api: Api, matter: int) -> None:
    detail = (
        '<div style="color:red" onclick="x()">A &amp; <b>B</b><h1>C</h1><br/><script>alert(1)</script>'
        '<a href="https://x.test" target="_blank" id="q">D</a><a href="javascript:x()">E</a></div>'
    )
    body = {"type": "Matter", "matter": {"id": matter}, "detail": detail, "detail_text_type": "rich_text"}
    kept = '<div style="color:red">A &amp; <b>B</b>C<br><a href="https://x.test" target="_blank">D</a><a>E</a></div>'
    assert api.post("/notes", body, "detail,detail_text_type") == {"detail": kept, "detail_text_type": "rich_text"}


@pytest.mark.rule("communications.note-is-plain-or-rich")
def test_another_kind_of_text_is_refused(api: Api, matter: int) -> None:
    body = {"type": "Matter", "matter": {"id": matter}, "detail_text_type": "markdown"}
    assert "plain_text or rich_text" in api.refused(422, "POST", "/notes", body)


def test_subscribers_are_users_and_each_is_one_once(api: Api, mock: MockClio, office: Office, matter: int) -> None:
    other = hire(mock, office)
    body = {"type": "Matter", "matter": {"id": matter}, "notification_event_subscribers": [{"user_id": str(other.user)}] * 2}
    selection = "id,notification_event_subscribers{id,user_id,name}"
    note = api.post("/notes", body, selection)
    subscriber = note["notification_event_subscribers"][0]
    assert note["notification_event_subscribers"] == [{"id": subscriber["id"], "user_id": other.user, "name": "Ravi Osei"}]
    steps = [{"id": subscriber["id"], "_destroy": True}, {"user_id": office["user.owner"]}]
    left = api.patch(f"/notes/{note['id']}", {"notification_event_subscribers": steps}, selection)["notification_event_subscribers"]
    assert [member["name"] for member in left] == ["Margaret Hartwell"]
    for status, user in ((404, "1"), (422, "Ravi"), (422, "")):
        api.refused(status, "PATCH", f"/notes/{note['id']}", {"notification_event_subscribers": [{"user_id": user}]})


def test_the_list_needs_a_type_and_is_filtered(api: Api, contact: int, matter: int) -> None:
    other = api.post("/matters", {"client": {"id": contact}, "description": "Loom"})["id"]
    one = api.post("/notes", {"type": "Matter", "matter": {"id": matter}, "subject": "Punched cards", "date": "2026-03-02"})["id"]
    two = api.post("/notes", {"type": "Matter", "matter": {"id": other}, "detail": "Weaving", "date": "2026-03-01"})["id"]
    three = api.post("/notes", {"type": "Contact", "contact": {"id": contact}, "subject": "Birthday"})["id"]
    api.post("/activities", {"type": "TimeEntry", "date": "2026-03-02", "matter_note": {"id": one}, "matter": {"id": matter}})
    assert "value is empty: type" in api.refused(400, "GET", "/notes")
    assert ids(api, type="Matter") == [one, two]
    assert ids(api, type="contact") == [three]
    assert ids(api, type="Matter", matter_id=matter) == [one]
    assert ids(api, type="Contact", contact_id=contact) == [three]
    assert ids(api, type="Matter", query="weav") == [two]
    assert ids(api, type="Matter", query="CARDS punched") == [one]
    assert ids(api, type="Matter", has_time_entries="true") == [one]
    assert ids(api, type="Matter", has_time_entries="false") == [two]
    assert ids(api, type="Matter", order="date(asc)") == [two, one]
    assert ids(api, type="Matter", **{"ids[]": two}) == [two]
    assert api.get(f"/notes/{one}", "time_entries_count") == {"time_entries_count": 1}


def test_notes_are_ordered_by_the_name_of_their_author(api: Api, mock: MockClio, office: Office, matter: int) -> None:
    mine = api.post("/notes", {"type": "Matter", "matter": {"id": matter}})["id"]
    theirs = hire(mock, office, "Aaron", "Abel").post("/notes", {"type": "Matter", "matter": {"id": matter}})["id"]
    assert ids(api, type="Matter", order="author(asc)") == [theirs, mine]


def test_a_deleted_note_leaves_its_time_entries(api: Api, matter: int) -> None:
    note = api.post("/notes", {"type": "Matter", "matter": {"id": matter}})["id"]
    entry = api.post("/activities", {"type": "TimeEntry", "date": "2026-03-02", "matter_note": {"id": note}, "matter": {"id": matter}})[
        "id"
    ]
    api.delete(f"/notes/{note}")
    api.refused(404, "GET", f"/notes/{note}")
    assert api.get(f"/activities/{entry}", "matter_note") == {"matter_note": None}
