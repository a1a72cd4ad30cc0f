"""The verb `clock`: the time of a world of a running server."""

from __future__ import annotations

from typing import Any

import click

from mockclio.cli._control import Control, control


@click.group("clock")
def clock() -> None:
    """See and move the time of a world; what falls due on the way happens. Example: mockclio clock advance 72h"""


@clock.command("show")
@control()
def show(server: Control) -> None:
    """Show the time and what will fall due. Example: mockclio clock show"""
    _print(server, server.get("clock", world=server.world))


@clock.command("set")
@click.argument("time")
@control()
def set_(server: Control, time: str) -> None:
    """Move to a time. Example: mockclio clock set 2026-07-01T09:00:00Z"""
    _print(server, server.post("clock", {"set": time}, world=server.world))


@clock.command("advance")
@click.argument("duration")
@control()
def advance(server: Control, duration: str) -> None:
    """Move on by a duration. Example: mockclio clock advance 1d12h"""
    _print(server, server.post("clock", {"advance": duration}, world=server.world))


@clock.command("freeze")
@control()
def freeze(server: Control) -> None:
    """Stand still. Example: mockclio clock freeze"""
    _print(server, server.post("clock", {"frozen": True}, world=server.world))


@clock.command("run")
@control()
def run(server: Control) -> None:
    """Run on at real speed. Example: mockclio clock run"""
    _print(server, server.post("clock", {"frozen": False}, world=server.world))


def _print(server: Control, answer: Any) -> None:
    lines = [f"{answer['now']}, {'standing still' if answer['frozen'] else 'running'}"]
    lines += [f"  {entry['at']}  {entry['kind']}" for entry in answer["agenda"]]
    server.show(answer, lambda: "\n".join(lines))
