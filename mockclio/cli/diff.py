"""The verb `diff`: an official OpenAPI document against the catalogue."""

from __future__ import annotations

import click


@click.command("diff")
@click.argument("official")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def diff(official: str, as_json: bool) -> None:
    """List what the OpenAPI document OFFICIAL (a path or an http(s) address) and the catalogue say differently.

    Exits with 1 when the document names something that is missing here, 2 when it is no OpenAPI document, 3 when it cannot be reached.
    Example: mockclio diff openapi.json
    """
    import json
    import sys
    from dataclasses import asdict

    from mockclio.openapi.diff import Unreachable, compare, load, missing, render
    from mockclio.openapi.export import document
    from mockclio.openapi.reading import NotOpenAPI

    try:
        differences = compare(load(official), document())
    except NotOpenAPI as error:
        raise click.UsageError(str(error)) from error
    except Unreachable as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(3)
    if as_json:
        rows = [{**asdict(one), "detail": one.detail} for one in differences]
        click.echo(json.dumps({"missing": missing(differences), "differences": rows}, indent=2))
    else:
        click.echo(render(differences))
    sys.exit(1 if missing(differences) else 0)
