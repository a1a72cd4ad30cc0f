"""The checks of writing hold on our own server, take nothing that is not theirs, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.ledger import rules
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data.declared import every_name, maker
from mockclio.testing.sample_data.existing import EXISTING
from mockclio.testing.sample_data.forks import NeedsOwnWorld
from mockclio.testing.sample_data.recipes import RECIPES
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import Case, Check
from mockclio.verify.checks import checks

WRITING = [check for check in checks().values() if check.writes]
SOME = 4
"""Of a check with many cases so many are judged, spread evenly; the long profile judges all."""
LOGS = ("log_entries", "my_events")
"""What is noted of everything that is done."""


def chosen(check: Check, most: int = SOME) -> list[Case]:
    cases = list(check.cases())
    return cases[:: max(1, len(cases) // most)]


def findings(target: Target, cases: list[Case]) -> Iterator[str]:
    for case in cases:
        try:
            case.run(target)
        except CheckFailed as broken:
            yield f"{case.id}: {broken} ({broken.call})"
        except Inconclusive:
            continue


def named(check: Check) -> str:
    return check.name


@pytest.mark.parametrize("check", WRITING, ids=named)
def test_some_cases_of_each_check_hold(target: Target, check: Check) -> None:
    assert list(findings(target, chosen(check))) == []
    assert target.clean() == []


@pytest.mark.long
@pytest.mark.parametrize("check", WRITING, ids=named)
def test_every_case_of_each_check_holds(target: Target, check: Check) -> None:
    assert list(findings(target, list(check.cases()))) == []
    assert target.clean() == []


@pytest.mark.long
def test_every_check_holds_over_a_socket_while_time_goes_by(practice: World) -> None:
    with MockClio.of(practice.fork("default")) as mock:
        mock.clock.run()
        with httpx.Client(base_url=mock.url, headers={"Authorization": f"Bearer {mock.token}"}, timeout=60) as http:
            target = Target(http, read_only=False)
            assert [finding for check in WRITING for finding in findings(target, chosen(check, 40))] == []
            assert target.clean() == []


def living(world: World) -> dict[tuple[str, int], Row]:
    """Every row that the account shows: not the notes of what was done, and not what is deleted and kept."""
    return {
        (name, row["id"]): row
        for name, table in world.tables.items()
        if not name.startswith("_") and name not in LOGS
        for row in table
        if not _is_deleted(row) and not _of_deleted(world, name, row)
    }


def _is_deleted(row: Row) -> bool:
    return bool(row.get("deleted_at") or row.get("deleted") or row.get("state") == "deleted" or row.get("active") is False)


def _of_deleted(world: World, name: str, row: Row) -> bool:
    """A version of a document that lies in the trash."""
    return name == "document_versions" and bool(world.table("documents")[row["document_id"]].get("deleted_at"))


def test_a_run_removes_what_it_made_and_its_worlds_and_touches_nothing_else(mock: MockClio, target: Target) -> None:
    before = living(mock.world)
    for check in WRITING:
        list(findings(target, chosen(check, 2)))
    assert target.made
    assert len(mock.http.get("/_mockclio/worlds").json()["worlds"]) > 1
    assert target.clean() == []
    assert [world["name"] for world in mock.http.get("/_mockclio/worlds").json()["worlds"]] == ["default"]
    after = living(mock.world)
    assert sorted(after.keys() - before.keys()) == []
    assert sorted(before.keys() - after.keys()) == []
    assert [key for key, row in before.items() if _shown(after[key]) != _shown(row)] == []


def _shown(row: Row) -> Row:
    """A row without the times and counts that follow from looking at it or from what came and went."""
    return {key: value for key, value in row.items() if key not in ("updated_at", "_revision", "last_used_at") and value is not None}


def test_a_run_that_only_reads_writes_nothing(mock: MockClio) -> None:
    target = Target(mock.http, read_only=True)
    revision = mock.world.outbox.sequence
    for check in WRITING:
        for case in chosen(check):
            with pytest.raises(Inconclusive):
                case.run(target)
    assert (mock.world.outbox.sequence, target.made) == (revision, [])


def test_every_recipe_makes_a_record_that_is_removed(mock: MockClio, target: Target) -> None:
    before = living(mock.world)
    sample_data, refused = SampleData(target), []
    for name in every_name():
        if name not in RECIPES and maker(name) is None:
            continue
        try:
            assert sample_data.fresh(name) != sample_data.fresh(name), name
        except NeedsOwnWorld:
            refused.append(name.partition(".")[0])
    assert set(refused) == {
        "bill",
        "clio_payments_link",
        "conversation",
        "interest_charge",
        "line_item",
        "matter_transfer",
        "safe_custody_packet",
        "safe_custody_packet_location",
        "safe_custody_record",
        "task",
        "task_type",
        "timer",
        "trust_line_item",
    }
    target.clean()
    assert living(mock.world).keys() == before.keys()


def test_what_is_found_in_the_account_is_there(target: Target) -> None:
    sample_data = SampleData(target, alone=True)
    assert [name for name in EXISTING if not sample_data[name]] == []


def test_a_real_account_is_never_asked_whether_it_is_a_mock() -> None:
    calls: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request.url.path)
        return httpx.Response(404, json={"error": {"type": "NotFoundError", "message": "Not Found"}})

    with httpx.Client(base_url="https://app.clio.test", transport=httpx.MockTransport(answer)) as http:
        target = Target(http, read_only=False)
        for check in WRITING:
            if check.kind in ("webhooks", "oauth"):
                for case in check.cases():
                    with pytest.raises(Inconclusive):
                        case.run(target)
    assert calls == []


def test_every_rule_of_a_check_is_in_the_ledger() -> None:
    assert sorted({rule for check in WRITING for rule in check.rules} - rules().keys()) == []


def test_a_server_that_drops_an_attribute_is_found_out(mock: MockClio, target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    send = Target.send

    def dropping(self: Target, method: str, path: str, **options: Any) -> Any:
        body = options.get("json")
        if method in ("POST", "PATCH") and "/tasks" in path and isinstance(body, dict):
            options["json"] = {"data": {key: value for key, value in body["data"].items() if key != "priority"}}
        return send(self, method, path, **options)

    monkeypatch.setattr(Target, "send", dropping)
    results = [case for check in WRITING if check.name == "written-is-read" for case in check.cases() if case.name == "priority"]
    broken = [line.partition(":")[0] for line in findings(target, results)]
    assert broken == ["written-is-read/Task#create/priority", "written-is-read/Task#update/priority"]
