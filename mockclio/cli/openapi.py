"""The verb `openapi`: the catalogue as an OpenAPI document."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("openapi")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of printing.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when the file that ships is not what the catalogue says.")
def openapi(output: Path | None, check: bool) -> None:
    """Export the API as OpenAPI 3.1. Example: mockclio openapi --output clio-v4.json"""
    import sys

    from mockclio import resources
    from mockclio.openapi.export import render

    content = render()
    if check:
        shipped = output or resources.data("openapi") / "clio-v4.json"
        if not shipped.is_file() or shipped.read_bytes() != content:
            click.echo(f"{shipped} is not what the catalogue says: write it anew with `mockclio openapi --output {shipped}`", err=True)
            sys.exit(1)
        click.echo(f"{shipped} is what the catalogue says")
    elif output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(content)
    else:
        click.echo(content, nl=False)
