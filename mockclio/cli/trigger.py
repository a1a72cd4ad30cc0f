"""The verb `trigger`: a change of a kind, by a real write to a running server, so that webhooks have something to tell."""

from __future__ import annotations

import json
from typing import Any

import click

from mockclio.cli import _options
from mockclio.cli._control import Control, away, control, fail, given_token


@click.command("trigger")
@click.argument("kind", metavar="MODEL.EVENT")
@click.option("--set", "words", metavar="NAME=VALUE", multiple=True, help="An attribute; the value is JSON or text, the name may be a.b.")
@click.option("--id", "id", help="The record that changes; one is made if left out.")
@_options.token
@control()
def trigger(server: Control, kind: str, words: tuple[str, ...], id: str | None, token: str | None) -> None:
    """Make a change happen: matter.created, task.updated, bill.deleted, matter.matter_closed, ...

    What it needs is made as well. The token must be one of the world.
    Example: mockclio trigger matter.created --set description=Lease --set client.id=1048700
    """
    import httpx

    from mockclio.cli._direct import direct
    from mockclio.webhooks.triggers import CannotTrigger, Writer, check
    from mockclio.webhooks.triggers import trigger as make

    values = _values(words)
    try:
        check(kind, values)
    except CannotTrigger as wrong:
        raise click.UsageError(str(wrong)) from None
    headers = {"Authorization": f"Bearer {given_token(server, token)}"}
    try:
        with httpx.Client(base_url=server.url, headers=headers, timeout=30, **direct(server.url)) as client:
            done = make(Writer(client, server.world, server.token), kind, values, id)
    except CannotTrigger as refused:
        fail(str(refused))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        away(server.url, error)
    server.show(done, lambda: "\n".join([f"{kind}: {done['id']}", *(f"  {call}" for call in done["calls"])]))


def _values(words: tuple[str, ...]) -> dict[str, Any]:
    results: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not all(name.split(".")):
            raise click.BadParameter(f"{word!r}: write NAME=VALUE, as in description=Lease or client.id=5", param_hint="--set")
        *outer, last = name.split(".")
        place = results
        for key in outer:
            place = place.setdefault(key, {})
            if not isinstance(place, dict):
                raise click.BadParameter(f"{word!r}: {key} has a value of its own already", param_hint="--set")
        place[last] = _value(text)
    return results


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
