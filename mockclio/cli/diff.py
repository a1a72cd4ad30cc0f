"""The verb `diff`: compares an official OpenAPI document with the catalogue, and shows which differences a test suite meets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mockclio.openapi.diff import Difference

Coverage = dict[str, Any]


@click.command("diff")
@click.argument("official")
@click.option("--missing", "only_missing", is_flag=True, help="Only what the catalogue lacks.")
@click.option("--deliberate", is_flag=True, help="Also the deliberate differences, with their reasons.")
@click.option(
    "--coverage",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A coverage of your own tests, as `mockclio run --coverage FILE` writes it. Differences that these tests meet come first.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def diff(official: str, only_missing: bool, deliberate: bool, coverage: Path | None, as_json: bool) -> None:
    """List what the OpenAPI document OFFICIAL (a path or an http(s) address) and the catalogue say differently.

    `missing here` is in the document and not in the catalogue; `only here` is in the catalogue and not in the document. The same
    difference of many operations is one line. Deliberate differences are left out. Exits with 1 when the catalogue lacks something,
    2 when OFFICIAL is no OpenAPI document, 3 when it cannot be reached. Example: mockclio diff openapi.json --coverage run.json
    """
    import json
    import sys

    from mockclio.openapi.deliberate import reasons
    from mockclio.openapi.diff import Unreachable, compare, load, missing
    from mockclio.openapi.export import document
    from mockclio.openapi.reading import NotOpenAPI

    covered = _covered(coverage)
    try:
        every = compare(load(official), document())
    except NotOpenAPI as error:
        raise click.UsageError(str(error)) from error
    except Unreachable as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(3)
    intended = reasons(every)
    results = [one for one in every if one not in intended]
    shown = [one for one in results if one.kind == "missing here"] if only_missing else results
    listed = intended if deliberate else {}
    if as_json:
        click.echo(json.dumps({"missing": missing(results), **_rows(shown, covered), **_deliberate(listed)}, indent=2))
    else:
        click.echo("\n".join([*_report(shown, covered), *_reasons(listed, len(intended))]))
    sys.exit(1 if missing(results) else 0)


def _covered(coverage: Path | None) -> Coverage | None:
    from mockclio.testing.coverage import WrongFile, read

    try:
        return None if coverage is None else read(coverage)
    except WrongFile as wrong:
        raise click.UsageError(str(wrong)) from None


def _rows(differences: list[Difference], coverage: Coverage | None) -> dict[str, Any]:
    """The differences as JSON. With a coverage, those that its tests meet come first, each with the way in which they meet it."""
    from mockclio.openapi.concerns import called, concerns

    rows = list(map(_row, differences))
    if coverage is None:
        return {"differences": rows}
    pairs = zip(rows, differences, strict=True)
    marked = [{**row, "concerns": concerns(one, coverage), "called": called(one, coverage)} for row, one in pairs]
    marked.sort(key=lambda row: (not row["concerns"], not row["called"]))
    return {"concerns": sum(bool(row["concerns"]) for row in marked), "differences": marked}


def _row(one: Difference) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(one), "detail": one.detail}


def _deliberate(listed: dict[Difference, str]) -> dict[str, Any]:
    return {"deliberate": [{**_row(one), "reason": reason} for one, reason in listed.items()]} if listed else {}


def _report(differences: list[Difference], coverage: Coverage | None) -> list[str]:
    """The lines of the report. With a coverage it has two parts."""
    from mockclio.openapi.concerns import called, concerns
    from mockclio.openapi.diff import count
    from mockclio.openapi.grouping import sections

    if coverage is None:
        return [*sections(differences), count(differences)]
    mine = [one for one in differences if concerns(one, coverage)]
    others = sorted((one for one in differences if not concerns(one, coverage)), key=lambda one: not called(one, coverage))
    head = f"Concerns your tests: {len(mine)} differences in {len({one.operation for one in mine})} operations"
    return [head, "", *sections(mine), f"The rest: {len(others)} differences", "", *sections(others), count(differences)]


def _reasons(listed: dict[Difference, str], number: int) -> list[str]:
    """The deliberate differences by their reason, or only their number."""
    from mockclio.openapi.grouping import groups

    if not listed:
        return [f"{number} more are deliberate: --deliberate lists them with their reasons"] if number else []
    by_reason: dict[str, list[Difference]] = {}
    for one, reason in listed.items():
        by_reason.setdefault(reason, []).append(one)
    lines = ["", f"Deliberate: {number} differences"]
    for reason, differences in by_reason.items():
        lines += [f"  {reason}", *(f"    {group.line}" for group in groups(differences))]
    return lines
