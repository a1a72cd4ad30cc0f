"""A run of a scenario: its failures, its order, its times and its limits."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import Any

import httpx
import pytest

from mockclio.testing.scenarios import Report, Target, parse, run
from mockclio.testing.scenarios.matching import difference
from mockclio.webhooks.receiver import Receiver
from tests.webhooks.sockets import listening

HOOK = """
scenario: A
steps:
  - api: POST /webhooks
    data: {url: $receiver, model: contact, fields: "id,name"}
    fields: id,status
    save: hook
  - api: POST /contacts
    data: {type: Company, name: Harbor}
    fields: id,name
    save: contact
"""


def play(more: str, target: Target | None = None, **options: Any) -> Report:
    return run(parse(HOOK + more), target, **options)


def failures(more: str) -> list[tuple[int, str]]:
    return [(entry.line, entry.text) for entry in play(more).failures]


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("expect: {received: [handshake]}", "received: 2 posts and not 1: handshake, created contact 1048867"),
        ("expect: {received: [handshake, updated]}", "post 2 (created contact 1048867): event is created and not updated"),
        ("expect: {received: [handshake, {event: created, signature: wrong}]}", "the signature is valid and not wrong"),
        ("expect: {received: [handshake, {event: created, data: {name: Yard}}]}", "data.name is Harbor and not Yard"),
        ("expect: {received: [handshake, {event: created, without: [name]}]}", "name should not be there"),
        ("expect: {received: [handshake, {event: created, answer: 4xx}]}", "it was answered with 200 and not 4xx"),
        ("expect: {received: [handshake, {event: created, answer: null}]}", "it was answered with 200 and not no answer"),
        ("expect: {received: [handshake, {event: created, at: $now+1h}]}", "at is 2026-06-01T13:00:00Z and not 2026-06-01T14:00:00Z"),
        ("expect: {deliveries: [{event: created, count: 2}]}", "1 deliveries event created (1 delivered) and not 2"),
        ("expect: {deliveries: [{event: created, state: failed}]}", "state is delivered and not failed (answered with 200)"),
        ("expect: {deliveries: [{event: created, statuses: [500]}]}", "statuses[0] is 200 and not 500"),
        ("expect: {deliveries: [{event: created, reason: lost}]}", "the reason is 'answered with 200' and not 'lost'"),
        ("expect: {deliveries: [{states: {failed: 1}}]}", "deliveries of any kind: 1 delivered and not 1 failed"),
        ("expect: {why: [{record: $contact.id, reasons: [pending]}]}", "why: record 1048867: sent and not pending"),
        ("{api: GET /contacts/1, status: 200}", "GET /contacts/1 was answered with 404 and not 200"),
        ("{api: GET /contacts/1, status: 404, error: Gone}", "the refusal of GET /contacts/1 says"),
        ("{api: 'GET /webhooks/$hook.id', fields: status, answer: {status: pending}}", "status is enabled and not pending"),
        ("{api: GET /contacts, answer: []}", "it has 1 members and not 0"),
        ("{api: 'GET /contacts/$contact.nothing'}", "$contact has no nothing; it has id, name"),
        ("{trigger: contact.updated, id: $contact.id, set: {name: Harbor}}", "name: the record was like that already"),
        ("{forge: {data: {}}, status: 200}", "a forged post was answered with 400 and not 200"),
    ],
)
def test_what_is_not_as_expected_fails_with_the_line_of_the_step(step: str, reason: str) -> None:
    ((line, text),) = failures(f"  - {step}\n")
    assert line == 12
    assert reason in text


def test_a_failed_expectation_lets_the_rest_go_on_and_a_failed_call_does_not() -> None:
    wrong = "  - expect: {received: []}\n"
    assert [line for line, _ in failures(wrong + wrong + "  - api: GET /contacts/1\n" + wrong)] == [12, 14]
    assert len(failures(wrong + wrong.replace("[]", "[handshake]"))) == 2


def test_a_receiver_that_answers_with_an_error_of_its_own_fails() -> None:
    class Broken(Receiver):
        def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if "HTTP_X_HOOK_SECRET" in environ:
                return super().__call__(environ, start_response)
            start_response("500 Oh", [("Content-Length", "0")])
            return [b""]

    with listening(Broken()) as url:
        report = play("  - expect: {received: [handshake, created]}\n", Target(url))
    assert "the receiver should have answered with success: 500" in report.failures[0].text
    assert "FAILED" in report.render()


def test_nobody_at_the_address_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    report = play("  - expect: {received: [handshake]}\n", Target(f"http://127.0.0.1:{port}/"))
    assert [entry.ok for entry in report.entries if entry.kind == "expect"] == [False]
    assert "no answer" in report.failures[0].text


def test_what_the_scenario_answers_is_not_heard_by_the_receiver() -> None:
    receiver = Receiver()
    more = "  - receiver: {always: null}\n  - {trigger: contact.created}\n  - receiver: {}\n  - clock: {advance: 2m}\n"
    with listening(receiver) as url:
        assert play(more, Target(url)).passed
    assert [post.event for post in receiver] == ["handshake", "created", "created"]


def test_answers_are_given_in_turn_and_then_always() -> None:
    more = """
  - receiver: {answers: [503, {status: 302, headers: {Location: "/"}, body: moved}, null], always: 418}
  - {repeat: 5, steps: [{api: PATCH /contacts/$contact.id, data: {name: Harbor $n}}]}
  - expect:
      received:
        - handshake
        - created
        - {event: updated, answer: 503}
        - {event: updated, answer: 302}
        - {event: updated, answer: null}
        - {event: updated, times: 2, answer: 418}
  - receiver: {handshake: unanswered}
  - {api: POST /webhooks, data: {url: $receiver, model: task, fields: id}, fields: id, save: second}
  - {api: GET /webhooks/$second.id, fields: status, answer: {status: pending}}
  - expect: {received: [{event: handshake, answer: null}], deliveries: [{event: handshake, webhook: $second.id, state: failed}]}
"""
    report = play(more)
    assert report.passed, report.render()


def test_delivery_faults_may_be_cleared_before_they_act() -> None:
    more = """
  - {lab: drop, times: 5, webhook: $hook.id, model: contact, event: updated}
  - {api: PATCH /contacts/$contact.id, data: {name: First}}
  - lab: clear
  - {api: PATCH /contacts/$contact.id, data: {name: Second}}
  - expect:
      received: [handshake, created, {event: updated, data: {name: Second}}]
      deliveries: [{event: updated, states: {dropped: 1, delivered: 1}}]
"""
    report = play(more)
    assert report.passed, report.render()


def test_a_scenario_that_takes_too_long_is_ended() -> None:
    report = play("  - {repeat: 10000, steps: [{repeat: 10000, steps: [{api: GET /contacts}]}]}\n", limit=0.2)
    assert "the time of the scenario is up" in report.failures[0].text
    assert report.seconds < 5


def test_the_firm_is_served_to_a_receiver_that_asks_back() -> None:
    pauses: list[Any] = []

    class Curious(Receiver):
        def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            answer = super().__call__(environ, start_response)
            if self.events:
                id = self.events[-1].json["data"]["id"]
                pauses.append(httpx.get(f"http://127.0.0.1:{port}/api/v4/contacts/{id}", headers={"Authorization": "Bearer dev-token"}))
            return answer

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with listening(Curious()) as url:
        report = play("  - expect: {received: [handshake, created]}\n", Target(url, api_port=port))
    assert report.passed, report.render()
    assert [answer.json()["data"]["name"] for answer in pauses] == ["Harbor"]


def test_many_posts_of_one_sort_are_shown_as_one() -> None:
    shown = play("  - {repeat: 20, steps: [{api: PATCH /contacts/$contact.id, data: {name: Harbor $n}}]}\n").render()
    assert "... and 19 more like it, until 2026-06-01 13:00:00" in shown
    assert len(shown.splitlines()) < 12


def test_differences_are_told_by_their_place() -> None:
    assert difference({"a": [1, {"b": "2026-06-01T09:00:00-04:00"}]}, {"a": [1, {"b": "2026-06-01T13:00:00Z", "c": 1}], "d": 2}) == ""
    assert difference("2026-06-01T09:00:00-04:00", "2026-06-01T08:00:00-05:00") != ""
    assert difference({"a": [1]}, {"a": [1, 2]}) == "a has 2 members and not 1: [1, 2]"
    assert difference({"a": {"b": 1}}, {"a": {}}) == "a.b is not there, only nothing"
    assert difference(True, 1) == "it is 1 and not True"
    assert difference(1, 1.0) == ""
