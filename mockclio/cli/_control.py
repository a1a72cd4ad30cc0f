"""What verbs share that ask a running server to do something: the options that name it, the request, the answer on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def server(command: F) -> F:
    """The options that say which server and which of its worlds."""
    for option in (
        click.option("--control-token", help="The token that the server wants for control, if it was started with one."),
        click.option("--world", default="default", show_default=True, help="The world of the server."),
        click.option("--url", default="http://127.0.0.1:8428", show_default=True, help="The server to ask."),
    ):
        command = option(command)
    return command


def post(url: str, world: str, control_token: str | None, path: str, body: dict[str, Any]) -> None:
    """Print the record that the server made. Exits with 1 when the server refuses, with 3 when there is none."""
    import json
    from urllib.error import HTTPError, URLError
    from urllib.parse import quote
    from urllib.request import Request, urlopen

    sent = {name: value for name, value in body.items() if value not in (None, (), [])}
    headers = {"Content-Type": "application/json", **({"X-Mockclio-Control-Token": control_token} if control_token else {})}
    try:
        request = Request(f"{url.rstrip('/')}/_mockclio/{path}?world={quote(world)}", json.dumps(sent).encode(), headers)
        with urlopen(request, timeout=30) as answer:
            click.echo(json.dumps(json.load(answer)["data"], indent=2))
    except HTTPError as refused:
        click.echo(f"refused: {json.load(refused)['error']['message']}", err=True)
        sys.exit(1)
    except (URLError, OSError, ValueError) as error:
        click.echo(f"{url} does not answer ({error}): start a server with `mockclio serve`", err=True)
        sys.exit(3)
