"""The verb `verify`: runs checks against a mock or against Clio itself."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mockclio.cli import _settling
from mockclio.cli._control import UNREACHABLE, fail

if TYPE_CHECKING:
    from mockclio.testing.target import Target
    from mockclio.verify.report import Outcome, Report

KINDS = ("fields", "paging", "filters", "bodies", "errors", "oauth", "webhooks", "totals", "permissions", "cursors", "taxes")
MOST_SHOWN = 25
"""Findings that the terminal shows; a report has all."""
TIMEOUT = 30.0


@click.command("verify")
@click.option("--base-url", help="The account's address, such as https://app.clio.com. [default: a mock in this process]")
@click.option("--token", envvar=["CLIO_TOKEN", "MOCKCLIO_TOKEN"], default="dev-token", help="The bearer token, better as CLIO_TOKEN.")
@click.option("--client-id", help="An application of the account, for the checks of OAuth.")
@click.option("--client-secret", envvar="CLIO_CLIENT_SECRET", help="Its secret, better as CLIO_CLIENT_SECRET.")
@click.option("--redirect-uri", help="An address that it accepts.")
@click.option("--write/--read-only", "write", default=None, help="Whether checks may write. [default: --write only on this machine]")
@click.option("--tags", multiple=True, help="Only operations of this tag, such as Matters; may be repeated.")
@click.option("--kinds", multiple=True, type=click.Choice(KINDS), help="Only checks of this kind; may be repeated.")
@click.option("--match", default="", help="Only cases whose id has this in it, such as filters/Matter#index.")
@click.option(
    "--sample", type=click.FloatRange(0, 1, min_open=True), default=1.0, help="Only this part of the cases, such as 0.1. [default: all]"
)
@click.option("--seed", type=int, default=0, show_default=True, help="Which cases --sample draws.")
@click.option("--settle", is_flag=True, help="Only the requests that settle rules which nobody has seen; what they propose is printed.")
@click.option("--examples", type=click.IntRange(1, 1000), default=3, show_default=True, help="Examples that are drawn for a case.")
@click.option("--report", "form", type=click.Choice(["junit", "html", "json"]), help="Write a report of this form to --output.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The report's file; without one it is printed.")
@click.option("--show-values", is_flag=True, help="Show the texts of answers; only for an account on this machine.")
@click.option("--stop-at-first", is_flag=True, help="Stop at the first finding.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, and nothing else.")
def verify(
    base_url: str | None,
    token: str,
    client_id: str | None,
    client_secret: str | None,
    redirect_uri: str | None,
    write: bool | None,
    tags: tuple[str, ...],
    kinds: tuple[str, ...],
    match: str,
    sample: float,
    seed: int,
    settle: bool,
    examples: int,
    form: str | None,
    output: Path | None,
    show_values: bool,
    stop_at_first: bool,
    as_json: bool,
) -> None:
    """Run the checks against an account. Reports name no people: texts are masked.

    Without --write, nothing is written on another machine; a run removes the records that it makes. Exits with 1 if a case failed, 3 if
    no server answers. With --settle nothing is written without --write, not even on this machine; the proposed changes of the ledger are
    printed.

    Example: mockclio verify --base-url https://app.clio.com --tags Matters --report html --output verify.html
    """
    import httpx

    from mockclio.catalog.loopback import is_loopback
    from mockclio.verify import Unreachable
    from mockclio.verify import verify as run_checks

    local = base_url is None or is_loopback(httpx.URL(base_url).host)
    if show_values and not local:
        raise click.UsageError("--show-values is for an account on this machine: a report about another must not name its people")
    if output is not None and form is None:
        raise click.UsageError("--output needs a form: add --report junit, --report html or --report json")
    unknown = sorted(set(tags) - set(_tags()))
    if unknown:
        raise click.UsageError(f"there is no tag {unknown[0]}: the tags are {', '.join(_tags())}")
    app = {"client_id": client_id, "client_secret": client_secret, "redirect_uri": redirect_uri}
    if client_id and not (client_secret and redirect_uri):
        raise click.UsageError("an application is --client-id, --client-secret and --redirect-uri: give all of them")
    quiet = as_json or (form is not None and output is None)
    with ExitStack() as opened:
        account = _account(opened, base_url, token, read_only=not ((local and not settle) if write is None else write))
        if client_id and base_url is not None:
            account.app = {name: str(value) for name, value in app.items()}
        chosen: dict[str, Any] = {"kinds": kinds, "tags": tags, "match": match, "sample": sample, "seed": seed}
        if settle:
            from mockclio.verify.settling import cases

            chosen["cases"] = cases()
        try:
            report = run_checks(account, stop_at_first=stop_at_first, examples=examples, progress=None if quiet else _progress(), **chosen)
        except Unreachable as error:
            fail(f"{error}: is --base-url right?", UNREACHABLE)
    if settle and form is None:
        _settling.print_settled(report, show_values, as_json)
    else:
        _print(report, form, output, show_values, as_json, quiet)
    if report.interrupted:
        sys.exit(130)
    sys.exit(1 if report.findings else 0)


def _tags() -> list[str]:
    from mockclio.catalog import collections

    return sorted({collection.tag for collection in collections().values()})


def _account(opened: ExitStack, base_url: str | None, token: str, *, read_only: bool) -> Target:
    """Return the target at an address, or a mock in this process."""
    import httpx

    from mockclio import MockClio
    from mockclio.testing.target import Target
    from mockclio.verify.prepared_firm import practice, target_of

    if base_url is None:
        return target_of(opened.enter_context(MockClio.of(practice())), read_only=read_only)
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise click.UsageError(f"--base-url is no address ({error}): write it as in https://app.clio.com") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise click.UsageError("--base-url is no address: write it as in https://app.clio.com")
    http = httpx.Client(base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT)
    return Target(opened.enter_context(http), read_only=read_only)


def _progress() -> Any:
    """Return a function that shows the progress on one line, if the output is a terminal."""
    if not sys.stderr.isatty():
        return None
    count = {"holds": 0, "broken": 0, "unjudged": 0}

    def show_progress(outcome: Outcome) -> None:
        count[outcome.state] += 1
        line = f"{sum(count.values())} cases, {count['broken']} broken: {outcome.case.id}"
        click.echo(f"\r{line[:100]:<100}", nl=False, err=True)

    return show_progress


def _print(report: Report, form: str | None, output: Path | None, show_values: bool, as_json: bool, quiet: bool) -> None:
    from mockclio.verify.rendering import FORMS

    if form is not None:
        text = FORMS[form](report, show_values)
        if output is not None:
            output.write_text(text, "utf-8")
        elif not as_json:
            click.echo(text)
    if as_json:
        click.echo(FORMS["json"](report, show_values))
    elif not quiet:
        _summary(report, show_values)


def _summary(report: Report, show_values: bool) -> None:
    from mockclio.verify.rendering import lines, reasons, shown

    if sys.stderr.isatty():
        click.echo(f"\r{'':<100}\r", nl=False, err=True)
    for finding in report.findings[:MOST_SHOWN]:
        click.echo("\n".join([finding.case, *(f"  {line}" for line in lines(shown(finding, show_values))), ""]))
    if len(report.findings) > MOST_SHOWN:
        click.echo(f"{len(report.findings) - MOST_SHOWN} more findings: --report html --output FILE shows them all\n")
    for reason, count in reasons(report):
        click.echo(f"{count:>6} unjudged: {reason}")
    for path in report.left:
        click.echo(f"made and not removed: {path}", err=True)
    if report.interrupted:
        click.echo("interrupted: what was judged until then")
    if report.sample < 1:
        click.echo(f"a sample of {report.sample:g} of the cases, drawn with the seed {report.seed}")
    click.echo(
        f"{report.count('holds')} cases hold, {report.count('broken')} are broken, {report.count('unjudged')} could not be judged: "
        f"{report.calls} calls of {report.target} in {report.seconds:.1f} s"
    )
