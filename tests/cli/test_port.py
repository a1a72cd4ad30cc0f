"""A port that is taken: the message says by whom, where that can be known, and how to choose another."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.cli import _port, main
from mockclio.server.serve import PortTaken, listen
from mockclio.webhooks.receiver import Receiver
from tests.webhooks.sockets import listening

linux = pytest.mark.skipif(not Path("/proc/net/tcp").is_file(), reason="processes are found on Linux only")


@pytest.fixture
def mute(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a listener of this process that says nothing."""
    monkeypatch.setattr(_port, "PATIENCE", 0.05)
    with closing(socket.create_server(("127.0.0.1", 0))) as made:
        yield made.getsockname()[1]


@linux
def test_another_program_is_named_by_its_process(mute: int) -> None:
    message = _port.taken(PortTaken("127.0.0.1", mute))
    assert message.startswith(f"127.0.0.1:{mute} is taken by process {os.getpid()} (")
    assert message.endswith(": stop what listens there, or choose another port with --port N, or any free one with --port 0")


@linux
def test_a_server_of_ours_is_named_as_such(mock: MockClio) -> None:
    port = int(mock.url.rpartition(":")[2])
    assert _port.holder("127.0.0.1", port).startswith(f"a mockclio server, process {os.getpid()} (")


@linux
def test_who_listens_at_another_address_is_not_blamed(mute: int) -> None:
    assert _port.holder("127.0.0.2", mute) == ""


@linux
def test_only_the_first_words_of_a_command_are_shown(tmp_path: Path) -> None:
    assert len(_port._command(str(os.getpid())).split(" ")) <= _port.WORDS


def test_where_nothing_can_be_known_the_address_is_named_alone(mute: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_port, "TABLES", ("/nowhere/tcp",))
    assert _port.taken(PortTaken("127.0.0.1", mute)).startswith(f"127.0.0.1:{mute} is taken: stop what listens there")
    assert str(PortTaken("::1", 5)) == "[::1]:5"


def test_addresses_are_written_as_the_kernel_does() -> None:
    assert sorted(_port._coded("127.0.0.1", 1)) == sorted("0100007F")
    assert _port._coded("0.0.0.0", 1) == "00000000"
    assert len(_port._coded("::1", 1)) == 32


def test_listen_and_replay_name_their_own_options(mute: int) -> None:
    taken = CliRunner().invoke(main, ["listen", "--port", str(mute)])
    assert (taken.exit_code, "choose another port with --port N" in taken.stderr) == (1, True)
    with listening(Receiver()) as url:
        played = CliRunner().invoke(main, ["replay", "gone_410", "--to", url, "--api-port", str(mute)])
    assert (played.exit_code, "any free one with --api-port 0" in played.stderr) == (1, True)


def test_a_taken_port_is_refused_with_its_address(mute: int) -> None:
    with pytest.raises(PortTaken) as refused:
        listen("127.0.0.1", mute)
    assert (refused.value.address, refused.value.port) == ("127.0.0.1", mute)
