"""What `mockclio verify --settle` prints: the rules that the account's answers settle, and the changes of the ledger."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockclio.cli._control import table

if TYPE_CHECKING:
    from mockclio.verify.report import Report


def print_settled(report: Report, show_values: bool, as_json: bool) -> None:
    """Print the proposed changes of the ledger as a table and as a unified diff, and the open questions; or all of it as JSON."""
    import mockclio.ledger
    from mockclio.verify.evidence import difference, judge, rewritten
    from mockclio.verify.rendering import as_rows, lines, shown

    rows = as_rows(report, show_values)
    proposals, questions = judge(rows)
    if as_json:
        results = {"proposals": [asdict(one) for one in proposals], "questions": [asdict(one) for one in questions]}
        click.echo(json.dumps({**rows, **results}, indent=2))
        return
    if proposals:
        click.echo(table([asdict(one) for one in proposals], "rule", "before", "after", "source"))
        click.echo(difference(rewritten(Path(mockclio.ledger.__file__).parent, proposals)), nl=False)
    for finding in report.findings:
        click.echo("\n".join([f"question: {', '.join(finding.rules)}", *(f"  {line}" for line in lines(shown(finding, show_values)))]))
    for outcome in report.outcomes:
        if outcome.reason:
            click.echo(f"not settled: {outcome.case.check.rules[0]}: {outcome.reason}")
    if report.mock:
        click.echo("a mock answered, which proves nothing about Clio: give --base-url and --token of an account")
    click.echo(f"{len(proposals)} to change, {len(questions)} to ask about, {report.count('unjudged')} not settled: {report.calls} calls")
