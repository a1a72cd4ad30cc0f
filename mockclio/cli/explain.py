"""The verb `explain`: why an answer was what it was."""

from __future__ import annotations

import click

from mockclio.cli._control import Control, control
from mockclio.cli._table import cell, coloured
from mockclio.cli.requests import address


@click.command("explain")
@click.argument("id", type=int)
@click.option("--record", type=int, help="Say why this record is not in the list.")
@control()
def explain(server: Control, id: int, record: int | None) -> None:
    """Say why the request ID (see `mockclio requests`) was answered as it was. Example: mockclio explain 17 --record 1048601"""
    answer = server.get(f"requests/{id}/explain", record=record, world=server.world)
    request = answer["request"]
    server.show(
        answer,
        lambda: "\n".join(
            [
                f"{cell(address(request))} -> {coloured(str(request['status']), str(request['status']))}",
                *(f"  {reason}" for reason in answer["because"]),
                *(f"  rule {rule['id']} [{rule['evidence']}]" for rule in answer["rules"]),
            ]
        ),
    )
