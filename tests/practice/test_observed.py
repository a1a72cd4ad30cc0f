"""What programs in production and live trials saw of the service, and the mock does too: single facts, each with its rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.seeding.office import Office
from mockclio.verify.checks.reading.calls import LISTS
from tests.api import Api
from tests.documents import upload
from tests.hashing import digest
from tests.practice.books import Books
from tests.practice.work import entry


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


# --- bills ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("bills.types-and-kinds")
def test_the_type_of_a_bill_follows_its_kind_and_matters(books: Books) -> None:
    case = books.matter()
    person = books.client_of(case)
    books.work(case)
    work = books.bill(case)
    request = {"client_id": person, "trust_amount": 50, "issue_date": "2026-06-01", "due_date": "2026-07-01", "approved": True}
    for_client = books.api.post("/trust_requests", {**request, "trust_type": "client"})["id"]
    for_matter = books.api.post("/trust_requests", {**request, "trust_type": "matter", "matter": [{"id": case, "trust_amount": 50}]})["id"]
    shown = {row.pop("id"): row for row in books.api.get("/bills", fields="id,kind,type,matters{id}")}
    assert shown == {
        work: {"kind": "revenue_kind", "type": "MatterBill", "matters": [{"id": case}]},
        for_client: {"kind": "trust_kind", "type": "ClientBill", "matters": []},
        for_matter: {"kind": "trust_kind", "type": "MatterBill", "matters": [{"id": case}]},
    }


SENDING = [
    ("POST", "/bills/{id}/send"),
    ("POST", "/bills/{id}/share"),
    ("POST", "/bills/{id}/deliveries"),
    ("POST", "/bill_deliveries"),
    ("POST", "/outbound_shares"),
    ("POST", "/bill_printings"),
    ("GET", "/bills/{id}/download"),
]


@pytest.mark.rule("bills.made-by-the-product", "wire.unknown-route-is-404")
@pytest.mark.parametrize(("method", "path"), SENDING)
def test_there_is_no_way_to_send_or_print_a_bill(books: Books, method: str, path: str) -> None:
    bill = books.issued()
    before = digest(books.mock.world)
    books.api.refused(404, method, path.format(id=bill), {"bill": {"id": bill}} if method == "POST" else None)
    assert digest(books.mock.world) == before


@pytest.mark.rule("bills.pdf-is-json")
@pytest.mark.parametrize(
    ("suffix", "headers"), [(".pdf", {}), ("", {"Accept": "application/pdf"}), (".json", {"Accept": "application/pdf"})]
)
def test_a_bill_asked_for_as_pdf_answers_json(books: Books, suffix: str, headers: dict[str, str]) -> None:
    bill = books.issued()
    answer = books.api.call("GET", f"/bills/{bill}{suffix}", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    assert sorted(answer.json()["data"]) == ["etag", "id", "number", "state"]


@pytest.mark.rule("bills.sending-shares", "wire.unknown-attributes-are-passed-over")
def test_when_a_bill_was_sent_cannot_be_written(books: Books) -> None:
    bill = books.issued()
    changed = books.api.patch(f"/bills/{bill}", {"last_sent_at": "2026-06-01T09:00:00Z", "subject": "May"}, "last_sent_at,shared,subject")
    assert changed == {"last_sent_at": None, "shared": False, "subject": "May"}


@pytest.mark.rule("bills.billable-matters")
def test_a_billable_matter_adds_up_what_the_filter_unbilled_lists(books: Books) -> None:
    busy, drafted, issued, idle = (books.matter() for _ in range(4))
    books.work(busy, price=100, hours=1.5)
    books.expense(busy, price=20)
    books.work(busy, price=999, non_billable=True)
    for case, state in ((drafted, "draft"), (issued, "awaiting_payment")):
        books.work(case, price=300)
        books.bill(case, state=state)
    rows = books.api.get("/billable_matters", fields="id,unbilled_amount")
    assert [row["id"] for row in rows] == [busy]
    assert idle not in {row["id"] for row in rows}
    unbilled = books.api.get("/activities", fields="total", status="unbilled", matter_id=busy)
    assert rows[0]["unbilled_amount"] == sum(row["total"] for row in unbilled) == 170


# --- matters, contacts, documents ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("matters.stage-belongs-to-practice-area")
def test_a_stage_of_another_practice_area_is_refused(api: Api) -> None:
    areas = [row["id"] for row in api.get("/practice_areas", "id", limit=2)]
    with api.mock.world.session() as session:
        stages = [session.insert("matter_stages", {"name": "Intake", "practice_area_id": str(area), "order": 1})["id"] for area in areas]
    person = api.post("/contacts", {"type": "Company", "name": "Acme"})["id"]
    body = {"client": {"id": person}, "description": "Lease", "practice_area": {"id": areas[0]}}
    api.refused(422, "POST", "/matters", {**body, "matter_stage": {"id": stages[1]}})
    case = api.post("/matters", {**body, "matter_stage": {"id": stages[0]}})["id"]
    api.refused(422, "PATCH", f"/matters/{case}", {"matter_stage": {"id": stages[1]}})
    assert api.get(f"/matters/{case}", "matter_stage{id}") == {"matter_stage": {"id": stages[0]}}


@pytest.mark.rule("practice.stages-are-read-only", "wire.unknown-route-is-404")
def test_stages_are_not_made(api: Api) -> None:
    area = api.get("/practice_areas", "id", limit=1)[0]["id"]
    api.refused(404, "POST", "/matter_stages", {"name": "Intake", "practice_area_id": area})


@pytest.mark.rule("documents.delete-is-trash", "documents.trash-lasts-30-days")
def test_a_document_in_the_trash_is_shown_for_thirty_days(mock: MockClio, api: Api, office: Office) -> None:
    id = upload(api, {"id": office["folder.root"], "type": "Folder"}, "old.pdf")
    api.delete(f"/documents/{id}")
    assert api.get(f"/documents/{id}", "deleted_at")["deleted_at"] == "2026-06-01T09:00:00-04:00"
    mock.clock.advance(timedelta(days=29))
    assert api.get(f"/documents/{id}", "deleted_at")["deleted_at"] == "2026-06-01T09:00:00-04:00"
    mock.clock.advance(timedelta(days=2))
    api.refused(404, "GET", f"/documents/{id}")


@pytest.mark.rule("calendars.recurrence-rule")
@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("FREQ=DAILY;WKST=SU", "FREQ=DAILY;WKST=SU"),
        ("FREQ=DAILY;INTERVAL=1", "FREQ=DAILY"),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2"),
    ],
)
def test_a_rule_reads_as_it_was_sent_without_an_interval_of_one(api: Api, office: Office, sent: str, shown: str) -> None:
    body = {"summary": "Call", "start_at": "2026-06-02T09:00:00Z", "end_at": "2026-06-02T10:00:00Z", "recurrence_rule": sent}
    owner = {"calendar_owner": {"id": office["calendar.firm"]}}
    assert api.post("/calendar_entries", {**body, **owner}, "recurrence_rule") == {"recurrence_rule": shown}


# --- activities ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("activities.status-filter", "activities.total-of-non-billable", "activities.total-of-billable")
def test_unbilled_leaves_non_billable_entries_out(api: Api) -> None:
    free = entry(api, "id", price=100, non_billable=True, type="TimeEntry")["id"]
    paid = entry(api, "id", price=100, quantity=3600, type="TimeEntry")["id"]
    assert api.get("/activities", "id,total", status="unbilled") == [{"id": paid, "total": 100}]
    assert api.get("/activities", "id,total", status="non_billable") == [{"id": free, "total": None}]


@pytest.mark.rule("timers.none-running-is-404")
def test_without_a_running_timer_there_is_none(api: Api) -> None:
    api.refused(404, "GET", "/timer")


# --- the wire ------------------------------------------------------------------------------------------------------------------------

NO_FIELDS = [
    ("/relationships", "type"),
    ("/tasks", "complete"),
    ("/matters", "outstanding_balance"),
    ("/bills", "due_date"),
    ("/bills", "matter"),
    ("/billable_matters", "matter{id}"),
    ("/calendar_entries", "attendee"),
]


@pytest.mark.rule("fields.unknown-is-400")
@pytest.mark.parametrize(("path", "field"), NO_FIELDS)
def test_fields_that_programs_asked_for_in_vain(api: Api, path: str, field: str) -> None:
    answer = api.call("GET", path, params={"fields": field})
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "InvalidFields")
    name = field.partition("{")[0]
    assert answer.json()["error"]["message"] == f"{name} is not a valid field"


@pytest.mark.rule("practice.relationship-needs-both-sides")
def test_the_role_of_a_related_contact_is_its_description(api: Api) -> None:
    one, other = (api.post("/contacts", {"type": "Company", "name": name})["id"] for name in ("Acme", "Brick"))
    case = api.post("/matters", {"client": {"id": one}, "description": "Lease"})["id"]
    api.post("/relationships", {"matter": {"id": case}, "contact": {"id": other}, "description": "Opposing party"})
    assert api.get("/relationships", "description") == [{"description": "Opposing party"}]


ORDERED = [operation for operation in LISTS if operation.order and "id" in operation.order.split()]
ORDERS = [
    ("/documents", "created_at(asc)"),
    ("/documents", "updated_at(desc)"),
    ("/activities", "date(asc)"),
    ("/notes", "date(asc)"),
    ("/communications", "date(desc)"),
]


@pytest.mark.rule("lists.order-by-name")
@pytest.mark.parametrize("operation", ORDERED, ids=lambda operation: str(operation.operation_id))
def test_every_list_that_can_be_ordered_is_ordered_by_id(mock: MockClio, operation: AnyOperation) -> None:
    if operation.path_parameters:
        return
    needed: dict[str, Any] = {"type": "Matter"} if operation.operation_id == "Note#index" else {}
    needed |= {"conversation_id": "null"} if operation.operation_id == "ConversationMessage#index" else {}
    answer = mock.http.get(f"/api/v4{operation.path}", params={"order": "id(asc)", **needed})
    assert answer.status_code == 200, answer.text


@pytest.mark.rule("lists.order-by-name")
@pytest.mark.parametrize(("path", "order"), ORDERS)
def test_orders_that_two_daily_clients_send(api: Api, path: str, order: str) -> None:
    more = {"type": "Matter"} if path == "/notes" else {}
    assert isinstance(api.get(path, "id", order=order, **more), list)


@pytest.mark.rule("wire.unknown-route-is-404")
def test_values_of_custom_fields_have_no_path_of_their_own(api: Api) -> None:
    api.refused(404, "GET", "/custom_field_values/text_line-1")
    api.refused(404, "GET", "/custom_field_values/1")


@pytest.mark.rule("wire.unknown-route-is-404")
@pytest.mark.parametrize("path", ["/matters", "/matters/1", "/users/who_am_i"])
def test_options_on_a_path_of_the_api_are_404(api: Api, path: str) -> None:
    assert api.call("OPTIONS", path).status_code == 404


@pytest.mark.rule("lists.unknown-parameters-are-passed-over")
@pytest.mark.parametrize("parameter", ["matter", "matter[id]", "matter_ids", "date_from"])
def test_parameters_that_there_are_not_are_passed_over(api: Api, parameter: str) -> None:
    made = entry(api, "id", price=100, type="TimeEntry")["id"]
    assert api.get("/activities", "id", **{parameter: "7"}) == [{"id": made}]
