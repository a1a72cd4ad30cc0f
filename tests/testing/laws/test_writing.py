"""The laws of writing hold on our own server, take nothing that is not theirs, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.rules import rules
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.testing.laws import laws
from mockclio.testing.laws.account import Account
from mockclio.testing.laws.law import Broken, Case, Law, Unjudged
from mockclio.testing.laws.writing.found import FOUND
from mockclio.testing.laws.writing.premises import Premises
from mockclio.testing.laws.writing.recipes import RECIPES
from mockclio.testing.laws.writing.worlds import NeedsAWorldOfItsOwn

WRITING = [law for law in laws().values() if law.writes]
SOME = 4
"""Of a law with many cases so many are judged, spread evenly; the long profile judges all."""
TOLD = ("log_entries", "my_events")
"""What is noted of everything that is done."""


def chosen(law: Law, most: int = SOME) -> list[Case]:
    cases = list(law.cases())
    return cases[:: max(1, len(cases) // most)]


def findings(account: Account, cases: list[Case]) -> Iterator[str]:
    for case in cases:
        try:
            case.check(account)
        except Broken as broken:
            yield f"{case.id}: {broken} ({broken.call})"
        except Unjudged:
            continue


def named(law: Law) -> str:
    return law.name


@pytest.mark.parametrize("law", WRITING, ids=named)
def test_some_cases_of_each_law_hold(account: Account, law: Law) -> None:
    assert list(findings(account, chosen(law))) == []
    assert account.clean() == []


@pytest.mark.long
@pytest.mark.parametrize("law", WRITING, ids=named)
def test_every_case_of_each_law_holds(account: Account, law: Law) -> None:
    assert list(findings(account, list(law.cases()))) == []
    assert account.clean() == []


@pytest.mark.long
def test_every_law_holds_over_a_socket_while_time_goes_by(practice: World) -> None:
    with MockClio.of(practice.fork("default")) as mock:
        mock.clock.run()
        with httpx.Client(base_url=mock.url, headers={"Authorization": f"Bearer {mock.token}"}, timeout=60) as http:
            account = Account(http, read_only=False)
            assert [finding for law in WRITING for finding in findings(account, chosen(law, 40))] == []
            assert account.clean() == []


def living(world: World) -> dict[tuple[str, int], Row]:
    """Every row that the account shows: not the notes of what was done, and not what is deleted and kept."""
    return {
        (name, row["id"]): row
        for name, table in world.tables.items()
        if not name.startswith("_") and name not in TOLD
        for row in table
        if not (row.get("deleted_at") or row.get("deleted") or row.get("state") == "deleted") and not _of_deleted(world, name, row)
    }


def _of_deleted(world: World, name: str, row: Row) -> bool:
    """A version of a document that lies in the trash."""
    return name == "document_versions" and bool(world.table("documents")[row["document_id"]].get("deleted_at"))


def test_a_run_removes_what_it_made_and_its_worlds_and_touches_nothing_else(mock: MockClio, account: Account) -> None:
    before = living(mock.world)
    for law in WRITING:
        list(findings(account, chosen(law, 2)))
    assert account.made
    assert len(mock.http.get("/_mockclio/worlds").json()["worlds"]) > 1
    assert account.clean() == []
    assert [world["name"] for world in mock.http.get("/_mockclio/worlds").json()["worlds"]] == ["default"]
    after = living(mock.world)
    assert sorted(after.keys() - before.keys()) == []
    assert sorted(before.keys() - after.keys()) == []
    assert [key for key, row in before.items() if _said(after[key]) != _said(row)] == []


def _said(row: Row) -> Row:
    """A row without the times and counts that follow from looking at it or from what came and went."""
    return {key: value for key, value in row.items() if key not in ("updated_at", "_revision", "last_used_at") and value is not None}


def test_a_run_that_only_reads_writes_nothing(mock: MockClio) -> None:
    account = Account(mock.http, read_only=True)
    revision = mock.world.outbox.sequence
    for law in WRITING:
        for case in chosen(law):
            with pytest.raises(Unjudged):
                case.check(account)
    assert (mock.world.outbox.sequence, account.made) == (revision, [])


def test_every_recipe_makes_a_record_that_is_removed(mock: MockClio, account: Account) -> None:
    before = living(mock.world)
    premises, refused = Premises(account), []
    for name in RECIPES:
        try:
            assert premises.fresh(name) != premises.fresh(name), name
        except NeedsAWorldOfItsOwn:
            refused.append(name.partition(".")[0])
    assert set(refused) == {
        "bill",
        "clio_payments_link",
        "conversation",
        "interest_charge",
        "line_item",
        "task",
        "task_type",
        "timer",
        "trust_line_item",
    }
    account.clean()
    assert living(mock.world).keys() == before.keys()


def test_what_is_found_in_the_account_is_there(account: Account) -> None:
    premises = Premises(account, alone=True)
    assert [name for name in FOUND if not premises[name]] == []


def test_a_real_account_is_never_asked_whether_it_is_a_mock() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(404, json={"error": {"type": "NotFoundError", "message": "Not Found"}})

    with httpx.Client(base_url="https://app.clio.test", transport=httpx.MockTransport(answer)) as http:
        account = Account(http, read_only=False)
        for law in WRITING:
            if law.kind in ("webhooks", "oauth"):
                for case in law.cases():
                    with pytest.raises(Unjudged):
                        case.check(account)
    assert asked == []


def test_every_rule_of_a_law_stands_in_the_ledger() -> None:
    assert sorted({rule for law in WRITING for rule in law.rules} - rules().keys()) == []


def test_a_server_that_drops_an_attribute_is_found_out(mock: MockClio, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    send = Account.send

    def dropping(self: Account, method: str, path: str, **options: Any) -> Any:
        body = options.get("json")
        if method in ("POST", "PATCH") and "/tasks" in path and isinstance(body, dict):
            options["json"] = {"data": {key: value for key, value in body["data"].items() if key != "priority"}}
        return send(self, method, path, **options)

    monkeypatch.setattr(Account, "send", dropping)
    found = [case for law in WRITING if law.name == "written-is-read" for case in law.cases() if case.name == "priority"]
    broken = [line.partition(":")[0] for line in findings(account, found)]
    assert broken == ["written-is-read/Task#create/priority", "written-is-read/Task#update/priority"]
