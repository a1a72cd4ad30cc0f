"""Reports: how they come to be, what they are narrowed by, how they are fetched, and how lists of them are filtered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.assembly import prepare
from mockclio.seeding.office import Office
from mockclio.store.state import build, dump
from mockclio.store.world import World
from tests.api import Api
from tests.practice.report_tables import Practice, fetched, made, rows

FIELDS = "id,name,state,kind,format,progress,category,source"
NEW = {"kind": "matter", "format": "csv"}


@pytest.fixture(scope="module")
def practice(founded: tuple[World, Office]) -> Iterator[tuple[World, dict[str, int]]]:
    with MockClio.of(founded[0].fork("default")) as mock:
        yield mock.world, Practice(mock).ids


@pytest.fixture
def ids(practice: tuple[World, dict[str, int]]) -> dict[str, int]:
    return practice[1]


@pytest.fixture
def mock(practice: tuple[World, dict[str, int]]) -> Iterator[MockClio]:
    with MockClio.of(practice[0].fork("default")) as mock:
        yield mock


@pytest.mark.rule("reports.states", "reports.category-by-kind")
def test_a_report_goes_one_step_further_with_each_poll(api: Api) -> None:
    report = api.post("/reports", NEW, fields=FIELDS)
    steps = [api.get(f"/reports/{report['id']}", fields="state,progress") for _ in range(3)]
    assert report == {
        "id": report["id"],
        "name": "Matters",
        "state": "queued",
        "kind": "matter",
        "format": "csv",
        "progress": 0,
        "category": "matter",
        "source": "reports",
    }
    assert [(step["state"], step["progress"]) for step in steps] == [("in_progress", 50), ("completed", 100), ("completed", 100)]


@pytest.mark.rule("reports.states")
def test_a_report_is_made_by_time_alone_and_by_looking_at_the_list(api: Api, mock: MockClio) -> None:
    waiting, listed = (api.post("/reports", NEW)["id"] for _ in range(2))
    for _ in range(3):
        states = {row["id"]: row["state"] for row in api.get("/reports", fields="id,state", **{"ids[]": listed})}
    assert states == {listed: "completed"}
    other = api.post("/reports", NEW)["id"]
    mock.clock.advance(timedelta(seconds=6))
    ids_of = {row["id"]: row["state"] for row in api.get("/reports", fields="id,state")}
    assert ids_of == {waiting: "completed", listed: "completed", other: "completed"}


@pytest.mark.rule("reports.download")
def test_a_report_is_fetched_when_it_is_completed(api: Api) -> None:
    id = api.post("/reports", NEW)["id"]
    answers = [api.call("GET", f"/reports/{id}/download.json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 303, 303]
    file = api.mock.http.get(answers[1].headers["Location"], headers={"Authorization": ""})
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="matters-2026-06-01.csv"' in file.headers["Content-Disposition"]
    assert file.text.splitlines()[0] == (
        "Matter,Client,Description,Status,Practice area,Responsible attorney,Originating attorney,Open date,Close date"
    )
    assert file.text.splitlines()[1] == "00001-Obi,Adaeze Obi,Lease,Open,Tenancy,Margaret Hartwell,Margaret Hartwell,2026-01-15,"


def test_there_is_nothing_to_fetch_where_there_is_no_report(api: Api) -> None:
    api.refused(404, "GET", "/reports/1/download")


def test_reports_are_neither_changed_nor_deleted(api: Api) -> None:
    id = api.post("/reports", NEW)["id"]
    assert [api.call(method, f"/reports/{id}", json={"data": {}}).status_code for method in ("PATCH", "PUT", "DELETE")] == [404] * 3


@pytest.mark.rule("reports.empty")
def test_a_report_that_finds_nothing_is_empty_and_has_no_file(api: Api) -> None:
    id = made(api, "matter", start_date="2001-01-01", end_date="2001-12-31")
    assert api.get(f"/reports/{id}", fields="state,progress") == {"state": "empty", "progress": 100}
    assert "empty" in api.refused(404, "GET", f"/reports/{id}/download")


@pytest.mark.rule("reports.failed-has-no-file")
def test_a_report_fails_when_what_it_was_narrowed_to_is_gone(api: Api, ids: dict[str, int]) -> None:
    area = api.post("/practice_areas", {"name": "Aviation"})["id"]
    id = api.post("/reports", {**NEW, "practice_area": {"id": area}})["id"]
    api.delete(f"/practice_areas/{area}")
    for _ in range(2):
        state = api.get(f"/reports/{id}", fields="state")["state"]
    assert state == "failed"
    assert "failed" in api.refused(422, "GET", f"/reports/{id}/download")


@pytest.mark.rule("reports.criteria")
@pytest.mark.parametrize(
    ("criteria", "matters"),
    [
        ({}, ["lease", "will", "appeal"]),
        ({"client": "obi"}, ["lease", "will"]),
        ({"matter": "will"}, ["will"]),
        ({"practice_area": "area"}, ["lease"]),
        ({"responsible_attorney": "owner"}, ["lease"]),
        ({"originating_attorney": "owner"}, ["lease"]),
        ({"client": "carter", "practice_area": "area"}, []),
    ],
)
def test_a_report_is_narrowed_by_what_its_rows_belong_to(
    api: Api, ids: dict[str, int], criteria: dict[str, str], matters: list[str]
) -> None:
    ids_of = rows(api, "matter", **{name: {"id": ids[value]} for name, value in criteria.items()})
    assert [row["description"].lower() for row in ids_of] == matters


@pytest.mark.rule("reports.criteria")
def test_a_report_is_narrowed_to_the_work_of_a_user(api: Api, mock: MockClio, ids: dict[str, int]) -> None:
    from tests.practice.work import colleague

    other = colleague(mock, Office({"account": next(iter(mock.world.table("accounts")))["id"]}))
    assert rows(api, "billing_rate", user={"id": other}) == []
    assert len(rows(api, "billing_rate", user={"id": ids["owner"]})) == 3


@pytest.mark.rule("reports.criteria")
@pytest.mark.parametrize(
    ("criteria", "dates"),
    [
        ({"year": "2025"}, ["2025-11-03"]),
        ({"start_date": "2026-01-15"}, ["2026-01-15", "2026-05-02"]),
        ({"end_date": "2026-01-15"}, ["2026-01-15", "2025-11-03"]),
        ({"start_date": "2026-01-16", "end_date": "2026-05-02"}, ["2026-05-02"]),
    ],
)
def test_a_report_is_narrowed_to_a_period_both_days_of_which_count(api: Api, criteria: dict[str, str], dates: list[str]) -> None:
    assert [row["open_date"] for row in rows(api, "matter", **criteria)] == dates


@pytest.mark.rule("reports.period")
@pytest.mark.parametrize(
    "criteria", [{"year": "26"}, {"year": "2026", "start_date": "2026-01-01"}, {"start_date": "2026-02-01", "end_date": "2026-01-31"}]
)
def test_a_period_that_makes_no_sense_is_refused(api: Api, criteria: dict[str, str]) -> None:
    api.refused(422, "POST", "/reports", {**NEW, **criteria})
    assert api.get("/reports") == []


@pytest.mark.rule("reports.criteria")
@pytest.mark.parametrize("name", ["client", "matter", "practice_area", "responsible_attorney", "originating_attorney", "user"])
def test_what_a_report_is_narrowed_to_must_exist(api: Api, name: str) -> None:
    assert name in api.refused(404, "POST", "/reports", {**NEW, name: {"id": 1}})
    assert api.get("/reports") == []


@pytest.mark.parametrize(
    ("body", "word"), [({"kind": "gossip", "format": "csv"}, "kind"), ({"kind": "matter", "format": "doc"}, "format"), ({}, "required")]
)
@pytest.mark.rule("reports.kinds-and-formats")
def test_kind_and_format_are_wanted_and_checked(api: Api, body: dict[str, str], word: str) -> None:
    assert word in api.refused(422, "POST", "/reports", body)


def test_reports_are_filtered(api: Api, mock: MockClio) -> None:
    first = api.post("/reports", NEW)["id"]
    mock.clock.advance(timedelta(hours=1))
    second = api.post("/reports", {"kind": "trust_listing", "format": "json"})["id"]

    def ids_of(**parameters: Any) -> list[int]:
        return [row["id"] for row in api.get("/reports", **parameters)]

    assert ids_of() == [first, second]
    assert (ids_of(kind="matter"), ids_of(category="compliance"), ids_of(output_format="json")) == ([first], [second], [second])
    assert (ids_of(query="listing"), ids_of(source="reports"), ids_of(source="presets")) == ([second], [first, second], [])
    assert (ids_of(created_before="2026-06-01T14:00:00Z"), ids_of(created_since="2026-06-01T14:00:00Z")) == ([first], [second])
    assert (ids_of(state="completed"), ids_of(state="failed")) == ([first, second], [])


def test_a_report_goes_on_in_a_fork_and_after_it_was_saved(api: Api, mock: MockClio) -> None:
    id = api.post("/reports", NEW)["id"]
    saved = prepare(build(dump(mock.world), "saved"), frozen=True)
    for world in (mock.world.fork("default"), saved):
        with MockClio.of(world) as other:
            states = [Api(other).get(f"/reports/{id}", fields="state")["state"] for _ in range(2)]
            assert states == ["in_progress", "completed"]
            assert fetched(Api(other), id).startswith(b"Matter,Client")
    assert api.get(f"/reports/{id}", fields="state") == {"state": "in_progress"}


def test_two_worlds_of_the_same_state_make_the_same_bytes(mock: MockClio) -> None:
    files = []
    for _ in range(2):
        with MockClio.of(mock.world.fork("default")) as twin:
            files.append(
                [fetched(Api(twin), made(Api(twin), "revenue", format)) for format in ("csv", "html", "json", "pdf", "xlsx", "zip")]
            )
    assert files[0] == files[1]
