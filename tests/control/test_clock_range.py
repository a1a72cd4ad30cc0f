"""The clock shows 1900 to 2199 only, at every place where a time comes in, and a far jump takes no long time."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from mockclio import MockClio
from mockclio.cli import main
from mockclio.practice.reports import schedules
from mockclio.store import clock
from mockclio.store.clock import Clock, OutOfTime, parse_duration, parse_time, stamp
from mockclio.store.state import WrongState, build, dump
from mockclio.testing.scenarios import WrongFile, parse
from tests.api import Api
from tests.control.requests import Asking

OUTSIDE = ("0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "9999-12-31T23:59:59Z")
TEXT = "the clock shows times from 1900-01-01T00:00:00Z to 2199-12-31T23:59:59Z only"
DAILY = {"frequency": "daily", "time_of_day": "2026-06-01T10:30:00-04:00", "time_zone": "America/New_York"}


@pytest.mark.parametrize("moment", OUTSIDE)
def test_every_control_route_refuses_a_time_outside(control: Asking, moment: str) -> None:
    for path, body in (("clock", {"set": moment}), ("worlds", {"at": moment, "firm": "empty"})):
        answer = control.mock.http.post(f"/_mockclio/{path}", json=body)
        assert answer.status_code == 400, (path, answer.text)
        assert TEXT in answer.json()["error"]["message"]
    assert control.mock.http.get("/api/v4/users/who_am_i").status_code == 200


def test_a_state_with_a_time_outside_is_refused_before_the_world_is_made(control: Asking) -> None:
    control.post("states", {"name": "s"})
    answer = control.mock.http.post("/_mockclio/worlds", json={"at": OUTSIDE[3], "state": "s", "name": "w"})
    assert (answer.status_code, TEXT in answer.text) == (400, True)


@pytest.mark.parametrize("body", [{"advance": "99999999999w"}, {"seconds": 1e12}, {"seconds": -1e12}, {"advance": "300000d"}])
def test_a_distance_that_leaves_the_range_is_refused(control: Asking, body: dict[str, object]) -> None:
    before = control.get("clock")["now"]
    answer = control.mock.http.post("/_mockclio/clock", json=body)
    assert answer.status_code == 400
    assert TEXT in answer.text or "is longer than 3652058 days" in answer.text
    assert control.get("clock")["now"] == before


def test_a_long_text_is_not_repeated(control: Asking) -> None:
    for key in ("set", "advance"):
        answer = control.mock.http.post("/_mockclio/clock", json={key: "9" * 5_000})
        assert answer.status_code == 400
        assert len(answer.content) < 500


@pytest.mark.parametrize("moment", OUTSIDE)
def test_handles_refuse_it(mock: MockClio, moment: str) -> None:
    with pytest.raises(ValueError, match="1900"):
        mock.clock.set(parse_time(moment))
    with pytest.raises(OutOfTime):
        MockClio("empty", at=moment)


def test_a_handle_cannot_be_advanced_out_of_the_range(mock: MockClio) -> None:
    with pytest.raises(ValueError, match="1900"):
        mock.clock.advance(timedelta(days=100_000))


@pytest.mark.parametrize("moment", OUTSIDE)
def test_the_command_line_refuses_it(moment: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["serve", "--at", moment, "--port", "0"], ["run", "--at", moment, "--", "true"]):
        with pytest.raises(SystemExit) as ended:
            main(command)
        assert ended.value.code == 2
        assert TEXT in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("moment", OUTSIDE)
def test_a_scenario_refuses_it(moment: str) -> None:
    with pytest.raises(WrongFile, match="1900"):
        parse(f"scenario: A\nsteps:\n  - clock: {{set: '{moment}'}}", "x.yaml")


@pytest.mark.parametrize("moment", OUTSIDE)
def test_a_firm_refuses_it(mock: MockClio, moment: str) -> None:
    document = deepcopy(orjson.loads(orjson.dumps(dump(mock.world))))
    document["_default"]["1"]["as_of"] = moment
    with pytest.raises(WrongState, match="as_of"):
        build(document, "firm.json", trusted=True)


@pytest.mark.parametrize(
    "place",
    [{"frozen": "9999-01-01T00:00:00Z", "shift": 0}, {"frozen": None, "shift": 10**11}, {"frozen": None, "shift": 10**30}],
)
def test_a_kept_world_refuses_it(place: dict[str, object]) -> None:
    with pytest.raises((ValueError, OverflowError)):
        Clock().put(place)


def test_a_clock_that_runs_stops_at_its_end() -> None:
    seconds = [0.0]
    running = Clock(clock.LATEST - timedelta(seconds=5), source=lambda: seconds[0])
    seconds[0] = 60.0
    assert running.now() == clock.LATEST


@pytest.mark.parametrize("moment", [clock.EARLIEST, clock.LATEST])
def test_everything_is_answered_at_both_ends(mock: MockClio, moment: datetime) -> None:
    mock.clock.set(moment)
    for path in ("matters", "tasks", "calendar_entries", "reports", "bills", "reminders", "users/who_am_i"):
        assert mock.http.get(f"/api/v4/{path}").status_code == 200, path


@pytest.fixture
def bounded(api: Api, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """A daily schedule with a bound of five missed reports. The call gives the times of its reports."""
    monkeypatch.setattr(schedules, "MOST_MISSED", 5)
    preset = api.post("/report_presets", {"name": "Mine", "kind": "matter", "format": "csv", "options": {"date_range": "today"}})["id"]
    api.post("/report_schedules", {**DAILY, "report_preset_id": preset})
    return lambda: sorted(row["created_at"] for row in api.mock.world.reports if row.get("source") == "scheduled")


@pytest.mark.rule("mock.missed-reports-are-bounded")
def test_a_far_jump_makes_some_of_the_missed_reports_and_skips_the_rest(api: Api, bounded: Callable[[], list[str]]) -> None:
    api.mock.clock.set(datetime(2126, 6, 15, tzinfo=UTC))
    made = bounded()
    assert len(made) == 5
    assert made[-1] < "2027"
    (schedule,) = api.mock.world.report_schedules
    assert stamp(api.mock.clock.now()) < schedule["next_scheduled_date"] < "2126-06-17"
    api.mock.clock.advance(timedelta(days=2))
    assert len(bounded()) == 7


@pytest.mark.parametrize("text", ["99999999999w", "9" * 15])
def test_a_duration_that_no_computer_holds_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="is longer than"):
        parse_duration(text)


def test_a_saved_world_file_stays_readable(mock: MockClio) -> None:
    mock.clock.set(clock.LATEST)
    assert build(orjson.loads(orjson.dumps(dump(mock.world))), "x", trusted=True).as_of == clock.LATEST
