"""The verb `openapi`: the catalogue as an OpenAPI document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mockclio.openapi.export import Version


@click.command("openapi")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of printing.")
@click.option("--version", type=click.Choice(["3.1", "3.0"]), default="3.1", show_default=True, help="The version of OpenAPI.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when the file that ships is not what the catalogue says.")
@click.option("--json", "as_json", is_flag=True, help="Print what --check finds as JSON; the document is JSON in any case.")
def openapi(output: Path | None, version: Version, check: bool, as_json: bool) -> None:
    """Export the API as OpenAPI. A server has the same document at /openapi.json. Example: mockclio openapi --output clio-v4.json"""
    import json
    import sys

    from mockclio.openapi.export import render
    from mockclio.store import files, resources

    content = render(version)
    if check:
        shipped = output or resources.data("openapi") / "clio-v4.json"
        fresh = shipped.is_file() and shipped.read_bytes() == content
        if as_json:
            click.echo(json.dumps({"file": str(shipped), "fresh": fresh}))
        elif fresh:
            click.echo(f"{shipped} is what the catalogue says")
        else:
            click.echo(f"{shipped} is not what the catalogue says: write it anew with `mockclio openapi --output {shipped}`", err=True)
        sys.exit(0 if fresh else 1)
    elif output:
        files.write(content, output)
    else:
        click.echo(content, nl=False)
