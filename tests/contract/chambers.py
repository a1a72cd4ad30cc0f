"""Chambers with at least two of everything that a body can refer to, and one record for every update, deletion and action."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from mockclio import MockClio
from mockclio.catalog import collections
from mockclio.seeding.builder import Builder
from mockclio.seeding.office import add_user, found
from mockclio.server import billing
from mockclio.server.pdf import pdf
from mockclio.store.world import World

CUSTOM_FIELDS = ("text_line", "numeric", "checkbox", "date", "contact", "picklist")


@dataclass
class Chambers:
    """A world and the ids of what is in it, by a name such as `matter.lease`."""

    world: World
    ids: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.ids[name]

    def ref(self, name: str, **more: Any) -> dict[str, Any]:
        return {"id": self.ids[name], **more}

    def two(self, table: str) -> tuple[int, int]:
        """Ids of two rows of a table: named ones first."""
        stem = {"communications": "communication", "calendar_entries": "entry"}.get(table, collections_name(table))
        named = [id for name, id in self.ids.items() if name.partition(".")[0] == stem and self.world.table(table).get(id)]
        found = list(dict.fromkeys([*named, *self.world.table(table).ids()]))
        return found[0], found[1]


def collections_name(table: str) -> str:
    return table.removesuffix("s") if table in collections() else table


def build() -> Chambers:
    world, office = found("chambers")
    builder = Builder(world)
    chambers = Chambers(world, dict(office.ids))
    for step in (_people, _settings, _matters, _talk, _calendar, _documents, _work, _money, _injury, _reports, _late):
        step(chambers, builder)
    builder.close()
    with MockClio.of(world.fork("chambers")) as mock:  # what is due is done before anybody compares worlds
        mock.http.get("/api/v4/users/who_am_i")
        chambers.world = mock.world
    return chambers


def _people(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    with builder.session() as session:
        ids["user.osei"] = add_user(session, ids["account"], "Daniel", "Osei", "daniel@hartwell-osei.test", rate=280, roles=["Admin"])
        for key, user in (("owner", ids["user.owner"]), ("osei", ids["user.osei"])):
            ids[f"user_calendar.{key}"] = next(row["id"] for row in session.table("calendars") if row.get("user") == user)
            ids[f"notification_method.{key}"] = next(row["id"] for row in session.table("notification_methods") if row["user"] == user)
        ids["calendar_visibility.owner"] = next(iter(session.table("calendar_visibilities").ids()))
    for key in ("north", "south"):
        ids[f"group.{key}"] = builder.post("groups", name=f"Team {key}")["id"]
        ids[f"company.{key}"] = builder.post("contacts", type="Company", name=f"{key.title()} Works")["id"]
    for first, last in (("Ada", "Moreau"), ("Bela", "Varga"), ("Chidi", "Eze")):
        ids[f"contact.{first.lower()}"] = builder.post("contacts", type="Person", first_name=first, last_name=last)["id"]
    ids["contact.spare"] = builder.post("contacts", type="Person", first_name="Dora", last_name="Lind")["id"]


def _settings(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    for kind in CUSTOM_FIELDS:
        options = {"picklist_options": [{"option": "Red"}, {"option": "Blue"}]} if kind == "picklist" else {}
        for parent in ("Contact", "Matter"):
            made = builder.post("custom_fields", name=f"{parent} {kind}", field_type=kind, parent_type=parent, **options)
            ids[f"custom_field.{parent}.{kind}"] = made["id"]
    for parent in ("Contact", "Matter"):
        for key in ("first", "second"):
            fields = [ids[f"custom_field.{parent}.text_line"]]
            made = builder.post("custom_field_sets", name=f"{parent} {key}", parent_type=parent, custom_field_ids=fields)
            ids[f"custom_field_set.{parent}.{key}"] = made["id"]
    for key in ("one", "two"):
        ids[f"practice_area.{key}"] = builder.post("practice_areas", name=f"Area {key}")["id"]
        ids[f"activity_description.{key}"] = builder.post("activity_descriptions", name=f"Category {key}")["id"]
        ids[f"expense_category.{key}"] = builder.post("expense_categories", name=f"Costs {key}")["id"]
        ids[f"calendar_entry_event_type.{key}"] = builder.post("calendar_entry_event_types", name=f"Type {key}", color="#009CEC")["id"]
        ids[f"task_type.{key}"] = builder.post("task_types", name=f"Kind {key}")["id"]
        ids[f"task_template_list.{key}"] = builder.post("task_template_lists", name=f"List {key}", description="Steps")["id"]
        lists = chambers.ref(f"task_template_list.{key}")
        ids[f"task_template.{key}"] = builder.post("task_templates", name=f"Step {key}", task_template_list=lists)["id"]
        ids[f"grant.{key}"] = builder.post("grants", name=f"Grant {key}")["id"]
        ids[f"grant_funding_source.{key}"] = builder.post("grant_funding_sources", name=f"Source {key}")["id"]
        ids[f"document_category.{key}"] = builder.post("document_categories", name=f"Papers {key}")["id"]
        ids[f"text_snippet.{key}"] = builder.post("text_snippets", phrase=f"tc{key}", snippet=f"Telephone call {key}")["id"]
    for key in ("source", "other"):
        lists = chambers.ref("task_template_list.one")
        ids[f"task_template.{key}"] = builder.post("task_templates", name=key, task_template_list=lists)["id"]
    ids["stage.one"], ids["stage.two"] = list(builder.world.table("matter_stages").ids())[:2]
    ids["practice_area.staged"] = int(builder.world.table("matter_stages")[ids["stage.one"]]["practice_area_id"])
    action = {"label": "Open", "target_url": "https://app.test/open", "ui_reference": "matters/show"}
    ids["custom_action.one"] = builder.post("custom_actions", **action)["id"]


def _matters(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    for key, client in (("lease", "ada"), ("will", "bela"), ("spare", "chidi")):
        body = {"client": chambers.ref(f"contact.{client}"), "description": f"The {key}"}
        ids[f"matter.{key}"] = builder.post("matters", **body)["id"]
    pair = {"matter": chambers.ref("matter.lease"), "contact": chambers.ref("contact.chidi")}
    ids["relationship.one"] = builder.post("relationships", description="Neighbour", **pair)["id"]
    ids["activity_rate.one"] = builder.post("activity_rates", contact_id=ids["contact.ada"], rate=150)["id"]
    matter = chambers.ref("matter.lease")
    sent = {"type": "Matter", "matter": matter, "subject": "Facts", "detail": "A leak."}
    for key in ("one", "two"):
        ids[f"note.matter.{key}"] = builder.post("notes", **sent)["id"]
        told = {"contact": chambers.ref("contact.ada"), "subject": key, "detail": "Calls."}
        ids[f"note.contact.{key}"] = builder.post("notes", type="Contact", **told)["id"]
        task = {"assignee": chambers.ref("user.owner", type="User"), "description": "Do it", "matter": matter}
        ids[f"task.{key}"] = builder.post("tasks", name=f"Task {key}", **task, due_at="2026-07-01")["id"]
    told = {"subject": chambers.ref("task.one", type="Task"), "duration_value": 2, "duration_unit": "days"}
    ids["reminder.one"] = builder.post("reminders", notification_method=chambers.ref("notification_method.owner"), **told)["id"]


def _talk(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    ada, owner = chambers.ref("contact.ada", type="Contact"), chambers.ref("user.owner", type="User")
    for key, kind in (("mail", "EmailCommunication"), ("call", "PhoneCommunication")):
        body = {"type": kind, "subject": key, "body": "Hello", "senders": [ada], "receivers": [owner]}
        ids[f"communication.{key}"] = builder.post("communications", **body, matter=chambers.ref("matter.lease"))["id"]
        message = {"subject": f"About the {key}", "body": "Please read.", "receivers": [ada]}
        ids[f"conversation.{key}"] = builder.post("conversation_messages", **message)["conversation"]
    with builder.session() as session:
        for key in ("one", "two"):
            ids[f"client_portal.{key}"] = session.insert("client_portals", {"user": ids["user.owner"], "unread_count": 0})["id"]
            talk = session.insert("text_message_conversations", {"user": ids["user.owner"], "unread_count": 0})
            ids[f"text_message_conversation.{key}"] = talk["id"]


def _calendar(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    for key in ("rooms", "court"):
        ids[f"calendar.{key}"] = builder.post("calendars", name=key.title())["id"]
        times = {"start_at": "2026-06-10T15:00:00Z", "end_at": "2026-06-10T16:00:00Z"}
        made = builder.post("calendar_entries", summary=f"Hour in {key}", calendar_owner=chambers.ref("calendar.firm"), **times)
        ids[f"entry.{key}"] = made["id"]
    triggers = builder.world.table("jurisdictions_to_triggers")
    for key, system in (("york", 1204), ("california", 4101)):
        court = ids[f"jurisdiction.{system}"]
        ids[f"trigger.{key}"], ids[f"trigger.{key}.other"] = triggers.find("_jurisdiction", court)[:2]
        ways = [row["id"] for row in builder.world.table("service_types") if court in row["_jurisdictions"]]
        ids[f"service_type.{key}"], ids[f"service_type.{key}.other"] = ways[:2]
    told = {"jurisdiction": chambers.ref("jurisdiction.1204"), "trigger": chambers.ref("trigger.york"), "start_date": "2026-06-08"}
    told["service_type"] = chambers.ref("service_type.york")
    ids["matter_docket.one"] = builder.post("matter_dockets", name="Answer", matter=chambers.ref("matter.lease"), **told)["id"]


def _documents(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    lease, will = chambers.ref("matter.lease", type="Matter"), chambers.ref("matter.will", type="Matter")
    for key in ("one", "two", "three"):
        ids[f"folder.{key}"] = builder.call("POST", "/folders", json={"data": {"name": f"Folder {key}", "parent": lease}})["id"]
    for key in ("one", "two"):
        ids[f"document.{key}"] = builder.upload(f"Letter {key}.txt", f"Dear {key}".encode(), lease)
        file = base64.b64encode(pdf([f"Form {key}"])).decode()
        ids[f"document_template.{key}"] = builder.post("document_templates", file=file, filename=f"Form {key}.pdf")["id"]
    fields = "id,latest_document_version{put_url,put_headers}"
    bodies = [{"name": f"{name}.txt", "parent": will} for name in ("Waiting", "In parts")]
    made = [builder.call("POST", "/documents", query_string={"fields": fields}, json={"data": body}) for body in bodies]
    ids["document.waiting"], ids["document.parts"] = (document["id"] for document in made)
    version = made[0]["latest_document_version"]
    headers = {header["name"]: header["value"] for header in version["put_headers"]}
    assert builder.http.put(version["put_url"], data=b"Here", headers=headers).status_code == 200
    ids["document_version.one"] = builder.world.table("document_versions").find("document_id", ids["document.one"])[0]
    builder.upload("Letter one.txt", b"Dear all", chambers.ref("document.one", type="Document"))
    ids["comment.one"] = builder.post("comments", item=chambers.ref("document.one"), message="Is this right?")["id"]


def _work(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    for key in ("free", "timed"):
        body = {"date": "2026-05-20", "quantity": 3600, "price": 200, "note": "Draft", "matter": chambers.ref("matter.spare")}
        ids[f"activity.{key}"] = builder.post("activities", type="TimeEntry", **body)["id"]
    for key in ("extra", "other"):
        body = {"date": "2026-05-20", "quantity": 3600, "price": 200, "note": "Call"}
        ids[f"activity.{key}"] = builder.post("activities", type="TimeEntry", **body, matter=chambers.ref("matter.lease"))["id"]
    hard = {"date": "2026-05-20", "price": 80, "note": "Filing fee", "matter": chambers.ref("matter.spare")}
    ids["activity.hard"] = builder.post("activities", type="HardCostEntry", **hard)["id"]
    ids["timer.owner"] = builder.post("timers", activity=chambers.ref("activity.timed"))["id"]


def _money(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    with builder.session() as session:
        line: dict[str, Any] = {"description": "Binding", "price": 20, "quantity": 1, "kind": "Expense", "matter": ids["matter.lease"]}
        for key in ("draft", "second"):
            ids[f"bill.{key}"] = billing.make_bill(session, matters=[ids["matter.lease"]], activities=[], lines_=[line])["id"]
        for key in ("issued", "overdue"):
            terms: dict[str, Any] = {
                "issued_at": "2026-03-01",
                "due_at": "2026-04-01",
                "interest": {"rate": 10, "type": "simple", "period": 30},
            }
            matters = [ids["matter.lease"]]
            made = billing.make_bill(session, matters=matters, activities=[], lines_=[line], state="awaiting_payment", **terms)
            ids[f"bill.{key}"] = made["id"]
        ids["interest_charge.one"] = billing.charge_interest(session, session.table("bills")[ids["bill.overdue"]])["id"]
    lines = builder.world.table("line_items")
    ids["line_item.draft"], ids["line_item.second"] = (lines.find("bill", ids[f"bill.{key}"])[0] for key in ("draft", "second"))
    for key, kind in (("one", "Operating"), ("two", "Trust")):
        ids[f"bank_account.{key}"] = builder.post("bank_accounts", name=f"Account {key}", type=kind, currency="USD")["id"]
    deposit = {"bank_account": chambers.ref("bank_account.trust"), "date": "2026-05-02", "amount": 500}
    ids["bank_transaction.one"] = builder.post("bank_transactions", **deposit, matter=chambers.ref("matter.lease"))["id"]
    request = {"trust_type": "client", "trust_amount": 500, "issue_date": "2026-06-01", "due_date": "2026-06-15", "approved": False}
    request["client_id"] = ids["contact.bela"]
    ids["bill.trust"] = builder.call("POST", "/trust_requests", json={"data": request})["id"]
    ids["trust_line_item.one"] = builder.world.table("trust_line_items").find("bill", ids["bill.trust"])[0]
    link = {"currency": "USD", "description": "Retainer", "duration": 86_400, "subject": chambers.ref("contact.ada", type="Contact")}
    account = chambers.ref("bank_account.operating")
    ids["clio_payments_link.one"] = builder.post("clio_payments_links", destination_account=account, **link)["id"]


def _injury(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    body = {"amount": 900, "damage_type": "general", "description": "Pain", "matter_id": ids["matter.lease"]}
    ids["damage.one"] = builder.post("damages", **body)["id"]
    statuses = {"records_status": "requested", "bills_status": "requested"}
    charge = {"adjustment": 10, "amount": 100, "balance": 50, "name": "Surgery", "mark_balance_type_as": "lien"}
    provider = {"matter_id": ids["matter.lease"], "medical_provider_id": ids["contact.chidi"], "in_treatment": True}
    records = [{"document_id": ids["document.one"]}]
    request = builder.post("medical_records_details", **provider, **statuses, medical_bills=[charge], medical_records=records)
    ids["medical_records_detail.one"] = request["id"]
    ids["medical_bill.one"] = next(iter(builder.world.table("medical_bills").ids()))
    ids["medical_record.one"] = next(iter(builder.world.table("medical_records").ids()))


def _reports(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    for key in ("one", "two", "free"):
        body = {"name": f"Preset {key}", "kind": "matter", "format": "csv", "options": {}}
        ids[f"report_preset.{key}"] = builder.post("report_presets", **body)["id"]
    times = {"frequency": "daily", "time_of_day": "2026-06-01T09:00:00Z", "time_zone": "America/New_York"}
    ids["report_schedule.one"] = builder.post("report_schedules", report_preset_id=ids["report_preset.one"], **times)["id"]
    hook = {"url": "https://app.test/hooks", "model": "matter", "fields": "id,etag"}
    ids["webhook.one"] = builder.call("POST", "/webhooks", json={"data": hook})["id"]


def _late(chambers: Chambers, builder: Builder) -> None:
    ids = chambers.ids
    with builder.acting(ids["user.osei"]):
        body = {"name": "Sign", "description": "Here", "assignee": chambers.ref("user.owner", type="User")}
        ids["task.given"] = builder.post("tasks", **body)["id"]
    with builder.session() as session:
        session.update("accounts", ids["account"], {"_matter_numbering": {"manual": True}})
    ids["my_event.one"] = next(row["id"] for row in builder.world.table("my_events") if row["user"] == ids["user.owner"])
