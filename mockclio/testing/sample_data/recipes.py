"""How every record that checks write to or refer to is made over HTTP, by name; one recipe may ask for what others made."""

from __future__ import annotations

from typing import Any

from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data.papers import document, version, waiting
from mockclio.testing.sample_data.sample_data import Made, NeedsOwnWorld, SampleData

PARENTS = ("Contact", "Matter")
CUSTOM_FIELDS = ("text_line", "numeric", "picklist")


def made(path: str, **data: Any) -> Made:
    """A POST of such a body. What can be called is called with the sample data; names are made unlike all others."""

    def recipe(p: SampleData) -> int:
        payload = {name: value(p) if callable(value) else value for name, value in data.items()}
        return p.make(
            path, **{name: p.say(value) if name == "name" and isinstance(value, str) else value for name, value in payload.items()}
        )

    return recipe


def ref(name: str, **more: Any) -> Any:
    """A value that refers to a record by its name."""
    return lambda p: p.ref(name, **more)


def id_of(name: str) -> Any:
    """A value that is the id of a record."""
    return lambda p: p[name]


def person(first: str, last: str) -> Made:
    """A recipe of a person."""
    return made("/contacts", type="Person", first_name=first, last_name=last)


def note(type: str, key: str, about: str) -> Made:
    """A recipe of a note about a record."""
    return made("/notes", type=type, **{key: ref(about)}, subject="Facts", detail="A leak.")


def timer(p: SampleData) -> int:
    """The caller's timer. It stops the one that runs, so there must be none of the caller's own."""
    if not p.alone:
        raise NeedsOwnWorld("the timer that the caller may have running is not ours to stop")
    return p.make("/timer", activity=p.ref("activity.timed"))


def custom_field(parent: str, kind: str) -> Made:
    """A recipe of a custom field."""
    options = {"picklist_options": [{"option": "Red"}, {"option": "Blue"}]} if kind == "picklist" else {}
    return made("/custom_fields", name=f"{parent} {kind}", field_type=kind, parent_type=parent, displayed=False, **options)


def custom_field_set(parent: str, key: str) -> Made:
    """A recipe of a set of custom fields."""
    return made(
        "/custom_field_sets",
        name=f"{parent} {key}",
        parent_type=parent,
        custom_field_ids=lambda p: [p[f"custom_field.{parent}.text_line"]],
    )


def message(kind: str) -> Made:
    """The conversation that a new message begins."""

    def recipe(p: SampleData) -> int:
        receivers = [p.ref("contact.ada", type="Contact")]
        body = {"subject": f"About the {kind}", "body": "Please read.", "receivers": receivers}
        return int(p.post("/conversation_messages", body, fields="id,conversation{id}")["conversation"]["id"])

    return recipe


def trust_line(p: SampleData) -> int:
    """The line of a trust request that is a draft."""
    return int(p.target.get("/trust_line_items.json", bill_id=_trust_request(p), fields="id")["data"][0]["id"])


def _trust_request(p: SampleData) -> int:
    if not p.alone:
        raise NeedsOwnWorld("a trust request is a bill, which stays when it is deleted")
    dates = {"issue_date": "2026-06-01", "due_date": "2026-06-15"}
    body = {"trust_type": "client", "trust_amount": 500, **dates, "approved": False, "client_id": p["contact.bela"]}
    made = p.target.create("/trust_requests", body)
    p.target.made[-1] = f"/bills/{made['id']}.json"
    return int(made["id"])


def medical_request(p: SampleData) -> int:
    """The recipe of a medical request with one bill and one record."""
    statuses = {"records_status": "requested", "bills_status": "requested"}
    charge = {"adjustment": 10, "amount": 100, "balance": 50, "name": "Surgery", "mark_balance_type_as": "lien"}
    provider = {"matter_id": p["matter.lease"], "medical_provider_id": p["contact.chidi"], "in_treatment": True}
    records = [{"document_id": p["document.one"]}]
    return p.make("/medical_records_details", **provider, **statuses, medical_bills=[charge], medical_records=records)


def part_of_medical_request(part: str) -> Made:
    """A recipe of a part of a new medical request."""

    def recipe(p: SampleData) -> int:
        shown = p.target.get(f"/medical_records_details/{medical_request(p)}.json", fields=f"{part}{{id}}")
        return int(shown["data"][part][0]["id"])

    return recipe


def bill(state: str = "draft", **terms: Any) -> Made:
    """A bill with one plain line. Bills come from the product, so there are some of its own in a mock only."""

    def recipe(p: SampleData) -> int:
        line = {"description": "Binding", "price": 20, "quantity": 1, "kind": "Expense", "matter": p["matter.lease"]}
        from mockclio.testing.sample_data.forks import control

        body = {"matters": [p["matter.lease"]], "activities": [], "lines": [line], "state": state, **terms}
        id = int(control(p, "POST", "/bills", body)["data"]["id"])
        p.target.made.append(f"/bills/{id}.json")
        return id

    return recipe


def line_of(name: str) -> Made:
    """A recipe of the first line item of a new bill."""
    return lambda p: int(p.target.get("/line_items.json", bill_id=p.fresh(name), fields="id")["data"][0]["id"])


def interest(p: SampleData) -> int:
    """The recipe of an interest charge on an overdue bill."""
    from mockclio.testing.sample_data.forks import control

    return int(control(p, "POST", "/interest_charges", {"bill": p.fresh("bill.overdue")})["data"]["id"])


def given_task(p: SampleData) -> int:
    """A task that somebody else gave."""
    from mockclio.testing.sample_data.forks import as_user

    body = {"name": "Sign", "description": "Here", "assignee": p.ref("user.owner", type="User")}
    response = as_user(p, p["user.osei"], "POST", "/tasks.json", json={"data": body})
    if response.status_code != 201:
        raise CheckFailed("status 201", f"status {response.status_code}: {response.text[:300]}", call="POST /tasks of another user")
    return int(response.json()["data"]["id"])


def deposit(account: str, matter: str) -> Made:
    """Money in a trust account for a matter: enough for all transfers of a run, because a transfer cannot be deleted."""
    places = {"bank_account": ref(f"bank_account.{account}"), "matter": ref(f"matter.{matter}")}
    return made("/bank_transactions", **places, date="2026-05-02", amount=50_000)


def transfer(p: SampleData) -> int:
    """Money that moved to another matter, of what was there."""
    return p.make("/matter_transfers", amount=25, date="2026-06-01", **moved(p))


def moved(p: SampleData) -> dict[str, Any]:
    """Where the money of a transfer comes from and goes to, with some of it in every place that it may come from."""
    for account in ("trust", "escrow"):
        for matter in ("lease", "deed"):
            p[f"bank_transaction.{account}.{matter}"]
    return {
        "client": p.ref("contact.ada"),
        "bank_account": p.ref("bank_account.trust"),
        "source_matter": p.ref("matter.lease"),
        "destination_matter": p.ref("matter.trust"),
    }


TIME = {"type": "TimeEntry", "date": "2026-05-20", "quantity": 3600, "price": 200}
OVERDUE = {"issued_at": "2026-03-01", "due_at": "2026-04-01", "interest": {"rate": 10, "type": "simple", "period": 30}}
RECIPES: dict[str, Made] = {
    "contact.ada": person("Ada", "Moreau"),
    "contact.bela": person("Bela", "Varga"),
    "contact.chidi": person("Chidi", "Eze"),
    "company.north": made("/contacts", type="Company", name="North Works"),
    "company.south": made("/contacts", type="Company", name="South Works"),
    **{f"custom_field.{parent}.{kind}": custom_field(parent, kind) for kind in CUSTOM_FIELDS for parent in PARENTS},
    **{f"custom_field_set.{parent}.{key}": custom_field_set(parent, key) for parent in PARENTS for key in ("first", "second")},
    "matter.lease": made("/matters", client=ref("contact.ada"), description="The lease"),
    "matter.will": made("/matters", client=ref("contact.bela"), description="The will"),
    "matter.spare": made("/matters", client=ref("contact.chidi"), description="The spare"),
    "note.matter.one": note("Matter", "matter", "matter.lease"),
    "note.matter.two": note("Matter", "matter", "matter.lease"),
    "note.contact.one": note("Contact", "contact", "contact.ada"),
    "note.contact.two": note("Contact", "contact", "contact.ada"),
    "task_template.two": made("/task_templates", name="Step", task_template_list=ref("task_template_list.two")),
    "task_template.source": made("/task_templates", name="Source", task_template_list=ref("task_template_list.one")),
    "task_template.other": made("/task_templates", name="Other", task_template_list=ref("task_template_list.one")),
    "reminder.one": made(
        "/reminders",
        subject=ref("task.one", type="Task"),
        duration_value=2,
        duration_unit="days",
        notification_method=ref("notification_method.owner"),
    ),
    "conversation.mail": message("mail"),
    "conversation.call": message("call"),
    "folder.three": made("/folders", name="Folder", parent=ref("matter.lease", type="Matter")),
    "document.one": document("Letter one.txt", b"Dear one"),
    "document.two": document("Letter two.txt", b"Dear two"),
    "document.waiting": waiting("Waiting.txt", b"Here"),
    "document.parts": waiting("In parts.txt"),
    "document_version.one": version,
    "activity.free": made("/activities", **TIME, note="Draft", matter=ref("matter.spare")),
    "activity.timed": made("/activities", **TIME, note="Draft", matter=ref("matter.spare")),
    "activity.extra": made("/activities", **TIME, note="Call", matter=ref("matter.lease")),
    "activity.other": made("/activities", **TIME, note="Call", matter=ref("matter.lease")),
    "activity.hard": made("/activities", type="HardCostEntry", date="2026-05-20", price=80, note="Filing fee", matter=ref("matter.spare")),
    "timer.owner": timer,
    "bill.draft": bill(),
    "bill.second": bill(),
    "bill.issued": bill("awaiting_payment", **OVERDUE),
    "bill.overdue": bill("awaiting_payment", **OVERDUE),
    "interest_charge.one": interest,
    "line_item.draft": line_of("bill.draft"),
    "line_item.second": line_of("bill.second"),
    "bank_account.trust": made("/bank_accounts", name="Trust", type="Trust", currency="USD"),
    "bill.trust": _trust_request,
    "trust_line_item.one": trust_line,
    "medical_bill.one": part_of_medical_request("medical_bills"),
    "medical_record.one": part_of_medical_request("medical_records"),
    "report_schedule.one": made(
        "/report_schedules",
        report_preset_id=lambda p: p.fresh("report_preset.one"),
        frequency="daily",
        time_of_day="2026-06-01T09:00:00Z",
        time_zone="America/New_York",
    ),
    "task.given": given_task,
    "tax_rate_configuration.one": made("/tax_rate_configurations", name="Levy", rate=0.05, country="US"),
    "tax_rate_configuration.two": made("/tax_rate_configurations", name="Duty", rate=0.0975, country="US"),
    "tax_rate_configuration.free": made("/tax_rate_configurations", name="Toll", rate=0.01, country="US"),
    "safe_custody_packet_location.one": made("/safe_custody/locations", name="Vault"),
    "safe_custody_packet_location.two": made("/safe_custody/locations", name="Safe"),
    **{
        f"safe_custody_packet.{key}": made(
            "/safe_custody/packets",
            contact_id=id_of("contact.ada"),
            safe_custody_location_id=id_of("safe_custody_packet_location.one"),
        )
        for key in ("one", "two")
    },
    "safe_custody_record.one": made("/safe_custody/records", title="Will", safe_custody_packet_id=id_of("safe_custody_packet.one")),
    **{f"matter.{key}": made("/matters", client=ref("contact.ada"), description=f"The {key}") for key in ("deed", "trust", "estate")},
    "bank_account.escrow": made("/bank_accounts", name="Escrow", type="Trust", currency="USD"),
    **{f"bank_transaction.{account}.{matter}": deposit(account, matter) for account in ("trust", "escrow") for matter in ("lease", "deed")},
    "matter_transfer.one": transfer,
}
