"""The verb `world`: worlds of a running server."""

from __future__ import annotations

from typing import Any

import click

from mockclio.cli._control import Control, control, table


@click.group("world")
def world() -> None:
    """The worlds of a running server. Each is an isolated account. Example: mockclio world fork default --name test-1"""


@world.command("list")
@control(world=False)
def list_(server: Control) -> None:
    """List all worlds. Example: mockclio world list"""
    answer = server.get("worlds")
    rows = [{**one, "rows": sum(one["rows"].values()), "clock": "frozen" if one["frozen"] else "running"} for one in answer["worlds"]]
    server.show(answer, lambda: table(rows, "name", "now", "clock", "rows", "tokens", "faults", "requests"))


@world.command("show")
@click.argument("name", default="default")
@control(world=False)
def show(server: Control, name: str) -> None:
    """Show one world, with its token and applications. Example: mockclio world show default"""
    answer = server.get(f"worlds/{name}")
    server.show(answer, lambda: _text(answer["world"]))


@world.command("create")
@click.option("--name", help="What to call it; a free name if left out.")
@click.option("--firm", help="The firm to begin with: one that ships, or the path of a spec, a firm or a saved state. [default: small]")
@click.option("--state", help="The saved state to begin with.")
@click.option("--at", help="The time at which its clock begins (ISO 8601).")
@click.option("--frozen", is_flag=True, default=None, help="Let its clock stand still.")
@control(world=False)
def create(server: Control, **values: Any) -> None:
    """Make a world of a firm or a saved state. Example: mockclio world create --name quiet --firm firm.yaml --frozen"""
    answer = server.post("worlds", _with_document(values))
    server.show(answer, lambda: _text(answer["world"]))


def _with_document(values: dict[str, Any]) -> dict[str, Any]:
    """Send the rows of a firm that is a file here, because the server may not see the file."""
    from mockclio.store import resources

    firm = values.get("firm")
    if not firm or firm in resources.firms():
        return values
    from pathlib import Path

    from mockclio.assembly import firm_document
    from mockclio.store.clock import parse_time, within

    if not Path(firm).exists():
        raise click.UsageError(f"--firm {firm}: there is no such file, and the firms that ship are {', '.join(resources.firms())}")
    try:
        at = within(parse_time(values["at"])) if values.get("at") else None
        document, _ = firm_document(firm, at=at, running=not values.get("frozen"))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return {**values, "firm": None, "document": document}


@world.command("fork")
@click.argument("source", default="default")
@click.option("--name", help="What to call the fork; a free name if left out.")
@control(world=False)
def fork(server: Control, source: str, name: str | None) -> None:
    """Make a world with the state of another. Example: mockclio world fork default --name test-1"""
    answer = server.post(f"worlds/{source}/fork", {"name": name})
    server.show(answer, lambda: _text(answer["world"]))


@world.command("reset")
@click.argument("name", default="default")
@control(world=False)
def reset(server: Control, name: str) -> None:
    """Give a world the rows and the time that it began with. Example: mockclio world reset default"""
    answer = server.post(f"worlds/{name}/reset")
    server.show(answer, lambda: f"{name} is as it began, at {answer['world']['now']}")


@world.command("delete")
@click.argument("name")
@control(world=False)
def delete(server: Control, name: str) -> None:
    """Forget a world and all that opens it. Example: mockclio world delete test-1"""
    answer = server.delete(f"worlds/{name}")
    server.show(answer, lambda: f"{name} is gone")


def _text(one: dict[str, Any]) -> str:
    clients = "\n".join(f"client  {client['client_id']}  {client['client_secret']}" for client in one["applications"])
    stands = "stands still" if one["frozen"] else "runs"
    return f"world   {one['name']}, its clock {stands} at {one['now']}, {sum(one['rows'].values())} rows\ntoken   {one['token']}\n{clients}"
