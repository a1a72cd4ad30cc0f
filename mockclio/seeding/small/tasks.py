"""Tasks in every status and priority, tasks that follow others, templates, task types, reminders."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.people import assignee
from mockclio.seeding.small.timeline import Id, Step, change, make, note, ref, the

TASKS: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    ("2025-01-23T15:00", "disclose", "Collect financial disclosure", "divorce", "novak", "High", "complete", "2025-02-14"),
    ("2025-03-05T15:00", "draftwill", "Draft the will", "will", "novak", "Normal", "complete", "2025-03-28"),
    ("2025-04-23T14:00", "schedules", "Prepare schedules A to J", "bankruptcy", "novak", "High", "in_review", "2026-06-12"),
    ("2025-09-10T14:00", "title", "Order the title report", "closing", "novak", "Low", "complete", "2025-09-24"),
    ("2026-01-13T15:00", "motion", "Draft the motion to compel", "marlow", "reyes", "High", "in_progress", "2026-06-05"),
    ("2026-02-03T15:00", "rents", "Compare the rent rolls", "lease", "reyes", "Low", "pending", "2026-05-15"),
    ("2026-03-16T14:00", "country", "Research country conditions", "asylum", "owner", "Normal", "draft", ""),
    ("2026-05-11T14:00", "settle", "Write the settlement proposal", "divorce", "owner", "High", "in_review", "2026-06-08"),
    ("2026-05-19T14:00", "library", "Renew the library subscription", "", "bell", "Low", "pending", ""),
)


def steps() -> list[Step]:
    return [
        *(_task(*values) for values in TASKS),
        *_particular(),
        *_following(),
        *_templates(),
        make("2025-01-07T17:00", "", "task_types", name="Billing"),
        make("2025-01-07T17:05", "tasktype.fax", "task_types", name="Fax"),
        change("2025-06-16T15:30", "tasktype.fax", "task_types", deleted_at="2025-06-16"),
        make("2026-01-13T15:10", "", "reminders", **_reminder("method.reyes.email", "task.motion", "Task", 3, "days")),
        make("2026-05-11T14:05", "", "reminders", **_reminder("method.owner.popup", "task.settle", "Task", 1, "weeks")),
        make("2025-01-23T15:10", "", "reminders", **_reminder("method.novak.email", "task.disclose", "Task", 2, "days")),
        make("2025-02-10T15:20", "", "reminders", **_reminder("method.ward.email", "task.handover", "Task", 4, "hours")),
        make("2026-03-16T14:10", "", "reminders", **_reminder("method.owner.sms", "task.country", "Task", 30, "minutes")),
        make("2026-02-03T15:05", "", "reminders", **_reminder("method.reyes.popup", "task.rents", "Task", 2, "days")),
        make("2025-09-10T14:10", "", "reminders", **_reminder("method.novak.popup", "task.title", "Task", 1, "days")),
    ]


def _task(moment: str, key: str, name: str, matter: str, user: str, priority: str, status: str, due: str) -> Step:
    body: dict[str, Any] = {"description": f"{name}.", "assignee": assignee(user), "priority": priority, "status": status}
    if matter:
        body["matter"] = ref(f"matter.{matter}")
    if due:
        body["due_at"] = due
    kind = {"motion": "Court Filing", "disclose": "Discovery", "draftwill": "Drafting", "country": "Research"}.get(key)
    if kind:
        body |= {"task_type": the("task_types", kind), "time_estimated": 7200}
    return make(moment, f"task.{key}", "tasks", name=name, **body)


def _particular() -> list[Step]:
    """Tasks from and for other users, private tasks, one for a client, one with a description in rich text."""
    return [
        make(
            "2025-02-10T15:00",
            "task.handover",
            "tasks",
            by="user.osei",
            name="Hand over the cargo file",
            description="Everything that is not scanned yet.",
            assignee=assignee("ward"),
            matter=ref("matter.cargo"),
            due_at="2025-11-28",
            notify_completion=True,
        ),
        change("2025-11-26T15:00", "task.handover", "tasks", status="complete"),
        make(
            "2025-06-09T14:00",
            "task.appraisal",
            "tasks",
            by="user.osei",
            name="Check the appraisal",
            description="<p>Compare it with the <b>tax rolls</b>.</p>",
            description_text_type="rich_text",
            assignee=assignee("owner"),
            matter=ref("matter.purchase"),
            permission="private",
            due_at="2025-06-20",
        ),
        make(
            "2026-05-12T14:00",
            "task.review",
            "tasks",
            name="Review of salaries",
            description="Before the partners meet.",
            assignee=assignee("bell"),
            permission="private",
            notify_completion=True,
            due_at="2026-06-30",
        ),
        make(
            "2026-04-14T14:00",
            "task.sign",
            "tasks",
            name="Sign the codicil",
            description="With two witnesses.",
            assignee=ref("contact.petrov", type="Contact"),
            matter=ref("matter.codicil"),
            due_at="2026-06-19",
        ),
        make("2026-05-04T14:00", "task.loose", "tasks", name="Sort the mail", description="", assignee=assignee("novak"), priority="Low"),
    ]


def _following() -> list[Step]:
    """A chain of tasks: the hearing date moves the tasks before and after it."""
    common: dict[str, Any] = {"matter": ref("matter.marlow"), "assignee": assignee("reyes"), "cascading": True}
    return [
        make(
            "2026-02-10T15:00",
            "task.hearing",
            "tasks",
            name="Argue the motion",
            description="Before Judge Ortiz.",
            assignee=assignee("osei"),
            matter=ref("matter.marlow"),
            due_at="2026-06-22",
        ),
        make(
            "2026-02-10T15:05",
            "task.brief",
            "tasks",
            name="File the reply brief",
            description="Five pages at most.",
            cascading_source=Id("task.hearing"),
            cascading_offset=5,
            cascading_offset_type="BusinessDays",
            cascading_offset_polarity="Before",
            **common,
        ),
        make(
            "2026-02-10T15:10",
            "task.order",
            "tasks",
            name="Submit the proposed order",
            description="On notice.",
            cascading_source=Id("task.hearing"),
            cascading_offset=1,
            cascading_offset_type="CalendarWeeks",
            cascading_offset_polarity="After",
            **common,
        ),
        change("2026-04-20T14:00", "task.hearing", "tasks", due_at="2026-06-24"),
    ]


def _templates() -> list[Step]:
    return [
        make(
            "2025-02-03T17:00",
            "list.divorce",
            "task_template_lists",
            name="Divorce: first month",
            description="From the first meeting to the summons.",
            practice_area=the("practice_areas", "Family"),
        ),
        make("2025-02-03T17:05", "", "task_template_lists", name="Closing checklist", description="Still to be filled."),
        make(
            "2025-02-03T17:10",
            "template.summons",
            "task_templates",
            name="Serve the summons",
            description="<p>Personally, on a weekday.</p>",
            description_text_type="rich_text",
            priority="High",
            private=True,
            task_template_list=ref("list.divorce"),
            reminder_templates=[{"duration_value": 2, "duration_unit": "days", "notification_type": "Email"}],
        ),
        make(
            "2025-02-03T17:15",
            "template.statement",
            "task_templates",
            name="Ask for the statement of net worth",
            description="Send the form.",
            priority="Low",
            task_template_list=ref("list.divorce"),
            cascading=True,
            cascading_source=ref("template.summons"),
            cascading_offset=10,
            cascading_offset_type="CalendarDays",
            cascading_offset_polarity="After",
        ),
        note(
            "2025-02-03T17:20",
            "template.summons",
            "task_templates",
            assignee=Id("user.novak"),
            task_type=the("task_types", "Court Filing")["id"],
        ),
    ]


def _reminder(method: str, subject: str, kind: str, value: int, unit: str) -> dict[str, Any]:
    return {"notification_method": ref(method), "subject": ref(subject, type=kind), "duration_value": value, "duration_unit": unit}
