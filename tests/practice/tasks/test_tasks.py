"""Tasks: defaults, completion, privacy, filters, orders, and what the plan allows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.hashing import digest
from tests.practice.cases import change, client, insert, matter
from tests.practice.people_and_groups import hire


def task(api: Api, office: Office, fields: str = "", name: str = "Call", **body: Any) -> Data:
    assignee = {"id": office["user.owner"], "type": "User"}
    return api.post("/tasks", {"name": name, "description": "Ring the client", "assignee": assignee, **body}, fields)


def names(api: Api, **parameters: Any) -> list[str]:
    return [row["name"] for row in api.get("/tasks", "name", **parameters)]


@pytest.mark.rule("tasks.defaults")
def test_a_new_task_shows_everything(api: Api, office: Office) -> None:
    fields = (
        "name,status,description,description_text_type,priority,due_at,permission,completed_at,notify_completion,statute_of_limitations,"
        "time_estimated,time_entries_count,time_entries,task_type,assigner{id},matter,assignee{id,type,name},reminders"
    )
    assert task(api, office, fields) == {
        "name": "Call",
        "status": "pending",
        "description": "Ring the client",
        "description_text_type": "plain_text",
        "priority": "normal",
        "due_at": None,
        "permission": "public",
        "completed_at": None,
        "notify_completion": False,
        "statute_of_limitations": False,
        "time_estimated": None,
        "time_entries_count": 0,
        "time_entries": [],
        "task_type": None,
        "assigner": {"id": office["user.owner"]},
        "matter": None,
        "assignee": {"id": office["user.owner"], "type": "User", "name": "Margaret Hartwell"},
        "reminders": [],
    }


def test_a_task_needs_name_description_and_assignee(api: Api) -> None:
    message = api.refused(422, "POST", "/tasks", {})
    assert all(f"{name} is required" in message for name in ("name", "description", "assignee"))


def test_a_task_may_be_for_a_contact(api: Api, office: Office) -> None:
    ann = client(api)
    assert task(api, office, "assignee{id,type}", assignee={"id": ann, "type": "Contact"})["assignee"] == {"id": ann, "type": "Person"}
    api.refused(404, "POST", "/tasks", {"name": "x", "description": "x", "assignee": {"id": office["user.owner"], "type": "Contact"}})


@pytest.mark.rule("tasks.notify-assignee-is-a-request")
def test_notify_completion_is_shown_and_notify_assignee_is_not(api: Api, office: Office) -> None:
    made = task(api, office, "id,notify_completion", notify_assignee=True, notify_completion=True)
    assert made["notify_completion"] is True
    api.refused(400, "GET", f"/tasks/{made['id']}", fields="notify_assignee")


@pytest.mark.parametrize("due", ["2026-06-05", "2026-06-05T00:00:00Z", "2026-06-05T23:00:00-04:00"])
def test_a_due_date_is_the_date_as_it_was_written(api: Api, office: Office, due: str) -> None:
    assert task(api, office, "due_at", due_at=due) == {"due_at": "2026-06-05"}


def test_medium_is_another_word_for_normal_and_case_does_not_matter(api: Api, office: Office) -> None:
    shown = task(api, office, "id,priority,status", priority="Medium", status="Pending")
    assert (shown["priority"], shown["status"]) == ("normal", "pending")
    for sent in ("high", "High", "HIGH"):
        assert api.patch(f"/tasks/{shown['id']}", {"priority": sent}, "priority") == {"priority": "high"}


def test_rich_text_keeps_the_tags_that_it_may_have(api: Api, office: Office) -> None:
    made = task(api, office, "description", description="<b>Ring</b><script>x</script>", description_text_type="rich_text")
    assert made == {"description": "<b>Ring</b>"}


@pytest.mark.rule("tasks.completion-is-stamped")
def test_completion_is_stamped_and_taken_back(api: Api, office: Office) -> None:
    made = task(api, office)["id"]
    api.mock.clock.advance(timedelta(hours=2))
    assert api.patch(f"/tasks/{made}", {"status": "complete"}, "completed_at") == {"completed_at": "2026-06-01T11:00:00-04:00"}
    api.mock.clock.advance(timedelta(hours=2))
    assert api.patch(f"/tasks/{made}", {"name": "Other"}, "completed_at") == {"completed_at": "2026-06-01T11:00:00-04:00"}
    assert api.patch(f"/tasks/{made}", {"status": "in_review"}, "completed_at") == {"completed_at": None}
    assert task(api, office, "completed_at", status="complete") == {"completed_at": "2026-06-01T13:00:00-04:00"}


def test_a_statute_of_limitations_is_made_and_never_changed(api: Api, office: Office) -> None:
    made = task(api, office, "id,statute_of_limitations", statute_of_limitations=True)
    assert made["statute_of_limitations"] is True
    assert api.patch(f"/tasks/{made['id']}", {"statute_of_limitations": False}, "statute_of_limitations") == {
        "statute_of_limitations": True
    }


@pytest.mark.rule("tasks.plan-without-advanced-tasks")
def test_without_advanced_tasks_there_are_two_statuses_and_no_types(api: Api, office: Office) -> None:
    change(api, "accounts", office["account"], _advanced_tasks=False)
    type_id = api.get("/task_types")[0]["id"]
    made = task(api, office)["id"]
    before = digest(api.mock.world)
    assert 'must be one of ["complete", "pending"]' in api.refused(422, "PATCH", f"/tasks/{made}", {"status": "in_review"})
    api.refused(422, "PATCH", f"/tasks/{made}", {"task_type": {"id": type_id}})
    api.refused(422, "GET", "/tasks", status_="draft")
    api.refused(422, "GET", "/tasks", **{"statuses[]": ["pending", "in_progress"]})
    assert digest(api.mock.world) == before
    assert api.patch(f"/tasks/{made}", {"status": "complete"}, "status") == {"status": "complete"}
    assert names(api, status="complete") == ["Call"]


@pytest.mark.rule("tasks.private-ones-are-seen-by-two")
def test_a_private_task_is_no_more_than_an_id_where_others_show_it(api: Api, office: Office) -> None:
    noor, omar = (hire(api.mock, office, name, "Haddad") for name in ("Noor", "Omar"))
    made = task(api, office, permission="private", name="Secret", assignee={"id": noor.user, "type": "User"})["id"]
    entry = api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01", "task": {"id": made}})["id"]
    selection = "subject{identifier},task"
    mark = {"id": made, "redacted": True}
    assert omar.get(f"/activities/{entry}", selection) == {"subject": mark, "task": mark}
    assert noor.get(f"/activities/{entry}", selection)["subject"] == {"identifier": "Secret"}


@pytest.mark.rule("tasks.private-ones-are-seen-by-two")
def test_a_private_task_is_seen_by_assigner_and_assignee(api: Api, office: Office) -> None:
    noor, leo = hire(api.mock, office, "Noor", "Haddad"), hire(api.mock, office, "Leo", "Brandt")
    made = task(api, office, permission="private", assignee={"id": noor.user, "type": "User"})["id"]
    assert names(api) == names(noor) == ["Call"]
    assert names(leo) == []
    before = digest(api.mock.world)
    leo.refused(403, "GET", f"/tasks/{made}")
    leo.refused(403, "PATCH", f"/tasks/{made}", {"name": "Mine"})
    leo.refused(403, "DELETE", f"/tasks/{made}")
    assert digest(api.mock.world) == before
    api.patch(f"/tasks/{made}", {"permission": "public"})
    assert names(leo) == ["Call"]


@pytest.mark.rule("tasks.assignee-id-needs-type")
def test_tasks_are_found_by_assignee(api: Api, office: Office) -> None:
    ann = client(api)
    task(api, office, name="Mine")
    task(api, office, name="Hers", assignee={"id": ann, "type": "Contact"})
    assert names(api, assignee_id=ann, assignee_type="contact") == names(api, assignee_type="contact") == ["Hers"]
    assert names(api, assignee_id=office["user.owner"], assignee_type="user") == ["Mine"]
    assert names(api, assignee_id=ann, assignee_type="user") == []
    assert "needs assignee_type" in api.refused(422, "GET", "/tasks", assignee_id=ann)


def test_tasks_are_found_by_what_they_are(api: Api, office: Office) -> None:
    kind = api.get("/task_types")[0]["id"]
    case = matter(api, "id,client{id}", responsible_attorney={"id": office["user.owner"]})
    task(
        api,
        office,
        name="One",
        matter={"id": case["id"]},
        due_at="2026-06-05",
        priority="High",
        permission="private",
        task_type={"id": kind},
    )
    task(api, office, name="Two", due_at="2026-06-10", priority="Low", status="in_progress", statute_of_limitations=True)
    task(api, office, name="Three", status="complete", description="Unusual words")
    one = [
        {"matter_id": case["id"]},
        {"client_id": case["client"]["id"]},
        {"responsible_attorney_id": office["user.owner"]},
        {"priority": "high"},
        {"permission": "private"},
        {"task_type_id": kind},
        {"due_at_to": "2026-06-05"},
        {"due_at_from": "2026-06-05", "due_at_to": "2026-06-09"},
    ]
    assert [names(api, **parameters) for parameters in one] == [["One"]] * len(one)
    assert names(api, statute_of_limitations="true") == names(api, due_at_from="2026-06-06") == names(api, status="in_progress") == ["Two"]
    assert names(api, query="unusual") == names(api, complete="true") == names(api, due_at_present="false") == ["Three"]
    assert (
        names(api, complete="false")
        == names(api, due_at_present="true")
        == names(api, **{"statuses[]": ["pending", "in_progress"]})
        == ["One", "Two"]
    )
    assert names(api, status="pending,in_progress") == ["One", "Two"]
    assert names(api, matter_id="null") == names(api, task_type_id="null") == names(api, client_id="null") == ["Two", "Three"]
    assert names(api, assigner_id=office["user.owner"]) == ["One", "Two", "Three"]
    assert names(api, assigner_id=case["id"]) == []
    assert names(api, statute_of_limitations="false") == ["One", "Three"]


@pytest.mark.rule("activities.counted-by-their-subject")
def test_time_entries_are_counted_and_asked_for(api: Api, office: Office) -> None:
    made, other = task(api, office, name="Worked on")["id"], task(api, office, name="Other")["id"]
    entry = api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01", "quantity": 3600, "task": {"id": made}})["id"]
    assert api.get(f"/tasks/{made}", "time_entries_count,time_entries{id}") == {"time_entries_count": 1, "time_entries": [{"id": entry}]}
    assert names(api, time_entries_present="true") == ["Worked on"]
    assert names(api, time_entries_present="false") == ["Other"]
    assert api.get(f"/tasks/{other}", "time_entries_count") == {"time_entries_count": 0}


@pytest.mark.rule("tasks.order-by-due-date")
def test_tasks_are_ordered(api: Api, office: Office) -> None:
    kinds = {row["name"]: row["id"] for row in api.get("/task_types", "id,name")}
    late, early = matter(api)["id"], matter(api)["id"]
    task(api, office, name="b", due_at="2026-06-05", priority="Low", matter={"id": early}, task_type={"id": kinds["Drafting"]})
    task(api, office, name="A", priority="High", matter={"id": late}, status="complete", task_type={"id": kinds["Review"]})
    task(api, office, name="c", due_at="2026-06-03")
    assert names(api, order="name(asc)") == ["A", "b", "c"]
    assert names(api, order="due_at(asc)") == ["c", "b", "A"]
    assert names(api, order="due_at_strict(asc)") == ["A", "c", "b"]
    assert names(api, order="priority(desc)") == ["A", "c", "b"]
    assert names(api, order="matter.display_number(asc)") == ["c", "A", "b"]
    assert names(api, order="task_type.name(desc)") == ["A", "b", "c"]
    assert names(api, order="completed_at(desc)")[0] == "A"
    assert names(api, order="id(desc)") == ["c", "A", "b"]


@pytest.mark.rule("tasks.followers-of-a-deleted-task-keep-their-dates")
def test_a_deleted_task_takes_its_reminders_and_leaves_its_followers(api: Api, office: Office) -> None:
    first = task(api, office, due_at="2026-06-05")["id"]
    second = task(api, office, cascading=True, cascading_source=first, cascading_offset=2)["id"]
    method = api.get("/users/who_am_i", "notification_methods")["notification_methods"][0]["id"]
    api.post("/reminders", {"notification_method": {"id": method}, "subject": {"id": first, "type": "Task"}})
    entry = api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01", "task": {"id": first}})["id"]
    api.delete(f"/tasks/{first}")
    assert api.get("/reminders") == []
    assert api.get(f"/activities/{entry}", "task") == {"task": None}
    assert api.get(f"/tasks/{second}", "due_at") == {"due_at": "2026-06-07"}
    assert api.get("/tasks", cascading_source_id=first) == []
    api.refused(404, "DELETE", f"/tasks/{first}")


@pytest.mark.rule("tasks.task-types-are-disabled-by-date")
def test_a_task_type_is_disabled_and_enabled_again(api: Api) -> None:
    made = api.post("/task_types", {"name": "Travel"}, "id,name,deleted_at")
    assert made == {"id": made["id"], "name": "Travel", "deleted_at": None}
    path = f"/task_types/{made['id']}"
    assert api.patch(path, {"deleted_at": "2026-06-01"}, "deleted_at") == {"deleted_at": "2026-06-01T00:00:00-04:00"}
    assert api.get("/task_types", "name", enabled="false") == [{"name": "Travel"}]
    assert "Travel" not in [row["name"] for row in api.get("/task_types", "name", enabled="true")]
    assert api.patch(path, {"deleted_at": None}, "deleted_at") == {"deleted_at": None}
    assert api.get("/task_types", "name", name="Travel") == api.get("/task_types", "name", query="trav") == [{"name": "Travel"}]
    api.refused(404, "DELETE", path)


@pytest.mark.rule("tasks.task-type-names-are-short")
def test_the_name_of_a_task_type_has_at_most_50_characters(api: Api) -> None:
    api.post("/task_types", {"name": "x" * 50})
    api.refused(422, "POST", "/task_types", {"name": "x" * 51})
    api.refused(422, "POST", "/task_types", {})


def test_rows_of_other_sources_have_an_assigner(api: Api, office: Office) -> None:
    made = insert(
        api, "tasks", name="Old", description="", status="pending", priority="Normal", assignee={"type": "User", "id": office["user.owner"]}
    )
    assert api.get(f"/tasks/{made}", "assigner{id}") == {"assigner": {"id": office["user.owner"]}}
