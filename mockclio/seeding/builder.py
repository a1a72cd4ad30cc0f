"""Writes to a world as the API does, but without a socket: bodies are checked, behaviours run, derived values follow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mockclio import practice
from mockclio.catalog import collections
from mockclio.catalog.schema import accepted
from mockclio.errors import APIError
from mockclio.server import writing
from mockclio.server.bodies import checked
from mockclio.store.clock import parse_time
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.test import Client

Data = dict[str, Any]
MakeWorlds = Callable[[], Worlds]
TOKEN = "seeding"


class Builder:
    """Makes records in one world, one after the other, at given times. `user` is the user who writes.

    `make_worlds` makes the worlds that the server of `http` serves. They have no delivery queue for webhooks unless it gives them one.
    """

    def __init__(self, world: World, make_worlds: MakeWorlds = Worlds) -> None:
        practice.register()
        self.world, self._make_worlds = world, make_worlds
        self.user: Row = world.owner() or {}

    def at(self, moment: str | datetime) -> None:
        """Move the clock forward to a time. Everything that is due before that time happens."""
        self.world.clock.set(parse_time(moment) if isinstance(moment, str) else moment)

    @contextmanager
    def acting(self, user: int) -> Iterator[None]:
        """Write as another user."""
        before, self.user = self.user, self.world.table("users")[user]
        try:
            yield
        finally:
            self.user = before

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.world.session(self.user) as session:
            yield session

    def post(self, collection: str, **data: Any) -> Row:
        """Create a record of a collection and return its row."""
        with self.session() as session:
            return self.create(session, collection, data)

    def create(self, session: Session, collection: str, data: Data) -> Row:
        """Create a record inside an open session, which several records may share."""
        operation = collections()[collection].operations["create"]
        try:
            body = checked(accepted(operation.body), data, self.world.zone(self.user))
            return writing.create(session, operation.record, operation.body, body)
        except APIError as refused:
            raise ValueError(f"{collection}: {refused} in {data}") from refused

    def patch(self, collection: str, id: int, **data: Any) -> Row:
        """Change a record and return its row."""
        operation = collections()[collection].operations["update"]
        body = checked(accepted(operation.body), data, self.world.zone(self.user))
        with self.session() as session:
            return writing.update(session, operation.record, operation.body, self.world.table(collection)[id], body)

    def delete(self, collection: str, id: int) -> None:
        with self.session() as session:
            writing.destroy(session, collection, self.world.table(collection)[id])

    @cached_property
    def http(self) -> Client:
        """The API itself, for operations that need more than one write, such as uploads."""
        from werkzeug.test import Client

        from mockclio.server.app import ENDPOINTS, application

        worlds = self._make_worlds()
        client = Client(application(worlds, ENDPOINTS))
        worlds.add(self.world)
        worlds.grant(self.world, TOKEN)
        return client

    def call(self, method: str, path: str, **options: Any) -> Any:
        """Call the API once and return `data`."""
        answer = self.http.open(f"/api/v4{path}", method=method, headers={"Authorization": f"Bearer {TOKEN}"}, **options)
        if answer.status_code >= 400:
            raise ValueError(f"{method} {path}: {answer.status_code} {answer.text}")
        return (answer.json or {}).get("data")

    def upload(self, name: str, content: bytes, parent: Data, **data: Any) -> int:
        """Upload a document with its bytes in the three steps of an upload, and return its id."""
        fields = "id,latest_document_version{uuid,put_url,put_headers}"
        made = self.call("POST", "/documents", query_string={"fields": fields}, json={"data": {"name": name, "parent": parent, **data}})
        version = made["latest_document_version"]
        headers = {header["name"]: header["value"] for header in version["put_headers"]}
        stored = self.http.put(version["put_url"], data=content, headers=headers)
        if stored.status_code != 200:
            raise ValueError(f"upload of {name}: {stored.status_code} {stored.text}")
        self.call("PATCH", f"/documents/{made['id']}", json={"data": {"uuid": version["uuid"], "fully_uploaded": True}})
        return int(made["id"])

    def close(self) -> None:
        """Remove the token that the builder used."""
        self.world.access.tokens.pop(TOKEN, None)
