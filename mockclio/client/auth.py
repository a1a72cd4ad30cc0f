"""Authentication: a fixed bearer token, or a login whose access token is refreshed before it expires."""

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
    """An application of the developer portal: key, secret, and the redirect URI exactly as it is registered."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a login. `expires_at` is in epoch seconds, 0 if unknown. Clio's refresh tokens neither expire nor change."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: float = 0.0

    @classmethod
    def of(cls, answer: dict[str, Any], now: float, before: Tokens | None = None) -> Tokens:
        """Make tokens from the answer of the token endpoint. An answer to a refresh may leave out the refresh token: `before` has it."""
        refresh = answer.get("refresh_token") or (before.refresh_token if before else "")
        return cls(answer["access_token"], refresh, now + float(answer.get("expires_in") or 0.0) if answer.get("expires_in") else 0.0)


class TokenStore(Protocol):
    """Where tokens are stored between runs: `MemoryStore`, `FileStore`, `KeyringStore`, or a class of the application."""

    def load(self) -> Tokens | None:
        """Return the stored tokens; None if there are none."""

    def save(self, tokens: Tokens) -> None:
        """Store the tokens in place of the earlier ones."""

    def clear(self) -> None:
        """Delete the stored tokens. Nothing happens if there are none."""


class Auth(Protocol):
    """The source of the bearer token: `BearerToken` or `Login`."""

    async def token(self, exchange: Exchange) -> str:
        """Return the access token to send. Raises LoginNeeded if there is none."""

    async def renew(self, exchange: Exchange, spoiled: str) -> bool:
        """Replace the token `spoiled` after the API refused it. Returns whether another token is there now."""


@dataclass
class BearerToken:
    """A fixed access token that is never refreshed."""

    value: str = field(repr=False)

    async def token(self, exchange: Exchange) -> str:
        """Return the fixed token."""
        return self.value

    async def renew(self, exchange: Exchange, spoiled: str) -> bool:
        """Return False: a fixed token cannot be refreshed."""
        return False


class Login:
    """The tokens of a store, refreshed with the application's credentials.

        store = FileStore("~/.clio-tokens.json")
        clio = Clio(auth=Login(Application("key", "secret", "http://127.0.0.1:8765/"), store))

    Threads and tasks that need a refresh at the same time wait for one refresh. The store is read again before each refresh, so that a
    refresh by another process with the same store is used.
    """

    def __init__(self, application: Application, store: TokenStore) -> None:
        """Use the tokens in `store`, and refresh them as `application`."""
        self.application, self.store = application, store
        self._lock = Lock()
        self._tokens: Tokens | None = None

    def __repr__(self) -> str:
        """Show the application's key, without any token."""
        return f"<Login of {self.application.client_id}>"

    async def token(self, exchange: Exchange) -> str:
        """Return the access token. Refreshes it first if it ends within a minute.

        Raises LoginNeeded if the store is empty, or if the refresh token is refused.
        """
        tokens = self._tokens or self.store.load()
        if tokens is None:
            raise LoginNeeded("there is no token yet: let somebody log in with clio.oauth.login(), or exchange a code")
        self._tokens = tokens
        if tokens.refresh_token and 0 < tokens.expires_at <= exchange.backend.time.now() + AHEAD:
            await self.renew(exchange, tokens.access_token)
        return self._tokens.access_token

    async def renew(self, exchange: Exchange, spoiled: str) -> bool:
        """Refresh the token `spoiled`, unless another thread or process has done it already.

        Returns False if there is no refresh token. Raises LoginNeeded if the refresh token is refused.
        """
        async with exchange.backend.one_at_a_time(self._lock):
            stored = self.store.load() or self._tokens
            if stored is None or (stored.access_token == spoiled and not stored.refresh_token):
                return False
            if stored.access_token == spoiled:
                stored = await self._refresh(exchange, stored)
                self.store.save(stored)
            self._tokens = stored
            return True

    async def _refresh(self, exchange: Exchange, stored: Tokens) -> Tokens:
        from mockclio.client.oauth import request_tokens

        try:
            form = {"grant_type": "refresh_token", "refresh_token": stored.refresh_token}
            return Tokens.of(await request_tokens(exchange, self.application, form, safe=True), exchange.backend.time.now(), stored)
        except InvalidGrant as error:
            raise LoginNeeded("the refresh token is dead, most likely because the user took the permission back: log in again") from error

    def adopt(self, tokens: Tokens) -> None:
        """Store these tokens and use them from now on."""
        self.store.save(tokens)
        self._tokens = tokens

    def forget(self) -> None:
        """Drop the access token and keep the refresh token, as a deauthorization does."""
        stored = self._tokens or self.store.load()
        if stored is not None:
            self.adopt(replace(stored, access_token="", expires_at=1.0 if stored.refresh_token else 0.0))
