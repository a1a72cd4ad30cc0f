"""Common parts of the verbs that call a running server: address, control token, world, and output."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import click
from click.core import ParameterSource

from mockclio.cli import _options
from mockclio.cli._options import FINDING, NOT_WRITTEN, UNREACHABLE, F, away, fail
from mockclio.cli._table import table

__all__ = ["FINDING", "NOT_WRITTEN", "UNREACHABLE", "Control", "F", "away", "control", "fail", "given_token", "table"]


@dataclass(frozen=True)
class Control:
    """The control interface of one server, in the eyes of one world."""

    url: str
    token: str
    world: str
    as_json: bool

    def get(self, path: str, /, **query: Any) -> Any:
        return self.ask("GET", path, query=query)

    def post(self, path: str, body: dict[str, Any] | None = None, /, **query: Any) -> Any:
        return self.ask("POST", path, body or {}, query)

    def delete(self, path: str, /, **query: Any) -> Any:
        return self.ask("DELETE", path, query=query)

    def make(self, path: str, body: dict[str, Any], text: Callable[[dict[str, Any]], str]) -> None:
        """Print the record that a route makes: as JSON, or as `text` writes it."""
        row: dict[str, Any] = self.post(path, body, world=self.world)["data"]
        self.show(row, lambda: text(row))

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None, query: dict[str, Any] | None = None) -> Any:
        """What the route answers as JSON. A refusal ends the command with 1, a server that does not answer with 3."""
        return json.loads(self.text(method, path, body, query))

    def text(self, method: str, path: str, body: dict[str, Any] | None = None, query: dict[str, Any] | None = None) -> str:
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.request import Request

        from mockclio.handle.opening import open_url

        results = {name: value for name, value in (query or {}).items() if value is not None}
        address = f"{self.url.rstrip('/')}/_mockclio/{quote(path.lstrip('/'))}{'?' if results else ''}{urlencode(results)}"
        headers = {"Content-Type": "application/json", **({"X-Mockclio-Control-Token": self.token} if self.token else {})}
        sent = None if body is None else json.dumps({name: value for name, value in body.items() if value not in (None, (), [])}).encode()
        try:
            with open_url(Request(address, sent, headers, method=method), timeout=70) as answer:
                return str(answer.read().decode())
        except HTTPError as refused:
            with refused:
                fail(_message(refused.read(), refused.code))
        except (OSError, ValueError, HTTPException) as error:
            away(self.url, getattr(error, "reason", error))

    def show(self, answer: Any, line: Callable[[], str]) -> None:
        """The answer as JSON where that is wanted, else in words."""
        click.echo(json.dumps(answer, indent=2) if self.as_json else line())


def _message(content: bytes, status: int) -> str:
    try:
        message = str(json.loads(content)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"The server answered {status}, and not as mockclio does: is --url right?"
    hint = ": pass it with --control-token or MOCKCLIO_CONTROL_TOKEN" if status == 403 and "token" in message else ""
    return message + hint


def control(world: bool = True) -> Callable[[F], F]:
    """Options of a verb that talks to a server; the function gets a Control in front."""

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def call(url: str, control_token: str, as_json: bool, world: str = "default", **arguments: Any) -> Any:
            return function(Control(url, control_token, world, as_json), **arguments)

        options = [_options.url, _options.control_token, _options.as_json, *([_options.world] if world else [])]
        made: Any = call
        for option in options:
            made = option(made)
        return made  # type: ignore[no-any-return]

    return decorate


def given_token(server: Control, token: str | None) -> str:
    """The bearer token of a verb that calls the API: the given one, or else that of the world.

    A world that is named on the command line goes before a token of the environment.
    """
    source = click.get_current_context().get_parameter_source
    named = source("world") is ParameterSource.COMMANDLINE and source("token") is not ParameterSource.COMMANDLINE
    if token and not named:
        return token
    return _options.DEV_TOKEN if server.world == "default" else str(server.get(f"worlds/{server.world}")["world"]["token"])
