"""Series of calendar entries: rules, occurrences across daylight saving, edits and deletions of one or of all that follow."""

from __future__ import annotations

import pytest

from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.hashing import digest
from tests.practice.calendars.test_calendar_entries import make

AUTUMN = {"from_": "2026-10-20T00:00:00Z", "to": "2026-11-17T00:00:00Z"}
"""Daylight saving ends in New York on Sunday, 1 November 2026."""


@pytest.fixture
def firm(office: Office) -> int:
    return office["calendar.firm"]


@pytest.fixture
def weekly(api: Api, firm: int) -> str:
    """Mondays from nine to ten, from 26 October 2026 on."""
    times = {"start_at": "2026-10-26T09:00:00-04:00", "end_at": "2026-10-26T10:00:00-04:00"}
    return make(api, firm, recurrence_rule="FREQ=WEEKLY", **times)["id"]


def starts(api: Api, **window: str) -> list[str]:
    return sorted(row["start_at"] for row in api.get("/calendar_entries", "start_at", expanded="true", **(window or AUTUMN)))


def entry(api: Api, id: str, fields: str = "summary,start_at") -> Data:
    return api.get(f"/calendar_entries/{id}", fields)


MONDAYS = ["2026-10-26T09:00:00-04:00", "2026-11-02T09:00:00-05:00", "2026-11-09T09:00:00-05:00", "2026-11-16T09:00:00-05:00"]


@pytest.mark.rule("calendars.series-or-single", "calendars.occurrence-id")
def test_an_expanded_series_keeps_its_time_of_day_through_daylight_saving(api: Api, weekly: str) -> None:
    result = api.get(
        "/calendar_entries", "id,start_at,end_at,parent_calendar_entry_id,parent_calendar_entry{id}", expanded="true", **AUTUMN
    )
    assert [row["start_at"] for row in result] == MONDAYS
    assert result[1] == {
        "id": f"{weekly}-20261102T140000Z",
        "start_at": "2026-11-02T09:00:00-05:00",
        "end_at": "2026-11-02T10:00:00-05:00",
        "parent_calendar_entry_id": int(weekly),
        "parent_calendar_entry": {"id": weekly},
    }


@pytest.mark.rule("calendars.window-is-an-overlap")
def test_a_series_that_is_not_expanded_is_listed_once_where_an_occurrence_overlaps(api: Api, weekly: str) -> None:
    assert [row["id"] for row in api.get("/calendar_entries", **AUTUMN)] == [weekly]
    assert [row["id"] for row in api.get("/calendar_entries", from_="2027-02-01T14:30:00Z", to="2027-02-01T15:00:00Z")] == [weekly]
    assert api.get("/calendar_entries", from_="2027-02-02T00:00:00Z", to="2027-02-03T00:00:00Z") == []
    assert starts(api, from_="2027-02-01T14:30:00Z", to="2027-02-01T15:00:00Z") == ["2027-02-01T09:00:00-05:00"]


@pytest.mark.rule("calendars.expansion-reaches-a-year")
def test_without_an_end_an_endless_series_reaches_a_year_ahead(api: Api, weekly: str) -> None:
    assert starts(api, from_="2026-10-20T00:00:00Z")[-1] == "2027-10-25T09:00:00-04:00"
    window = {"expanded": "true", "from": "2026-10-20T00:00:00Z", "to": "2500-01-01T00:00:00Z"}
    assert api.call("GET", "/calendar_entries", params=window).json()["meta"]["records"] == 2_000


@pytest.mark.rule("calendars.expansion-reaches-a-year")
def test_far_times_are_answered_at_once(api: Api, firm: int) -> None:
    made = make(api, firm, recurrence_rule="FREQ=DAILY")["id"]
    api.refused(404, "GET", f"/calendar_entries/{made}-99991231T130000Z")
    assert starts(api, from_="2075-01-01T00:00:00Z", to="2075-01-02T00:00:00Z") == ["2075-01-01T09:00:00-05:00"]
    assert starts(api, from_="9000-01-01T00:00:00Z") == starts(api, from_="2077-01-01T00:00:00Z", to="2078-01-01T00:00:00Z") == []
    assert len(starts(api, from_="0001-01-01T00:00:00Z", to="2026-06-03T00:00:00Z")) == 1


def test_occurrences_are_paged_like_rows(api: Api, weekly: str) -> None:
    first = api.call(
        "GET", "/calendar_entries", params={"expanded": "true", "limit": 3, "from": AUTUMN["from_"], "to": AUTUMN["to"]}
    ).json()
    following = api.mock.http.get(first["meta"]["paging"]["next"]).json()
    assert [row["id"][-16:] for row in first["data"] + following["data"]] == [
        "20261026T130000Z",
        "20261102T140000Z",
        "20261109T140000Z",
        "20261116T140000Z",
    ]
    assert first["meta"]["records"] == 4
    assert following["meta"]["paging"].keys() == {"previous"}


@pytest.mark.rule("calendars.recurrence-rule")
@pytest.mark.parametrize(
    ("sent", "shown", "days"),
    [
        ("RRULE:FREQ=DAILY;INTERVAL=1;COUNT=3", "FREQ=DAILY;COUNT=3", ["06-02", "06-03", "06-04"]),
        ("freq=daily;interval=2;until=20260606", "FREQ=DAILY;INTERVAL=2;UNTIL=20260606", ["06-02", "06-04", "06-06"]),
        ("FREQ=MONTHLY;BYDAY=3TH;COUNT=3", "FREQ=MONTHLY;BYDAY=3TH;COUNT=3", ["06-02", "06-18", "07-16"]),
        ("FREQ=WEEKLY;BYDAY=TU,WE;UNTIL=20260609T130000Z", "FREQ=WEEKLY;BYDAY=TU,WE;UNTIL=20260609T130000Z", ["06-02", "06-03", "06-09"]),
        ("FREQ=YEARLY;COUNT=2", "FREQ=YEARLY;COUNT=2", ["06-02", "06-02"]),
    ],
)
def test_rules_are_read_as_rfc_5545_has_them(api: Api, firm: int, sent: str, shown: str, days: list[str]) -> None:
    made = make(api, firm, "id,recurrence_rule", recurrence_rule=sent)
    assert made["recurrence_rule"] == shown
    result = starts(api, from_="2026-06-01T00:00:00Z", to="2027-12-31T00:00:00Z")
    assert [start[5:10] for start in result] == days


@pytest.mark.rule("calendars.recurrence-rule")
@pytest.mark.parametrize(
    "wrong",
    [
        "DAILY",
        "FREQ=HOURLY",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=20269901",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=DAILY;FREQ=DAILY",
    ],
)
def test_rules_that_cannot_be_followed_are_refused(api: Api, firm: int, wrong: str) -> None:
    made = make(api, firm)["id"]
    before = digest(api.mock.world)
    assert "recurrence_rule must be a rule" in api.refused(422, "PATCH", f"/calendar_entries/{made}", {"recurrence_rule": wrong})
    assert digest(api.mock.world) == before


@pytest.mark.rule("calendars.series-or-single")
@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_rule_makes_a_single_entry_of_a_series(api: Api, weekly: str, empty: str | None) -> None:
    api.patch(f"/calendar_entries/{weekly}-20261102T140000Z", {"summary": "Other"})
    assert api.patch(f"/calendar_entries/{weekly}", {"recurrence_rule": empty}, "recurrence_rule") == {"recurrence_rule": None}
    assert [row["id"] for row in api.get("/calendar_entries", expanded="true", **AUTUMN)] == [weekly]
    api.refused(404, "GET", f"/calendar_entries/{weekly}-20261102T140000Z")


@pytest.mark.rule("calendars.occurrence-is-edited-alone", "calendars.occurrence-id")
def test_an_edit_of_one_occurrence_leaves_the_others(api: Api, weekly: str) -> None:
    one = f"{weekly}-20261102T140000Z"
    body = {"summary": "Moved", "start_at": "2026-11-03T11:00:00-05:00", "end_at": "2026-11-03T12:00:00-05:00"}
    shown = api.patch(f"/calendar_entries/{one}", body, "id,summary,start_at,parent_calendar_entry_id,recurrence_rule")
    assert shown == {
        "id": one,
        "summary": "Moved",
        "start_at": "2026-11-03T11:00:00-05:00",
        "parent_calendar_entry_id": int(weekly),
        "recurrence_rule": None,
    }
    assert entry(api, one) == {"summary": "Moved", "start_at": "2026-11-03T11:00:00-05:00"}
    assert starts(api) == [MONDAYS[0], "2026-11-03T11:00:00-05:00", *MONDAYS[2:]]
    assert {row["summary"] for row in api.get("/calendar_entries", "summary", expanded="true", **AUTUMN)} == {"Talk", "Moved"}
    api.patch(f"/calendar_entries/{one}", {"location": "Room 4"})
    assert entry(api, one, "summary,location") == {"summary": "Moved", "location": "Room 4"}


@pytest.mark.rule("calendars.occurrence-is-edited-alone")
def test_an_edit_of_the_series_changes_every_occurrence_that_was_not_edited(api: Api, weekly: str) -> None:
    api.patch(f"/calendar_entries/{weekly}-20261102T140000Z", {"summary": "Own"})
    api.patch(f"/calendar_entries/{weekly}", {"summary": "All"})
    results = {row["id"][-16:]: row["summary"] for row in api.get("/calendar_entries", "id,summary", expanded="true", **AUTUMN)}
    assert results == {"20261026T130000Z": "All", "20261102T140000Z": "Own", "20261109T140000Z": "All", "20261116T140000Z": "All"}


@pytest.mark.rule("calendars.occurrence-is-edited-alone")
def test_a_moved_series_forgets_edits_that_have_no_place_any_more(api: Api, weekly: str) -> None:
    api.patch(f"/calendar_entries/{weekly}-20261102T140000Z", {"summary": "Own"})
    api.delete(f"/calendar_entries/{weekly}-20261109T140000Z")
    api.patch(f"/calendar_entries/{weekly}", {"recurrence_rule": "FREQ=WEEKLY;COUNT=4"})
    assert starts(api) == [MONDAYS[0], MONDAYS[1], MONDAYS[3]]
    api.patch(f"/calendar_entries/{weekly}", {"start_at": "2026-10-27T09:00:00-04:00", "end_at": "2026-10-27T10:00:00-04:00"})
    result = api.get("/calendar_entries", "summary", expanded="true", from_="2026-10-20T00:00:00Z", to="2026-12-31T00:00:00Z")
    assert result == [{"summary": "Talk"}] * 4


@pytest.mark.rule("calendars.another-rule-splits-the-series")
def test_another_rule_on_an_occurrence_begins_a_new_series_with_it(api: Api, weekly: str) -> None:
    made = api.patch(
        f"/calendar_entries/{weekly}-20261109T140000Z", {"recurrence_rule": "FREQ=DAILY;COUNT=3", "summary": "Daily"}, "id,recurrence_rule"
    )
    assert made["id"] not in (weekly, f"{weekly}-20261109T140000Z")
    assert made["recurrence_rule"] == "FREQ=DAILY;COUNT=3"
    assert entry(api, weekly, "recurrence_rule") == {"recurrence_rule": "FREQ=WEEKLY;UNTIL=20261109T135959Z"}
    assert starts(api) == [*MONDAYS[:3], "2026-11-10T09:00:00-05:00", "2026-11-11T09:00:00-05:00"]


@pytest.mark.rule("calendars.another-rule-splits-the-series")
def test_another_rule_on_the_first_occurrence_is_one_for_the_series(api: Api, weekly: str) -> None:
    shown = api.patch(f"/calendar_entries/{weekly}-20261026T130000Z", {"recurrence_rule": "FREQ=WEEKLY;INTERVAL=2"}, "id")
    assert shown == {"id": weekly}
    assert starts(api) == [MONDAYS[0], MONDAYS[2]]


@pytest.mark.rule("calendars.deleted-takes-occurrences-away")
@pytest.mark.parametrize("value", ["single", True, "true", "Single"])
def test_deleted_single_takes_one_occurrence_away(api: Api, weekly: str, value: object) -> None:
    one = f"{weekly}-20261102T140000Z"
    assert api.patch(f"/calendar_entries/{one}", {"_deleted": value}, "id") == {"id": one}
    api.refused(404, "GET", f"/calendar_entries/{one}")
    assert starts(api) == [MONDAYS[0], *MONDAYS[2:]]


@pytest.mark.rule("calendars.deleted-takes-occurrences-away")
def test_deleted_future_ends_the_series_before_the_occurrence(api: Api, weekly: str) -> None:
    api.patch(f"/calendar_entries/{weekly}-20261116T140000Z", {"summary": "Own"})
    api.patch(f"/calendar_entries/{weekly}-20261109T140000Z", {"_deleted": "future"})
    assert starts(api) == MONDAYS[:2]
    assert entry(api, weekly, "recurrence_rule") == {"recurrence_rule": "FREQ=WEEKLY;UNTIL=20261109T135959Z"}


@pytest.mark.rule("calendars.deleted-takes-occurrences-away")
def test_on_the_series_single_takes_the_first_and_future_takes_all(api: Api, weekly: str) -> None:
    api.patch(f"/calendar_entries/{weekly}", {"_deleted": "single"})
    assert starts(api) == MONDAYS[1:]
    api.patch(f"/calendar_entries/{weekly}", {"_deleted": "future"})
    api.refused(404, "GET", f"/calendar_entries/{weekly}")


@pytest.mark.rule("calendars.deleted-takes-occurrences-away")
def test_a_single_entry_is_deleted_either_way(api: Api, firm: int) -> None:
    for value in ("single", "future"):
        made = make(api, firm)["id"]
        api.patch(f"/calendar_entries/{made}", {"_deleted": value})
        api.refused(404, "GET", f"/calendar_entries/{made}")
    made = make(api, firm)["id"]
    assert "_deleted must be one of" in api.refused(422, "PATCH", f"/calendar_entries/{made}", {"_deleted": "all"})
    assert api.patch(f"/calendar_entries/{made}", {"_deleted": False, "summary": "Kept"}, "summary") == {"summary": "Kept"}


@pytest.mark.rule("calendars.deleted-takes-occurrences-away")
def test_delete_takes_one_occurrence_or_the_whole_series(api: Api, weekly: str) -> None:
    edited = f"{weekly}-20261109T140000Z"
    api.patch(f"/calendar_entries/{edited}", {"summary": "Own"})
    api.delete(f"/calendar_entries/{edited}")
    api.delete(f"/calendar_entries/{weekly}-20261102T140000Z")
    assert starts(api) == [MONDAYS[0], MONDAYS[3]]
    api.refused(404, "DELETE", f"/calendar_entries/{edited}")
    api.delete(f"/calendar_entries/{weekly}")
    assert len(api.mock.world.table("calendar_entries")) == 0


@pytest.mark.rule("calendars.deleted-takes-occurrences-away")
def test_a_series_goes_with_its_last_occurrence(api: Api, firm: int) -> None:
    made = make(api, firm, recurrence_rule="FREQ=DAILY;COUNT=2")["id"]
    for stamp in ("20260602T130000Z", "20260603T130000Z"):
        api.delete(f"/calendar_entries/{made}-{stamp}")
    api.refused(404, "GET", f"/calendar_entries/{made}")


@pytest.mark.parametrize("wrong", ["20261103T140000Z", "20261102T140001Z", "20261399T990000Z"])
def test_times_at_which_nothing_occurs_are_not_found(api: Api, weekly: str, wrong: str) -> None:
    for method in ("GET", "DELETE"):
        api.refused(404, method, f"/calendar_entries/{weekly}-{wrong}")
    api.refused(404, "PATCH", f"/calendar_entries/{weekly}-{wrong}", {"summary": "x"})
    api.refused(404, "GET", "/calendar_entries/nonsense")


def test_occurrences_survive_a_fork(api: Api, weekly: str) -> None:
    from mockclio import MockClio

    api.delete(f"/calendar_entries/{weekly}-20261102T140000Z")
    with MockClio.of(api.mock.world.fork("default")) as twin:
        assert starts(Api(twin)) == [MONDAYS[0], *MONDAYS[2:]]


@pytest.mark.rule("calendars.expanded-in-order-of-start")
def test_an_expanded_list_is_in_the_order_of_starts(api: Api, office: Office, weekly: str) -> None:
    place = {"calendar_owner": {"id": office["calendar.firm"]}}
    early = {"summary": "Early", "start_at": "2026-10-27T09:00:00Z", "end_at": "2026-10-27T10:00:00Z", **place}
    single = api.post("/calendar_entries", early)["id"]
    result = api.get("/calendar_entries", "id,start_at", expanded="true", **AUTUMN)
    assert [row["start_at"] for row in result] == sorted(row["start_at"] for row in result)
    assert [row["id"] for row in result].index(single) not in (0, len(result) - 1)
    assert [row["id"] for row in api.get("/calendar_entries", **AUTUMN)] == [weekly, single]
