"""Paths of faults are written as in assertions, and a fault that can apply to nothing is refused with what is near."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.oauth.routes import ROUTES as OAUTH
from mockclio.server.fault_patterns import OTHER_PATHS, check, meet, tokens
from mockclio.server.storage import STORES
from mockclio.store.faults import Fault, WrongFault, make
from mockclio.store.paths import is_at
from tests.control.requests import Asking

ONE = "/api/v4/matters/17"


@pytest.mark.parametrize(
    "pattern", ["/matters", "matters", "/matters.json", "/api/v4/matters", "/api/v4/matters.json", "https://app.clio.com/api/v4/matters"]
)
def test_a_path_may_be_written_in_every_way_of_the_assertions(mock: MockClio, pattern: str) -> None:
    mock.faults.add("status", status=503, path=pattern)
    for path, status in (("matters", 503), ("matters.json", 503), ("matters/1", 404), ("matter_stages", 200), ("contacts", 200)):
        assert mock.http.get(f"/api/v4/{path}").status_code == status, path
    mock.requests.assert_called("GET", pattern, times=2)


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/matters/{id}", ONE, True),
        ("/matters/{id}", f"{ONE}.json", True),
        ("/matters/{id}", f"{ONE}/client", False),
        ("/matters/{id}/client", f"{ONE}/client", True),
        ("/matters/17", ONE, True),
        ("/matters/1", ONE, False),
        ("/matters*", ONE, True),
        ("/matters/*", ONE, True),
        ("/matters/1?", ONE, True),
        ("/api/v4/*", ONE, True),
        ("/api/v4/*", "/oauth/token", False),
        ("/oauth/*", "/oauth/token", True),
        ("/oauth/token", "/oauth/token", True),
        ("*", "/oauth/token", True),
        ("*.json", f"{ONE}.json", True),
        ("*.json", ONE, True),
        ("/matters", "/matters/api/v4/matters", False),
        ("/m.tters", "/api/v4/matters", False),
    ],
)
def test_what_fits_a_pattern(pattern: str, path: str, fits: bool) -> None:
    assert is_at(path, pattern) is fits


@pytest.mark.parametrize(
    ("values", "near"),
    [
        ({"path": "/mattres"}, "near are /matters, "),
        ({"path": "/matter/{id}"}, "/matters/{id}"),
        ({"path": "/api/v4/mattres*"}, "near are /matters, "),
        ({"path": "/oauth/tokn"}, "near are /oauth/token, "),
        ({"path": "/api/v4/*zebras*"}, "no path fits '/api/v4/*zebras*'"),
        ({"path": "/matters/abc"}, "no path fits '/matters/abc'; near are "),
        ({"path": "/api/v3/matters"}, "no path fits"),
        ({"path": "/matters" * 100}, "at most 200 signs"),
        ({"operation": "Matter#*" * 100}, "at most 200 signs"),
        ({"operation": "Matter#crate"}, "near are Matter#create, "),
        ({"operation": "Mater#*"}, "near are Matter#"),
        ({"tag": "matters"}, "near are Matters, "),
        ({"method": "FETCH"}, "GET"),
        ({"path": "/users/who_am_i", "method": "DELETE"}, "near are GET /users/who_am_i (User#who_am_i)"),
        ({"tag": "Matters", "operation": "Task#*"}, "no operation has all of this: operation 'Task#*', tag 'Matters'"),
        ({"path": "/oauth/token", "tag": "Matters"}, "no operation has all of this"),
    ],
)
def test_a_fault_that_can_apply_to_nothing_is_refused_with_what_is_near(
    mock: MockClio, control: Asking, values: dict[str, Any], near: str
) -> None:
    for body in ({"status": 503, **values}, {"preset": "flaky", **values}):
        status, message = control.refused("POST", "faults", body)
        assert (status, near in message) == (400, True), message
    with pytest.raises(ValueError, match=r"fits|has all|no tag|signs|none that"):
        mock.faults.add("status", **values)
    header = "; ".join(["503", *(f"{name}={value}" for name, value in values.items())])
    answer = mock.http.get("/api/v4/matters", headers={"X-Mockclio-Fault": header})
    assert (answer.status_code, near in answer.json()["error"]["message"]) == (400, True)
    assert len(mock.faults) == 0


def test_every_operation_can_have_a_fault_by_each_of_its_names() -> None:
    for one in operations().values():
        for path in (one.path, f"/api/v4{one.path}.json", one.path.replace("{id}", "17"), f"{one.path}*"):
            check(make("status", path=path, method=one.method))
        check(make("status", operation=one.operation_id, tag=one.collection.tag, method=one.method))
        check(make("status", operation=f"{one.operation_id.partition('#')[0]}#*"))


def test_every_other_path_of_the_mock_can_have_a_fault() -> None:
    assert {path for path in OTHER_PATHS if path.startswith("/oauth/")} == {f"/oauth/{path}" for _, path in OAUTH}
    assert {path.split("/")[2] for path in OTHER_PATHS if path.startswith("/_storage/")} == {kind for _, kind in STORES}
    for path in OTHER_PATHS:
        check(make("status", path=path))
    for path in ("*", "/oauth/*", "/_storage/*", "/_storage/downloads/default/*", "/api/v4/*"):
        check(make("status", path=path))
    check(Fault("latency"))


def test_two_patterns_meet_when_some_text_fits_both() -> None:
    letters = ["a", "/", "*", "?", "{x}"]
    patterns = ["".join(signs) for length in range(4) for signs in product(letters, repeat=length)]
    texts = ["".join(signs) for length in range(5) for signs in product("a/b", repeat=length)]
    fitting = {pattern: {text for text in texts if meet(tokens(pattern), tokens(text))} for pattern in patterns}
    assert fitting["a{x}"] == {text for text in texts if text[:1] == "a" and len(text) > 1 and "/" not in text}
    for one, other in product(patterns[::3], patterns[::5]):
        assert meet(tokens(one), tokens(other)) == (not fitting[one].isdisjoint(fitting[other]) or _is_long(one, other)), (one, other)


def _is_long(one: str, other: str) -> bool:
    """Whether only a text that is longer than those of the test could fit both."""
    return meet(tokens(one), tokens(other)) and max(len(one.replace("{x}", "x")), len(other.replace("{x}", "x"))) > 2


@pytest.mark.parametrize("fault", ["429", "status; status=429", "rate-limit; retry_after=40"])
def test_a_429_says_what_the_limit_is_and_when_to_come_back(mock: MockClio, fault: str) -> None:
    answer = mock.http.get("/api/v4/users/who_am_i", headers={"X-Mockclio-Fault": fault})
    wait = 40 if "40" in fault else 60
    now = int(mock.world.clock.now().timestamp())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(wait))
    rates = {name: answer.headers[f"X-RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")}
    assert rates == {"Limit": "50", "Remaining": "0", "Reset": str(now + wait)}


def test_a_429_has_the_limit_of_the_world_and_the_end_of_its_window(mock: MockClio) -> None:
    mock.world.settings = mock.world.settings.changed({"rate_limit": 7})
    mock.faults.add("status", status=429)
    mock.control("POST", "clock", {"seconds": 25})
    answer = mock.http.get("/api/v4/users/who_am_i")
    assert (answer.headers["X-RateLimit-Limit"], answer.headers["Retry-After"]) == ("7", "35")


def test_other_statuses_have_a_retry_after_only_where_it_is_given(mock: MockClio) -> None:
    for fault, expected in (("503", None), ("503; retry_after=5", "5"), ("base64", None)):
        answer = mock.http.get("/api/v4/users/who_am_i", headers={"X-Mockclio-Fault": fault})
        assert answer.headers.get("Retry-After") == expected
        assert "X-RateLimit-Reset" not in answer.headers


def test_a_wrong_pattern_is_an_error_of_its_own_kind() -> None:
    with pytest.raises(WrongFault):
        check(make("status", path="/mattres"))
