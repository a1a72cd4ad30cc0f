"""In-app notifications: who is told what, and the counts of what is unread."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.hashing import digest
from tests.practice.people_and_groups import ApiOf, hire

EVENTS = "/internal_notifications/my_events"
METRICS = "/internal_notifications/event_metrics"


@pytest.fixture
def ravi(mock: MockClio, office: Office) -> ApiOf:
    return hire(mock, office)


@pytest.fixture
def matter(api: Api) -> dict[str, Any]:
    client = api.post("/contacts", {"type": "Person", "name": "Ada King"})["id"]
    return dict(api.post("/matters", {"client": {"id": client}, "description": "Engine"}, "id,display_number"))


def notifications(api: Api) -> list[tuple[str, str, str]]:
    selection = "event{subject_type,message,title}"
    return [(row["event"]["subject_type"], row["event"]["message"], row["event"]["title"]) for row in api.get(EVENTS, selection)]


def task_for(user: int, **values: Any) -> dict[str, Any]:
    return {"name": "Sign", "description": "Sign here", "assignee": {"id": user, "type": "User"}, **values}


@pytest.mark.rule("people.assignee-is-told")
def test_an_assignee_is_told_once_and_by_others_only(api: Api, ravi: ApiOf, office: Office, matter: dict[str, Any]) -> None:
    task = api.post("/tasks", task_for(ravi.user, matter={"id": matter["id"]}))["id"]
    api.patch(f"/tasks/{task}", {"name": "Sign twice"})
    api.post("/tasks", task_for(office["user.owner"]))
    selection = (
        "event{id,message,icon,title,title_url,description,description_url,primary_detail,primary_detail_url,secondary_detail,"
        "secondary_detail_url,occurred_at,mobile_icon,subject_type,subject_id}"
    )
    result = ravi.get(EVENTS, selection)
    assert result == [
        {
            "event": {
                "id": result[0]["event"]["id"],
                "message": "You were assigned a task",
                "icon": "task",
                "title": "Sign",
                "title_url": f"/tasks/{task}",
                "description": "Sign here",
                "description_url": f"/tasks/{task}",
                "primary_detail": matter["display_number"],
                "primary_detail_url": f"/matters/{matter['id']}",
                "secondary_detail": "Margaret Hartwell",
                "secondary_detail_url": f"/users/{office['user.owner']}",
                "occurred_at": "2026-06-01T09:00:00-04:00",
                "mobile_icon": "task",
                "subject_type": "Task",
                "subject_id": task,
            }
        }
    ]
    assert notifications(api) == []


@pytest.mark.rule("people.assigner-is-told-of-completion")
def test_an_assigner_who_asked_is_told_of_completion(api: Api, ravi: ApiOf) -> None:
    quiet = api.post("/tasks", task_for(ravi.user))["id"]
    loud = api.post("/tasks", task_for(ravi.user, name="Seal", notify_completion=True))["id"]
    for task in (quiet, loud):
        ravi.patch(f"/tasks/{task}", {"status": "complete"})
    assert notifications(api) == [("Task", "A task was completed", "Seal")]


@pytest.mark.rule("people.subscribers-are-told")
def test_subscribers_of_notes_and_calls_are_told(api: Api, ravi: ApiOf, matter: dict[str, Any]) -> None:
    subscribers = {"notification_event_subscribers": [{"user_id": str(ravi.user)}]}
    note = api.post("/notes", {"type": "Matter", "matter": {"id": matter["id"]}, "subject": "Engine", **subscribers})["id"]
    api.patch(f"/notes/{note}", {"subject": "Loom"})
    call = {"type": "PhoneCommunication", "subject": "Call", "body": "She rang."}
    later = api.post("/communications", call)["id"]
    api.patch(f"/communications/{later}", subscribers)
    assert notifications(ravi) == [
        ("MatterNote", "You were notified of a note", "Engine"),
        ("Communication", "You were notified of a phone call", "Call"),
    ]


@pytest.mark.rule("people.members-are-told-of-messages")
def test_members_of_a_conversation_are_told_of_messages(api: Api, ravi: ApiOf, office: Office) -> None:
    message = {"subject": "Hello", "body": "Please read.", "receivers": [{"id": ravi.user, "type": "User"}]}
    conversation = api.post("/conversation_messages", message, "conversation{id}")["conversation"]
    reply = {**message, "receivers": [{"id": office["user.owner"], "type": "User"}], "conversation": conversation}
    ravi.post("/conversation_messages", reply)
    expected = [("Conversation", "You received a secure message", "Hello")]
    assert (notifications(ravi), notifications(api)) == (expected, expected)


@pytest.mark.rule("people.invited-users-are-told")
def test_invited_users_are_told(api: Api, mock: MockClio, ravi: ApiOf) -> None:
    calendars = {row["user"]: row["id"] for row in mock.world.calendars if row.get("user")}
    body = {"summary": "Hearing", "start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z"}
    owner = next(id for user, id in calendars.items() if user != ravi.user)
    attendees = [{"id": id, "type": "Calendar"} for id in calendars.values()]
    entry = api.post("/calendar_entries", {**body, "calendar_owner": {"id": owner}, "attendees": attendees})["id"]
    api.patch(f"/calendar_entries/{entry}", {"summary": "Trial"})
    assert notifications(ravi) == [("CalendarEntry", "You were invited to an event", "Hearing")]


@pytest.mark.rule("people.invited-users-are-told")
def test_invited_users_are_told_of_a_series_once(api: Api, mock: MockClio, ravi: ApiOf) -> None:
    calendars = {row["user"]: row["id"] for row in mock.world.calendars if row.get("user")}
    owner = next(id for user, id in calendars.items() if user != ravi.user)
    body = {"summary": "Standup", "start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z"}
    body |= {"recurrence_rule": "FREQ=DAILY;COUNT=3", "attendees": [{"id": calendars[ravi.user], "type": "Calendar"}]}
    entry = api.post("/calendar_entries", {**body, "calendar_owner": {"id": owner}})["id"]
    api.patch(f"/calendar_entries/{entry}-20260603T100000Z", {"summary": "Moved"})
    assert notifications(ravi) == [("CalendarEntry", "You were invited to an event", "Standup")]
    api.patch(f"/calendar_entries/{entry}-20260604T100000Z", {"summary": "Retro", "recurrence_rule": "FREQ=WEEKLY;COUNT=2"})
    assert notifications(ravi) == [("CalendarEntry", "You were invited to an event", "Standup")]


@pytest.mark.rule("people.read-events-are-not-counted")
@pytest.mark.rule("people.metrics-count-what-is-unread")
def test_what_was_read_is_not_counted(api: Api, mock: MockClio, ravi: ApiOf) -> None:
    api.post("/tasks", task_for(ravi.user))
    message = {"subject": "Hello", "body": "Please read.", "receivers": [{"id": ravi.user, "type": "User"}]}
    conversation = api.post("/conversation_messages", message, "conversation{id}")["conversation"]["id"]
    with mock.world.session() as session:
        session.insert("client_portals", {"user": ravi.user, "unread_count": 3})
        session.insert("text_message_conversations", {"user": ravi.user, "unread_count": 2})
    unread = {
        "unread_mobile_events": 2,
        "unread_web_events": 2,
        "unread_secure_messages": 1,
        "unread_client_portal_messages": 3,
        "unread_text_messages": 2,
    }
    assert ravi.get(METRICS) == unread
    events = [row["event"]["id"] for row in ravi.get(EVENTS)]
    ravi.patch(f"{EVENTS}/{events[0]}", {"marked_as_read": True})
    ravi.patch(f"/conversations/{conversation}", {"read": True})
    assert ravi.get(METRICS) == {**unread, "unread_mobile_events": 1, "unread_web_events": 1, "unread_secure_messages": 0}
    ravi.patch(f"{EVENTS}/{events[0]}", {"marked_as_read": "false"})
    assert ravi.get(METRICS, "unread_web_events") == {"unread_web_events": 2}
    ravi.delete(f"{EVENTS}/{events[1]}")
    assert ravi.get(METRICS, "unread_web_events") == {"unread_web_events": 1}
    assert [row["event"]["id"] for row in ravi.get(EVENTS)] == events[:1]


@pytest.mark.rule("people.everybody-has-own-events")
def test_the_events_of_others_do_not_exist(api: Api, mock: MockClio, ravi: ApiOf) -> None:
    api.post("/tasks", task_for(ravi.user))
    event = ravi.get(EVENTS)[0]["event"]["id"]
    before = digest(mock.world)
    assert api.get(EVENTS) == []
    api.refused(404, "PATCH", f"{EVENTS}/{event}", {"marked_as_read": True})
    api.refused(404, "DELETE", f"{EVENTS}/{event}")
    assert digest(mock.world) == before
    ravi.delete(f"{EVENTS}/{event}")
    ravi.refused(404, "DELETE", f"{EVENTS}/{event}")
