"""The verb `rules`: what the mock knows about Clio, and how."""

from __future__ import annotations

import json

import click

EVIDENCE = ("documented", "observed", "inferred", "assumed")


@click.command("rules")
@click.option("--evidence", type=click.Choice(EVIDENCE), help="Only rules that rest on this.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
def rules(evidence: str | None, as_json: bool) -> None:
    """List every statement about Clio with its evidence. Example: mockclio rules --evidence assumed"""
    from mockclio.rules import rules as ledger
    from mockclio.rules.sites import sites

    places = sites()
    rows = [
        {
            "id": rule.id,
            "statement": rule.statement,
            "evidence": rule.evidence,
            "source": rule.source,
            "covers": list(rule.covers),
            "code": places[rule.id]["code"],
            "tests": places[rule.id]["tests"],
        }
        for rule in ledger().values()
        if evidence in (None, rule.evidence)
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['id']}  [{row['evidence']}]\n    {row['statement']}\n    {row['source']}")
    counts = ", ".join(f"{sum(row['evidence'] == kind for row in rows)} {kind}" for kind in EVIDENCE)
    click.echo(f"{len(rows)} rules: {counts}")
