"""The verb `api`: one call to a mock or to Clio itself, its rows as a table, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mockclio.cli import _options
from mockclio.cli._control import UNREACHABLE, Control, away, control, fail, given_token

if TYPE_CHECKING:
    from mockclio.client import Clio


@click.command("api")
@click.argument("method", type=click.Choice(["GET", "POST", "PATCH", "PUT", "DELETE"], case_sensitive=False), metavar="METHOD")
@click.argument("path")
@click.option("--fields", default="", help="The fields of the answer, as in id,client{name}.")
@click.option("-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A query parameter; may come several times.")
@click.option("-d", "--data", default="", help="The body as JSON, @FILE or - for standard input; a list creates a record of each member.")
@click.option("--all", "everything", is_flag=True, help="Every page of a list, not just the first.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="How rows are printed.")
@click.option("--region", type=click.Choice(["us", "eu", "ca", "au"]), help="Clio itself, in that region, instead of --url.")
@click.option("--at-once", default=1, type=click.IntRange(1, 32), help="How many records of a list are created at once.", show_default=True)
@_options.token
@control()
def api(
    server: Control,
    method: str,
    path: str,
    fields: str,
    parameters: tuple[str, ...],
    data: str,
    everything: bool,
    form: str,
    region: str | None,
    token: str | None,
    at_once: int,
) -> None:
    """Call the API: METHOD is GET, POST, PATCH, PUT or DELETE, PATH is what follows /api/v4, such as matters, matters/1 or users/who_am_i.

    Exits with 1 when the API refuses, 2 when the call is wrong in itself, 3 when the server cannot be reached.
    Example: mockclio api GET matters --fields id,client{name}
    """
    import sys

    from mockclio.cli._calling import WrongCall, call
    from mockclio.cli._rows import render
    from mockclio.client import NoAnswer, OffsetEnds
    from mockclio.client.exceptions import Unreachable
    from mockclio.errors import APIError

    try:
        with _client(server, region, token) as clio:
            rows, failed = call(clio, method.upper(), path, fields, parameters, data, everything, at_once)
    except (WrongCall, TypeError) as error:
        raise click.UsageError(str(error)) from error
    except (APIError, OffsetEnds) as error:
        fail(str(error))
    except Unreachable as error:
        away(server.url, error.__cause__) if region is None else fail(str(error), UNREACHABLE)
    except NoAnswer as error:
        fail(str(error), UNREACHABLE)
    render(rows, "json" if server.as_json else form, fields)
    sys.exit(1 if failed else 0)


def _client(server: Control, region: str | None, token: str | None) -> Clio:
    """A client of the server, or of Clio itself in a region. It does not try to connect again and again."""
    from mockclio.cli._direct import direct
    from mockclio.client import Clio, Retries

    once = Retries(reconnects=False)
    if region is None:
        return Clio(given_token(server, token), base_url=server.url, retries=once, **direct(server.url))
    if not token:
        raise click.UsageError(f"--region asks Clio itself, which needs a token: set {_options.TOKEN_VARIABLES[1]}, or give --token")
    return Clio(token, region=region, retries=once)  # type: ignore[arg-type]  # click checked it
