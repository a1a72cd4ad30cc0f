"""Matters: twenty in a dozen practice areas, with their fees, people and money."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Id, Step, change, make, note, ref, the

Details = dict[str, Any]
OPENED: tuple[tuple[str, str, str, str, str, str, str, Details], ...] = (
    ("2025-01-20T15:00", "formation", "brightwater", "Business Formation", "owner", "novak", "Incorporation of a bottling subsidiary", {}),
    ("2025-01-22T15:30", "divorce", "chen", "Family", "owner", "novak", "Divorce and division of property", {"stage": "Disclosure"}),
    (
        "2025-01-27T15:00",
        "marlow",
        "marlow",
        "Civil Litigation",
        "osei",
        "novak",
        "Charter party dispute with Caspian Lines",
        {"stage": "Discovery"},
    ),
    (
        "2025-02-05T15:00",
        "collision",
        "alvarez",
        "Personal Injury",
        "osei",
        "novak",
        "Collision on the Gowanus Expressway",
        {"stage": "Treatment"},
    ),
    ("2025-02-05T15:30", "comp", "alvarez", "Workers' Compensation", "reyes", "novak", "Wage claim after the collision", {}),
    ("2025-02-10T15:00", "cargo", "marlow", "Commercial", "owner", "", "Damaged cargo of coffee", {}),
    ("2025-02-18T16:00", "visa", "dubois", "Immigration", "reyes", "novak", "Petition for an O-1 visa", {"stage": "Petition Filed"}),
    ("2025-02-24T15:00", "lease", "northgate", "Real Estate", "owner", "", "Lease of four floors on Broadway", {"stage": "Title Review"}),
    ("2025-03-04T15:00", "will", "petrov", "Wills & Estates", "owner", "novak", "Will and health care proxy", {"stage": "Drafting"}),
    ("2025-03-18T14:00", "defense", "johnson", "Criminal", "osei", "", "People v. Johnson", {"stage": "Pre-Trial"}),
    ("2025-04-08T14:00", "harassment", "rahman", "Employment", "reyes", "", "Complaint of retaliation", {"status": "pending"}),
    ("2025-04-22T14:00", "bankruptcy", "kowalski", "Bankruptcy", "reyes", "novak", "Chapter 7 petition", {"stage": "Creditors Meeting"}),
    ("2025-05-06T14:00", "guardianship", "ruth", "Elder Law", "owner", "novak", "Guardianship of Ruth Thompson", {}),
    (
        "2025-05-06T14:30",
        "probate",
        "ruth",
        "Wills & Estates",
        "owner",
        "",
        "Estate of Harold Thompson",
        {"status": "pending", "stage": "Probate"},
    ),
    ("2025-06-03T14:00", "purchase", "whitfield", "Real Estate", "osei", "", "Purchase of a brownstone", {}),
    ("2025-07-08T14:00", "overtime", "brightwater", "Employment", "osei", "novak", "Overtime claims of drivers", {"stage": "Litigation"}),
    ("2025-09-09T14:00", "closing", "northgate", "Real Estate", "osei", "", "Sale of 12 Mercer Street", {"stage": "Closing"}),
    ("2025-10-06T14:00", "probono", "clinic", "", "", "", "Tenants' help desk", {"billable": False}),
    ("2026-03-10T14:00", "asylum", "begum", "Legal Aid", "owner", "novak", "Asylum appeal", {"stage": "Representation"}),
    ("2026-04-13T14:00", "codicil", "petrov", "Wills & Estates", "reyes", "", "Codicil for a charity", {"status": "pending"}),
    ("2026-05-04T14:00", "appeal", "johnson", "Criminal", "osei", "", "Appeal against the suppression ruling", {"status": "pending"}),
)
"""Time, name, client, practice area, responsible attorney, responsible staff, description, and further values."""

CLOSED = {
    "2025-05-30T20:00": "formation",
    "2025-08-29T20:00": "cargo",
    "2025-11-21T21:00": "comp",
    "2025-12-19T21:00": "closing",
    "2026-01-30T21:00": "purchase",
}
RELATED = (
    ("divorce", "david", "Opposing party"),
    ("divorce", "stone", "Opposing counsel"),
    ("marlow", "helen", "Representative"),
    ("marlow", "ortiz", "Judge"),
    ("marlow", "adaeze", "Co-counsel"),
    ("collision", "unity", "Insurer of the other driver"),
    ("collision", "nair", "Expert"),
    ("collision", "foster", "Witness"),
    ("guardianship", "joel", "Proposed guardian"),
    ("overtime", "lang", "General counsel"),
    ("will", "chen", "Witness of the will"),
)

ORIGINATED = {"defense": "osei", "overtime": "osei", "marlow": "reyes"}
"""The originating attorney of each matter that the owner did not bring."""

LATER = {"adaeze": "2026-03-11", "lang": "2025-07-09"}
"""The days on which contacts were added to a matter later."""


def steps() -> list[Step]:
    return [
        *(_opened(*values) for values in OPENED),
        *(change(moment, f"matter.{key}", "matters", status="closed") for moment, key in CLOSED.items()),
        *(
            make(
                f"{LATER.get(contact, '2025-05-07')}T14:{place:02d}",
                f"relationship.{matter}.{contact}",
                "relationships",
                matter=ref(f"matter.{matter}"),
                contact=ref(f"contact.{contact}"),
                description=description,
            )
            for place, (matter, contact, description) in enumerate(RELATED)
        ),
        *_agreed(),
        *_people(),
        change("2025-03-21T15:00", "matter.divorce", "matters", matter_stage=the("matter_stages", "Settlement")),
        note("2025-03-24T15:00", "matter.marlow", "matters", shared=True),
        change("2025-06-03T14:10", "matter.purchase", "matters", display_number="UK-2025-1"),
        note("2025-06-03T14:15", "matter.purchase", "matters", custom_number="UK-2025-1"),
    ]


def _opened(moment: str, key: str, client: str, area: str, attorney: str, staff: str, description: str, details: Details) -> Step:
    body: Details = {name: details[name] for name in ("status", "billable") if name in details}
    if area:
        body["practice_area"] = the("practice_areas", area)
    if "stage" in details:
        body["matter_stage"] = the("matter_stages", details["stage"])
    if attorney:
        body |= {"responsible_attorney": ref(f"user.{attorney}"), "originating_attorney": ref(f"user.{ORIGINATED.get(key, 'owner')}")}
    if staff:
        body["responsible_staff"] = ref(f"user.{staff}")
    return make(moment, f"matter.{key}", "matters", client=ref(f"contact.{client}"), description=description, **body)


def _agreed() -> list[Step]:
    """Terms of the matters: fees, budgets, retainers, payers, bill recipients, deadlines, grants."""
    work, research = "Document drafting", "Legal research"
    hourly = {
        "type": "HourlyRate",
        "rates": [
            {"user": ref("user.owner"), "rate": 325, "note": "Agreed for this matter"},
            {"user": ref("user.novak"), "rate": 110, "activity_description": the("activity_descriptions", work)},
            {
                "user": ref("user.osei"),
                "rate": 330,
                "activity_description": the("activity_descriptions", research),
                "group": ref("group.firm"),
            },
        ],
    }
    return [
        change("2025-01-22T15:40", "matter.divorce", "matters", custom_rate=hourly),
        change(
            "2025-01-20T15:10",
            "matter.formation",
            "matters",
            custom_rate=_fee("FlatRate", rate=4500, user=ref("user.owner"), date="2025-01-20"),
        ),
        change(
            "2025-02-18T16:10", "matter.visa", "matters", custom_rate=_fee("FlatRate", rate=6000, user=ref("user.reyes"), date="2025-02-18")
        ),
        change(
            "2025-03-04T15:10", "matter.will", "matters", custom_rate=_fee("FlatRate", rate=1800, user=ref("user.owner"), date="2025-03-04")
        ),
        change("2025-02-05T15:10", "matter.collision", "matters", custom_rate=_fee("ContingencyFee", rate=33.33, user=ref("user.osei"))),
        change(
            "2025-11-17T15:00",
            "matter.comp",
            "matters",
            custom_rate=_fee("ContingencyFee", rate=20, award=24500, note="Award of the board", date="2025-11-17", user=ref("user.reyes")),
        ),
        change(
            "2025-01-22T15:45",
            "matter.divorce",
            "matters",
            matter_budget={"budget": 25000, "include_expenses": True, "notification_threshold": 80, "notify_users": True},
            evergreen_retainer={"minimum_threshold": 2500, "recipients": [{"id": Id("user.owner")}, {"id": Id("user.bell")}]},
        ),
        change("2025-01-27T15:10", "matter.marlow", "matters", matter_budget={"budget": 180000, "include_expenses": False}),
        change(
            "2025-05-06T14:10",
            "matter.guardianship",
            "matters",
            split_invoice_payers=[
                {"contact_id": Id("contact.ruth"), "split_portion": 60, "send_to_bill_recipients": True},
                {"contact_id": Id("contact.joel"), "split_portion": 40, "send_to_bill_recipients": False},
            ],
        ),
        change("2025-05-06T14:15", "matter.guardianship", "matters", matter_bill_recipients=[{"recipient": ref("contact.joel")}]),
        change("2025-01-27T15:15", "matter.marlow", "matters", matter_bill_recipients=[{"recipient": ref("contact.helen")}]),
        change(
            "2025-02-05T15:20",
            "matter.collision",
            "matters",
            statute_of_limitations={
                "due_at": "2028-01-27",
                "status": "pending",
                "reminders": [{"duration_value": 8, "duration_unit": "weeks", "notification_method": ref("method.osei.email")}],
            },
        ),
        change("2025-01-27T15:20", "matter.marlow", "matters", statute_of_limitations={"due_at": "2030-11-18", "status": "in_progress"}),
        change("2026-01-12T16:00", "matter.probono", "matters", grant_matters=[{"grant": ref("grant.housing")}]),
        change("2025-06-03T14:20", "matter.purchase", "matters", currency={"code": "GBP"}),
    ]


def _people() -> list[Step]:
    """People of the matters: groups that see a matter, users who are notified, and the location of its files."""
    return [
        change(
            "2025-01-27T15:25",
            "matter.marlow",
            "matters",
            group=ref("group.litigation"),
            location="Room 4, cabinet B",
            client_reference="MSC-2025-01",
        ),
        change("2025-01-22T15:50", "matter.divorce", "matters", group=ref("group.estates"), location="Room 2", client_reference="LC-1"),
        change(
            "2025-01-27T15:30",
            "matter.marlow",
            "matters",
            notification_event_subscribers=[{"user_id": Id("user.osei")}, {"user_id": Id("user.bell")}],
        ),
        change("2025-02-05T15:25", "matter.collision", "matters", notification_event_subscribers=[{"user_id": Id("user.novak")}]),
        change(
            "2025-02-12T15:00",
            "matter.collision",
            "matters",
            task_template_list_instances=[
                {
                    "task_template_list": the("task_template_lists", "New Matter Intake"),
                    "assignee_id": Id("user.novak"),
                    "notify_assignees": True,
                    "due_at": "2025-02-19",
                }
            ],
        ),
        change(
            "2025-03-24T15:10",
            "matter.marlow",
            "matters",
            task_template_list_instances=[
                {"task_template_list": the("task_template_lists", "Civil Litigation: Complaint"), "due_at": "2025-04-14"}
            ],
        ),
    ]


def _fee(kind: str, **rate: Any) -> Details:
    return {"type": kind, "rates": [rate]}
