"""One request in the server, and its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson

from mockclio.catalog.operations import AnyOperation
from mockclio.server.fields import Selection
from mockclio.server.view import View

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

JSON = "application/json; charset=utf-8"


@dataclass
class Call:
    """A request with a known route, viewer and arguments. `ids` are the path parameters by name. `sent` names the body attributes."""

    request: Request
    operation: AnyOperation
    ids: dict[str, Any]
    view: View
    arguments: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    selection: Selection = ()
    sent: tuple[str, ...] = ()

    @property
    def id(self) -> Any:
        return self.ids["id"]


@dataclass
class Answer:
    """The answer: a JSON value, or bytes of another media type."""

    status: int = 200
    json: Any = None
    body: bytes = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def content(self) -> bytes:
        """The bytes of the body. They are made once, so the answer must be complete."""
        return self.body if self.json is None else orjson.dumps(self.json)
