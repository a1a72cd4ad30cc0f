"""The verb `state`: saved states of a running server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from mockclio.cli._control import FINDING, Control, control, fail, table


@click.group("state")
def state() -> None:
    """Save all of a world under a name, and go back to it. Example: mockclio state save before-import"""


@state.command("save")
@click.argument("name")
@control()
def save(server: Control, name: str) -> None:
    """Save a world. Example: mockclio state save before-import --world default"""
    answer = server.post("states", {"name": name}, world=server.world)
    server.show(answer, lambda: f"{server.world} was saved as {name}: {answer['path']} ({answer['bytes']} bytes)")


@state.command("load")
@click.argument("name")
@control()
def load(server: Control, name: str) -> None:
    """Let a world be what a state says; its tokens stay. Example: mockclio state load before-import"""
    answer = server.post(f"states/{name}/load", world=server.world)
    server.show(answer, lambda: f"{server.world} is {name}: {answer['rows']} rows, at {answer['now']}")


@state.command("list")
@control(world=False)
def list_(server: Control) -> None:
    """List the saved states. Example: mockclio state list"""
    answer = server.get("states")
    rows = [{"name": name} for name in answer["states"]]
    server.show(answer, lambda: table(rows, "name"))


@state.command("fork")
@click.argument("name")
@click.option("--name", "world_name", help="What to call the new world; a free name if left out.")
@control(world=False)
def fork(server: Control, name: str, world_name: str | None) -> None:
    """Make a new world of a state. Example: mockclio state fork before-import --name attempt-2"""
    from mockclio.cli.world import _text

    answer = server.post(f"states/{name}/fork", {"name": world_name})
    server.show(answer, lambda: _text(answer["world"]))


@state.command("delete")
@click.argument("name")
@control(world=False)
def delete(server: Control, name: str) -> None:
    """Remove a saved state. Example: mockclio state delete before-import"""
    answer = server.delete(f"states/{name}")
    server.show(answer, lambda: f"{name} is gone")


@state.command("diff")
@click.argument("before")
@click.argument("after", required=False)
@control()
def diff(server: Control, before: str, after: str | None) -> None:
    """Show what differs between two states, or between a state and the world as it is now. Paths of two files need no server.

    Exits with 1 when they differ. Example: mockclio state diff before-import after-import
    """
    if after and Path(before).is_file() and Path(after).is_file():
        answer = _of_files(Path(before), Path(after))
    else:
        answer = server.get("differences", **{"from": before, "to": after, "world": server.world})
    click.echo(json.dumps(answer, indent=2) if server.as_json else answer["text"].rstrip("\n"))
    sys.exit(FINDING if answer["differences"] else 0)


def _of_files(before: Path, after: Path) -> dict[str, Any]:
    from mockclio.store.differences import as_text, differences
    from mockclio.store.state import WrongState, load
    from mockclio.store.state import read as read_file

    try:
        documents = [read_file(path) for path in (before, after) if load(path)]
    except WrongState as error:
        fail(str(error), 2)
    result = differences(documents[0], documents[1])
    return {"differences": [one.document() for one in result], "text": as_text(result)}
