"""The credentials of a world: applications, authorization codes, bearer and refresh tokens. Times are those of the world's clock."""

from __future__ import annotations

import string
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Literal

Level = Literal["read", "write"]
Permissions = dict[str, Level]
"""The level, read or write, of a token in each scope group. Write includes read."""

ALPHABET = string.ascii_letters + string.digits
KEY_LENGTH, CODE_LENGTH = 40, 20
REGIONS = ("us", "eu", "ca", "au")


def secret(random: Random, length: int = KEY_LENGTH) -> str:
    """A secret of random letters and digits, for keys, codes and tokens."""
    return "".join(random.choices(ALPHABET, k=length))


@dataclass(slots=True)
class Application:
    """An OAuth application. `permissions` None asks for everything. `any_loopback` accepts every redirect URI on this machine.

    Then it also accepts those on `redirect_hosts`. `auto_approve` is the user for whom its authorizations are approved at once: an id, an
    e-mail or the place in the list. Empty shows the consent page.
    """

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
    auto_approve: str = ""
    redirect_hosts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Code:
    """An authorization code. It is valid once, for ten minutes, for one application and redirect URI."""

    value: str
    client_id: str
    user: int
    redirect_uri: str
    expires_at: str
    used: bool = False


@dataclass(slots=True)
class Token:
    """A bearer token of a user. With `permissions` None it may do everything. With `expires_at` None it does not expire."""

    value: str
    user: int
    permissions: Permissions | None = None
    client_id: str = ""
    expires_at: str | None = None
    region: str = "us"
    revoked: bool = False


@dataclass(slots=True)
class RefreshToken:
    """A refresh token: applications get new bearer tokens with it. It does not expire or change. It is valid until it is revoked."""

    value: str
    user: int
    client_id: str
    permissions: Permissions | None = None
    region: str = "us"
    revoked: bool = False


@dataclass
class Access:
    """All credentials of one world, by their value."""

    applications: dict[str, Application] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)

    def without(self, token: str) -> Access:
        """A copy for a fork, without one bearer token."""
        parts = (self.applications, self.codes, self.tokens, self.refresh_tokens)
        copies: list[dict[str, Any]] = [{key: replace(one) for key, one in part.items() if key != token} for part in parts]
        return Access(*copies)

    def revoke_all(self, client_id: str, user: int) -> None:
        """Revoke every token that a user gave to an application."""
        granted: list[Token | RefreshToken] = [*self.tokens.values(), *self.refresh_tokens.values()]
        for token in granted:
            if token.client_id == client_id and token.user == user:
                token.revoked = True
