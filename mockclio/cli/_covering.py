"""Options of the verbs that show a coverage: where it is written, and which percentage is enough."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mockclio.cli._table import paragraph

if TYPE_CHECKING:
    from mockclio.testing.coverage import Report

F = TypeVar("F", bound=Callable[..., Any])
OF = ("operations", "parameters", "values", "fields", "attributes", "errors", "events")


@dataclass(frozen=True)
class Wanted:
    """What is to become of a coverage."""

    file: Path | None
    html: Path | None
    fail_under: float | None
    of: Any


def covering(output: str) -> Callable[[F], F]:
    """Options of a verb that shows a coverage; the function gets them as one Wanted. `output` is the option that names a file for it."""

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def call(*arguments: Any, file: Path | None, html: Path | None, fail_under: float | None, of: str, **others: Any) -> Any:
            return function(*arguments, wanted=Wanted(file, html, fail_under, of), **others)

        options = [
            click.option(
                output, "file", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file as JSON, to be merged."
            ),
            click.option(
                "--html", type=click.Path(file_okay=False, path_type=Path), help="Write a page with a map of all operations here."
            ),
            click.option("--fail-under", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit with 1 when less was used."),
            click.option("--of", type=click.Choice(OF), default="operations", show_default=True, help="What --fail-under counts."),
        ]
        made: Any = call
        for option in reversed(options):
            made = option(made)
        return made  # type: ignore[no-any-return]

    return decorate


def show(report: Report, wanted: Wanted, *, silent: bool = False, err: bool = False) -> bool:
    """Print and write what is wanted; whether it was enough."""
    from mockclio.testing.coverage import write, write_page

    if not silent:
        click.echo("\n".join(paragraph(line, "    ") for line in report.lines()), err=err)
    if wanted.file:
        write(report.covered, wanted.file)
    if wanted.html:
        page = write_page(report, wanted.html)
        click.echo(f"  the map of all operations: {page}", err=err or silent)
    failure = report.failure(wanted.fail_under, wanted.of)
    if failure:
        click.echo(f"Error: {failure}", err=True)
    return not failure
