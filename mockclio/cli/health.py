"""The verb `health`: whether a server answers."""

from __future__ import annotations

import sys

import click


@click.command("health")
@click.option("--url", default="http://127.0.0.1:8428", show_default=True, help="The server to ask.")
def health(url: str) -> None:
    """Exit with 0 when the server answers, 3 when it does not. Example: mockclio health --url http://127.0.0.1:8428"""
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        with urlopen(f"{url.rstrip('/')}/_mockclio/health", timeout=5) as answer:
            click.echo(answer.read().decode())
    except (URLError, OSError, ValueError) as error:
        click.echo(f"{url} does not answer ({error}): start a server with `mockclio serve`", err=True)
        sys.exit(3)
