"""The verb `health`: whether a server answers."""

from __future__ import annotations

import json

import click

from mockclio.cli._control import UNREACHABLE, URL, fail


@click.command("health")
@click.option("--url", envvar="MOCKCLIO_URL", default=URL, show_default=True, help="The server to ask.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def health(url: str, as_json: bool) -> None:
    """Exit with 0 when the server answers, 3 when it does not. Example: mockclio health --url http://127.0.0.1:8428"""
    from http.client import HTTPException
    from urllib.request import urlopen

    try:
        with urlopen(f"{url.rstrip('/')}/_mockclio/health", timeout=5) as answer:  # the user names the server  # nosec B310
            content = answer.read()
    except (OSError, ValueError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        fail(f"{url} does not answer ({reason}): start a server with `mockclio serve`, or name another with --url", UNREACHABLE)
    try:
        document = json.loads(content)
        worlds = int(document["worlds"])
    except (ValueError, KeyError, TypeError):
        fail(f"{url} answers, and not as mockclio does: is --url right?", UNREACHABLE)
    edition = f" of the edition of {document['edition']}" if "edition" in document else ""
    click.echo(json.dumps(document) if as_json else f"{url} answers, with {worlds} world{'s' if worlds != 1 else ''}{edition}")
