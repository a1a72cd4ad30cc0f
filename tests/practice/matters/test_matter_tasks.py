"""Tasks that come with a matter: the statute of limitations and lists of task templates."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.seeding.office import Office, add_user
from tests.api import Api
from tests.practice.cases import client, matter

STATUTE = "statute_of_limitations{id,name,status,due_at,statute_of_limitations,reminders,assignee}"


def method(api: Api, user: int) -> int:
    return api.get("/users/who_am_i", "notification_methods{id,type}")["notification_methods"][0]["id"]


@pytest.mark.rule("matters.statute-is-a-task")
def test_a_statute_of_limitations_is_a_task(api: Api, office: Office) -> None:
    made = matter(api, f"id,has_tasks,{STATUTE}", statute_of_limitations={"due_at": "20271231", "status": "in_progress"})
    task = made["statute_of_limitations"]
    assert made["has_tasks"] is True
    assert (task["due_at"], task["status"], task["statute_of_limitations"], task["assignee"]["id"]) == (
        "2027-12-31",
        "in_progress",
        True,
        office["user.owner"],
    )
    assert [row["id"] for row in api.get("/tasks", matter_id=made["id"], statute_of_limitations="true")] == [task["id"]]


@pytest.mark.rule("matters.statute-is-a-task")
def test_writing_it_again_changes_the_same_task(api: Api) -> None:
    made = matter(api, f"id,{STATUTE}", statute_of_limitations={"due_at": "2027-12-31"})
    changed = api.patch(f"/matters/{made['id']}", {"statute_of_limitations": {"status": "complete"}}, STATUTE)["statute_of_limitations"]
    assert (changed["id"], changed["status"], changed["due_at"]) == (made["statute_of_limitations"]["id"], "complete", "2027-12-31")
    assert len(api.get("/tasks", matter_id=made["id"])) == 1


@pytest.mark.rule("matters.statute-is-a-task")
def test_the_responsible_attorney_has_it(api: Api, office: Office) -> None:
    with api.mock.world.session() as session:
        attorney = add_user(session, office["account"], "Tom", "Baker", "tom@hartwell-osei.test")
    made = matter(api, STATUTE, responsible_attorney={"id": attorney}, statute_of_limitations={})
    assert made["statute_of_limitations"]["assignee"]["id"] == attorney


@pytest.mark.rule("matters.statute-is-destroyed-with-its-task")
@pytest.mark.parametrize("deleted", [{"_destroy": True}, None])
def test_it_goes_with_its_task(api: Api, deleted: Any) -> None:
    id = matter(api, statute_of_limitations={"due_at": "2027-12-31"})["id"]
    assert api.patch(f"/matters/{id}", {"statute_of_limitations": deleted}, "statute_of_limitations,has_tasks") == {
        "statute_of_limitations": None,
        "has_tasks": False,
    }
    assert api.get("/tasks", matter_id=id) == []


@pytest.mark.rule("matters.statute-is-a-task")
def test_deleting_the_task_deletes_the_statute(api: Api) -> None:
    made = matter(api, f"id,{STATUTE}", statute_of_limitations={"due_at": "2027-12-31"})
    api.delete(f"/tasks/{made['statute_of_limitations']['id']}")
    assert api.get(f"/matters/{made['id']}", "statute_of_limitations") == {"statute_of_limitations": None}


@pytest.mark.rule("matters.statute-reminders-are-steps")
def test_its_reminders_are_added_changed_and_removed(api: Api, office: Office) -> None:
    way = method(api, office["user.owner"])
    reminder = {"duration_value": 2, "duration_unit": "days", "notification_method": {"id": way}}
    id = matter(api, statute_of_limitations={"due_at": "2027-12-31", "reminders": [reminder]})["id"]

    def shown() -> list[Any]:
        return [(row["id"], row["duration"], row["subject"]["type"]) for row in api.get("/reminders", "id,duration,subject{type}")]

    (first,) = shown()
    assert first[1:] == (2880, "Task")
    api.patch(
        f"/matters/{id}",
        {"statute_of_limitations": {"reminders": [{"id": first[0], "duration_value": 3, "duration_unit": "hours"}, reminder]}},
    )
    assert [row[1] for row in shown()] == [180, 2880]
    api.patch(f"/matters/{id}", {"statute_of_limitations": {"reminders": [{"id": first[0], "_destroy": True}]}})
    assert [row[1] for row in shown()] == [2880]


@pytest.mark.rule("matters.statute-reminders-are-steps")
@pytest.mark.parametrize("wrong", [{"duration_unit": "fortnights"}, {"duration_value": 1}, {"id": 5, "duration_value": 1}])
def test_wrong_reminders_are_refused_and_nothing_is_made(api: Api, wrong: dict[str, Any]) -> None:
    id = matter(api)["id"]
    api.refused(422, "PATCH", f"/matters/{id}", {"statute_of_limitations": {"due_at": "2027-12-31", "reminders": [wrong]}})
    assert api.get("/tasks", matter_id=id) == []


@pytest.fixture
def list_of_templates(api: Api) -> int:
    """Three templates: one on the day, one three days before it, one a week after the second."""
    made = api.post("/task_template_lists", {"name": "Closing", "description": "What closing needs"})["id"]
    common = {"task_template_list": {"id": made}}
    first = api.post("/task_templates", {**common, "name": "Sign", "description": "In ink", "priority": "High", "private": True})["id"]
    offset = {"cascading": True, "cascading_source": {"id": first}, "cascading_offset": 3}
    second = api.post(
        "/task_templates",
        {**common, **offset, "name": "Check", "cascading_offset_type": "CalendarDays", "cascading_offset_polarity": "Before"},
    )["id"]
    offset = {"cascading": True, "cascading_source": {"id": second}, "cascading_offset": 1}
    api.post(
        "/task_templates",
        {**common, **offset, "name": "File", "cascading_offset_type": "CalendarWeeks", "cascading_offset_polarity": "After"},
    )
    return made


@pytest.mark.rule("matters.task-list-becomes-tasks")
def test_a_list_becomes_one_task_a_template(api: Api, office: Office, list_of_templates: int) -> None:
    instance = {"task_template_list": {"id": list_of_templates}, "due_at": "2026-07-10"}
    made = matter(api, "id,has_tasks,task_template_list_instances{created_at}", task_template_list_instances=[instance])
    tasks = api.get("/tasks", "name,description,due_at,priority,permission,assignee{id}", matter_id=made["id"])
    who = {"id": office["user.owner"]}
    assert made["has_tasks"] is True
    assert len(made["task_template_list_instances"]) == 1
    assert tasks == [
        {"name": "Sign", "description": "In ink", "due_at": "2026-07-10", "priority": "high", "permission": "private", "assignee": who},
        {"name": "Check", "description": "", "due_at": "2026-07-07", "priority": "normal", "permission": "public", "assignee": who},
        {"name": "File", "description": "", "due_at": "2026-07-14", "priority": "normal", "permission": "public", "assignee": who},
    ]


@pytest.mark.rule("matters.task-list-becomes-tasks")
def test_the_given_user_has_the_tasks(api: Api, office: Office, list_of_templates: int) -> None:
    with api.mock.world.session() as session:
        user = add_user(session, office["account"], "Tom", "Baker", "tom@hartwell-osei.test")
    id = matter(api)["id"]
    api.patch(f"/matters/{id}", {"task_template_list_instances": [{"task_template_list": {"id": list_of_templates}, "assignee_id": user}]})
    assert {task["assignee"]["id"] for task in api.get("/tasks", "assignee{id}", matter_id=id)} == {user}


@pytest.mark.rule("matters.task-list-becomes-tasks")
def test_an_offset_without_another_task_counts_from_the_day(api: Api) -> None:
    made = api.post("/task_template_lists", {"name": "Opening", "description": "First steps"})["id"]
    body = {"name": "Call", "task_template_list": {"id": made}, "cascading": True, "cascading_offset": 2}
    api.post("/task_templates", {**body, "cascading_offset_type": "BusinessDays", "cascading_offset_polarity": "After"})
    for due, expected in (("2026-07-10", "2026-07-14"), (None, "2026-06-03")):
        instance = {"task_template_list": {"id": made}, **({"due_at": due} if due else {})}
        id = matter(api, task_template_list_instances=[instance])["id"]
        assert api.get("/tasks", "due_at", matter_id=id) == [{"due_at": expected}]


@pytest.mark.rule("matters.task-lists-are-only-assigned")
def test_assigning_again_adds_and_nothing_can_be_taken_back(api: Api, list_of_templates: int) -> None:
    instance = {"task_template_list": {"id": list_of_templates}}
    id = matter(api, task_template_list_instances=[instance])["id"]
    shown = api.patch(f"/matters/{id}", {"task_template_list_instances": [instance]}, "task_template_list_instances{id}")
    assert len(shown["task_template_list_instances"]) == 2
    assert len(api.get("/tasks", matter_id=id)) == 6
    api.refused(422, "PATCH", f"/matters/{id}", {"task_template_list_instances": [{"due_at": "2026-07-10"}]})
    assert len(api.get("/tasks", matter_id=id)) == 6


@pytest.mark.rule("matters.task-lists-are-only-assigned")
def test_an_unknown_list_or_user_makes_no_matter(api: Api, list_of_templates: int) -> None:
    contact = client(api)
    for instance in ({"task_template_list": {"id": 5}}, {"task_template_list": {"id": list_of_templates}, "assignee_id": 5}):
        body = {"client": {"id": contact}, "description": "A", "task_template_list_instances": [instance]}
        api.refused(404, "POST", "/matters", body)
    assert (api.get("/matters"), api.get("/tasks")) == ([], [])
