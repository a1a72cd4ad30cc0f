"""What must not be: bad transitions, locked records, wrong owners, circles, lists that are too long. A clear 4xx, and nothing changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from mockclio.store.world import World
from tests.api import Api
from tests.documents import upload
from tests.hashing import digest
from tests.practice.work import colleague, contact, entry, matter

Ids = dict[str, int]


@dataclass
class Scene:
    """A world in which everything stands that the refusals are about, by name."""

    world: World
    ids: Ids


@pytest.fixture(scope="module")
def scene(founded: tuple[World, Office]) -> Scene:
    with MockClio.of(founded[0].fork("scene")) as mock:
        return Scene(mock.world, _arranged(mock, Api(mock), founded[1]))


def _arranged(mock: MockClio, api: Api, office: Office) -> Ids:
    results: Ids = {"owner": office["user.owner"], "firm": office["calendar.firm"], "root": office["folder.root"]}
    results |= {"client": contact(api), "stranger": contact(api, "Uma Reyes"), "colleague": colleague(mock, office)}
    case = results["case"] = matter(api, results["client"])
    results["other_case"] = matter(api, results["stranger"])
    for name, moves in (("paid", ("pay",)), ("part_paid", ("part",)), ("void", ("void",)), ("draft", ()), ("issued", ("issue",))):
        results[f"work_{name}"] = entry(api, matter={"id": case})["id"]
        bill = results[f"bill_{name}"] = mock.bill(case, state="draft" if name == "draft" else "awaiting_payment")["id"]
        if "pay" in moves or "part" in moves:
            mock.pay(bill, **({"amount": 1} if "part" in moves else {}))
        if "void" in moves:
            api.delete(f"/bills/{bill}")
    results["line"] = api.get("/line_items", bill_id=results["bill_issued"])[0]["id"]
    results["timer_work"] = entry(api, matter={"id": case})["id"]
    results |= _papers(mock, api, results)
    results |= _plans(api, results)
    return results


def _papers(mock: MockClio, api: Api, known: Ids) -> Ids:
    root = {"id": known["root"], "type": "Folder"}
    outer = api.post("/folders", {"name": "Outer", "parent": root})["id"]
    inner = api.post("/folders", {"name": "Inner", "parent": {"id": outer, "type": "Folder"}})["id"]
    locked, trashed = upload(api, {"id": inner, "type": "Folder"}, "signed.pdf"), upload(api, root, "old.pdf")
    api.delete(f"/documents/{trashed}")
    with mock.world.session() as session:
        session.update("documents", locked, {"locked": True})
    return {"outer": outer, "inner": inner, "locked": locked, "trashed": trashed}


def _plans(api: Api, known: Ids) -> Ids:
    common = {"description": "x", "assignee": {"id": known["owner"], "type": "User"}}
    first = api.post("/tasks", {"name": "First", "due_at": "2026-06-10", **common})["id"]
    second = api.post("/tasks", {"name": "Second", "cascading_source": first, "cascading_offset": 1, **common})["id"]
    third = api.post("/tasks", {"name": "Third", "cascading_source": second, "cascading_offset": 1, **common})["id"]
    times = {"start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z", "calendar_owner": {"id": known["firm"]}}
    series = api.post("/calendar_entries", {"summary": "Team", "recurrence_rule": "FREQ=WEEKLY;COUNT=3", **times})["id"]
    contact_field = api.post("/custom_fields", {"name": "Referred by", "field_type": "text_line", "parent_type": "Contact"})["id"]
    area, other = (row["practice_area_id"] for row in _two_stages(api))
    stage = next(row["id"] for row in api.get("/matter_stages", "id,practice_area_id") if row["practice_area_id"] == other)
    note = api.post("/notes", {"type": "Matter", "matter": {"id": known["case"]}, "subject": "x"})["id"]
    return {"first": first, "second": second, "third": third, "series": int(series), "field": contact_field, "note": note} | {
        "area": int(area),
        "foreign_stage": stage,
    }


def _two_stages(api: Api) -> list[dict[str, Any]]:
    stages = {row["practice_area_id"]: row for row in api.get("/matter_stages", "id,practice_area_id")}
    return list(stages.values())[:2]


PROPERTIES = [{"name": str(place), "value": "x"} for place in range(6)]
TIMES = {"start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z"}
MANY = [{"name": "Work", "address": f"a{place}@mail.test"} for place in range(201)]
PARTS = [{"part_number": place, "content_length": 5_242_880} for place in range(1, 52)]


def ref(name: str) -> dict[str, str]:
    """`{"id": ...}` of something in the scene, put in when the call is made."""
    return {"id": f"<{name}>"}


TABLE: dict[str, list[tuple[int, str, str, Any, str]]] = {
    "bad transitions": [
        (422, "PATCH", "/bills/<bill_draft>", {"state": "paid"}, "cannot change from draft to paid"),
        (422, "PATCH", "/bills/<bill_draft>", {"state": "void"}, "cannot change from draft to void"),
        (422, "PATCH", "/bills/<bill_issued>", {"state": "draft"}, "cannot change from awaiting_payment to draft"),
        (422, "PATCH", "/bills/<bill_issued>", {"state": "awaiting_approval"}, "cannot change"),
        (422, "PATCH", "/bills/<bill_issued>", {"state": "deleted"}, "it can become void"),
        (422, "PATCH", "/bills/<bill_part_paid>", {"state": "void"}, "cannot change"),
        (422, "PATCH", "/bills/<bill_paid>", {"state": "awaiting_payment"}, "paid"),
        (422, "PATCH", "/bills/<bill_void>", {"state": "draft"}, "void"),
        (422, "PATCH", "/bills/<bill_issued>", {"state": "lost"}, "must be one of"),
        (403, "DELETE", "/bills/<bill_paid>", None, "paid"),
        (403, "DELETE", "/bills/<bill_part_paid>", None, "payments and credits must be removed"),
        (403, "DELETE", "/bills/<bill_void>", None, "void"),
        (422, "PATCH", "/matters/<case>", {"status": "archived"}, 'must be one of ["open", "closed", "pending"]'),
        (422, "PATCH", "/tasks/<first>", {"status": "lost"}, "must be one of"),
        (404, "DELETE", "/documents/<trashed>", None, "Not Found"),
        (422, "PATCH", "/matters/<case>", {"matter_budget": {"budget": 5, "notification_threshold": 101}}, "between 0 and 100"),
    ],
    "locked records": [
        (422, "PATCH", "/activities/<work_draft>", {"note": "x"}, "bill"),
        (422, "PATCH", "/activities/<work_issued>", {"quantity": 60}, "bill"),
        (422, "DELETE", "/activities/<work_issued>", None, "bill"),
        (422, "DELETE", "/activities/<work_paid>", None, "bill"),
        (422, "PATCH", "/line_items/<line>", {"price": 5}, "bill"),
        (403, "DELETE", "/line_items/<line>", None, "bill"),
        (422, "PATCH", "/bills/<bill_paid>", {"memo": "x"}, "paid"),
        (422, "PATCH", "/bills/<bill_part_paid>", {"tax_rate": 5}, "payments"),
        (422, "POST", "/timer", {"activity": ref("work_issued")}, "bill"),
        (422, "PATCH", "/documents/<locked>", {"name": "x"}, "locked"),
        (409, "DELETE", "/documents/<locked>", None, "locked"),
        (400, "DELETE", "/folders/<outer>", None, "locked"),
        (400, "DELETE", "/folders/<root>", None, "root"),
        (422, "PATCH", "/documents/<trashed>", {"name": "x"}, "trash"),
        (409, "DELETE", "/contacts/<client>", None, "bill"),
        (422, "DELETE", "/contacts/<stranger>", None, "client of 1 matters"),
        (403, "DELETE", "/calendars/<firm>", None, "forbidden"),
    ],
    "wrong owners": [
        (404, "POST", "/calendar_entries", {"summary": "x", **TIMES, "calendar_owner": ref("owner")}, "there is no record"),
        (404, "POST", "/matters", {"client": ref("case"), "description": "x"}, "there is no record"),
        (422, "PATCH", "/matters/<case>", {"practice_area": ref("area"), "matter_stage": ref("foreign_stage")}, "stage"),
        (
            422,
            "PATCH",
            "/matters/<case>",
            {"custom_field_values": [{"custom_field": ref("field"), "value": "x"}]},
            "a custom field of a contact",
        ),
        (422, "PATCH", "/contacts/<client>", {"company": ref("stranger")}, "company must be a contact of type Company"),
        (
            422,
            "POST",
            "/bank_transactions",
            {"bank_account": ref("trust"), "amount": -1, "date": "2026-06-01", "matter": ref("case")},
            "below zero",
        ),
        (404, "DELETE", "/matters/<client>", None, "Not Found"),
        (404, "PATCH", "/tasks/<first>", {"assignee": {"id": "<case>", "type": "User"}}, "there is no record"),
        (422, "POST", "/notes", {"type": "Contact", "matter": ref("case"), "subject": "x"}, "contact is required"),
        (422, "PATCH", "/matters/<case>", {"responsible_attorney": {"id": None}}, "can't be blank"),
        (422, "POST", "/relationships", {"contact": ref("client"), "description": "x"}, "matter is required"),
    ],
    "circular folders": [
        (422, "PATCH", "/folders/<outer>", {"parent": {"id": "<inner>", "type": "Folder"}}, "into itself"),
        (422, "PATCH", "/folders/<outer>", {"parent": {"id": "<outer>", "type": "Folder"}}, "into itself"),
        (422, "PATCH", "/folders/<root>", {"parent": {"id": "<outer>", "type": "Folder"}}, "stays where it is"),
    ],
    "circular cascades": [
        (422, "PATCH", "/tasks/<first>", {"cascading_source": "<third>", "cascading_offset": 1}, "must not follow the task itself"),
        (422, "PATCH", "/tasks/<first>", {"cascading_source": "<first>", "cascading_offset": 1}, "must not follow the task itself"),
        (404, "PATCH", "/tasks/<first>", {"cascading_source": "<case>", "cascading_offset": 1}, "there is no record"),
    ],
    "lists that are too long": [
        (422, "PATCH", "/contacts/<client>", {"email_addresses": MANY}, "200"),
        (
            422,
            "POST",
            "/calendar_entries",
            {"summary": "x", **TIMES, "calendar_owner": ref("firm"), "external_properties": PROPERTIES},
            "at most 5",
        ),
        (
            422,
            "POST",
            "/communications",
            {"type": "PhoneCommunication", "subject": "x", "body": "y", "external_properties": PROPERTIES},
            "at most 5",
        ),
        (422, "PATCH", "/documents/<other_paper>", {"external_properties": PROPERTIES}, "at most 5"),
        (422, "POST", "/documents", {"name": "x", "parent": {"id": "<root>", "type": "Folder"}, "multiparts": PARTS}, "50"),
        (422, "POST", "/task_types", {"name": "x" * 51}, "50"),
        (422, "PATCH", "/calendar_entries/<series>", {"recurrence_rule": "FREQ=HOURLY"}, "recurrence_rule"),
    ],
}
CASES = [
    pytest.param(*case, id=f"{kind}: {case[1]} {case[2]} {place}") for kind, cases in TABLE.items() for place, case in enumerate(cases)
]


@pytest.mark.parametrize(("status", "method", "path", "body", "words"), CASES)
def test_it_is_refused_in_words_and_nothing_changes(
    scene: Scene, office: Office, status: int, method: str, path: str, body: Any, words: str
) -> None:
    ids = {**scene.ids, "trust": office["bank_account.trust"]}
    with MockClio.of(scene.world.fork("default")) as mock:
        api = Api(mock)
        ids["other_paper"] = upload(api, {"id": ids["root"], "type": "Folder"})
        before = digest(mock.world)
        message = api.refused(status, method, _filled(path, ids), _filled(body, ids))
        assert words in message
        assert digest(mock.world) == before


def _filled(value: Any, ids: Ids) -> Any:
    """Names in angle brackets stand for ids."""
    if isinstance(value, dict):
        return {key: _filled(member, ids) for key, member in value.items()}
    if isinstance(value, list):
        return [_filled(member, ids) for member in value]
    if isinstance(value, str) and value.startswith("<"):
        return ids[value.strip("<>")]
    if isinstance(value, str) and "/<" in value:
        name = value[value.index("<") + 1 : value.index(">")]
        return value.replace(f"<{name}>", str(ids[name]))
    return value
