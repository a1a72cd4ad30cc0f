"""The verb `serve`: a law firm on a local address."""

from __future__ import annotations

import os

import click


@click.command("serve", context_settings={"auto_envvar_prefix": "MOCKCLIO"})
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=lambda: int(os.environ.get("PORT", "8428")),
    help="Port; 0 picks a free one. [default: 8428]",
)
@click.option("--firm", default="small", show_default=True, help="The firm to begin with: small, empty or the path of a firm file.")
@click.option("--token", default="dev-token", show_default=True, help="The bearer token that opens the world.")
@click.option("--at", help="Begin at this time (ISO 8601) instead of now.")
@click.option("--control-token", help="Lets callers beyond this machine use /_mockclio.")
@click.option("--threads", type=click.IntRange(1, 256), default=16, show_default=True, help="Requests that are worked on at once.")
def serve(host: str, port: int, firm: str, token: str, at: str | None, control_token: str | None, threads: int) -> None:
    """Serve the API until SIGTERM. Example: mockclio serve --firm small --port 8428"""
    from mockclio.control.guard import is_loopback
    from mockclio.server import serve as http
    from mockclio.server.app import create_app
    from mockclio.server.opening import open_worlds
    from mockclio.store.clock import parse_time
    from mockclio.store.state import WrongState

    if http.port_taken(host, port):
        raise click.ClickException(
            f"port {port} on {host} is taken: stop what listens there, or choose another with --port (0 picks a free one)"
        )
    try:
        worlds = open_worlds(firm, token, at=parse_time(at) if at else None)
    except (WrongState, ValueError) as error:
        raise click.UsageError(str(error)) from None
    worlds.control_token, worlds.control_closed = control_token or "", not is_loopback(host)
    http.serve(create_app(worlds), host, port, threads)
