"""The verb `token`: bearer tokens of a running server."""

from __future__ import annotations

import click

from mockclio.cli._control import Control, control


@click.group("token")
def token() -> None:
    """Mint, expire and revoke tokens without going through the browser. Example: mockclio token mint --user 2 --scope Matters=read"""


@token.command("mint")
@click.option("--user", help="An id, an e-mail or the place in the list of users; the owner if left out.")
@click.option("--scope", "scopes", multiple=True, metavar="NAME=read|write", help="A scope that it opens; may be repeated. [default: all]")
@click.option("--age", help="How long ago it was granted, as in 29d; after 30d it has expired.")
@click.option("--client-id", help="The application that it belongs to.")
@click.option("--region", help="us, eu, ca or au.")
@control()
def mint(server: Control, user: str | None, scopes: tuple[str, ...], age: str | None, client_id: str | None, region: str | None) -> None:
    """Mint a bearer and a refresh token. Example: mockclio token mint --user 2 --scope Matters=read --age 29d"""
    wrong = [scope for scope in scopes if "=" not in scope]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r}: write NAME=read or NAME=write", param_hint="--scope")
    opened = dict(scope.rsplit("=", 1) for scope in scopes) or None
    body = {"user": user, "scopes": opened, "age": age, "client_id": client_id, "region": region}
    answer = server.post("tokens", body, world=server.world)
    server.show(answer, lambda: f"{answer['access_token']}\nrefresh  {answer['refresh_token']}\nuser     {answer['user']['name']}")


@token.command("expire")
@click.argument("value")
@control()
def expire(server: Control, value: str) -> None:
    """Let the bearer token VALUE end now; its refresh token goes on. Example: mockclio token expire dev-token"""
    answer = server.post("tokens/expire", {"token": value}, world=server.world)
    server.show(answer, lambda: f"expired at {answer['expires_at']}")


@token.command("revoke")
@click.argument("value", required=False)
@click.option("--client-id", help="Take everything back that the user gave to this application.")
@click.option("--user", help="The user who does; the owner if left out.")
@control()
def revoke(server: Control, value: str | None, client_id: str | None, user: str | None) -> None:
    """Revoke the token VALUE, or all of an application. Example: mockclio token revoke --client-id dev-client"""
    if (value is None) == (client_id is None):
        raise click.UsageError("Name a token, or an application with --client-id")
    body = {"token": value} if value else {"client_id": client_id, "user": user}
    answer = server.post("tokens/revoke", body, world=server.world)
    server.show(answer, lambda: f"revoked: {answer['revoked']}")
