"""The verb `run`: runs a command with a server, and stops the server at its end."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockclio.cli import _port
from mockclio.cli._control import FINDING, NOT_WRITTEN, fail
from mockclio.cli._covering import Wanted, covering, show
from mockclio.cli._options import FREEZE

if TYPE_CHECKING:
    from mockclio.store.worlds import Worlds


@click.command("run", context_settings={"allow_interspersed_args": False})
@click.option("--firm", default="small", show_default=True, help="The firm to begin with: small, canada, empty or the path of a file.")
@click.option("--state", metavar="NAME", help="Begin with this saved state instead.")
@click.option(
    "--states",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".mockclio", "states"),
    show_default=True,
    help="The folder of saved states.",
)
@click.option("--persist", type=click.Path(dir_okay=False, path_type=Path), help="Keep the world in this file; one that is there goes on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="Port; 0 picks a free one.")
@click.option("--profile", type=click.Choice(["clio", "dev"]), default="dev", show_default=True, help="clio is as strict as the service.")
@click.option("--token", default="dev-token", show_default=True, help="The bearer token that opens the world.")
@click.option("--at", metavar="TIME", help="Begin at this time (ISO 8601).")
@click.option("--freeze", is_flag=True, help=FREEZE)
@click.option("--region", type=click.Choice(["us", "eu", "ca", "au"]), default="us", show_default=True, help="The region that is played.")
@click.option("--auto-approve", default="", metavar="USER", help="Approve authorizations at once, as this user.")
@click.option("--requests", "archive", type=click.Path(dir_okay=False, path_type=Path), help="Write all calls to this file, as HAR.")
@click.option("--intercept", is_flag=True, help="Let what Python and Node ask of Clio's hosts (app.clio.com, ...) go to the server.")
@covering("--coverage")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(
    command: tuple[str, ...],
    wanted: Wanted,
    firm: str,
    state: str | None,
    states: Path,
    persist: Path | None,
    port: int,
    profile: str,
    token: str,
    at: str | None,
    freeze: bool,
    region: str,
    auto_approve: str,
    archive: Path | None,
    intercept: bool,
) -> None:
    """Start a server, run COMMAND with its address, and stop the server. Example: mockclio run --firm small -- npm test

    COMMAND finds in its environment: CLIO_BASE_URL (http://127.0.0.1:PORT), CLIO_API_URL (the same with /api/v4), CLIO_TOKEN,
    CLIO_CLIENT_ID, CLIO_CLIENT_SECRET, CLIO_REGION, and for other verbs of mockclio MOCKCLIO_URL, MOCKCLIO_TOKEN and MOCKCLIO_WORLD.
    NO_PROXY gets 127.0.0.1 and localhost. With --intercept, code that asks https://app.clio.com (or eu., ca., au.) needs none of them.

    Its exit code is passed on (128 and the number of the signal that ended it; 127 if it is not there, 126 if it cannot be run).
    SIGINT and SIGTERM go to it. After a failure the refused calls and the lost webhooks are printed on stderr, with the reasons.
    With --coverage, --html or --fail-under the coverage is printed too; too little of it for --fail-under exits with 1.
    """
    from mockclio.cli._child import environment, find_program, wait
    from mockclio.cli._failed_run import FailedRun
    from mockclio.cli._opened import Opened, opened
    from mockclio.server.serve import PortTaken
    from mockclio.store.files import NotWritten
    from mockclio.testing.coverage import Report
    from mockclio.webhooks import attach

    program = find_program(command[0])
    try:
        with opened(Opened(firm, state, states, persist, port, profile, token, at, freeze, region, auto_approve)) as server:
            failed = FailedRun(server.worlds)
            attach(server.worlds.default).awaits_handshakes = True
            variables = {**os.environ, **environment(server.url, token, region, os.environ)}
            with _intercepting(server.url, variables) if intercept else nullcontext({}) as more:
                code = wait([program, *command[1:]], {**variables, **more})
            if code:
                click.echo("\n".join(failed.lines(code)), err=True)
            written = _write(archive, server.worlds) if archive else True
            coverage = server.worlds.coverage.document()
    except PortTaken as taken:
        fail(_port.taken(taken))
    requested = wanted.file or wanted.html or wanted.fail_under is not None
    try:
        enough = show(Report(coverage), wanted, err=True) if requested else True
    except NotWritten as error:
        fail(str(error), code or NOT_WRITTEN)
    sys.exit(code or (0 if enough and written else FINDING))


def _write(file: Path, worlds: Worlds) -> bool:
    """Write the calls of all worlds, and return whether the file could be written."""
    from mockclio.control.exports import archive
    from mockclio.store import files

    try:
        files.write(archive(entry for world in worlds.by_name.values() for entry in world.request_log).encode(), file)
    except files.NotWritten as error:
        click.echo(f"Error: {error}", err=True)
        return False
    return True


def _intercepting(url: str, around: Mapping[str, str]) -> AbstractContextManager[dict[str, str]]:
    from mockclio.handle.intercept import child_variables
    from mockclio.handle.intercept.relay import identity

    try:
        identity()
    except ImportError as missing:
        raise click.ClickException(str(missing)) from None
    return child_variables(url, around)
