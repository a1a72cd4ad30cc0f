"""The tokens and the OAuth application of a world: `mock.tokens.issue(user=2, age="29d")`, `mock.tokens.expire(token)`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockclio.handle.control import ControlInterface
    from mockclio.handle.handle import MockHandle
    from mockclio.store.tables import Row

User = int | str
"""A user by id, by e-mail, or by the place in the list, counted from 1."""


@dataclass(frozen=True)
class IssuedToken:
    """A bearer token with its refresh token. `expires_in` counts seconds of the world's clock. `scopes` None means everything."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: int
    scopes: Mapping[str, str] | None
    client_id: str


@dataclass(frozen=True)
class ApplicationKeys:
    """What an application logs in with."""

    client_id: str
    client_secret: str


class TokenControl:
    """The tokens of a world, and the application that they are given to: `mock.tokens`."""

    def __init__(self, control: ControlInterface, world: str) -> None:
        """Use a control interface of the world with that name."""
        self._control, self._world = control, world

    @property
    def application(self) -> ApplicationKeys:
        """The OAuth application of the world: the first one, if it has several."""
        return self.applications[0]

    @property
    def applications(self) -> list[ApplicationKeys]:
        """All OAuth applications of the world."""
        rows = self._control.ask("GET", f"worlds/{self._world}", world=None)["world"]["applications"]
        return [ApplicationKeys(row["client_id"], row["client_secret"]) for row in rows]

    def issue(
        self,
        user: User | None = None,
        scopes: Mapping[str, str] | Iterable[str] | None = None,
        age: timedelta | str | None = None,
        client_id: str | None = None,
    ) -> IssuedToken:
        """Make a token as if `user` had given it `age` ago; after 30 days it has expired.

            mock.tokens.issue(user="lena@firm.test", scopes={"Matters": "read"}, age="29d")

        Without a user it is one of the account owner; without `scopes` it may do everything. A list of scopes means write. Raises
        ValueError for an unknown user, scope or application.
        """
        application = client_id or self.application.client_id
        wanted: Row = {
            "user": None if user is None else str(user),
            "scopes": None if scopes is None else dict(scopes) if isinstance(scopes, Mapping) else dict.fromkeys(scopes, "write"),
            "age": f"{int(age.total_seconds())}s" if isinstance(age, timedelta) else age,
            "client_id": application,
        }
        made = self._control.ask("POST", "tokens", {name: value for name, value in wanted.items() if value is not None})
        keys = (made["access_token"], made["refresh_token"], made["expires_in"], made["user"]["id"], made["scopes"])
        return IssuedToken(*keys, client_id=application)

    def expire(self, token: str | IssuedToken) -> None:
        """Let a bearer token end now. Its refresh token stays valid. Raises LookupError for an unknown token."""
        self._control.ask("POST", "tokens/expire", {"token": _text(token)})

    def revoke(self, token: str | IssuedToken) -> None:
        """Revoke a bearer token, or a refresh token that is given as text. Raises LookupError for an unknown token."""
        self._control.ask("POST", "tokens/revoke", {"token": _text(token)})

    def deauthorize(self, user: User | None = None, client_id: str | None = None) -> None:
        """Revoke everything that a user gave to the application, as when the user removes it in Clio.

        Its deauthorization callback gets a post.
        """
        body = {"client_id": client_id or self.application.client_id, **({} if user is None else {"user": str(user)})}
        self._control.ask("POST", "tokens/revoke", body)

    def approve_as(self, user: User | None) -> None:
        """Allow every application of the world at once, as this user. None shows the consent page again.

        Raises ValueError for an unknown user.
        """
        self._change({"auto_approve": None if user is None else str(user)})

    def allow_redirect_hosts(self, *hosts: str) -> None:
        """Let applications of the mock's own take redirect URIs on these hosts too. Raises ValueError for what is no host name."""
        self._change({"redirect_hosts": list(hosts)})

    def _change(self, body: Row) -> None:
        for one in self.applications:
            self._control.ask("PATCH", f"applications/{one.client_id}", body)


def _text(token: str | IssuedToken) -> str:
    return token if isinstance(token, str) else token.access_token


def prepare(mock: MockHandle, auto_approve: User | None, redirect_hosts: Iterable[str]) -> None:
    """Prepare the applications of a mock as `MockClio` and the mark are told. Raises ValueError for an unknown user or a wrong host."""
    if auto_approve is not None and auto_approve != "":
        mock.tokens.approve_as(auto_approve)
    if redirect_hosts:
        mock.tokens.allow_redirect_hosts(*([redirect_hosts] if isinstance(redirect_hosts, str) else redirect_hosts))
