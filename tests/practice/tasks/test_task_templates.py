"""Task templates and their lists: copies, cascades, and the tasks that are made from them."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.hashing import digest
from tests.practice.cases import change, matter


@pytest.fixture
def empty_list(api: Api) -> int:
    return api.post("/task_template_lists", {"name": "Closing", "description": "What is done at the end"})["id"]


def template(api: Api, list_id: int, fields: str = "", name: str = "Archive", **body: Any) -> Data:
    return api.post("/task_templates", {"name": name, "task_template_list": {"id": list_id}, **body}, fields)


def names(api: Api, **parameters: Any) -> list[str]:
    return [row["name"] for row in api.get("/task_templates", "name", **parameters)]


@pytest.mark.rule("tasks.template-stays-in-its-list")
def test_a_new_template_shows_everything(api: Api, office: Office, empty_list: int) -> None:
    fields = (
        "name,description,description_text_type,priority,private,cascading_source,assignee,task_type,reminder_templates,"
        "task_template_list{id},template_creator{id}"
    )
    assert template(api, empty_list, fields) == {
        "name": "Archive",
        "description": None,
        "description_text_type": "plain_text",
        "priority": "Normal",
        "private": False,
        "cascading_source": None,
        "assignee": None,
        "task_type": None,
        "reminder_templates": [],
        "task_template_list": {"id": empty_list},
        "template_creator": {"id": office["user.owner"]},
    }


@pytest.mark.rule("tasks.template-stays-in-its-list")
def test_a_template_stays_in_its_list(api: Api, empty_list: int) -> None:
    made = template(api, empty_list)["id"]
    other = api.get("/task_template_lists")[0]["id"]
    body = {"task_template_list": {"id": other}, "assignee": {"id": 1}, "task_type": {"id": 1}, "private": True}
    shown = api.patch(f"/task_templates/{made}", body, "task_template_list{id},assignee,task_type,private")
    assert shown == {"task_template_list": {"id": empty_list}, "assignee": None, "task_type": None, "private": True}
    assert "name is required" in api.refused(422, "POST", "/task_templates", {})


@pytest.mark.rule("tasks.reminder-duration-in-minutes")
def test_reminders_of_a_template_are_steps(api: Api, empty_list: int) -> None:
    reminders = [{"duration_value": 2, "duration_unit": "days", "notification_type": "Email"}]
    made = template(api, empty_list, "id,reminder_templates{id,duration,notification_type}", reminder_templates=reminders)
    first = made["reminder_templates"][0]
    assert first == {"id": first["id"], "duration": 2880, "notification_type": "Email"}
    path = f"/task_templates/{made['id']}"
    steps = [{"id": first["id"], "duration_value": 3}, {"duration_value": 1, "duration_unit": "hours", "notification_type": "Popup"}]
    changed = api.patch(path, {"reminder_templates": steps}, "reminder_templates{duration}")
    assert changed["reminder_templates"] == [{"duration": 4320}, {"duration": 60}]
    before = digest(api.mock.world)
    wrong = [{"duration_value": 1, "duration_unit": "years", "notification_type": "Email"}]
    assert "duration_unit must be one of" in api.refused(422, "PATCH", path, {"reminder_templates": wrong})
    assert digest(api.mock.world) == before
    left = api.patch(path, {"reminder_templates": [{"id": first["id"], "_destroy": True}]}, "reminder_templates{duration}")
    assert left["reminder_templates"] == [{"duration": 60}]


@pytest.mark.rule("tasks.templates-follow-templates-of-their-list", "tasks.no-circular-cascade")
def test_templates_follow_templates_of_their_list_and_not_in_circles(api: Api, empty_list: int) -> None:
    first = template(api, empty_list, name="First")["id"]
    follows = {"cascading": True, "cascading_source": {"id": first}, "cascading_offset": 2}
    second = template(api, empty_list, "id,cascading_source{id,name}", "Second", **follows)
    assert second["cascading_source"] == {"id": first, "name": "First"}
    foreign = api.get("/task_templates")[0]["id"]
    before = digest(api.mock.world)
    for source in (foreign, second["id"], first):
        api.refused(422, "PATCH", f"/task_templates/{first}", {"cascading_source": {"id": source}})
    assert digest(api.mock.world) == before
    assert api.patch(f"/task_templates/{second['id']}", {"cascading": False}, "cascading_source") == {"cascading_source": None}
    api.patch(f"/task_templates/{second['id']}", {"cascading_source": {"id": first}})
    api.delete(f"/task_templates/{first}")
    assert api.get(f"/task_templates/{second['id']}", "cascading_source") == {"cascading_source": None}


@pytest.mark.rule("tasks.template-offset-shows-in-order")
def test_templates_are_found_and_ordered(api: Api, office: Office, empty_list: int) -> None:
    offset = {"cascading": True, "cascading_offset_type": "CalendarWeeks", "cascading_offset_polarity": "After"}
    template(api, empty_list, name="Two weeks", cascading_offset=2, private=True, priority="Low", **offset)
    template(api, empty_list, name="Ten days", cascading_offset=10, priority="High", **{**offset, "cascading_offset_type": "CalendarDays"})
    assigned = template(api, empty_list, name="Before", cascading_offset=1, **{**offset, "cascading_offset_polarity": "Before"})["id"]
    template(api, empty_list, name="Whenever")
    change(api, "task_templates", assigned, assignee=office["user.owner"])
    own = {"task_template_list_id": empty_list}
    assert names(api, order="days_from_assignment(asc)", **own) == ["Whenever", "Before", "Ten days", "Two weeks"]
    assert names(api, order="permission(asc)", **own) == ["Two weeks", "Ten days", "Before", "Whenever"]
    assert names(api, order="priority(desc)", **own) == ["Ten days", "Whenever", "Before", "Two weeks"]
    assert names(api, order="assignee.name(desc)", **own)[0] == "Before"
    assert names(api, priority="low", **own) == names(api, query="weeks", **own) == ["Two weeks"]
    assert "Whenever" not in names(api, task_template_list_id=api.get("/task_template_lists")[0]["id"])


@pytest.mark.rule("tasks.templates-are-counted")
def test_a_list_counts_its_templates(api: Api, office: Office, empty_list: int) -> None:
    path = f"/task_template_lists/{empty_list}"
    fields = "name,description,templates_count,practice_area,creator{id}"
    shown = {"name": "Closing", "description": "What is done at the end", "practice_area": None, "creator": {"id": office["user.owner"]}}
    assert api.get(path, fields) == {**shown, "templates_count": 0}
    assert [row["id"] for row in api.get("/task_template_lists", empty="true")] == [empty_list]
    made = template(api, empty_list)["id"]
    assert api.get(path, fields) == {**shown, "templates_count": 1}
    assert api.get("/task_template_lists", empty="true") == []
    assert empty_list in [row["id"] for row in api.get("/task_template_lists", empty="false")]
    api.delete(f"/task_templates/{made}")
    assert api.get(path, "templates_count") == {"templates_count": 0}


def test_lists_are_found_by_practice_area_and_text(api: Api, empty_list: int) -> None:
    area = api.post("/practice_areas", {"name": "Art Law"})["id"]
    api.patch(f"/task_template_lists/{empty_list}", {"practice_area": {"id": area}})
    assert [row["id"] for row in api.get("/task_template_lists", practice_area_id=area)] == [empty_list]
    assert [row["id"] for row in api.get("/task_template_lists", query="clos")] == [empty_list]
    assert empty_list not in [row["id"] for row in api.get("/task_template_lists", practice_area_id="null")]
    assert next(row["id"] for row in api.get("/task_template_lists", order="practice_area.name(desc)")) == empty_list
    message = api.refused(422, "POST", "/task_template_lists", {})
    assert "name is required" in message
    assert "description is required" in message


@pytest.mark.rule("tasks.list-copy")
def test_a_copy_has_the_same_templates_and_its_own_name(api: Api, office: Office) -> None:
    original = api.get("/task_template_lists", "id,name,description,templates_count")[0]
    path = f"/task_template_lists/{original['id']}/copy"
    copy = api.post(path, {"name": "Second"}, "id,name,description,templates_count,creator{id}")
    assert copy == {
        "id": copy["id"],
        "name": "Second",
        "description": original["description"],
        "templates_count": original["templates_count"],
        "creator": {"id": office["user.owner"]},
    }
    fields = "id,name,cascading_source{name}"
    before, after = (api.get("/task_templates", fields, task_template_list_id=id) for id in (original["id"], copy["id"]))
    assert [{**row, "id": 0} for row in before] == [{**row, "id": 0} for row in after]
    assert {row["id"] for row in before}.isdisjoint(row["id"] for row in after)
    followed = [row["cascading_source"]["name"] for row in after if row["cascading_source"]]
    assert followed == ["Run conflict check", "Send engagement letter"]
    api.refused(404, "POST", "/task_template_lists/9/copy", {})


@pytest.mark.rule("tasks.list-is-deleted-with-its-templates")
def test_a_list_goes_with_its_templates(api: Api, empty_list: int) -> None:
    made = template(api, empty_list)["id"]
    api.delete(f"/task_template_lists/{empty_list}")
    api.refused(404, "GET", f"/task_templates/{made}")
    api.refused(404, "GET", f"/task_template_lists/{empty_list}")


@pytest.mark.rule("tasks.lists-cascade-when-assigned")
def test_an_assigned_list_becomes_tasks_that_follow_each_other(api: Api) -> None:
    intake = next(row["id"] for row in api.get("/task_template_lists", "id,name") if row["name"] == "New Matter Intake")
    case = matter(api, task_template_list_instances=[{"task_template_list": {"id": intake}, "due_at": "2026-06-05"}])["id"]
    due = {row["name"]: row["due_at"] for row in api.get("/tasks", "name,due_at", matter_id=case)}
    assert due == {
        "Run conflict check": "2026-06-08",
        "Send engagement letter": "2026-06-10",
        "Collect retainer": "2026-06-17",
        "Schedule kickoff call": "2026-06-12",
    }
    first = next(row["id"] for row in api.get("/tasks", "id,name", matter_id=case) if row["name"] == "Run conflict check")
    api.patch(f"/tasks/{first}", {"due_at": "2026-06-09"})
    moved = {row["name"]: row["due_at"] for row in api.get("/tasks", "name,due_at", matter_id=case)}
    assert (moved["Send engagement letter"], moved["Collect retainer"]) == ("2026-06-11", "2026-06-18")
