"""The control interface answers whoever sits at this machine."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from mockclio.store.settings import HostPolicy


def clock(mock: MockClio, **headers: str) -> int:
    return mock.http.get("/_mockclio/clock", headers=headers).status_code


@pytest.mark.parametrize("host", ["localhost:8428", "127.0.0.1:8428", "[::1]:8428"])
def test_names_of_this_machine_are_served(mock: MockClio, host: str) -> None:
    assert clock(mock, Host=host) == 200


@pytest.mark.parametrize("host", ["evil.example", "127.evil.example.com", "localhost.evil.example"])
def test_a_foreign_name_for_this_address_is_refused(mock: MockClio, host: str) -> None:
    assert clock(mock, Host=host) == 403


def test_a_page_of_another_origin_is_refused(mock: MockClio) -> None:
    assert clock(mock, Host="localhost:8428", Origin="https://evil.example") == 403
    assert clock(mock, Host="localhost:8428", Origin="http://localhost:8428") == 200


def test_the_process_that_owns_a_mock_needs_no_token(mock: MockClio) -> None:
    worlds = mock.app.extensions["worlds"]
    worlds.settings.host_policy, worlds.settings.control_token = HostPolicy(beyond=True), "secret"
    assert clock(mock, **{"mockclio.owner": "1", "Mockclio-Owner": "1"}) == 403
    assert mock.clock.frozen is True


def test_beyond_this_machine_control_is_closed_without_a_token_and_health_is_open(mock: MockClio) -> None:
    worlds = mock.app.extensions["worlds"]
    worlds.settings.host_policy = HostPolicy(beyond=True)
    assert clock(mock) == 403
    assert mock.http.get("/_mockclio/health").status_code == 200
    worlds.settings.control_token = "secret"
    assert clock(mock) == 403
    assert clock(mock, **{"X-Mockclio-Control-Token": "secret"}) == 200
