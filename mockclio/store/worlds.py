"""All worlds of one server, and the registry that maps every credential to its world."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from mockclio.store.access import Application, Token
from mockclio.store.coverage import Coverage
from mockclio.store.feed import Feed
from mockclio.store.hooks import Hooks
from mockclio.store.saved_states import SavedStates
from mockclio.store.settings import ServerSettings
from mockclio.store.state import WrongState
from mockclio.store.world import World

DEV_CLIENT, STRICT_CLIENT = "dev-client", "strict-client"
STRICT_REDIRECT = "http://127.0.0.1:3000/oauth/callback"
DEFAULT = "default"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class WrongName(ValueError):
    """A name that a world cannot have. The message says what is right."""


class OpenFirm(Protocol):
    """Makes the world of a firm. `at` and `frozen` set its clock."""

    def __call__(self, firm: str, name: str = ..., *, at: datetime | None = ..., frozen: bool | None = ...) -> World: ...


def _opens_none(firm: str, name: str = "", *, at: datetime | None = None, frozen: bool | None = None) -> World:
    raise WrongState("this server opens no firms")


class Worlds:
    """The worlds of a server. `dev-token`, `dev-client` and `strict-client` are credentials of the world `default`.

    The control interface makes the world of a firm with `open_firm`.
    """

    def __init__(self, settings: ServerSettings | None = None, *, open_firm: OpenFirm = _opens_none) -> None:
        self.settings = settings or ServerSettings()
        self.open_firm = open_firm
        self.by_name: dict[str, World] = {}
        self.feed = Feed()
        self.coverage = Coverage()
        self.on_added: Hooks[[World]] = Hooks()
        """Called with each world that was added."""
        self.on_deleted: Hooks[[World]] = Hooks()
        """Called with each world that was deleted."""
        self.on_answered: Hooks[[bool, bool]] = Hooks()
        """Called after the work of each request, before its answer is sent.

        The arguments say whether credentials may have changed, and whether the request was a read.
        """
        self.unkept = False
        """Whether the last try to write the file of the kept world failed."""
        self.on_deauthorized: Hooks[[str, dict[str, Any]]] = Hooks()
        """Called when a token is revoked, with the callback of its application and the body to post. Not under a world's lock."""
        self.states = SavedStates(Path(".mockclio", "states"))
        self._origins: dict[str, World] = {}
        self._credentials: dict[str, World] = {}
        self._lock = Lock()

    def add(self, world: World) -> World:
        """Add a world. `reset` sets it back to its present state."""
        with self._lock:
            if world.name in self.by_name:
                raise WrongName(f"There is a world {world.name!r} already: choose another name, or delete it")
            self.by_name[world.name] = world
        world.settings = world.settings.changed(self.settings.worlds)
        if self.settings.host_policy.beyond:
            world.open_to_others = True
            world.storage_key = world.secret()
        with world.lock:
            self._origins[world.name] = world.fork(world.name)
        self.feed.follow(world)
        self.on_added(world)
        return world

    @property
    def default(self) -> World:
        return self.by_name[DEFAULT]

    @property
    def first(self) -> World:
        """The world for requests without a known credential."""
        return self.by_name.get(DEFAULT) or next(iter(self.by_name.values()))

    def free_name(self, name: str = "") -> str:
        """The name, if a world can have it. Without a name, the next free one of world-1, world-2, ..."""
        if name and not NAME.fullmatch(name):
            raise WrongName(f"{name!r} cannot name a world: write letters, digits, '.', '_' and '-', at most 80")
        if name in self.by_name:
            raise WrongName(f"There is a world {name!r} already: choose another name, or delete it")
        number = len(self.by_name)
        while not name or name in self.by_name:
            name, number = f"world-{number}", number + 1
        return name

    def fork(self, source: World, name: str = "") -> World:
        """A new world with the state of another. It has its own random source, so that no two worlds draw the same token."""
        name = self.free_name(name)
        with source.lock:
            copy = source.fork(name)
        return self.admit(copy)

    def admit(self, world: World) -> World:
        """Add a new world, with a new token and a new OAuth application."""
        world.random.seed(f"{world.seed}/{world.ids.last}/{world.name}")
        self.adopt_into(world, world)
        self.add(world)
        self.grant(world, self.draw(world))
        client_id, client_secret, region = self.draw(world), world.secret(), self.settings.region
        application = Application(client_id, client_secret, f"Client of {world.name}", any_loopback=True, region=region)
        self.install(world, application)
        return world

    def draw(self, world: World) -> str:
        """A credential that no world of this server has."""
        while True:
            value = world.secret()
            if value not in self._credentials:
                return value

    def reset(self, world: World) -> None:
        """Set a world back to the rows, time and random state that it was added with. Credentials stay, faults are removed."""
        world.become(self._origins[world.name])
        world.faults.clear()

    def delete(self, world: World) -> None:
        """Delete a world and all its credentials."""
        with self._lock:
            self.by_name.pop(world.name, None)
            self._origins.pop(world.name, None)
            for credential in [value for value, other in self._credentials.items() if other is world]:
                del self._credentials[credential]
        self.feed.leave(world)
        self.on_deleted(world)

    def adopt_into(self, world: World, other: World) -> None:
        """Register the credentials of `other` for `world`, except those that belong to a world already."""
        mine, its = world.access, other.access
        cached: tuple[dict[str, Any], ...] = (mine.applications, mine.codes, mine.tokens, mine.refresh_tokens)
        brought: tuple[dict[str, Any], ...] = (its.applications, its.codes, its.tokens, its.refresh_tokens)
        for ours, theirs in zip(cached, brought, strict=True):
            for value, one in list(theirs.items()):
                if self._credentials.setdefault(value, world) is world:
                    ours[value] = one
                elif other is world:
                    del theirs[value]

    def register(self, credential: str, world: World) -> None:
        """Map a bearer token, refresh token, code, client id or storage key to its world."""
        self._credentials[credential] = world

    def credentials_of(self, world: World) -> list[str]:
        return [value for value, other in list(self._credentials.items()) if other is world]

    def world_of(self, credential: str) -> World | None:
        return self._credentials.get(credential)

    def grant(self, world: World, value: str, user: int | None = None) -> Token:
        """Register a bearer token of a world. It has all scopes and does not expire. Without a user it belongs to the account owner."""
        owner = world.owner()
        token = Token(value, user or (owner["id"] if owner else 0), region=self.settings.region)
        world.access.tokens[value] = token
        self.register(value, world)
        return token

    def install(self, world: World, application: Application) -> Application:
        """Register an OAuth application of a world."""
        world.access.applications[application.client_id] = application
        self.register(application.client_id, world)
        return application

    def install_dev_applications(self, world: World) -> None:
        """Register `dev-client`, which accepts any redirect URI on this machine, and `strict-client`, which accepts exactly one."""
        about = {"description": "An application under development.", "website": "http://127.0.0.1/", "region": self.settings.region}
        self.install(world, Application(DEV_CLIENT, "dev-secret", "Dev client", any_loopback=True, **about))  # type: ignore[arg-type]
        self.install(
            world,
            Application(STRICT_CLIENT, "strict-secret", "Strict client", redirect_uris=[STRICT_REDIRECT], **about),  # type: ignore[arg-type]
        )

    def by_token(self, value: str) -> tuple[World, Token] | None:
        """The world of a bearer token, and the token. None when the token is unknown."""
        world = self._credentials.get(value)
        token = world.access.tokens.get(value) if world else None
        return (world, token) if world and token else None
