"""Assertions about the requests of a test, and their messages when they fail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from mockclio import MockClio
from mockclio.handle.matching import differences
from mockclio.handle.requests import Unexpected
from tests.testing.plugin.stories import lease


def test_a_call_is_found_by_method_path_and_part_of_its_body(mock: MockClio) -> None:
    lease(mock)
    result = mock.requests.assert_called("POST", "/matters", json={"description": "Lease"}, status=201, times=1)
    assert (result.method, result.path, result.operation) == ("POST", "/api/v4/matters.json", "Matter#create")


@pytest.mark.parametrize("path", ["/matters/{id}", "matters/{id}", "/api/v4/matters/{id}.json", "https://app.clio.com/api/v4/matters/{id}"])
def test_a_path_may_be_written_in_any_of_its_forms(mock: MockClio, path: str) -> None:
    matter = lease(mock)
    mock.http.get(f"/api/v4/matters/{matter}.json")
    assert mock.requests.assert_called("get", path).path == f"/api/v4/matters/{matter}.json"
    assert [entry.path for entry in mock.requests.found("GET", path.replace("{id}", str(matter)))] == [f"/api/v4/matters/{matter}.json"]


@pytest.mark.parametrize(
    ("params", "fits"),
    [
        ({"limit": 2}, True),
        ({"limit": "2", "fields": "id,description"}, True),
        ({"fields": re.compile("id,.*")}, True),
        ({"limit": ...}, True),
        ({"ids": [1, 2]}, True),
        ({"ids[]": ["1", "2"]}, True),
        ({"billable": True}, True),
        ({"query": None}, True),
        ({"limit": 3}, False),
        ({"ids": [2, 1]}, False),
        ({"limit": None}, False),
        ({"query": ...}, False),
    ],
)
def test_parameters_are_compared_as_they_are_on_the_wire(mock: MockClio, params: dict[str, object], fits: bool) -> None:
    mock.http.get("/api/v4/matters.json", params={"limit": 2, "fields": "id,description", "ids[]": [1, 2], "billable": "true"})
    assert bool(mock.requests.found("GET", "/matters", params=params)) is fits


def test_a_query_may_stand_in_the_path(mock: MockClio) -> None:
    mock.http.get("/api/v4/matters.json?limit=2")
    mock.requests.assert_called("GET", "/matters?limit=2")
    mock.requests.assert_not_called("GET", "/matters?limit=3")


@pytest.mark.parametrize(
    ("expected", "sent", "lines"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, []),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, ["a.b: 1 was expected, 2 was sent"]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}]}, []),
        ({"a": [1, 2]}, {"a": [1]}, ["a: [1, 2] was expected, [1] was sent"]),
        ({"a": [1, 3]}, {"a": [1, 2]}, ["a[1]: 3 was expected, 2 was sent"]),
        ({"a": 1}, {}, ["a: 1 was expected, it was left out"]),
        ({"a": 1}, {"a": None}, ["a: 1 was expected, null was sent"]),
        ({"a": 1}, {"a": True}, ["a: 1 was expected, True was sent"]),
        ({"a": pytest.approx(1.5)}, {"a": 1.5000000001}, []),
    ],
)
def test_of_a_body_only_what_is_expected_is_compared(expected: object, sent: object, lines: list[str]) -> None:
    assert differences(expected, sent) == lines


def test_a_near_miss_is_told_with_the_value_that_was_sent(mock: MockClio) -> None:
    lease(mock)
    with pytest.raises(Unexpected) as raised:
        mock.requests.assert_called("POST", "/matters", json={"description": "Will"})
    assert str(raised.value).splitlines() == [
        "expected POST /matters with json {'description': 'Will'}, no call was that",
        "1 call was near:",
        "  #2 POST /api/v4/matters.json 201 differs in data.description: 'Will' was expected, 'Lease' was sent",
        "1 other:",
        "  #1 POST /api/v4/contacts.json 201",
    ]
    assert raised.value.first == 2


def test_another_method_is_near_and_nothing_at_all_is_said_to_be_nothing(mock: MockClio) -> None:
    with pytest.raises(Unexpected, match="nothing was called at all"):
        mock.requests.assert_called("GET", "/matters")
    mock.requests.assert_nothing_called()
    mock.http.get("/api/v4/matters.json")
    with pytest.raises(Unexpected, match=r"#1 GET /api/v4/matters.json 200 differs in the method is GET, not DELETE"):
        mock.requests.assert_called("DELETE", "/matters")
    with pytest.raises(Unexpected, match="expected no call, there were 1"):
        mock.requests.assert_nothing_called()


def test_a_wrong_number_of_calls_names_them(mock: MockClio) -> None:
    mock.http.get("/api/v4/matters.json")
    with pytest.raises(Unexpected, match=r"expected GET /matters twice, it was called once:\n  #1 GET"):
        mock.requests.assert_called("GET", "/matters", times=2)
    with pytest.raises(Unexpected, match=r"expected no GET /matters, it was called once:\n  #1 GET"):
        mock.requests.assert_not_called("GET", "/matters")


def test_calls_come_in_an_order_with_others_between(mock: MockClio) -> None:
    lease(mock)
    mock.http.get("/api/v4/matters.json")
    mock.requests.assert_order("POST /contacts", ("POST", "/matters", {"description": "Lease"}), ("GET", "/matters"))
    with pytest.raises(Unexpected, match="expected POST /contacts after POST /matters, it came before") as raised:
        mock.requests.assert_order("POST /matters", "POST /contacts")
    assert raised.value.first == 1
    with pytest.raises(Unexpected, match="expected DELETE /matters, no call was that"):
        mock.requests.assert_order("POST /matters", "DELETE /matters")


def test_a_form_is_a_body_too_and_its_secrets_are_not_shown(mock: MockClio) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": "a-long-secret", "client_id": "dev-client", "client_secret": "dev-secret"}
    mock.http.post("/oauth/token", data=form)
    mock.requests.assert_called("POST", "/oauth/token", json={"grant_type": "refresh_token"})
    with pytest.raises(Unexpected) as raised:
        mock.requests.assert_called("POST", "/oauth/token?access_token=x", json={"grant_type": "authorization_code"})
    assert "a-long-secret" not in str(raised.value)


def test_what_a_request_log_offers_is_still_there(mock: MockClio) -> None:
    from tinydb import where

    mock.http.get("/api/v4/matters/1.json")
    assert [result["status"] for result in mock.requests.search(where("status") == 404)] == [404]
    assert (len(mock.requests), mock.requests.all()[0]["id"], mock.requests.clear(), len(mock.requests)) == (1, 1, 1, 0)


def test_a_delivery_is_found_by_what_it_tells(hooked: MockClio) -> None:
    matter = lease(hooked)
    result = hooked.webhooks.assert_delivered("matter", "created", record=matter, data={"description": "Lease"}, times=1)
    assert result.statuses == [200]
    hooked.webhooks.assert_delivered(event="handshake")
    hooked.webhooks.assert_nothing_delivered("contact")
    hooked.webhooks.assert_nothing_delivered("matter", "deleted")


def test_a_delivery_that_did_not_come_says_what_came_instead(hooked: MockClio) -> None:
    matter = lease(hooked)
    with pytest.raises(AssertionError, match=r"200: delivered \(.*\) differs in description: 'Will' was expected, 'Lease' was sent"):
        hooked.webhooks.assert_delivered("matter", "created", data={"description": "Will"})
    with pytest.raises(AssertionError, match="expected a delivery of matter created 2 times, 1 arrived"):
        hooked.webhooks.assert_delivered("matter", "created", times=2)
    with pytest.raises(AssertionError, match="expected no delivery of matter created, there were 1"):
        hooked.webhooks.assert_nothing_delivered("matter", "created")
    hooked.http.patch(f"/api/v4/matters/{matter}.json", json={"data": {"description": "Sale"}})
    with pytest.raises(AssertionError, match=rf"matter {matter} updated, webhook \d+: .*event"):
        hooked.webhooks.assert_delivered("matter", "updated")


def test_a_delivery_that_waits_for_another_try_is_not_nothing(hooked: MockClio) -> None:
    hooked.webhooks.respond(500, model="matter", event="created")
    lease(hooked)
    with pytest.raises(AssertionError, match=r"500: waiting"):
        hooked.webhooks.assert_delivered("matter", "created")
    with pytest.raises(AssertionError, match="expected no delivery of matter"):
        hooked.webhooks.assert_nothing_delivered("matter")
    hooked.clock.advance(timedelta(days=1))
    assert hooked.webhooks.assert_delivered("matter", "created").statuses == [500, 200]
