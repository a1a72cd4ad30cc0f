"""Refusals that the ledger states, one by one: bad transitions, locked records, wrong owners, circles, lists that are too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data.forks import apart
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.sample_data.webhook_address import webhook_address
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.errors import refused
from mockclio.verify.checks.writing.refusal_records import id_of

TYPES = {400: "DeleteFailed", 403: "ForbiddenError", 404: "NotFoundError", 409: "ConflictError", 422: "ArgumentError"}
PROPERTIES = [{"name": str(place), "value": "x"} for place in range(6)]
TIMES = {"start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z"}
MANY = [{"name": "Work", "address": f"a{place}@mail.test"} for place in range(201)]
PARTS = [{"part_number": place, "content_length": 5_242_880} for place in range(1, 52)]
GIF = "R0lGODlhAQABAAAAACw="


@dataclass(frozen=True)
class RefusalCase:
    """One call that must be refused. Names in angle brackets are records of RECORDS, else of the sample data."""

    rule: str
    status: int
    method: str
    path: str
    body: Any = None
    words: str = ""


def this(name: str, **more: Any) -> dict[str, Any]:
    return {"id": f"<{name}>", **more}


ME = this("user.owner")
HOOK = "<webhook address>"
TRUST = {"client_id": "<contact.bela>", "trust_type": "client", "trust_amount": 5, "issue_date": "2026-06-01", "due_date": "2026-06-15"}
HARD = {"type": "HardCostEntry", "date": "2026-06-01"}
SPENT = {"type": "ExpenseEntry", "date": "2026-06-01"}
LINK = {"currency": "USD", "description": "x", "destination_account": this("bank_account.operating"), "duration": 60}
TASK = {"name": "x", "description": "x", "assignee": this("user.owner", type="User")}
EVENT = {"summary": "x", **TIMES, "calendar_owner": this("calendar.firm")}
ROWS: tuple[RefusalCase, ...] = (
    RefusalCase("bills.state-machine", 422, "PATCH", "/bills/<draft>", {"state": "paid"}, "cannot change from draft to paid"),
    RefusalCase("bills.state-machine", 422, "PATCH", "/bills/<draft>", {"state": "void"}, "cannot change from draft to void"),
    RefusalCase("bills.state-machine", 422, "PATCH", "/bills/<bill.issued>", {"state": "draft"}, "cannot change"),
    RefusalCase("bills.state-machine", 422, "PATCH", "/bills/<bill.issued>", {"state": "awaiting_approval"}, "cannot change"),
    RefusalCase("bills.state-machine", 422, "PATCH", "/bills/<bill.issued>", {"state": "deleted"}, "it can become void"),
    RefusalCase("bills.state-machine", 422, "PATCH", "/bills/<part_paid>", {"state": "void"}, "cannot change"),
    RefusalCase("bills.locked-when-settled", 422, "PATCH", "/bills/<paid>", {"memo": "x"}, "paid"),
    RefusalCase("bills.locked-when-settled", 422, "PATCH", "/bills/<void>", {"state": "draft"}, "void"),
    RefusalCase("bills.pricing-is-fixed-by-payments", 422, "PATCH", "/bills/<part_paid>", {"tax_rate": 5}, "payments"),
    RefusalCase("bills.pricing-is-fixed-by-payments", 422, "PATCH", "/bills/<credited>", {"tax_rate": 5}, "payments"),
    RefusalCase("bills.deleting-needs-no-payments", 403, "DELETE", "/bills/<paid>", None, "paid"),
    RefusalCase("bills.deleting-needs-no-payments", 403, "DELETE", "/bills/<part_paid>", None, "payments and credits"),
    RefusalCase("bills.deleting-needs-no-payments", 403, "DELETE", "/bills/<void>", None, "void"),
    RefusalCase("bills.discount-range", 422, "PATCH", "/bills/<draft>", {"discount": {"rate": 101, "type": "percentage"}}, "discount"),
    RefusalCase("bills.discount-range", 422, "PATCH", "/bills/<draft>", {"discount": {"rate": -1, "type": "money"}}, "discount"),
    RefusalCase(
        "bills.interest-range", 422, "PATCH", "/bills/<draft>", {"interest": {"rate": 101, "type": "simple", "period": 30}}, "interest"
    ),
    RefusalCase("bills.interest-range", 422, "PATCH", "/bills/<draft>", {"interest": {"rate": 1, "type": "simple", "period": 0}}, "period"),
    RefusalCase("bills.lines-are-fixed-once-issued", 422, "PATCH", "/line_items/<line>", {"price": 5}, "bill"),
    RefusalCase("bills.lines-are-fixed-once-issued", 403, "DELETE", "/line_items/<line>", None, "bill"),
    RefusalCase("bills.theme-config", 422, "PATCH", "/bill_themes/<bill_theme.one>", {"config": "[1]"}, "config"),
    RefusalCase("activities.locked-on-a-bill", 422, "PATCH", "/activities/<work_draft>", {"note": "x"}, "bill"),
    RefusalCase("activities.locked-on-a-bill", 422, "PATCH", "/activities/<work_issued>", {"quantity": 60}, "bill"),
    RefusalCase("activities.issued-is-not-deleted", 422, "DELETE", "/activities/<work_issued>", None, "bill"),
    RefusalCase("timers.only-unbilled-hourly-time", 422, "POST", "/timer", {"activity": this("work_issued")}, "bill"),
    RefusalCase("timers.only-unbilled-hourly-time", 422, "POST", "/timer", {"activity": this("expense")}, ""),
    RefusalCase("activities.quantity-is-not-negative", 422, "PATCH", "/activities/<time>", {"quantity": -1}, "quantity"),
    RefusalCase("activities.non-billable-is-for-time", 422, "POST", "/activities", {**SPENT, "non_billable": True}, "non_billable"),
    RefusalCase(
        "activities.no-charge-is-non-billable", 422, "PATCH", "/activities/<time>", {"no_charge": True, "non_billable": False}, "no_charge"
    ),
    RefusalCase("activities.start-timer", 422, "POST", "/activities", {**HARD, "start_timer": True}, "start_timer"),
    RefusalCase(
        "activities.notes-by-their-kind", 422, "PATCH", "/activities/<time>", {"matter_note": this("note.contact.one")}, "matter_note"
    ),
    RefusalCase(
        "activities.notes-by-their-kind", 422, "PATCH", "/activities/<time>", {"contact_note": this("note.matter.one")}, "contact_note"
    ),
    RefusalCase("activities.type-stays-time-or-expense", 422, "PATCH", "/activities/<time>", {"type": "ExpenseEntry"}, "type"),
    RefusalCase("documents.trashed-twice-is-404", 404, "DELETE", "/documents/<trashed>", None, ""),
    RefusalCase("", 422, "PATCH", "/documents/<trashed>", {"name": "x"}, "trash"),
    RefusalCase("", 400, "DELETE", "/folders/<folder.root>", None, "root"),
    RefusalCase("", 422, "PATCH", "/folders/<outer>", {"parent": this("inner", type="Folder")}, "into itself"),
    RefusalCase("", 422, "PATCH", "/folders/<outer>", {"parent": this("outer", type="Folder")}, "into itself"),
    RefusalCase("", 422, "PATCH", "/folders/<folder.root>", {"parent": this("outer", type="Folder")}, "stays where it is"),
    RefusalCase("", 422, "POST", "/folders", {"name": "x"}, "parent"),
    RefusalCase("", 409, "DELETE", "/contacts/<billed_client>", None, "bill"),
    RefusalCase("", 422, "DELETE", "/contacts/<client>", None, "client of"),
    RefusalCase("", 403, "DELETE", "/calendars/<calendar.firm>", None, ""),
    RefusalCase(
        "wire.missing-reference-is-404", 404, "POST", "/calendar_entries", {**EVENT, "calendar_owner": this("user.owner")}, "no record"
    ),
    RefusalCase("wire.missing-reference-is-404", 404, "POST", "/matters", {"client": this("matter.will"), "description": "x"}, "no record"),
    RefusalCase("wire.unknown-id-is-404", 404, "DELETE", "/matters/<contact.ada>", None, ""),
    RefusalCase(
        "matters.stage-belongs-to-practice-area",
        422,
        "PATCH",
        "/matters/<matter.will>",
        {"practice_area": this("practice_area.staged"), "matter_stage": this("foreign_stage")},
        "stage",
    ),
    RefusalCase(
        "",
        422,
        "PATCH",
        "/matters/<matter.will>",
        {"custom_field_values": [{"custom_field": this("custom_field.Contact.text_line"), "value": "x"}]},
        "custom field of a contact",
    ),
    RefusalCase("", 422, "PATCH", "/contacts/<contact.ada>", {"company": this("contact.bela")}, "company must be"),
    RefusalCase("matters.description-and-status-stay", 422, "PATCH", "/matters/<matter.will>", {"description": ""}, "description"),
    RefusalCase("matters.description-and-status-stay", 422, "PATCH", "/matters/<matter.will>", {"description": None}, "description"),
    RefusalCase(
        "matters.at-most-three-grants",
        422,
        "PATCH",
        "/matters/<matter.will>",
        {"grant_matters": [{"grant": this(f"grant_{place}")} for place in range(4)]},
        "grant",
    ),
    RefusalCase(
        "matters.budget-threshold-is-a-percentage",
        422,
        "PATCH",
        "/matters/<matter.will>",
        {"matter_budget": {"budget": 5, "notification_threshold": 101}},
        "between 0 and 100",
    ),
    RefusalCase(
        "matters.budget-threshold-is-a-percentage", 422, "PATCH", "/matters/<matter.will>", {"matter_budget": {"budget": -5}}, "budget"
    ),
    RefusalCase("matters.no-budget-with-flat-rate", 422, "PATCH", "/matters/<flat>", {"matter_budget": {"budget": 5}}, "budget"),
    RefusalCase(
        "matters.one-rate-unless-hourly",
        422,
        "PATCH",
        "/matters/<matter.will>",
        {"custom_rate": {"type": "FlatRate", "rates": [{"rate": 1, "user": ME}, {"rate": 2, "user": ME}]}},
        "rate",
    ),
    RefusalCase(
        "matters.rate-is-an-amount-or-a-percentage",
        422,
        "PATCH",
        "/matters/<matter.will>",
        {"custom_rate": {"type": "ContingencyFee", "rates": [{"rate": 101, "user": ME}]}},
        "rate",
    ),
    RefusalCase(
        "matters.payers-pay-the-whole",
        422,
        "PATCH",
        "/matters/<matter.will>",
        {"split_invoice_payers": [{"contact_id": "<contact.ada>", "split_portion": 40}]},
        "100",
    ),
    RefusalCase(
        "matters.retainer-is-merged", 422, "PATCH", "/matters/<matter.will>", {"evergreen_retainer": {"minimum_threshold": -1}}, "minimum"
    ),
    RefusalCase(
        "trust.never-below-zero",
        422,
        "POST",
        "/bank_transactions",
        {"bank_account": this("bank_account.trust"), "amount": -1, "date": "2026-06-01", "matter": this("matter.will")},
        "below zero",
    ),
    RefusalCase(
        "banking.amount-is-signed",
        422,
        "POST",
        "/bank_transactions",
        {"bank_account": this("bank_account.operating"), "amount": 0, "date": "2026-06-01"},
        "amount",
    ),
    RefusalCase(
        "trust.due-after-issue", 422, "POST", "/trust_requests", {**TRUST, "approved": False, "due_date": "2026-05-01"}, "due_date"
    ),
    RefusalCase("banking.currency-code", 422, "POST", "/bank_accounts", {"name": "x", "type": "Trust", "currency": "XXX"}, "currency"),
    RefusalCase(
        "payments.link-currency",
        422,
        "POST",
        "/clio_payments/links",
        {**LINK, "currency": "CAD", "subject": this("contact.ada", type="Contact")},
        "currency",
    ),
    RefusalCase(
        "payments.link-description-is-short",
        422,
        "POST",
        "/clio_payments/links",
        {**LINK, "description": "x" * 256, "subject": this("contact.ada", type="Contact")},
        "description",
    ),
    RefusalCase(
        "payments.link-expires",
        422,
        "POST",
        "/clio_payments/links",
        {**LINK, "duration": 91 * 86_400, "subject": this("contact.ada", type="Contact")},
        "duration",
    ),
    RefusalCase(
        "tasks.no-circular-cascade", 422, "PATCH", "/tasks/<first>", {"cascading_source": "<third>", "cascading_offset": 1}, "itself"
    ),
    RefusalCase(
        "tasks.no-circular-cascade", 422, "PATCH", "/tasks/<first>", {"cascading_source": "<first>", "cascading_offset": 1}, "itself"
    ),
    RefusalCase(
        "wire.missing-reference-is-404", 404, "PATCH", "/tasks/<first>", {"assignee": this("matter.lease", type="User")}, "no record"
    ),
    RefusalCase("tasks.task-type-names-are-short", 422, "POST", "/task_types", {"name": "x" * 51}, "50"),
    RefusalCase(
        "tasks.templates-follow-templates-of-their-list",
        422,
        "PATCH",
        "/task_templates/<task_template.source>",
        {"cascading_source": this("template_of_two")},
        "list",
    ),
    RefusalCase("", 422, "PATCH", "/contacts/<contact.ada>", {"email_addresses": MANY}, "200"),
    RefusalCase("", 422, "POST", "/calendar_entries", {**EVENT, "external_properties": PROPERTIES}, "at most 5"),
    RefusalCase(
        "",
        422,
        "POST",
        "/communications",
        {"type": "PhoneCommunication", "subject": "x", "body": "y", "external_properties": PROPERTIES},
        "at most 5",
    ),
    RefusalCase("", 422, "POST", "/documents", {"name": "x", "parent": this("folder.root", type="Folder"), "multiparts": PARTS}, "50"),
    RefusalCase("", 422, "POST", "/calendar_entries", {**EVENT, "recurrence_rule": "FREQ=HOURLY"}, "recurrence_rule"),
    RefusalCase("", 422, "POST", "/calendar_entries", {**EVENT, "end_at": "2026-06-02T09:00:00Z"}, "end_at"),
    RefusalCase("", 422, "POST", "/notes", {"type": "Contact", "matter": this("matter.will"), "subject": "x"}, "contact is required"),
    RefusalCase("", 422, "POST", "/relationships", {"contact": this("contact.ada"), "description": "x"}, "matter is required"),
    RefusalCase(
        "webhooks.unknown-model",
        422,
        "POST",
        "/webhooks",
        {"url": HOOK, "model": "user", "fields": "id"},
        "'user' is not a valid model",
    ),
    RefusalCase("webhooks.https-only", 422, "POST", "/webhooks", {"url": "http://app.example/", "model": "matter", "fields": "id"}, "url"),
    RefusalCase(
        "webhooks.fields-length",
        422,
        "POST",
        "/webhooks",
        {"url": HOOK, "model": "matter", "fields": ",".join(["id"] * 400)},
        "fields",
    ),
    RefusalCase(
        "webhooks.fields-are-checked",
        422,
        "POST",
        "/webhooks",
        {"url": HOOK, "model": "matter", "fields": "id,nonsense"},
        "nonsense",
    ),
    RefusalCase(
        "webhooks.events-of-the-model",
        422,
        "POST",
        "/webhooks",
        {"url": HOOK, "model": "task", "fields": "id", "events": ["matter_closed"]},
        "events",
    ),
)


@check("stated-refusals", "errors", writes=True, rules=tuple(sorted({row.rule for row in ROWS if row.rule})))
def stated() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """What the rules say is refused is refused, in words, and nothing is done."""
    for place, row in enumerate(ROWS):
        name = f"{place:02} {row.method} {row.path.split('/')[1]} {row.rule or row.words}".replace("/", "-").strip()
        yield None, name, apart(lambda p, r=row: _stated(p, r))  # type: ignore[misc]


def _stated(p: SampleData, row: RefusalCase) -> None:
    path, body = filled(p, row.path), filled(p, row.body)
    of = path if row.method != "POST" else ""
    before = p.target.send("GET", f"{of}.json").text if of else ""
    options = {"json": {"data": body}} if body is not None else {}
    response = p.target.send(row.method, f"{path}.json", **options)
    refused(p.target, response, row.status, TYPES[row.status], row.words)
    after = p.target.send("GET", f"{of}.json").text if of else ""
    if before != after:
        raise CheckFailed(before[:300], after[:300], path="what was there before the refusal", call=f"{row.method} {path}")


def filled(p: SampleData, value: Any) -> Any:
    """Names in angle brackets become ids, and HOOK an address that the target takes."""
    if isinstance(value, dict):
        return {key: filled(p, member) for key, member in value.items()}
    if isinstance(value, list):
        return [filled(p, member) for member in value]
    if value == HOOK:
        return webhook_address(p.target, "")
    if isinstance(value, str) and value.startswith("<"):
        return id_of(p, value.strip("<>"))
    if isinstance(value, str) and "/<" in value:
        name = value[value.index("<") + 1 : value.index(">")]
        return value.replace(f"<{name}>", str(id_of(p, name)))
    return value
