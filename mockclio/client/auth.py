"""Who calls: a token that is given, or a login whose token is refreshed when it dies, once for all who wait."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from mockclio.client.exceptions import LoginNeeded
from mockclio.errors import InvalidGrant

if TYPE_CHECKING:
    from mockclio.client.exchange import Exchange

AHEAD = 60.0
"""Seconds before its end at which a token is refreshed without waiting for a refusal."""


@dataclass(frozen=True, slots=True)
class Application:
    """What the developer portal gives: key, secret, and a redirect URI exactly as it is registered there."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a login gave. `expires_at` is in epoch seconds. Clio's refresh tokens neither expire nor change."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: float = 0.0

    @classmethod
    def of(cls, answer: dict[str, Any], now: float, before: Tokens | None = None) -> Tokens:
        """From the token endpoint's answer; a refresh may leave the refresh token out."""
        refresh = answer.get("refresh_token") or (before.refresh_token if before else "")
        return cls(answer["access_token"], refresh, now + float(answer.get("expires_in") or 0.0) if answer.get("expires_in") else 0.0)


class TokenStore(Protocol):
    """Where tokens are kept between runs."""

    def load(self) -> Tokens | None: ...

    def save(self, tokens: Tokens) -> None: ...

    def clear(self) -> None: ...


class Auth(Protocol):
    """Where the bearer token comes from."""

    async def token(self, exchange: Exchange) -> str: ...

    async def renew(self, exchange: Exchange, spoiled: str) -> bool:
        """After a refusal of that token: whether there is another one now."""


@dataclass
class BearerToken:
    """A token that is given and never changes."""

    value: str = field(repr=False)

    async def token(self, exchange: Exchange) -> str:
        return self.value

    async def renew(self, exchange: Exchange, spoiled: str) -> bool:
        return False


class Login:
    """The tokens of a store, refreshed with the application's credentials.

    Threads and tasks that meet the end of a token together wait for one refresh. Another process that uses the same store and was faster
    is noticed: the store is read again before anything is asked of the server.
    """

    def __init__(self, application: Application, store: TokenStore) -> None:
        self.application, self.store = application, store
        self._lock = Lock()
        self._tokens: Tokens | None = None

    def __repr__(self) -> str:
        return f"<Login of {self.application.client_id}>"

    async def token(self, exchange: Exchange) -> str:
        tokens = self._tokens or self.store.load()
        if tokens is None:
            raise LoginNeeded("there is no token yet: let somebody log in with clio.oauth.login(), or exchange a code")
        self._tokens = tokens
        if tokens.refresh_token and 0 < tokens.expires_at <= exchange.backend.time.now() + AHEAD:
            await self.renew(exchange, tokens.access_token)
        return self._tokens.access_token

    async def renew(self, exchange: Exchange, spoiled: str) -> bool:
        async with exchange.backend.one_at_a_time(self._lock):
            kept = self.store.load() or self._tokens
            if kept is None or (kept.access_token == spoiled and not kept.refresh_token):
                return False
            if kept.access_token == spoiled:
                kept = await self._refresh(exchange, kept)
                self.store.save(kept)
            self._tokens = kept
            return True

    async def _refresh(self, exchange: Exchange, kept: Tokens) -> Tokens:
        from mockclio.client.oauth import ask_for_tokens

        try:
            sent = {"grant_type": "refresh_token", "refresh_token": kept.refresh_token}
            return Tokens.of(await ask_for_tokens(exchange, self.application, sent, safe=True), exchange.backend.time.now(), kept)
        except InvalidGrant as error:
            raise LoginNeeded("the refresh token is dead, most likely because the user took the permission back: log in again") from error

    def adopt(self, tokens: Tokens) -> None:
        """Use these tokens from now on."""
        self.store.save(tokens)
        self._tokens = tokens

    def forget(self) -> None:
        """Drop the access token, keep the refresh token: what a deauthorization leaves of a login."""
        kept = self._tokens or self.store.load()
        if kept is not None:
            self.adopt(replace(kept, access_token="", expires_at=1.0 if kept.refresh_token else 0.0))
