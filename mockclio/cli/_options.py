"""The options that verbs share: `--url`, `--control-token`, `--world` and the bearer token of callers."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
FINDING, NOT_WRITTEN, UNREACHABLE = 1, 2, 3
PORT = "8428"
DEV_TOKEN = "dev-token"
TOKEN_VARIABLES = ["MOCKCLIO_TOKEN", "CLIO_TOKEN"]
FREEZE = "Let the clock stand still: at --at, at the time of a saved state, or else at the firm's own time."
EVERY_ADDRESS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104
"""Addresses that a server listens on and nobody can call, with the address of this machine that reaches them."""


def served_url(around: Mapping[str, str]) -> str:
    """The address of the server that `mockclio serve` starts in the same environment."""
    host = around.get("MOCKCLIO_HOST", "")
    host = EVERY_ADDRESS.get(host, host)
    tls = any(click.BOOL.convert(around.get(name) or "0", None, None) for name in ("MOCKCLIO_TLS", "MOCKCLIO_TLS_CA"))
    port = around.get("MOCKCLIO_PORT") or around.get("PORT") or PORT
    return f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"


url = click.option(
    "--url",
    envvar="MOCKCLIO_URL",
    default=lambda: served_url(os.environ),
    show_default=f"http://127.0.0.1:{PORT}, or what MOCKCLIO_HOST, MOCKCLIO_PORT and MOCKCLIO_TLS say",
    help="The server to talk to.",
)
control_token = click.option("--control-token", envvar="MOCKCLIO_CONTROL_TOKEN", default="", help="The control token of the server.")
world = click.option("--world", envvar="MOCKCLIO_WORLD", default="default", show_default=True, help="The name of the world.")
token = click.option(
    "--token",
    envvar=TOKEN_VARIABLES,
    help=f"The bearer token; better in {' or '.join(TOKEN_VARIABLES)} than on the line.  [default: that of the world, {DEV_TOKEN}]",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")


def fail(message: str, code: int = FINDING) -> NoReturn:
    """Say what is wrong, and exit."""
    click.echo(f"Error: {message}", err=True)
    raise SystemExit(code)


def away(address: str, reason: object) -> NoReturn:
    """Say that no server answers at an address, and exit."""
    fail(f"{address} does not answer ({reason}): start a server with `mockclio serve`, or name another with --url", UNREACHABLE)
