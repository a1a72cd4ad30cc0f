"""The verb `rules`: what the mock knows about Clio, and how; and what a verified account says of it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockclio.cli._control import FINDING
from mockclio.cli._table import paragraph, table

if TYPE_CHECKING:
    from mockclio.ledger import Rule

EVIDENCE = ("documented", "observed", "inferred", "assumed", "own")


@click.group("rules", invoke_without_command=True)
@click.option("--evidence", type=click.Choice(EVIDENCE), help="Only rules that rest on this.")
@click.option("--refusals", is_flag=True, help="Only rules that speak of a refusal, the riskiest first.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def rules(context: click.Context, evidence: str | None, refusals: bool, as_json: bool) -> None:
    """List every statement about Clio with its evidence, and what the mock decides by itself (own).

    From a checkout, --json also tells where each rule stands in the code and in the tests.

    Example: mockclio rules --evidence assumed --refusals
    """
    if context.invoked_subcommand is not None:
        return
    from mockclio.ledger import rules as ledger
    from mockclio.ledger.sites import collect, is_checkout
    from mockclio.ledger.strength import STRENGTHS, by_risk, is_refusal, strength

    results = [rule for rule in ledger().values() if evidence in (None, rule.evidence)]
    if refusals:
        results = by_risk([rule for rule in results if is_refusal(rule)])
    if as_json:
        places = collect() if is_checkout() else {}
        click.echo(json.dumps([{**asdict(rule), **places.get(rule.id, {})} for rule in results], indent=2))
        return
    for rule in results:
        click.echo(_shown(rule))
    strengths = [strength(rule) for rule in results]
    by_strength = ", ".join(f"{strengths.count(name)} {name}" for name in STRENGTHS)
    click.echo(paragraph(f"{len(results)} rules by strength: {by_strength}", "    "))
    counts = ", ".join(f"{sum(rule.evidence == kind for rule in results)} {kind}" for kind in EVIDENCE)
    click.echo(f"{len(results)} rules: {counts}")


def _shown(rule: Rule) -> str:
    """A rule as people read it."""
    from mockclio.ledger.strength import strength

    lines = [rule.statement, rule.source]
    if rule.decision:
        lines.append(f"why: {rule.decision}")
    if rule.settle:
        lines += [f"settle first: {step['method']} {step['path']}" for step in rule.settle.first]
        lines.append(f"settle: {rule.settle.method} {rule.settle.path}: {rule.settle.look}")
    head = f"{rule.id}  [{rule.evidence}, {strength(rule)}]"
    return "\n    ".join([head, *(paragraph(line, "    ") for line in lines)])


@rules.command("import")
@click.argument("report", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--ledger", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder of the ledger. [default: mockclio's]"
)
@click.option("--diff", "as_diff", is_flag=True, help="Print the changes as a unified diff.")
@click.option("--apply", "apply", is_flag=True, help="Write the changes.")
@click.option("--json", "as_json", is_flag=True, help="Print proposals and questions as an object.")
def bring(report: Path, ledger: Path | None, as_diff: bool, apply: bool, as_json: bool) -> None:
    """Propose what a REPORT of `mockclio verify` about a real account changes in the ledger.

    A rule that nobody has seen and whose cases all held becomes observed; one with a broken case is a question, and the exit code 1.

    Example: mockclio rules import report.json --diff
    """
    import mockclio.ledger
    from mockclio.store import files
    from mockclio.verify.evidence import WrongReport, difference, judge, read, rewritten

    try:
        proposals, questions = judge(read(report))
    except WrongReport as error:
        raise click.UsageError(str(error)) from None
    changes = rewritten(ledger or Path(mockclio.ledger.__file__).parent, proposals)
    if apply:
        for path, (_, after) in changes.items():
            files.write(after, path)
    if as_json:
        results = {"proposals": [asdict(one) for one in proposals], "questions": [one.document() for one in questions]}
        click.echo(json.dumps(results, indent=2))
    elif as_diff:
        click.echo(difference(changes), nl=False)
    else:
        click.echo(table([asdict(one) for one in proposals], "rule", "before", "after", "cases"))
        for question in questions:
            click.echo(f"question: {question.rule}: {question.statement}\n    broken by {', '.join(question.broken[:5])}")
        click.echo(f"{len(proposals)} to change{', written' if apply else ''}, {len(questions)} to ask about")
    sys.exit(FINDING if questions else 0)
