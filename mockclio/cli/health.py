"""The verb `health`: whether a server answers."""

from __future__ import annotations

import json

import click

from mockclio.cli import _options
from mockclio.cli._options import UNREACHABLE, away, fail


@click.command("health")
@_options.url
@_options.as_json
def health(url: str, as_json: bool) -> None:
    """Exit with 0 when the server answers, 3 when it does not. Example: mockclio health --url http://127.0.0.1:8428

    Without --url it asks the server that `mockclio serve` starts in the same environment, as in a container.
    """
    from http.client import HTTPException
    from urllib.request import Request

    from mockclio.handle.opening import open_url

    try:
        with open_url(Request(f"{url.rstrip('/')}/_mockclio/health"), timeout=5) as answer:
            content = answer.read()
    except (OSError, ValueError, HTTPException) as error:
        away(url, getattr(error, "reason", error))
    try:
        document = json.loads(content)
        worlds = int(document["worlds"])
    except (ValueError, KeyError, TypeError):
        fail(f"{url} answers, and not as mockclio does: is --url right?", UNREACHABLE)
    edition = f" of the edition of {document['edition']}" if "edition" in document else ""
    click.echo(json.dumps(document) if as_json else f"{url} answers, with {worlds} world{'s' if worlds != 1 else ''}{edition}")
