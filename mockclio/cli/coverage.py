"""The verb `coverage`: which part of the API a run used; it reads a running server, or files of several processes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from mockclio.cli._control import FINDING, Control, control
from mockclio.cli._covering import Wanted, covering, show


@click.command("coverage")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@covering("--output")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only operations of this tag, as in Matters; may be repeated.")
@click.option("--reset", is_flag=True, help="Reset the coverage of the server after reading it.")
@control(world=False)
def coverage(server: Control, files: tuple[Path, ...], wanted: Wanted, tags: tuple[str, ...], reset: bool) -> None:
    """Show which part of the API was used. Without FILES the server is called, else the files are merged.

    Exits with 1 when less was covered than --fail-under. Example: mockclio coverage one.json two.json --html covered --fail-under 10
    """
    from mockclio.openapi.surface import tags as known
    from mockclio.testing.coverage import Report, WrongFile, merge, read
    from mockclio.testing.coverage.files import parse

    unknown = sorted(set(tags) - set(known()))
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: no such tag; there are {', '.join(known())}", param_hint="--tag")
    if tags and wanted.of == "events":
        raise click.UsageError("Events of webhooks have no tag: leave --tag out, or choose another --of")
    try:
        covered = merge([*map(read, files)]) if files else parse(server.text("GET", "coverage"), server.url)
    except WrongFile as wrong:
        raise click.UsageError(str(wrong)) from None
    if reset:
        server.delete("coverage")
    report = Report(covered, tags)
    if server.as_json:
        click.echo(json.dumps(_document(report), indent=2))
    sys.exit(FINDING if not show(report, wanted, silent=server.as_json) else 0)


def _document(report: Any) -> dict[str, Any]:

    return {**report.covered, "measured": {name: count.document() for name, count in report.counts.items()}}
