"""The verb `bill`: a bill in a running server, which the public API cannot make."""

from __future__ import annotations

from typing import Any

import click

from mockclio.cli._control import Control, control

STATES = click.Choice(["draft", "awaiting_approval", "awaiting_payment"])


@click.command("bill")
@click.argument("matters", type=int, nargs=-1)
@click.option("--client", type=int, help="Bill all matters of this contact, in place of named ones.")
@click.option("--activity", "activities", type=int, multiple=True, help="An unbilled activity; may be repeated. All of them if left out.")
@click.option("--state", type=STATES, default="draft", show_default=True)
@click.option("--start", metavar="DATE", help="The first day of the work to bill.")
@click.option("--end", metavar="DATE", help="The last day of the work to bill.")
@click.option("--issued-at", metavar="DATE", help="The day it is issued; today if left out.")
@click.option("--due-at", metavar="DATE", help="The day it falls due.")
@click.option("--number", help="The number on the bill; the next one if left out.")
@click.option("--subject", help="A line above the bill.")
@click.option("--memo", help="A text below the bill.")
@click.option("--tax-rate", type=float, help="Per cent; that of the billing settings if left out.")
@click.option("--secondary-tax-rate", type=float, help="Per cent.")
@control()
def bill(server: Control, **terms: Any) -> None:
    """Make a bill of the unbilled work of MATTERS. Example: mockclio bill 1048700 --state awaiting_payment"""
    from mockclio.cli import _money

    if not terms["matters"] and terms["client"] is None:
        raise click.UsageError("name the MATTERS to bill, or a client with --client")
    server.make("bills", terms, lambda row: _money.bill(server, row))
