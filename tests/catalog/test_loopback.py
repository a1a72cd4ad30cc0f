"""Which hosts mean this machine."""

from __future__ import annotations

import pytest

from mockclio.catalog.loopback import IN_PROCESS, addresses, is_local, is_loopback


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "app.localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_names_and_addresses_of_this_machine(host: str) -> None:
    assert is_loopback(host)
    assert is_local(host)


@pytest.mark.parametrize(
    "host", [None, "", "0.0.0.0", "10.0.0.1", "127.0.0.1.evil.example", "localhost.evil.example", "notlocalhost", "::2"]
)
def test_others_are_not_this_machine(host: str | None) -> None:
    assert not is_loopback(host)
    assert not is_local(host)


def test_a_mock_in_this_process_is_local_without_being_an_address() -> None:
    assert is_local(IN_PROCESS)
    assert not is_loopback(IN_PROCESS)


def test_a_server_of_this_machine_listens_at_both_addresses() -> None:
    assert addresses("localhost") == addresses("127.0.0.1") == ("127.0.0.1", "::1")
    assert addresses("0.0.0.0") == ("0.0.0.0",)
