"""The scenarios that ship hold, by themselves and against a receiver behind a socket, and take no time."""

from __future__ import annotations

from time import process_time

import pytest

from mockclio.testing.scenarios import Target, load, run, shipped
from mockclio.webhooks.receiver import Receiver
from tests.webhooks.sockets import listening

NAMES = [
    "burst",
    "daylight_saving_night",
    "delayed_handshake",
    "deleted_record",
    "expiry_after_three_days",
    "first_update",
    "gone_410",
    "matter_opened_pended_closed",
    "out_of_order_and_duplicates",
    "receiver_down_then_back",
    "renewal",
    "secret_leaked_and_rotated",
    "subscribe_and_receive",
    "suspended_after_five_retries",
    "unwatched_field",
    "url_change",
]


def test_sixteen_scenarios_ship_and_each_says_what_it_shows() -> None:
    assert shipped() == NAMES
    results = [load(name) for name in NAMES]
    assert len({scenario.title for scenario in results}) == len(NAMES)
    assert [scenario.place for scenario in results if len(scenario.about) < 60 or scenario.at is None] == []


def test_all_of_them_pass_in_less_than_ten_seconds() -> None:
    before = process_time()
    reports = [run(name) for name in NAMES]
    assert [report.render() for report in reports if not report.passed] == []
    assert process_time() - before < 10


@pytest.mark.parametrize("name", NAMES)
def test_each_passes_against_a_receiver_of_the_user(name: str) -> None:
    receiver = Receiver()
    with listening(receiver) as url:
        report = run(name, Target(f"{url}/hook"))
    assert report.passed, report.render()
    assert {post.path for post in receiver} == {"/hook"}


def test_two_runs_are_the_same_to_the_letter() -> None:
    for name in ("receiver_down_then_back", "secret_leaked_and_rotated", "out_of_order_and_duplicates"):
        assert run(name).as_json() == run(name).as_json()
