"""The verb `api`: one call to a mock or to Clio itself, its rows as a table, JSON or CSV."""

from __future__ import annotations

import click


@click.command("api")
@click.argument("method", type=click.Choice(["GET", "POST", "PATCH", "PUT", "DELETE"], case_sensitive=False), metavar="METHOD")
@click.argument("path")
@click.option("--fields", default="", help="The fields of the answer, as in id,client{name}.")
@click.option("-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A query parameter; may come several times.")
@click.option("-d", "--data", default="", help="The body as JSON, @FILE or - for standard input; a list creates a record of each member.")
@click.option("--all", "everything", is_flag=True, help="Every page of a list, not just the first.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="How rows are printed.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--url", default="http://127.0.0.1:8428", help="The server.", show_default=True)
@click.option("--region", type=click.Choice(["us", "eu", "ca", "au"]), help="Clio itself, in that region, instead of --url.")
@click.option("--token", default="dev-token", envvar=["MOCKCLIO_API_TOKEN", "CLIO_TOKEN"], help="The bearer token, better as CLIO_TOKEN.")
@click.option("--at-once", default=4, type=click.IntRange(1, 32), help="How many records of a list are created at once.", show_default=True)
def api(
    method: str,
    path: str,
    fields: str,
    parameters: tuple[str, ...],
    data: str,
    everything: bool,
    form: str,
    as_json: bool,
    url: str,
    region: str | None,
    token: str,
    at_once: int,
) -> None:
    """Call the API: METHOD is GET, POST, PATCH, PUT or DELETE, PATH is what follows /api/v4, such as matters, matters/1 or users/who_am_i.

    Exits with 1 when the API refuses, 2 when the call is wrong in itself, 3 when the server cannot be reached.
    Example: mockclio api GET matters --fields id,client{name}
    """
    import sys

    from mockclio.cli._calling import WrongCall, call
    from mockclio.cli._rows import render
    from mockclio.client import Clio, NoAnswer, OffsetEnds
    from mockclio.errors import APIError

    try:
        with Clio(token, base_url=None if region else url, region=region or "us") as clio:  # type: ignore[arg-type]  # click checked it
            rows, failed = call(clio, method.upper(), path, fields, parameters, data, everything, at_once)
    except (WrongCall, TypeError) as error:
        raise click.UsageError(str(error)) from error
    except (APIError, OffsetEnds) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except NoAnswer as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(3)
    render(rows, "json" if as_json else form, fields)
    sys.exit(1 if failed else 0)
