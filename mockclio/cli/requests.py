"""The verb `requests`: the request log of a running server."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote_plus

import click

from mockclio.cli._control import Control, control
from mockclio.cli._table import cell, coloured, table

COLUMNS = ("id", "at", "status", "ms", "request")


@click.command("requests")
@click.option("--method", help="Only this method.")
@click.option("--path", help="Only paths that fit, as in '/api/v4/matters*'.")
@click.option("--operation", help="Only operations that fit, as in 'Matter#*'.")
@click.option("--status", help="Only this status, or as 4xx its hundred.")
@click.option("--rule", help="Only answers that this rule had a part in.")
@click.option("--fault", help="Only requests that this fault struck.")
@click.option("--token", help="Only requests with this bearer token.")
@click.option("--text", help="Only those whose path, query or bodies hold this.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="At most so many, the newest.")
@click.option("--export", "form", type=click.Choice(["har", "curl", "pytest"]), help="Print them in this form instead.")
@click.option("--follow", is_flag=True, help="Go on printing as requests come, until interrupted.")
@click.option("--clear", is_flag=True, help="Forget them instead.")
@control()
def requests(server: Control, form: str | None, follow: bool, clear: bool, **search: Any) -> None:
    """Search the requests of a world. Example: mockclio requests --status 4xx --follow"""
    query = {**search, "world": server.world}
    if clear:
        answer = server.delete("requests", world=server.world)
        server.show(answer, lambda: f"{answer['removed']} forgotten")
    elif form:
        click.echo(server.text("GET", "requests/export", query={**query, "form": form}), nl=False)
    elif follow:
        _follow(server, query)
    else:
        answer = server.get("requests", **query)
        server.show(answer, lambda: table([_row(one) for one in answer["requests"]], *COLUMNS))


def _follow(server: Control, query: dict[str, Any]) -> None:
    """Print what is there and then each new one, waiting for it in long polls."""
    after, event = 0, server.get("events")["last"]
    try:
        while True:
            result = server.get("requests", **{**query, "after": after})
            for one in result["requests"]:
                click.echo(json.dumps(one) if server.as_json else _line(one))
            after = result["last"]
            event = server.get("events", after=event, kinds="request", world=server.world, wait=30)["last"]
    except KeyboardInterrupt:
        return


def _row(one: dict[str, Any]) -> dict[str, Any]:
    """A request as a row of the table: below its address stand its faults and the reason of a refusal."""
    return {**one, "ms": f"{one['milliseconds']:.1f}", "request": "\n".join(filter(None, (address(one), *one["faults"], one["error"])))}


def address(one: dict[str, Any]) -> str:
    """The method and the address, with the query as people write it."""
    return f"{one['method']} {one['path']}{'?' if one['query'] else ''}{unquote_plus(one['query'])}"


def _line(one: dict[str, Any]) -> str:
    more = "  ".join([one["operation"], *one["faults"], one["error"]])
    status = coloured(str(one["status"]), str(one["status"]))
    return cell(f"{one['id']:>5}  {one['at']}  {one['milliseconds']:>8.2f} ms  ") + status + cell(f"  {address(one)}  {more}".rstrip())
