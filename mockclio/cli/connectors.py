"""The verb `connectors`: whether the calls of two connector products get what they expect."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from mockclio.cli._control import FINDING, table

if TYPE_CHECKING:
    from mockclio.verify.connectors.module import ConnectorModule
    from mockclio.verify.connectors.runner import Outcome


@click.command("connectors")
@click.option("--row", "numbers", type=int, multiple=True, metavar="N", help="Only the row of this number; may be repeated.")
@click.option("--product", help="Only rows of this product: Ibexa Connect or Nexla.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
def connectors(numbers: tuple[int, ...], product: str | None, as_json: bool) -> None:
    """Make the calls of the 60 modules and features of two connector products, and say which of them get what they expect.

    Each row has a firm of its own in this process; no server is asked. Rows without a number are what all modules share. Exits with 1 when
    a row fails. Example: mockclio connectors --product Nexla
    """
    from dataclasses import asdict

    from mockclio.verify.connectors.runner import modules, run_rows, small_firms

    outcomes = run_rows(small_firms(), _chosen(modules(), numbers, product))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in outcomes], indent=2))
    else:
        click.echo(_text(outcomes))
    sys.exit(0 if all(one.passed for one in outcomes) else FINDING)


def _chosen(known: list[ConnectorModule], numbers: tuple[int, ...], product: str | None) -> list[ConnectorModule]:
    missing = set(numbers) - {row.number for row in known if row.number}
    if missing:
        raise click.UsageError(f"there is no row {min(missing)}: they are numbered 1 to {max(row.number for row in known)}")
    products = {row.product.casefold(): row.product for row in known}
    if product is not None and product.casefold() not in products:
        raise click.UsageError(f"there is no product {product!r}: choose {' or '.join(products.values())}")
    return [
        row for row in known if (not numbers or row.number in numbers) and (product is None or row.product == products[product.casefold()])
    ]


def _text(outcomes: list[Outcome]) -> str:
    shown = [
        {
            "row": one.number or "",
            "product": one.product,
            "module": one.module,
            "calls": one.calls,
            "result": "pass" if one.passed else f"FAIL: {one.reason}",
        }
        for one in outcomes
    ]
    failed = sum(not one.passed for one in outcomes)
    return f"{table(shown, 'row', 'product', 'module', 'calls', 'result')}\n\n{len(outcomes) - failed} pass, {failed} fail"
