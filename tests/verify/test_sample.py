"""A run may judge a part of the cases, which a seed draws."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.cli import main
from mockclio.testing.target import Target
from mockclio.verify import verify
from mockclio.verify.prepared_firm import target_of
from mockclio.verify.runner import chosen


def ids(**options: object) -> list[str]:
    return [case.id for case in chosen(**options)]  # type: ignore[arg-type]


def test_the_same_seed_draws_the_same_cases_and_another_seed_others() -> None:
    whole, drawn = ids(), ids(sample=0.1, seed=1)
    assert drawn == ids(sample=0.1, seed=1)
    assert drawn != ids(sample=0.1, seed=2)
    assert set(drawn) < set(whole)
    assert 0.09 < len(drawn) / len(whole) < 0.11


def test_a_larger_sample_holds_the_smaller_one() -> None:
    assert set(ids(match="errors/", sample=0.1, seed=1)) < set(ids(match="errors/", sample=0.3, seed=1))


def test_what_else_is_chosen_does_not_change_what_is_drawn() -> None:
    assert ids(match="Matter#show", sample=0.2, seed=1) == [id for id in ids(sample=0.2, seed=1) if "Matter#show" in id]


def test_a_report_says_which_part_was_judged(target: Target) -> None:
    report = verify(target, match="errors/missing/", sample=0.2, seed=5)
    assert (report.sample, report.seed) == (0.2, 5)
    assert [outcome.case.id for outcome in report.outcomes] == ids(match="errors/missing/", sample=0.2, seed=5)


def test_the_verb_draws_by_seed() -> None:
    words = ["verify", "--match", "errors/missing/", "--sample", "0.2", "--seed", "5"]
    result = CliRunner().invoke(main, words)
    assert (result.exit_code, "a sample of 0.2 of the cases, drawn with the seed 5" in result.output) == (0, True)
    printed = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    assert (printed["sample"], printed["seed"]) == (0.2, 5)
    assert [case["id"] for case in printed["cases"]] == ids(match="errors/missing/", sample=0.2, seed=5)


@pytest.mark.parametrize("sample", ["0", "1.5", "-1"])
def test_a_sample_is_a_part_of_the_whole(sample: str) -> None:
    assert CliRunner().invoke(main, ["verify", "--sample", sample]).exit_code == 2


@pytest.mark.parametrize("name", ["LineItem#update/note", "MedicalBill#update/amount"])
def test_a_case_holds_without_those_that_would_come_before_it(mock: MockClio, name: str) -> None:
    report = verify(target_of(mock), match=f"update-keeps-the-rest/{name}")
    assert [(outcome.case.id, outcome.state) for outcome in report.outcomes] == [(f"update-keeps-the-rest/{name}", "holds")]
