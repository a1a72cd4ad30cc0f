"""A fork of a mock, for laws that would leave something behind: with its own token, time and applications, and forgotten afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

from mockclio.testing.laws.account import Account
from mockclio.testing.laws.law import Broken, Unjudged
from mockclio.testing.laws.writing.premises import Data, NeedsAWorldOfItsOwn, Premises

Check = Callable[[Premises], None]
LOOPBACK = ("localhost", "127.0.0.1", "::1", "mockclio.test")


def is_loopback(account: Account) -> bool:
    """Whether the account is served on this machine, or in this process."""
    return urlsplit(str(account.http.base_url)).hostname in LOOPBACK


def plain(account: Account, method: str, url: str, *, token: str = "", **options: Any) -> httpx.Response:
    """A call with that token, or with none."""
    request = account.http.build_request(method, url, **options)
    request.headers.pop("Authorization", None)
    for name, value in {**(options.get("headers") or {}), **({"Authorization": f"Bearer {token}"} if token else {})}.items():
        request.headers[name] = value
    account.calls += 1
    account.last = f"{method} {request.url.raw_path.decode()}"
    return account.http.send(request, follow_redirects=False)


class Fork(Account):
    """A world of a mock, behind the same server."""

    def __init__(self, over: Account, world: Data) -> None:
        super().__init__(over.http, read_only=False, pause=over._pause)
        self.over, self.world, self.token = over, str(world["name"]), str(world["token"])
        self.applications: list[Data] = world["applications"]

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **(options.pop("headers", None) or {})}
        try:
            return super().send(method, path, headers=headers, **options)
        finally:
            self.over.calls, self.over.last = self.over.calls + 1, self.last

    def control(self, method: str, path: str, body: Data | None = None, **parameters: Any) -> Data:
        """What a control route says of this world."""
        sent = {"json": body} if body is not None else {}
        response = self.http.request(method, f"/_mockclio{path}", params={"world": self.world, **parameters}, **sent)  # type: ignore[arg-type]
        if response.status_code != 200:
            raise Broken("status 200", f"status {response.status_code}: {response.text[:300]}", call=f"{method} /_mockclio{path}")
        if method != "GET":
            self.kept.clear()
        return dict(response.json())


def fork(account: Account) -> Fork:
    """A new world like the account's, forgotten when the account is cleaned."""
    if account.read_only:
        raise Unjudged("this run only reads")
    if not is_mock(account):
        raise Unjudged("it leaves something behind, or rests on what the API cannot make: it is judged in a world of a mock's alone")
    response = account.http.post("/_mockclio/worlds/default/fork", json={})
    if response.status_code != 200:
        raise Unjudged(f"the mock makes no world of one's own: {response.status_code} {response.text[:200]}")
    made = Fork(account, response.json()["world"])
    account.closing.append(lambda: account.http.delete(f"/_mockclio/worlds/{made.world}"))
    return made


def is_mock(account: Account) -> bool:
    """Whether a mock answers, on this machine or in this process. Nobody else is asked."""
    if account.mock is None:
        account.mock = is_loopback(account) and account.http.get("/_mockclio/health").status_code == 200
    return account.mock


def premises(account: Account) -> Premises:
    """The premises of a run: one of each record, shared by its laws."""
    found: Premises = account.shared.setdefault("premises", Premises(account))
    return found


def alone(account: Account) -> Premises:
    """The premises in a fork of the mock, shared by laws that leave something behind."""
    if "alone" not in account.shared:
        account.shared["alone"] = Premises(fork(account), alone=True)
    found: Premises = account.shared["alone"]
    return found


def control(p: Premises, method: str, path: str, body: Data | None = None, **parameters: Any) -> Data:
    """What a control route of a world of one's own says."""
    if not isinstance(p.account, Fork):
        raise NeedsAWorldOfItsOwn(f"only a mock has {path}")
    return p.account.control(method, path, body, **parameters)


def as_user(p: Premises, user: int, method: str, path: str, **options: Any) -> httpx.Response:
    """A call of another user of a mock."""
    token = control(p, "POST", "/tokens", {"user": str(user)})["access_token"]
    return plain(p.account, method, f"/api/v4{path}", token=token, **options)


def held(check: Check) -> Callable[[Account], None]:
    """The check of a case: in the account, or where that would leave something behind in a world of its own; then what it made goes."""

    def judged(account: Account) -> None:
        if account.read_only:
            raise Unjudged("it writes, and this run only reads")
        try:
            _tidy(check, premises(account))
        except NeedsAWorldOfItsOwn:
            _tidy(check, alone(account))

    return judged


def apart(check: Check) -> Callable[[Account], None]:
    """A check that is always held in a world of its own."""
    return lambda account: _tidy(check, alone(account))


def _tidy(check: Check, p: Premises) -> None:
    before = len(p.account.made)
    try:
        check(p)
    finally:
        remove(p, before)


def remove(p: Premises, before: int) -> None:
    """Remove what was made since then, except what other cases stand on. A world of its own may keep what the API does not let go."""
    account = p.account
    own = [path for path in account.made[before:] if path not in p.lasting]
    account.made[before:] = [path for path in account.made[before:] if path in p.lasting]
    for path in reversed(own):
        if account.send("DELETE", path).status_code not in (200, 204, 404) and not p.alone:
            account.made.append(path)


__all__ = ["Fork", "alone", "apart", "as_user", "control", "fork", "held", "is_loopback", "is_mock", "plain", "premises", "remove"]
