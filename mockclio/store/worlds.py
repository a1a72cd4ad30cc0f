"""All worlds of one server, and the registry that maps every credential to its world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockclio.store.access import Application, Token
from mockclio.store.world import World

DEV_CLIENT, STRICT_CLIENT = "dev-client", "strict-client"
STRICT_REDIRECT = "http://127.0.0.1:3000/oauth/callback"
Post = Callable[[str, dict[str, Any]], None]


class Worlds:
    """The worlds of a server. `default` is the one that `dev-token`, `dev-client` and `strict-client` open."""

    def __init__(self) -> None:
        self.control_token = ""
        self.control_closed = False
        self.region = "us"
        self.auto_approve = ""
        self.post: Post | None = None
        self.by_name: dict[str, World] = {}
        self._credentials: dict[str, World] = {}

    def add(self, world: World) -> World:
        self.by_name[world.name] = world
        world.region = self.region
        return world

    @property
    def default(self) -> World:
        return self.by_name["default"]

    def register(self, credential: str, world: World) -> None:
        """Let a bearer token, refresh token, code, client id or storage key lead to its world."""
        self._credentials[credential] = world

    def world_of(self, credential: str) -> World | None:
        return self._credentials.get(credential)

    def grant(self, world: World, value: str, user: int | None = None) -> Token:
        """Make a bearer token of a world known; it opens everything and lasts. Without a user it is the account owner's."""
        owner = world.owner()
        token = Token(value, user or (owner["id"] if owner else 0), region=world.region)
        world.access.tokens[value] = token
        self.register(value, world)
        return token

    def install(self, world: World, application: Application) -> Application:
        """Make an OAuth application of a world known."""
        world.access.applications[application.client_id] = application
        self.register(application.client_id, world)
        return application

    def install_dev_applications(self, world: World) -> None:
        """`dev-client` accepts any redirect URI on this machine, `strict-client` exactly one."""
        about = {"description": "An application under development.", "website": "http://127.0.0.1/", "region": world.region}
        self.install(world, Application(DEV_CLIENT, "dev-secret", "Dev client", any_loopback=True, **about))  # type: ignore[arg-type]
        self.install(
            world,
            Application(STRICT_CLIENT, "strict-secret", "Strict client", redirect_uris=[STRICT_REDIRECT], **about),  # type: ignore[arg-type]
        )

    def by_token(self, value: str) -> tuple[World, Token] | None:
        """The world that a bearer token opens, and the token."""
        world = self._credentials.get(value)
        token = world.access.tokens.get(value) if world else None
        return (world, token) if world and token else None
