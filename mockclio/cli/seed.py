"""The verb `seed`: a firm of any size."""

from __future__ import annotations

import click


@click.command("seed")
@click.option("--matters", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="How many matters the firm has.")
@click.option("--seed", "number", type=int, default=0, show_default=True, help="The same seed gives the same firm.")
@click.option("--output", type=click.Path(dir_okay=False), default="firm.json", show_default=True, help="The firm file to write.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def seed(matters: int, number: int, output: str, as_json: bool) -> None:
    """Make a firm with matters and all that surrounds them. Example: mockclio seed --matters 10000 --seed 7 --output big.json"""
    import json
    import sys
    from pathlib import Path

    from rich.progress import Progress

    from mockclio.seeding.bulk import make
    from mockclio.store.state import save

    with Progress(disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("matters", total=matters)
        world = make(matters, number, lambda done: progress.update(task, completed=done))
    save(world, Path(output))
    made = {"file": output, "matters": matters, "seed": number}
    click.echo(json.dumps(made) if as_json else f"{output}: {matters} matters. Serve it with: mockclio serve --firm {output}")
