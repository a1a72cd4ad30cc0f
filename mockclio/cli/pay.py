"""The verb `pay`: a payment in a running server, which the public API cannot record."""

from __future__ import annotations

from typing import Any

import click

from mockclio.cli._control import Control, control


@click.command("pay")
@click.argument("bills", type=int, nargs=-1, required=True)
@click.option("--amount", type=float, help="All that is owed if left out.")
@click.option("--source", type=int, help="The trust account that the money is taken from; left out, it comes from the client.")
@click.option("--source-fund-type", type=click.Choice(["Matter", "Client"]), help="Whose trust money it is.")
@click.option("--destination", type=int, help="The account it is deposited in.")
@click.option("--date", metavar="DATE", help="The day; today if left out.")
@click.option("--payment-source-type", help="How it was paid, such as check, cash or credit_card.")
@click.option("--reference", help="A check number or the like.")
@click.option("--description", help="A note.")
@control()
def pay(server: Control, **terms: Any) -> None:
    """Record a payment of issued BILLS of one client. Example: mockclio pay 1048812 --amount 150"""
    from mockclio.cli import _money

    server.make("payments", terms, lambda row: _money.payment(server, row, terms["bills"]))
