"""The verb `fault`: the faults of a running server."""

from __future__ import annotations

from typing import Any

import click

from mockclio.cli._control import Control, control, table
from mockclio.store.fault_kinds import KINDS, PRESETS


@click.group("fault")
def fault() -> None:
    """Let requests go wrong, to see how a client bears it. Example: mockclio fault add status --status 503 --probability 0.1"""


@fault.command("add")
@click.argument("kind", type=click.Choice([*KINDS, *PRESETS]), metavar="KIND")
@click.option("--status", type=int, help="The status of the answer.")
@click.option("--message", help="The message in the answer.")
@click.option("--retry-after", type=int, help="Seconds in Retry-After.")
@click.option("--delay", type=float, help="Seconds that the answer takes longer.")
@click.option("--spread", type=float, help="How far the delay strays.")
@click.option("--distribution", help="fixed, uniform, normal or exponential.")
@click.option("--operation", help="Only this operation, as in 'Matter#*'.")
@click.option("--tag", help="Only operations of this tag, as in Matters.")
@click.option("--method", help="Only this method.")
@click.option("--path", help="Only paths that fit, as in /matters, '/matters/{id}' or '/matters*'.")
@click.option("--token", help="Only requests with this bearer token.")
@click.option("--probability", type=float, help="From 0 to 1; 1 if left out.")
@click.option("--count", type=int, help="At most this many requests.")
@click.option("--starts", help="How long from now it begins, as in 10m of the world's clock.")
@click.option("--lasts", help="How long it goes on, as in 60s of the world's clock.")
@control()
def add(server: Control, kind: str, **values: Any) -> None:
    """Add a fault: KIND is a kind (see `mockclio fault kinds`) or a preset. Example: mockclio fault add rate-limit --lasts 60s"""
    answer = server.post("faults", {"preset" if kind in PRESETS else "kind": kind, **values}, world=server.world)
    server.show(answer, lambda: _text(answer["faults"]))


@fault.command("list")
@control()
def list_(server: Control) -> None:
    """List the faults of a world, and how many requests they matched. Example: mockclio fault list"""
    answer = server.get("faults", world=server.world)
    server.show(answer, lambda: _text(answer["faults"]))


@fault.command("kinds")
@control()
def kinds(server: Control) -> None:
    """List what can go wrong. Example: mockclio fault kinds"""
    answer = {"kinds": {name: kind.meaning for name, kind in KINDS.items()}, "presets": PRESETS}
    rows = [{"kind": name, "meaning": kind.meaning} for name, kind in KINDS.items()]
    rows += [{"kind": name, "meaning": "preset: " + ", ".join(rule["kind"] for rule in rules)} for name, rules in PRESETS.items()]
    server.show(answer, lambda: table(rows, "kind", "meaning"))


@fault.command("clear")
@click.argument("id", required=False)
@control()
def clear(server: Control, id: str | None) -> None:
    """Take one fault away, or all of them. Example: mockclio fault clear"""
    answer = server.delete(f"faults/{id}" if id else "faults", world=server.world)
    server.show(answer, lambda: f"{answer['removed']} taken away")


def _text(faults: list[dict[str, Any]]) -> str:
    facts = ("status", "message", "retry_after", "delay", "operation", "tag", "method", "path", "token", "count", "begins", "ends")
    rows = [{**one, "what": ", ".join(f"{name} {one[name]}" for name in facts if name in one)} for one in faults]
    return table(rows, "id", "kind", "probability", "hits", "what")
