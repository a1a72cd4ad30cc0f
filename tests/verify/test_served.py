"""The checks hold on a mock that was merely served: `mockclio serve` without flags, in a process of its own, whose clock runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockclio.testing.target import Target
from mockclio.verify import Report, verify
from tests.cli.serving import HEADERS, Serving

MOST_INCONCLUSIVE = 150
SEED = 20260601


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with Serving("--port", "0") as server:
        yield server.url


@pytest.fixture
def target(served: str) -> Iterator[Target]:
    with httpx.Client(base_url=served, headers=HEADERS, timeout=60, trust_env=False) as http:
        yield Target(http, read_only=False)


def judged(target: Target, **chosen: Any) -> Report:
    report = verify(target, **chosen)
    assert [(finding.case, finding.actual) for finding in report.findings] == []
    assert report.left == []
    return report


def inconclusive(report: Report) -> list[str]:
    return [f"{outcome.case.id}: {outcome.reason}" for outcome in report.outcomes if outcome.state == "unjudged"]


@pytest.mark.parametrize(("match", "least"), [("Webhook#", 220), ("POST webhooks", 5)])
def test_cases_that_make_a_webhook_hold(target: Target, match: str, least: int) -> None:
    report = judged(target, match=match)
    assert report.count("holds") >= least
    assert {line.rpartition("/")[0] for line in inconclusive(report)} <= {"update-keeps-the-rest/Webhook#update"}


@pytest.mark.parametrize(
    "match",
    [
        "fields/stored/Matter#show/",
        "fields/stored/Webhook#",
        "filters/Activity#index/status",
        "orders/TaskTemplate#index/",
        "BankTransfer#show",
    ],
)
def test_what_rests_on_stored_rows_is_judged(target: Target, match: str) -> None:
    report = judged(target, match=match)
    assert report.passed
    assert inconclusive(report) == []


def test_a_small_sample_holds(target: Target) -> None:
    assert judged(target, sample=0.004, seed=SEED).count("holds") > 40


@pytest.mark.served
@pytest.mark.timeout(600)
def test_a_tenth_holds(target: Target) -> None:
    report = judged(target, sample=0.1, seed=SEED)
    assert report.count("holds") > 1_600
    assert report.count("unjudged") <= MOST_INCONCLUSIVE / 5, inconclusive(report)


@pytest.mark.long
@pytest.mark.timeout(3_600)
def test_every_case_holds(target: Target) -> None:
    report = judged(target)
    assert report.count("unjudged") <= MOST_INCONCLUSIVE, inconclusive(report)
