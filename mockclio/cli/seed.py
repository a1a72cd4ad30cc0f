"""The verb `seed`: a firm of any size, the firm of a spec, or the firm of a recording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

INIT = "Write a starter spec that works. [default: firm.yaml]"


@click.command("seed")
@click.option("--matters", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="How many matters the firm has.")
@click.option("--seed", "number", type=int, default=0, show_default=True, help="The same seed gives the same firm.")
@click.option("--from", "recording", type=click.Path(dir_okay=False, path_type=Path), help="Make the firm of what `mockclio record` wrote.")
@click.option("--spec", type=click.Path(path_type=Path), help="Make the firm of a spec: YAML, JSON, CSV, or a folder with them.")
@click.option("--at", help="The time that relative dates of a spec count from (ISO 8601). [default: that of the spec or of its base]")
@click.option("--init", type=click.Path(dir_okay=False, path_type=Path), is_flag=False, flag_value="firm.yaml", help=INIT)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a spec, for an editor.")
@click.option("--output", type=click.Path(dir_okay=False), default="firm.json", show_default=True, help="The firm file to write.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def seed(
    matters: int,
    number: int,
    recording: Path | None,
    spec: Path | None,
    at: str | None,
    init: Path | None,
    schema: bool,
    output: str,
    as_json: bool,
) -> None:
    """Make a firm with matters and all that surrounds them, of a few lines of YAML, or with what a recording shows.

    \b
    Example: mockclio seed --matters 10000 --seed 7 --output big.json
             mockclio seed --init && mockclio seed --spec firm.yaml
             mockclio seed --from office.jsonl --output office.json
    """
    import json

    if sum(map(bool, (recording, spec, init, schema))) > 1:
        raise click.UsageError("choose one of --from, --spec, --init and --schema")
    if at and not spec:
        raise click.UsageError("--at belongs to --spec")
    if schema:
        from mockclio.seeding.spec.schema import schema as spec_schema

        click.echo(json.dumps(spec_schema(), indent=2))
        return
    if init:
        click.echo(_begin(init, as_json))
        return
    from mockclio.store import files

    files.check(Path(output))
    made = _recorded(recording, output) if recording else _specified(spec, at, output) if spec else _invented(matters, number, output)
    content = f"{matters} matters" if "matters" in made else f"{made['records']} records"
    click.echo(json.dumps(made) if as_json else f"{output}: {content}. Serve it with: mockclio serve --firm {output}")


def _begin(path: Path, as_json: bool) -> str:
    """Write the starter. A file that is there is left alone."""
    import json

    from mockclio.seeding.spec.starter import STARTER

    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(STARTER)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already: name another file, as in --init other.yaml") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from None
    return json.dumps({"file": str(path)}) if as_json else f"{path}: a firm to change. Serve it with: mockclio serve --firm {path} --watch"


def _specified(spec: Path, at: str | None, output: str) -> dict[str, Any]:
    from mockclio.assembly import firm_document, is_spec
    from mockclio.store.clock import parse_time, within
    from mockclio.store.state import write

    if not spec.exists():
        raise click.UsageError(f"{spec}: there is no such file")
    if not is_spec(spec):
        raise click.UsageError(f"{spec}: a spec is YAML, JSON with sections, CSV, or a folder with them")
    try:
        document, _ = firm_document(spec, at=within(parse_time(at)) if at else None)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try:
        write(document, Path(output))
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from None
    return {"file": output, "spec": str(spec), "records": _records(document)}


def _records(document: dict[str, Any]) -> int:
    return sum(len(rows) for name, rows in document.items() if name[0] != "_")


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
    return {"file": output, "from": str(recording), "records": _records(document)}
