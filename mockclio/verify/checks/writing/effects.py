"""Checks of attributes that no field shows: what they bring about is shown elsewhere."""

from __future__ import annotations

import base64
from typing import Any

from mockclio.practice.common.pdf import pdf
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data.forks import apart, control, in_account
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.writing.figures import Judge, delete, entry, expect, over, patch, shows

MOST_POLLS = 6
"""How often an automation is looked at before it must have ended."""


def refuses(p: SampleData, path: str, data: Data, method: str = "POST") -> None:
    response = p.target.send(method, f"{path}.json", json={"data": data})
    expect(p, 422, response.status_code, "status")


def task(p: SampleData, **data: Any) -> int:
    assignee = p.ref("user.owner", type="User")
    return p.make("/tasks", name="x", description="x", assignee=assignee, **data)


def cascade(p: SampleData) -> None:
    """Every unit and side of an offset from Friday, 10 July 2026, and what moves the source."""
    trial = task(p, due_at="2026-07-10")
    table = {
        (3, "CalendarDays", "After"): "2026-07-13",
        (3, "CalendarDays", "Before"): "2026-07-07",
        (2, "CalendarWeeks", "After"): "2026-07-24",
        (1, "CalendarMonths", "After"): "2026-08-10",
        (1, "CalendarYears", "Before"): "2025-07-10",
        (3, "BusinessDays", "After"): "2026-07-15",
        (5, "BusinessDays", "Before"): "2026-07-03",
    }
    made = {}
    for (offset, unit, side), due in table.items():
        message = {"cascading_offset": offset, "cascading_offset_type": unit, "cascading_offset_polarity": side}
        made[offset, unit, side] = id = task(p, cascading=True, cascading_source=trial, **message)
        shows(p, f"/tasks/{id}", due_at=due)
    patch(p, f"/tasks/{trial}", due_at="2026-07-13")
    shows(p, f"/tasks/{made[3, 'CalendarDays', 'After']}", due_at="2026-07-16")
    shows(p, f"/tasks/{made[3, 'BusinessDays', 'After']}", due_at="2026-07-16")


def cascade_updated(p: SampleData) -> None:
    """Each part of an offset is changed by itself; cascading false ends it."""
    trial, other = task(p, due_at="2026-07-10"), task(p, due_at="2026-08-03")
    message = {"cascading_offset": 2, "cascading_offset_type": "CalendarDays", "cascading_offset_polarity": "After"}
    id = task(p, cascading=True, cascading_source=trial, **message)
    for data, due in (
        ({"cascading_offset": 4}, "2026-07-14"),
        ({"cascading_offset_type": "CalendarWeeks"}, "2026-08-07"),
        ({"cascading_offset_polarity": "Before"}, "2026-06-12"),
        ({"cascading_source": other}, "2026-07-06"),
        ({"cascading": False}, "2026-07-06"),
    ):
        patch(p, f"/tasks/{id}", **data)
        shows(p, f"/tasks/{id}", due_at=due)
    patch(p, f"/tasks/{other}", due_at="2026-08-04")
    shows(p, f"/tasks/{id}", due_at="2026-07-06")


def grace_period(p: SampleData) -> None:
    """due_at follows from the day of issue and the terms, whatever due_at was sent."""
    bill = p.fresh("bill.draft")
    patch(p, f"/bills/{bill}", issued_at="2026-06-01", due_at="2026-06-02")
    shows(p, f"/bills/{bill}", due_at="2026-06-02")
    patch(p, f"/bills/{bill}", use_grace_period=True, due_at="2026-06-03")
    due = p.target.get(f"/bills/{bill}.json", fields="due_at")["data"]["due_at"]
    if due in ("2026-06-02", "2026-06-03"):
        raise CheckFailed("a day that follows from the terms", due, path="data.due_at", call=p.target.last)


def original_record(p: SampleData) -> None:
    """Price, note and date of a line reach its activity when that is asked for."""
    for params, price in ((True, 155), (False, 140)):
        matter = p.make("/matters", client=p.ref("contact.ada"), description="Original")
        id = entry(p, price=140, matter={"id": matter})
        control(p, "POST", "/bills", {"matters": [matter], "state": "draft"})
        line = p.target.get("/line_items.json", activity_id=id, fields="id,activity{id}", limit=200)["data"]
        own = next(row["id"] for row in line if (row["activity"] or {}).get("id") == id)
        patch(p, f"/line_items/{own}", price=155, note="Changed", update_original_record=params)
        shows(p, f"/activities/{id}", price=price, note="Changed" if params else None)


def dedicated(p: SampleData) -> None:
    """An account that was given a client or a matter refuses the money of others."""
    ada, bela, matter = p["contact.ada"], p["contact.bela"], p["matter.lease"]
    for way in ("create", "update"):
        for owner, stranger in (
            ({"client": {"id": ada}}, {"client": {"id": bela}}),
            ({"matter": {"id": matter}}, {"client": {"id": bela}}),
        ):
            message: Data = owner if way == "create" else {}
            account = p.make("/bank_accounts", name=p.say("Own"), type="Trust", currency="USD", **message)
            if way == "update":
                patch(p, f"/bank_accounts/{account}", **owner)
            money = {"bank_account": {"id": account}, "date": "2026-05-02", "amount": 5}
            refuses(p, "/bank_transactions", {**money, **stranger})
            p.make("/bank_transactions", **money, **owner)


def deleted_occurrences(p: SampleData) -> None:
    """`_deleted` takes occurrences of a series away."""
    body = {"summary": "Team", "calendar_owner": p.ref("calendar.firm"), "recurrence_rule": "FREQ=WEEKLY;COUNT=3"}
    times = {"start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z"}
    series = p.post("/calendar_entries", {**body, **times})["id"]
    window = {
        "expanded": "true",
        "from": "2026-06-01T00:00:00Z",
        "to": "2026-07-31T00:00:00Z",
        "fields": "id,summary,start_at",
        "limit": 200,
    }

    def occurrences() -> list[Data]:
        rows = p.target.get("/calendar_entries.json", **window)["data"]
        return [row for row in rows if str(row["id"]).startswith(str(series))]

    result = occurrences()
    expect(p, 3, len(result), "occurrences")
    delete(p, f"/calendar_entries/{result[1]['id']}")
    expect(p, [result[0]["start_at"], result[2]["start_at"]], [row["start_at"] for row in occurrences()], "occurrences")


def number_again(p: SampleData) -> None:
    """The display number is made again, with the client's present name; without being asked it stays."""
    client = p.make("/contacts", type="Person", first_name="Rosa", last_name="Before")
    matter = p.make("/matters", client={"id": client}, description="Number")
    patch(p, f"/contacts/{client}", last_name="After")
    number = p.target.get(f"/matters/{matter}.json", fields="display_number")["data"]["display_number"]
    patch(p, f"/matters/{matter}", description="Numbers", reset_matter_number=False)
    shows(p, f"/matters/{matter}", display_number=number)
    patch(p, f"/matters/{matter}", reset_matter_number=True)
    shows(p, f"/matters/{matter}", display_number=number.replace("Before", "After"))


def restored(p: SampleData) -> None:
    """What lies in the trash comes back."""
    for name, path in (("document.two", "/documents"), ("folder.two", "/folders")):
        id = p.fresh(name)
        delete(p, f"{path}/{id}")
        patch(p, f"{path}/{id}", restore=True)
        shows(p, f"{path}/{id}", id=id, deleted_at=None)


def restored_folder(p: SampleData) -> None:
    """A new folder with restore takes back the trashed one of its name from its place."""
    parent = p.ref("matter.lease", type="Matter")
    name = p.say("Trashed")
    id = p.make("/folders", name=name, parent=parent)
    delete(p, f"/folders/{id}")
    expect(p, id, p.make("/folders", name=name, parent=parent, restore=True), "data.id")


def of_communication(p: SampleData) -> None:
    """A communication lists the documents that name it."""
    communication = p.fresh("communication.two")
    document = p.fresh("document.one")
    patch(p, f"/documents/{document}", communication_id=communication)
    _lists(p, communication, document)
    parent = p.ref("matter.lease", type="Matter")
    copy = p.post(f"/documents/{document}/copy", {"parent": parent, "communication_id": communication})["id"]
    p.target.made[-1] = f"/documents/{copy}.json"
    _lists(p, communication, copy)


def _lists(p: SampleData, communication: int, document: int) -> None:
    rows = p.target.get(f"/communications/{communication}.json", fields="documents{id}")["data"]["documents"]
    if document not in [row["id"] for row in rows]:
        raise CheckFailed(f"{document} among its documents", rows, path="data.documents", call=p.target.last)


def copied_version(p: SampleData) -> None:
    """Another extension with copy_version makes a new version with the same bytes."""
    document = p.fresh("document.one")
    fields = "latest_document_version{id,version_number,filename,size}"
    before = p.target.get(f"/documents/{document}.json", fields=fields)["data"]["latest_document_version"]
    patch(p, f"/documents/{document}", name="Letter.md", copy_version=True)
    after = p.target.get(f"/documents/{document}.json", fields=fields)["data"]["latest_document_version"]
    expect(p, (before["version_number"] + 1, before["size"]), (after["version_number"], after["size"]), "version_number, size")


def template_file(p: SampleData) -> None:
    """The bytes of a template are those that were sent last."""
    id = p.fresh("document_template.one")
    sizes = set()
    for text in (["A"], ["Another page", "with more words on it"] * 20):
        patch(p, f"/document_templates/{id}", file=base64.b64encode(pdf(text)).decode())
        shown = p.target.get(f"/document_templates/{id}.json", fields="id,filename,size,updated_at")["data"]
        sizes.add(shown["size"])
    expect(p, 2, len(sizes), "different sizes of different files")


def trust_request(p: SampleData) -> None:
    """What was sent is read on the bill that it became."""
    for approved, state in ((True, "awaiting_payment"), (False, "draft")):
        body = {"trust_type": "client", "trust_amount": 505, "issue_date": "2026-06-02", "due_date": "2026-06-17", "note": "Please"}
        message = {**body, "approved": approved, "client_id": p["contact.bela"], "currency_id": p["currency.CAD"]}
        id = int(p.post("/trust_requests", message)["id"])
        wanted = {"issued_at": "2026-06-02", "due_at": "2026-06-17", "total": 505, "state": state, "kind": "trust_kind"}
        shows(p, f"/bills/{id}", **wanted, client={"id": p["contact.bela"]}, currency={"id": p["currency.CAD"]})
        rows = p.target.get("/trust_line_items.json", bill_id=id, fields="total,note")["data"]
        expect(p, [(505.0, "Please")], [(float(row["total"]), row["note"]) for row in rows], "trust line items")


def read_event(p: SampleData) -> None:
    """An event that was read is not counted any more."""
    given = p.fresh("task.given")

    def count() -> int:
        shown = p.target.get("/internal_notifications/event_metrics.json", fields="unread_web_events")
        return int(shown["data"]["unread_web_events"])

    before = count()
    rows = p.target.get("/internal_notifications/my_events.json", fields="event{id}", limit=200)["data"]
    newest = max(row["event"]["id"] for row in rows)
    patch(p, f"/internal_notifications/my_events/{newest}", marked_as_read=True)
    expect(p, before - 1, count(), f"data.unread_web_events after the event of task {given} was read")


def custom_values(p: SampleData) -> None:
    """A new record has a value of each displayed field; it is written by its own id, and again by the field once it was destroyed."""
    for path, kind, body in (
        ("/contacts", "Contact", {"type": "Company", "name": p.say("Quay")}),
        ("/matters", "Matter", {"client": p.ref("contact.ada"), "description": "Quay"}),
    ):
        field = p.make("/custom_fields", name=p.say("Berth"), field_type="text_line", parent_type=kind)
        record = f"{path}/{p.make(path, **body)}"
        (born,) = values_of(p, record, field)
        expect(p, None, born["value"], "custom_field_values.value")
        by_field, by_id = {"custom_field": {"id": field}}, {"id": born["id"]}
        refuses(p, record, {"custom_field_values": [{**by_field, "value": "7"}]}, "PATCH")
        refuses(p, record, {"custom_field_values": [{**by_id, "value": "x" * 256}]}, "PATCH")
        patch(p, record, custom_field_values=[{**by_id, "value": "8"}])
        expect(p, [{**born, "value": "8"}], values_of(p, record, field), "custom_field_values")
        patch(p, record, custom_field_values=[{**by_id, "_destroy": True}])
        expect(p, [], values_of(p, record, field), "custom_field_values")
        patch(p, record, custom_field_values=[{**by_field, "value": "9"}])
        expect(p, ["9"], [one["value"] for one in values_of(p, record, field)], "custom_field_values")


def values_of(p: SampleData, record: str, field: int) -> list[Data]:
    shown = p.target.get(f"{record}.json", fields="custom_field_values{id,value,custom_field}")["data"]["custom_field_values"]
    return [{"id": one["id"], "value": one["value"]} for one in shown if one["custom_field"]["id"] == field]


def automation_formats(p: SampleData) -> None:
    """An automation makes one document of each format that was asked for: a PDF, or one like its template."""
    templates = p.target.get("/document_templates.json", fields="id,filename", limit=200)["data"]
    endings = {row["id"]: str(row["filename"]).rpartition(".")[2].lower() for row in templates}
    template = next((id for id, ending in endings.items() if ending != "pdf"), None)
    if template is None:
        raise Inconclusive("every template of the account is a PDF")
    original = endings[template]
    for formats in (["original"], ["pdf"], ["original", "pdf"]):
        body = {"document_template": {"id": template}, "matter": p.ref("matter.lease"), "filename": p.say("Merged"), "formats": formats}
        id = p.make("/document_automations", **body)
        for _ in range(MOST_POLLS):
            row = p.target.get(f"/document_automations/{id}.json", fields="state,documents{name}")["data"]
            if row["state"] == "completed":
                break
        wanted = sorted("pdf" if one == "pdf" else original for one in formats)
        expect(p, wanted, sorted(one["name"].rpartition(".")[2] for one in row["documents"]), f"endings of documents by {formats}")


HERE: dict[str, Judge] = {
    "custom-field-values": custom_values,
    "task-cascade": cascade,
    "task-cascade-updated": cascade_updated,
    "bank-account-dedicated": dedicated,
    "occurrences-deleted": deleted_occurrences,
    "matter-number-again": number_again,
    "restored": restored,
    "restored-folder": restored_folder,
    "documents-of-a-communication": of_communication,
    "copied-version": copied_version,
    "template-file": template_file,
}
ALONE: dict[str, Judge] = {
    "grace-period": grace_period,
    "original-record": original_record,
    "trust-request": trust_request,
    "read-event": read_event,
    "automation-formats": automation_formats,
}


@check(
    "effects",
    "bodies",
    writes=True,
    rules=(
        "tasks.cascade-gives-due-date",
        "tasks.cascade-units",
        "bills.grace-period",
        "bills.update-original-record",
        "banking.dedicated-account",
        "custom_fields.values-are-born-with-their-record",
        "custom_fields.second-value-is-422",
        "custom_fields.text-line-has-255-characters",
        "custom_fields.value-is-destroyed-by-id",
        "calendars.deleted-takes-occurrences-away",
        "matters.reset-renders-the-number-again",
        "documents.restore-from-trash",
        "documents.communication-lists-its-documents",
        "documents.copy-version-keeps-the-old-name",
        "trust.request-becomes-bill",
        "documents.automation-formats",
    ),
)
def effects() -> Cases:
    """What no field shows is seen by what it brings about."""
    yield from over(HERE, in_account)
    yield from over(ALONE, apart)
