"""The verb `seed`: a firm of any size, or the firm of a recording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command("seed")
@click.option("--matters", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="How many matters the firm has.")
@click.option("--seed", "number", type=int, default=0, show_default=True, help="The same seed gives the same firm.")
@click.option("--from", "recording", type=click.Path(dir_okay=False, path_type=Path), help="Make the firm of what `mockclio record` wrote.")
@click.option("--output", type=click.Path(dir_okay=False), default="firm.json", show_default=True, help="The firm file to write.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def seed(matters: int, number: int, recording: Path | None, output: str, as_json: bool) -> None:
    """Make a firm with matters and all that surrounds them, or with what a recording shows.

    \b
    Example: mockclio seed --matters 10000 --seed 7 --output big.json
             mockclio seed --from office.jsonl --output office.json
    """
    import json

    from mockclio.store import files

    files.check(Path(output))
    made = _recorded(recording, output) if recording else _invented(matters, number, output)
    content = f"{made['records']} records" if recording else f"{matters} matters"
    click.echo(json.dumps(made) if as_json else f"{output}: {content}. Serve it with: mockclio serve --firm {output}")


def _invented(matters: int, number: int, output: str) -> dict[str, Any]:
    import sys

    from rich.progress import Progress

    from mockclio.seeding.bulk import make
    from mockclio.store.state import save

    with Progress(disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("matters", total=matters)
        world = make(matters, number, lambda done: progress.update(task, completed=done))
    save(world, Path(output))
    return {"file": output, "matters": matters, "seed": number}


def _recorded(recording: Path, output: str) -> dict[str, Any]:
    from mockclio.store.state import WrongState, write
    from mockclio.testing.recording.firm import firm
    from mockclio.testing.recording.tape import WrongRecording

    try:
        document = firm(recording)
    except (WrongRecording, WrongState) as error:
        raise click.UsageError(str(error)) from None
    write(document, Path(output))
    return {"file": output, "from": str(recording), "records": sum(len(rows) for name, rows in document.items() if name[0] != "_")}
