"""What `serve` prints on stderr before its ready line: where the server is, who may use it, and what it holds."""

from __future__ import annotations

import shlex
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from mockclio.catalog import EDITION

if TYPE_CHECKING:
    from mockclio.store.world import World

EVERYWHERE = {"//0.0.0.0:": "//127.0.0.1:", "//[::]:": "//[::1]:"}
"""Addresses that mean every address of this machine, and the one that a client on this machine uses."""
COUNTED = ("matters", "contacts", "users", "bills")


def show(world: World, url: str, token: str, firm: str) -> None:
    """Print the banner. A server without a reader of its stderr starts all the same."""
    with suppress(OSError):
        click.echo(banner(world, url, token, firm), err=True)


def banner(world: World, url: str, token: str, firm: str) -> str:
    """The lines of the banner. `firm` is the name or the file that the world was opened from."""
    for every, near in EVERYWHERE.items():
        url = url.replace(every, near)
    lines = {
        "address": f"{url}/api/v4",
        "token": f"{token}{_user(world, token)}",
        "application": _application(world),
        "consent": f"{url}/oauth/authorize",
        "firm": f"{firm}: {', '.join(_count(len(world.table(name)), name) for name in COUNTED)}",
        "time": f"{world.clock.stamp()}, {'frozen' if world.clock.frozen else 'running'}",
    }
    head = f"mockclio, a mock of the Clio Manage API v4 (edition of {EDITION})"
    return "\n".join([head, *(f"  {name:<12} {text}" for name, text in lines.items() if text), _curl(url, token)])


def _count(number: int, records: str) -> str:
    return f"{number} {records if number != 1 else records.removesuffix('s')}"


def _user(world: World, token: str) -> str:
    known = world.access.tokens.get(token)
    user = world.table("users").get(known.user) if known else None
    return f" (acts as {user.get('name')})" if user else ""


def _application(world: World) -> str:
    first = next(iter(world.access.applications.values()), None)
    return f"{first.client_id}, secret {first.client_secret}" if first else ""


def _curl(url: str, token: str) -> str:
    """A command that can be copied. curl does not trust the certificate of a mock."""
    insecure = ["-k"] if url.startswith("https:") else []
    return shlex.join(["curl", *insecure, "-H", f"Authorization: Bearer {token}", f"{url}/api/v4/matters"])
