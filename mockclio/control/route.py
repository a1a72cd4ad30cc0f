"""A control route, and the request that it answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from mockclio.control.bodies import read
from mockclio.errors import BadRequest, NotFound
from mockclio.store.world import World
from mockclio.store.worlds import DEFAULT, Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

WORLD = {"world": "string: the world that is meant"}


@dataclass
class ControlCall:
    """A control request: the world that `?world=` names (else `default`), path parameters, query parameters, the JSON body."""

    request: Request
    worlds: Worlds
    ids: dict[str, str]
    body: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.find(self.request.args.get("world", DEFAULT))

    def find(self, name: str) -> World:
        """The world of that name."""
        result = self.worlds.by_name.get(name)
        if result is None:
            raise NotFound(f"There is no world {name!r}; there are {', '.join(sorted(self.worlds.by_name)[:50])}")
        return result


Handler = Callable[[ControlCall], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the table of routes.

    `body` and `query` map each accepted key to `type: meaning`; `required` are the keys that the body must have. A handler returns a dict
    for JSON, an Answer, or a Response; `produces` is the media type of the answer. `refuses` lists statuses of refusals, in addition to
    those that follow from the other attributes of the route.
    """

    method: str
    path: str
    summary: str
    handler: Handler
    body: dict[str, str] = field(default_factory=dict)
    world: bool = True
    query: dict[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    produces: str = "application/json"
    refuses: tuple[int, ...] = ()

    def match(self, path: str) -> dict[str, str] | None:
        result = _pattern(self.path).fullmatch(path)
        return result.groupdict() if result else None

    def arguments(self, request: Request) -> dict[str, Any]:
        """The checked query parameters of the route. Unknown ones are refused."""
        known = {**self.query, **(WORLD if self.world else {})}
        unknown = sorted(set(request.args) - known.keys())
        if unknown:
            raise BadRequest(f"{', '.join(unknown)}: unknown; this route takes {', '.join(known) or 'no parameters'}")
        results = {
            name: _typed(name, request.args[name], spec.partition(":")[0]) for name, spec in self.query.items() if name in request.args
        }
        return read(results, self.query)


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))


def _typed(name: str, text: str, kind: str) -> Any:
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
        if kind == "boolean":
            return {"true": True, "false": False}[text]
    except (ValueError, KeyError):
        raise BadRequest(f"{name} must be of the type {kind}") from None
    return text
