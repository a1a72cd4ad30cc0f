"""A port that is in use: which process uses it, if that can be known, and what to do."""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockclio.server.serve import PortTaken

PATIENCE = 1.0
"""Timeout in seconds for the server that listens at the port."""
TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
LISTENING = "0A"
WORDS = 3
"""Words of a command that are shown; what follows may be secret."""
NEAR = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def taken(place: PortTaken, option: str = "--port") -> str:
    """What to say of it; `option` is the one that chooses a port."""
    by = " by ".join(["", *filter(None, [holder(place.address, place.port)])])
    return f"{place} is taken{by}: stop what listens there, or choose another port with {option} N, or any free one with {option} 0"


def holder(address: str, port: int) -> str:
    """Who listens there, as in `a mockclio server, process 4242 (mockclio serve)`; empty where it cannot be known."""
    return ", ".join(filter(None, ["a mockclio server" if _is_mockclio(address, port) else "", _process(address, port)]))


def _is_mockclio(address: str, port: int) -> bool:
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection(NEAR.get(address, address), port, timeout=PATIENCE)
    try:
        connection.request("GET", "/_mockclio/health")
        health = json.loads(connection.getresponse().read(1_000))
        return isinstance(health, dict) and "worlds" in health
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        connection.close()


def _process(address: str, port: int) -> str:
    """The process, on Linux; those of other users cannot be looked into."""
    with suppress(OSError):
        sockets = set(_sockets(_coded(address, port), port))
        for pid in sorted((name for name in os.listdir("/proc") if name.isdigit()), key=int) if sockets else ():
            if not sockets.isdisjoint(_links(pid)):
                return f"process {pid} ({_command(pid)})"
    return ""


def _sockets(wanted: str, port: int) -> Iterator[str]:
    """Sockets that listen at the address, or at every address, as the descriptors of their processes name them."""
    for table in TABLES:
        with suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                _, local, _, state, *_, inode = line.split()[:10]
                host, _, number = local.partition(":")
                if state == LISTENING and int(number, 16) == port and (host == wanted or not host.strip("0") or not wanted.strip("0")):
                    yield f"socket:[{inode}]"


def _coded(address: str, port: int) -> str:
    """An address as the kernel writes it: hexadecimal, in words of the machine's own order."""
    family, _, _, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    packed = socket.inet_pton(family, str(place[0]))
    count = len(packed) // 4
    return struct.pack(f"={count}I", *struct.unpack(f">{count}I", packed)).hex().upper()


def _links(pid: str) -> Iterator[str]:
    with suppress(OSError):
        for number in os.listdir(f"/proc/{pid}/fd"):
            with suppress(OSError):
                yield os.readlink(f"/proc/{pid}/fd/{number}")


def _command(pid: str) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").strip("\0").split("\0")
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(words[:WORDS]))
