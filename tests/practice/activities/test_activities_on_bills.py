"""Activities and bills: what a bill holds, lets go, and keeps from being changed."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from tests.api import Api
from tests.practice.work import bill, entry, ids, matter, move

PLACE = "on_bill,billed,bill{id}"


@pytest.mark.rule("activities.freed-by-their-bill", "activities.billed-once-issued")
def test_a_bill_holds_its_entries_and_bills_them_once_issued(mock: MockClio, api: Api) -> None:
    owner = matter(api)
    id = entry(api, matter={"id": owner})["id"]
    assert api.get(f"/activities/{id}", fields=PLACE) == {"on_bill": False, "billed": False, "bill": None}
    made = bill(mock, owner)
    assert api.get(f"/activities/{id}", fields=PLACE) == {"on_bill": True, "billed": False, "bill": {"id": made}}
    move(mock, made, "awaiting_approval")
    assert api.get(f"/activities/{id}", fields=PLACE) == {"on_bill": True, "billed": False, "bill": {"id": made}}
    move(mock, made, "awaiting_payment")
    assert api.get(f"/activities/{id}", fields=PLACE) == {"on_bill": True, "billed": True, "bill": {"id": made}}
    move(mock, made, "void")
    assert api.get(f"/activities/{id}", fields=PLACE) == {"on_bill": False, "billed": False, "bill": None}


@pytest.mark.rule("activities.draft-entries-may-read-billed")
def test_an_entry_on_a_draft_reads_billed_where_a_setting_says_so(mock: MockClio, api: Api) -> None:
    owner = matter(api)
    id, free = entry(api, matter={"id": owner})["id"], entry(api, matter={"id": matter(api)})["id"]
    bill(mock, owner)
    mock.world.settings = mock.world.settings.changed({"draft_entries_read_billed": True})
    assert [api.get(f"/activities/{one}", fields="billed") for one in (id, free)] == [{"billed": True}, {"billed": False}]
    assert [row["id"] for row in api.get("/activities", status="draft")] == [id]
    assert api.get("/activities", status="billed") == []


@pytest.mark.rule("activities.freed-by-their-bill")
def test_a_line_that_is_taken_off_frees_its_entry(mock: MockClio, api: Api) -> None:
    owner = matter(api)
    first, second = (entry(api, matter={"id": owner})["id"] for _ in range(2))
    made = bill(mock, owner)
    line = api.get("/line_items", bill_id=made, activity_id=first)[0]["id"]
    api.delete(f"/line_items/{line}")
    assert api.get(f"/activities/{first}", fields=PLACE) == {"on_bill": False, "billed": False, "bill": None}
    assert api.get(f"/activities/{second}", fields=PLACE) == {"on_bill": True, "billed": False, "bill": {"id": made}}


@pytest.mark.rule("activities.locked-on-a-bill")
def test_an_entry_on_a_draft_is_locked(mock: MockClio, api: Api) -> None:
    owner = matter(api)
    id = entry(api, matter={"id": owner}, note="Call")["id"]
    bill(mock, owner)
    assert "has been billed" in api.refused(422, "PATCH", f"/activities/{id}", {"note": "Meeting"})
    assert api.get(f"/activities/{id}", fields="note") == {"note": "Call"}


@pytest.mark.rule("activities.deleting-drops-the-draft-line")
def test_deleting_an_entry_takes_its_line_off_the_draft(mock: MockClio, api: Api) -> None:
    owner = matter(api)
    first, second = (entry(api, matter={"id": owner})["id"] for _ in range(2))
    made = bill(mock, owner)
    api.delete(f"/activities/{first}")
    assert [row["activity"]["id"] for row in api.get("/line_items", bill_id=made, fields="activity{id}")] == [second]
    assert api.get(f"/bills/{made}", fields="total") == {"total": 350}


@pytest.mark.rule("activities.issued-is-not-deleted")
def test_an_entry_on_an_issued_bill_is_not_deleted(mock: MockClio, api: Api) -> None:
    owner = matter(api)
    id = entry(api, matter={"id": owner})["id"]
    bill(mock, owner, "awaiting_payment")
    assert "void its bill" in api.refused(422, "DELETE", f"/activities/{id}")
    assert api.get(f"/activities/{id}", fields="billed") == {"billed": True}


@pytest.mark.rule("activities.status-filter", "activities.unaccounted-for")
def test_the_status_tells_where_an_entry_stands(mock: MockClio, api: Api) -> None:
    draft, issued = matter(api), matter(api)
    drafted = entry(api, matter={"id": draft})["id"]
    billed = entry(api, matter={"id": issued})["id"]
    bill(mock, draft)
    bill(mock, issued, "awaiting_payment")
    open_, free, lost = entry(api)["id"], entry(api, non_billable=True)["id"], entry(api)["id"]
    with mock.world.session() as session:
        session.update("activities", lost, {"_written_off": True})
    results = {
        status: ids(api.get("/activities", status=status))
        for status in ("billed", "draft", "unbilled", "non_billable", "billable", "written_off", "billed,draft")
    }
    assert results == {
        "billed": [billed],
        "draft": [drafted],
        "unbilled": [open_],
        "non_billable": [free],
        "billable": [drafted, billed, open_, lost],
        "written_off": [lost],
        "billed,draft": [drafted, billed],
    }
    assert ids(api.get("/activities", only_unaccounted_for=True)) == [open_, free, lost]
    assert ids(api.get("/activities", only_unaccounted_for=False)) == [drafted, billed, open_, free, lost]
