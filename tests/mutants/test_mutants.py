"""The drawing of mutants is fair, and the suite of checks finds nearly all that are drawn."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from mockclio import MockClio
from mockclio.server import derived
from mockclio.verify.check import Kind
from mockclio.webhooks.delivery_queue import DeliveryQueue
from tests.mutants import run
from tests.mutants.draw import EACH, SEED, changes_an_answer, drawn, every, order, pool, settled
from tests.mutants.mutant import KINDS
from tests.mutants.wire import Answered, Ask, Request, changing, rows_of, twisted
from tests.mutants.worlds import seen, world

NEEDED = 0.95
SOME = 3
"""Mutants of each kind that are looked at closely; the long profile looks at all."""


@pytest.mark.parametrize("kind", KINDS)
def test_mutants_have_names_of_their_own_and_say_what_is_wrong(kind: Kind) -> None:
    names = Counter(mutant.id for mutant in pool(kind))
    assert [name for name, count in names.items() if count > 1] == []
    assert all(mutant.kind == kind and re.search(r"\w \w", mutant.description) for mutant in pool(kind))
    assert len(names) > 5 * EACH


@pytest.mark.parametrize("kind", KINDS)
def test_twenty_of_each_kind_were_drawn_in_the_order_of_the_seed(kind: Kind) -> None:
    ids = [mutant.id for mutant in settled(kind)]
    places = [mutant.id for mutant in order(kind)]
    assert len(ids) == EACH
    assert ids == sorted(ids, key=places.index)
    pool.cache_clear()
    assert [mutant.id for mutant in order(kind)] == places
    assert [mutant.id for mutant in order(kind, SEED + 1)] != places


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutant_changes_an_answer(kind: Kind) -> None:
    assert [mutant.id for mutant in settled(kind)[:SOME] if not changes_an_answer(mutant)] == []


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_drawn_is_what_the_seed_draws(kind: Kind) -> None:
    assert [mutant.id for mutant in settled(kind)] == [mutant.id for mutant in drawn(kind)]


def _unchanged(request: Request, ask: Ask) -> Answered:
    answered = ask(request)
    rows = rows_of(answered)
    return changing(answered, rows) if rows else answered


@pytest.mark.parametrize("kind", ["fields", "paging", "filters", "bodies", "errors", "oauth"])
def test_what_stands_on_the_wire_and_changes_nothing_is_no_mutant(kind: Kind) -> None:
    assert [mutant.id for mutant in settled(kind)[:SOME] if changes_an_answer(replace(mutant, apply=twisted(_unchanged)))] == []


def test_nothing_is_left_of_a_mutant() -> None:
    for mutant in every():
        with MockClio.of(world(mutant.world).fork("default")) as mock, mutant.apply(mock):
            pass
    before = _seams()
    for mutant in every():
        with MockClio.of(world(mutant.world).fork("default")) as mock:
            sound = mock.app.wsgi_app
            with mutant.apply(mock):
                pass
            assert mock.app.wsgi_app == sound
    assert _seams() == before


def _seams() -> list[object]:
    """What mutants put other things in the place of: names in modules of ours, members of classes, derived values and their sources."""
    import sys

    modules = [module for key, module in sorted(sys.modules.items()) if key.startswith("mockclio.") and module is not None]
    named = [(name, id(value)) for module in modules for name, value in sorted(vars(module).items()) if callable(value)]
    members = [(name, id(value)) for module in modules for cls in _classes(module) for name, value in sorted(vars(cls).items())]
    values = [(value.table, value.field, value.compute, tuple(value.sources.items())) for value in derived.REGISTERED]
    return [named, members, values, DeliveryQueue._attempt]


def _classes(module: object) -> list[type]:
    return [value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__]  # type: ignore[attr-defined]


def test_a_reading_after_a_mutant_is_that_of_a_sound_server() -> None:
    def read() -> object:
        with MockClio.of(world("practice").fork("default")) as mock:
            return [seen(mock.http.get(f"/api/v4/{path}")) for path in ("matters", "bills", "bank_accounts", "activities", "timers")]

    before = read()
    for mutant in (*settled("totals")[:SOME], *settled("filters")[:SOME]):
        with MockClio.of(world(mutant.world).fork("default")) as mock, mutant.apply(mock):
            mock.http.get("/api/v4/bills", params={"fields": "total,due"})
        assert read() == before, mutant.id


def test_survivors_are_mutants_that_are_drawn_and_have_reasons() -> None:
    ids = {mutant.id for mutant in every()}
    for id, reason in run.expected_survivors().items():
        assert id in ids
        assert len(reason.split()) > 5


def _result(kind: Kind, number: int, found_by: str) -> run.Result:
    mutant = settled(kind)[number]
    return run.Result(mutant.id, mutant.description, found_by, True, 1.5)


def test_a_run_that_was_cut_is_continued(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results.json")
    assert run.written_down() == {}
    judged = [_result("paging", 1, "paging/walk"), _result("fields", 2, ""), _result("fields", 0, "fields/default")]
    removed = run.Result("fields/drawn before", "It is drawn no more", "fields/default", True, 1.0)
    run.write_down({result.id: result for result in (*judged, removed)})
    assert [result.id for result in run.written_down().values()] == [judged[2].id, judged[1].id, judged[0].id]
    assert list(run.written_down().values()) == [judged[2], judged[1], judged[0]]
    assert run.kept(("fields",), continued=True).keys() == {result.id for result in judged}
    assert run.kept(("fields",), continued=False).keys() == {judged[0].id}
    assert list(run.results(("fields",), known=[mutant.id for mutant in settled("fields")])) == []


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_nearly_all_mutants_are_found() -> None:
    assert run.false_findings() == []
    results = list(run.results())
    survivors = {result.id for result in results if not result.found_by}
    assert len(results) == EACH * len(KINDS)
    assert survivors == set(run.expected_survivors())
    assert 1 - len(survivors) / len(results) >= NEEDED
    for kind in KINDS:
        killed = [result for result in results if result.found_by and result.id.startswith(f"{kind}/")]
        assert len(killed) >= NEEDED * EACH, kind
