"""All worlds of one server, and the registry that maps every credential to its world."""

from __future__ import annotations

from mockclio.store.world import Token, World


class Worlds:
    """The worlds of a server. `default` is the one that `dev-token` opens."""

    def __init__(self) -> None:
        self.control_token = ""
        self.control_closed = False
        self.by_name: dict[str, World] = {}
        self._credentials: dict[str, World] = {}

    def add(self, world: World) -> World:
        self.by_name[world.name] = world
        return world

    @property
    def default(self) -> World:
        return self.by_name["default"]

    def grant(self, world: World, value: str, user: int | None = None) -> Token:
        """Make a bearer token of a world known; without a user it is the account owner's."""
        owner = world.owner()
        token = Token(value, user or (owner["id"] if owner else 0))
        world.tokens[value] = token
        self._credentials[value] = world
        return token

    def by_token(self, value: str) -> tuple[World, Token] | None:
        """The world that a bearer token opens, and the token."""
        world = self._credentials.get(value)
        token = world.tokens.get(value) if world else None
        return (world, token) if world and token else None
