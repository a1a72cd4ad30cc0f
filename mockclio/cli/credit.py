"""The verb `credit`: a credit memo in a running server, which the public API cannot issue."""

from __future__ import annotations

from typing import Any

import click

from mockclio.cli._control import Control, control


@click.command("credit")
@click.argument("bills", type=int, nargs=-1, required=True)
@click.option("--amount", type=float, help="All that is owed if left out.")
@click.option("--date", metavar="DATE", help="The day; today if left out.")
@click.option("--description", help="A note.")
@click.option("--discount", is_flag=True, default=None, help="It is a discount.")
@control()
def credit(server: Control, **terms: Any) -> None:
    """Issue a credit memo against issued BILLS of one client. Example: mockclio credit 1048812 --amount 20 --description goodwill"""
    from mockclio.cli import _money

    server.make("credits", terms, lambda row: _money.credit(server, row, terms["bills"]))
