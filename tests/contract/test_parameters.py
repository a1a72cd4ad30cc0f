"""Check: every parameter that is neither a filter nor shared by most operations does what it is for; two values give different answers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.testing.sample_data import bodies as examples
from mockclio.verify.checks.reading.references import moment, values_at
from tests.contract.coverage import Covers
from tests.contract.documents import FullFirmMock
from tests.contract.listing import Lists, Row
from tests.contract.support import name

OPERATIONS = operations()
NARROWED = [OPERATIONS[id] for id in ("Contact#index", "Contact#show", "Matter#index", "Matter#show", "MatterContacts#index")]
NARROWED_WRITES = [OPERATIONS[id] for id in ("Contact#create", "Contact#update", "Matter#create", "Matter#update")]


def shown_fields(rows: list[Row]) -> set[str]:
    return set(values_at(rows, "custom_field_values.custom_field"))


def rows_at(lists: Lists, operation: AnyOperation, wanted: dict[str, Any], pick: int) -> list[Row]:
    """The rows of a list, or the one of a show, under that parent; a record may have no values."""
    response = lists.caller.get(operation, wanted, pick)
    data = response.json()["data"] if response is not None and response.status_code == 200 else []
    return data if isinstance(data, list) else [data]


@pytest.mark.parametrize("operation", NARROWED, ids=name)
def test_custom_field_ids_trim_the_values_that_are_shown(lists: Lists, operation: AnyOperation, covers: Covers) -> None:
    selection = {"fields": "id,custom_field_values{id,custom_field}"}
    pick = next(pick for pick in range(30) if len(shown_fields(rows_at(lists, operation, selection, pick))) > 1)
    whole = rows_at(lists, operation, selection, pick)
    one, two, *_ = sorted(shown_fields(whole))
    for id in (one, two):
        narrowed = rows_at(lists, operation, {**selection, "custom_field_ids[]": id}, pick)
        assert [row["id"] for row in narrowed] == [row["id"] for row in whole]
        assert shown_fields(narrowed) == {id}
    covers(operation, "custom_field_ids[]")


@pytest.mark.parametrize("operation", NARROWED_WRITES, ids=name)
def test_custom_field_ids_trim_the_answer_to_a_write(full_firm_mock: FullFirmMock, operation: AnyOperation, covers: Covers) -> None:
    parent = operation.record.__name__
    one, two = (full_firm_mock.full_firm[f"custom_field.{parent}.{kind}"] for kind in ("text_line", "numeric"))
    path = f"/api/v4{examples.path(full_firm_mock.full_firm, operation)}"
    for id, value in ((one, "Harbour"), (two, 7)):
        present = {}
        if operation.kind == "update":
            shown = full_firm_mock.mock.http.get(path, params={"fields": "custom_field_values{id,custom_field}"}).json()["data"]
            present = {value["custom_field"]["id"]: value["id"] for value in shown["custom_field_values"]}
        values = [
            {**({"id": present[field]} if field in present else {"custom_field": {"id": field}}), "value": written}
            for field, written in ((one, "Harbour"), (two, 7))
        ]
        body = {**examples.body(full_firm_mock.full_firm, operation), "custom_field_values": values}
        params: dict[str, str | int] = {"fields": "custom_field_values{value,custom_field}", "custom_field_ids[]": id}
        answer = full_firm_mock.mock.http.request(operation.method, path, params=params, json={"data": body})
        assert [(one["custom_field"]["id"], one["value"]) for one in answer.json()["data"]["custom_field_values"]] == [(id, value)]
    covers(operation, "custom_field_ids[]")


def rates(lists: Lists, **wanted: str) -> dict[int, Any]:
    rows = lists.ask(OPERATIONS["ActivityDescription#index"], {"fields": "id,rate{amount,hierarchy}", **wanted})
    return {row["id"]: row["rate"] for row in rows}


@pytest.mark.covers("ActivityDescription#index", "rate_for[user_id]")
def test_rates_are_those_of_the_user_that_is_asked_for(lists: Lists) -> None:
    users = {str(user["id"]): user["rate"] for user in lists.answers("/users") if user["rate"]}
    rates_by_user = {id: rates(lists, **{"rate_for[user_id]": id}) for id in users}
    for id, shown in rates_by_user.items():
        assert {rate["amount"] for rate in shown.values() if rate["hierarchy"] == "User"} <= {users[id]}
    assert len({str(shown) for shown in rates_by_user.values()}) > 1


@pytest.mark.covers("ActivityDescription#index", "rate_for[matter_id]")
def test_rates_are_those_of_the_matter_that_is_asked_for(lists: Lists) -> None:
    rates_by_user = {id: rates(lists, **{"rate_for[matter_id]": id}) for id in lists.by_id("/matters")}
    own = [id for id, shown in rates_by_user.items() if any(rate["hierarchy"] == "Matter" for rate in shown.values())]
    assert own
    assert all(lists.by_id("/matters")[id]["custom_rate"] for id in own)
    assert len({str(shown) for shown in rates_by_user.values()}) > 1


@pytest.mark.covers("CalendarEntry#index", "expanded")
def test_a_series_is_expanded_into_its_occurrences(lists: Lists) -> None:
    operation = OPERATIONS["CalendarEntry#index"]
    series = next(row for row in lists.answers("/calendar_entries") if row["recurrence_rule"] and row["parent_calendar_entry_id"] is None)
    window = {"from": series["start_at"], "to": lists.caller.mock.clock.stamp()}
    plain = [row["id"] for row in lists.rows(operation, {**window, "expanded": "false"})]
    expanded = lists.rows(operation, {**window, "expanded": "true"})
    occurrences = [row for row in expanded if str(row["parent_calendar_entry_id"]) == str(series["id"])]
    assert plain.count(series["id"]) == 1
    assert series["id"] not in [row["id"] for row in expanded]
    assert len(occurrences) > 1
    assert all(moment(window["from"]) <= moment(row["end_at"]) and moment(row["start_at"]) <= moment(window["to"]) for row in occurrences)


@pytest.mark.covers("CalendarEntry#index", "owner_entries_across_all_users")
def test_entries_of_a_matter_are_listed_across_all_users(lists: Lists) -> None:
    """The viewer of this call is one whom nobody lets into a calendar in which a matter has an entry."""
    operation = OPERATIONS["CalendarEntry#index"]
    matter, whole = hidden_entries(lists)
    usual = lists.ask(operation, {"matter_id": matter, "fields": "id"})
    everybody = lists.ask(operation, {"matter_id": matter, "owner_entries_across_all_users": "true", "fields": "id"})
    same = lists.ask(operation, {"matter_id": matter, "owner_entries_across_all_users": "false", "fields": "id"})
    assert {row["id"] for row in everybody} == whole > {row["id"] for row in usual}
    assert same == usual


def hidden_entries(lists: Lists) -> tuple[str, set[str]]:
    """A matter with an entry that the caller may not see, and the ids of all its entries, as the world holds them."""
    shown = set(values_at(lists.answers("/calendar_entries"), "id"))
    table = lists.caller.mock.world.table("calendar_entries")
    matter = next(row["matter"] for row in table if str(row["id"]) not in shown and row.get("matter"))
    return str(matter), {str(row["id"]) for row in table.rows("matter", matter)}


def neighbour(lists: Lists, way: str, place: int) -> tuple[dict[str, int], int]:
    """What the bill at that place says of its neighbour, and the id that stands there."""
    ids = sorted(int(row["id"]) for row in lists.answers("/bills"))
    answer = lists.caller.mock.http.get(f"/api/v4/bills/{ids[place]}", params={f"navigation.{way}": ids[0]})
    refused = lists.caller.mock.http.get(f"/api/v4/bills/{ids[place]}", params={f"navigation.{way}": 1})
    assert refused.status_code == 422
    navigation: dict[str, int] = answer.json()["meta"]["navigation"]
    return navigation, ids[place + (1 if way == "next" else -1)]


@pytest.mark.covers("Bill#show", "navigation.next")
def test_a_bill_tells_the_next_one(lists: Lists) -> None:
    for place in (1, 2):
        navigation, id = neighbour(lists, "next", place)
        assert navigation == {"next": id}


@pytest.mark.covers("Bill#show", "navigation.previous")
def test_a_bill_tells_the_previous_one(lists: Lists) -> None:
    for place in (1, 2):
        navigation, id = neighbour(lists, "previous", place)
        assert navigation == {"previous": id}


@pytest.mark.covers("BillingSetting#show", "duration")
def test_a_duration_is_rounded_as_the_firm_rounds(lists: Lists) -> None:
    def rounded(duration: str) -> float:
        params = {"fields": "rounded_duration", "duration": duration}
        answer: float = lists.caller.mock.http.get("/api/v4/settings/billing", params=params).json()["data"]["rounded_duration"]
        return answer

    assert rounded("2h") == rounded("2:00") == 2
    assert 1.5 < rounded("1:31") <= 2


def fetched(lists: Lists, path: str, **parameters: Any) -> bytes:
    """What the address of a 303 gives."""
    response = lists.caller.mock.http.get(f"/api/v4{path}", params=parameters)
    assert response.status_code == 303, response.text
    with httpx.Client(transport=httpx.WSGITransport(app=lists.caller.mock.app)) as client:
        return client.get(response.headers["location"]).content


def documents_with_two_versions(lists: Lists) -> tuple[int, list[Row]]:
    for document in lists.answers("/documents"):
        response = lists.caller.mock.http.get(f"/api/v4/documents/{document['id']}/versions", params={"fields": "id,fully_uploaded,size"})
        versions = [version for version in response.json()["data"] if version["fully_uploaded"]]
        if len(versions) > 1:
            return document["id"], versions
    raise AssertionError("the practice has no document with two versions")


@pytest.mark.covers("Document#download", "document_version_id")
def test_a_download_gives_the_version_that_is_asked_for(lists: Lists) -> None:
    document, versions = documents_with_two_versions(lists)
    one, two = (fetched(lists, f"/documents/{document}/download", document_version_id=version["id"]) for version in versions[:2])
    assert one != two
    assert (len(one), len(two)) == (versions[0]["size"], versions[1]["size"])
    assert fetched(lists, f"/documents/{document}/download") in (one, two)


@pytest.mark.covers("DocumentVersion#index", "id")
def test_versions_are_those_of_the_document_whose_id_is_sent_again(lists: Lists) -> None:
    document, _ = documents_with_two_versions(lists)
    path = f"/api/v4/documents/{document}/versions"
    plain = lists.caller.mock.http.get(path).json()["data"]
    assert lists.caller.mock.http.get(path, params={"id": document}).json()["data"] == plain != []
    assert lists.caller.mock.http.get(path, params={"id": 1}).json()["data"] == []


@pytest.mark.covers("LaukExpenseCategory#index", "region")
def test_the_region_chooses_the_rate_of_an_expense(lists: Lists) -> None:
    operation = OPERATIONS["LaukExpenseCategory#index"]
    london, elsewhere = (lists.ask(operation, {"region": region, "fields": "id,rate"}) for region in ("London", "Leeds"))
    assert [row["id"] for row in london] == [row["id"] for row in elsewhere]
    assert london != elsewhere


class Preview:
    """A right call for the preview of a docket, of which one parameter at a time is exchanged."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        tables = lists.caller.mock.world.tables
        self.jurisdiction = next(row for row in tables["jurisdictions"] if row["valid_subscription"])
        id = self.jurisdiction["id"]
        self.triggers = [row for row in tables["jurisdictions_to_triggers"] if row["_jurisdiction"] == id]
        self.services = [row for row in tables["service_types"] if id in row["_jurisdictions"]]
        self.parameters: dict[str, Any] = {
            "jurisdiction[id]": id,
            "service_type[id]": self.services[0]["id"],
            "trigger[id]": next(row["id"] for row in self.triggers if row["is_requirements_required"]),
            "start_date": "2026-06-08T12:00:00-04:00",
            "start_time": "2026-06-08T09:30:00-04:00",
        }

    def events(self, **changes: Any) -> str:
        wanted = {**self.parameters, **{PREVIEWED[key]: value for key, value in changes.items()}}
        return fetched(self.lists, "/court_rules/matter_dockets/preview", **wanted).decode()

    def status(self, **changes: Any) -> int:
        wanted = {**self.parameters, **{PREVIEWED[key]: value for key, value in changes.items()}}
        return self.lists.caller.mock.http.get("/api/v4/court_rules/matter_dockets/preview", params=wanted).status_code


PREVIEWED = {
    "jurisdiction": "jurisdiction[id]",
    "service": "service_type[id]",
    "trigger": "trigger[id]",
    "date": "start_date",
    "time": "start_time",
    "prefix": "event_prefix",
}


@pytest.fixture
def preview(lists: Lists) -> Preview:
    return Preview(lists)


@pytest.mark.covers("MatterDocket#preview", "trigger[id]", "service_type[id]")
def test_a_preview_is_of_the_trigger_and_the_way_of_service(preview: Preview) -> None:
    assert len({preview.events(trigger=row["id"]) for row in preview.triggers}) > 1
    assert len({preview.events(service=row["id"], trigger=served["id"]) for served in preview.triggers for row in preview.services}) > len(
        {preview.events(trigger=served["id"]) for served in preview.triggers}
    )


@pytest.mark.covers("MatterDocket#preview", "jurisdiction[id]")
def test_a_preview_is_of_a_jurisdiction_that_the_account_has(preview: Preview) -> None:
    others = [row for row in preview.lists.caller.mock.world.tables["jurisdictions"] if row["id"] != preview.jurisdiction["id"]]
    assert preview.status() == 303
    assert {preview.status(jurisdiction=row["id"]) for row in others} == {422}


@pytest.mark.covers("MatterDocket#preview", "start_date", "start_time")
def test_a_preview_counts_from_its_start(preview: Preview) -> None:
    assert preview.events(date="2026-06-09T12:00:00-04:00") != preview.events()
    assert preview.events(time="2026-06-08T15:00:00-04:00") != preview.events()


@pytest.mark.covers("MatterDocket#preview", "event_prefix")
def test_a_preview_puts_the_prefix_before_each_event(preview: Preview) -> None:
    for prefix in ("Hale: ", "Moreau: "):
        lines = preview.events(prefix=prefix).splitlines()
        summaries = [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")]
        assert summaries
        assert all(summary.startswith(prefix.strip()) for summary in summaries)
