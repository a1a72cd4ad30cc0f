"""Both kinds of handle offer the same; old names lead to the new ones for one release."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.handle.handle import MockHandle
from mockclio.handle.in_process import InProcessMock
from mockclio.handle.remote import RemoteMock
from tests.handle.conftest import AT

IN_PROCESS_ONLY = {"world", "app"}
"""Beside `webhooks.mount`, which is there on both and works in process."""
PARTS = ("clock", "faults", "requests", "tokens", "webhooks")
OF_A_FIRM = {"of"}
"""What `MockClio` has beside: the way to make one of a world."""


def public(thing: Any) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


def test_a_handle_offers_the_same_wherever_its_mock_is(servers: dict[str, Any]) -> None:
    with servers["in process"].fork("small", AT) as here, servers["remote"].fork("small", AT) as elsewhere:
        assert public(here) - public(elsewhere) == IN_PROCESS_ONLY
        assert public(elsewhere) - public(here) == set()
        for part in PARTS:
            assert type(getattr(here, part)) is type(getattr(elsewhere, part))
        for name in IN_PROCESS_ONLY:
            with pytest.raises(AttributeError, match="in process only"):
                getattr(elsewhere, name)


def test_a_mock_of_a_firm_is_a_handle_in_process() -> None:
    assert issubclass(MockClio, InProcessMock)
    assert issubclass(RemoteMock, MockHandle)
    with MockClio("empty") as mock:
        assert public(MockClio) - public(InProcessMock) == OF_A_FIRM
        assert public(mock) >= {"url", "token", "world", "client", "async_client", "http", *PARTS}
        assert public(mock) >= {"bill", "pay", "credit", "control", "reset", "close", "environment", "aside"}


def test_every_public_method_says_what_it_is() -> None:
    with MockClio("empty") as mock:
        parts = [mock, *(getattr(mock, part) for part in PARTS), mock.faults.add("status", status=500)]
        named = {f"{type(part).__name__}.{name}": getattr(type(part), name, None) for part in parts for name in public(type(part))}
    undocumented = [name for name, value in named.items() if (callable(value) or isinstance(value, property)) and not value.__doc__]
    assert undocumented == []


def test_a_handle_makes_its_parts_when_they_are_asked_for() -> None:
    with MockClio("empty") as mock:
        assert not {*PARTS, "http", "client"} & mock.__dict__.keys()


MOVED = [
    ("mockclio.testing.verify", "verify", "mockclio.verify.runner.verify"),
    ("mockclio.testing.verify.practice", "account_of", "mockclio.verify.prepared_firm.target_of"),
    ("mockclio.doors", "Doors", "mockclio.handle.handle.MockHandle"),
    ("mockclio.transport", "InProcess", "mockclio.handle.transport.InProcess"),
    ("mockclio.transport", "AsyncInProcess", "mockclio.handle.transport.AsyncInProcess"),
    ("mockclio.transport", "WorldTime", "mockclio.handle.time.WorldTime"),
    ("mockclio.testing.calls", "Calls", "mockclio.handle.requests.RequestAssertions"),
    ("mockclio.testing.calls", "LocalCalls", "mockclio.handle.requests.RequestAssertions"),
    ("mockclio.testing.calls", "Unexpected", "mockclio.handle.requests.Unexpected"),
    ("mockclio.testing.listening", "serve", "mockclio.handle.listening.serve"),
    ("mockclio.testing.matching", "Expected", "mockclio.handle.matching.Expected"),
    ("mockclio.testing.remote", "RemoteClock", "mockclio.handle.clock.ClockControl"),
    ("mockclio.testing.remote", "RemoteTime", "mockclio.handle.time.RemoteTime"),
    ("mockclio.testing.remote", "RemoteWorld", "mockclio.handle.remote.RemoteMock"),
    ("mockclio.testing.remote_parts", "RemoteCalls", "mockclio.handle.requests.RequestAssertions"),
    ("mockclio.testing.remote_parts", "RemoteFaults", "mockclio.handle.faults.FaultControl"),
    ("mockclio.testing.remote_parts", "RemoteTold", "mockclio.handle.deliveries.DeliveryAssertions"),
    ("mockclio.testing.server", "Forked", "mockclio.handle.in_process.InProcessMock"),
    ("mockclio.testing.tested", "FaultRules", "mockclio.handle.faults.FaultControl"),
    ("mockclio.testing.tested", "Tested", "mockclio.handle.handle.MockHandle"),
    ("mockclio.testing.tested", "Trial", "mockclio.handle.handle.Trial"),
    ("mockclio.testing.told", "LocalTold", "mockclio.handle.deliveries.DeliveryAssertions"),
    ("mockclio.testing.told", "Told", "mockclio.handle.deliveries.DeliveryAssertions"),
    ("mockclio.testing.told", "Undelivered", "mockclio.handle.deliveries.Undelivered"),
    ("mockclio.testing.transports", "transport", "mockclio.handle.transport.over_socket"),
]


@pytest.mark.parametrize(("module", "name", "new"), MOVED, ids=[f"{module}.{name}" for module, name, _ in MOVED])
def test_an_old_name_leads_to_the_new_one_and_says_so(module: str, name: str, new: str) -> None:
    place, _, moved = new.rpartition(".")
    with pytest.warns(DeprecationWarning, match=rf"{module}\.{name} is {new} now"):
        result = getattr(importlib.import_module(module), name)
    assert result is getattr(importlib.import_module(place), moved)


@pytest.mark.parametrize("module", sorted({module for module, _, _ in MOVED}))
def test_a_name_that_never_was_is_an_attribute_error(module: str) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = importlib.import_module(module).Nothing


def test_a_handle_is_imported_without_a_server_and_without_a_client() -> None:
    code = (
        "import sys; from mockclio import MockClio; "
        "print(*sorted({name.split('.')[0] for name in sys.modules} & {'flask', 'httpx', 'anyio', 'werkzeug'}))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == []
