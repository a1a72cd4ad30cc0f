"""Who may open a world: applications, authorization codes, bearer and refresh tokens. Times are those of the world's clock."""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from random import Random
from typing import Literal

Level = Literal["read", "write"]
Permissions = dict[str, Level]
"""What a token may do in each scope group; write includes read."""

ALPHABET = string.ascii_letters + string.digits
KEY_LENGTH, CODE_LENGTH = 40, 20
REGIONS = ("us", "eu", "ca", "au")


def secret(random: Random, length: int = KEY_LENGTH) -> str:
    """Letters and digits, as keys, codes and tokens have them."""
    return "".join(random.choices(ALPHABET, k=length))


@dataclass(slots=True)
class Application:
    """An OAuth application. `permissions` of None asks for everything; `any_loopback` accepts every redirect URI on this machine."""

    client_id: str
    client_secret: str
    name: str
    description: str = ""
    website: str = ""
    redirect_uris: list[str] = field(default_factory=list)
    any_loopback: bool = False
    permissions: Permissions | None = None
    deauthorization_url: str = ""
    region: str = "us"


@dataclass(slots=True)
class Code:
    """An authorization code: good once, for ten minutes, for one application and redirect URI."""

    value: str
    client_id: str
    user: int
    redirect_uri: str
    expires_at: str
    used: bool = False


@dataclass(slots=True)
class Token:
    """A bearer token: whose it is and what it opens. `permissions` of None opens everything; `expires_at` of None lasts."""

    value: str
    user: int
    permissions: Permissions | None = None
    client_id: str = ""
    expires_at: str | None = None
    region: str = "us"
    revoked: bool = False


@dataclass(slots=True)
class RefreshToken:
    """What new bearer tokens are had with. It neither expires nor changes; it lasts until it is revoked."""

    value: str
    user: int
    client_id: str
    permissions: Permissions | None = None
    region: str = "us"
    revoked: bool = False


@dataclass
class Access:
    """Everything that opens one world, by its value."""

    applications: dict[str, Application] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)

    def revoke_all(self, client_id: str, user: int) -> None:
        """End every token that a user gave to an application."""
        granted: list[Token | RefreshToken] = [*self.tokens.values(), *self.refresh_tokens.values()]
        for token in granted:
            if token.client_id == client_id and token.user == user:
                token.revoked = True
