"""A fork of a mock, for checks that would leave something behind: with its own token, time and applications, and forgotten afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data.sample_data import Data, NeedsOwnWorld, SampleData
from mockclio.testing.target import Target, is_mock, world_of

Check = Callable[[SampleData], None]


def plain(target: Target, method: str, url: str, *, token: str = "", **options: Any) -> httpx.Response:
    """A call with that token, or with none."""
    request = target.http.build_request(method, url, **options)
    request.headers.pop("Authorization", None)
    for name, value in {**(options.get("headers") or {}), **({"Authorization": f"Bearer {token}"} if token else {})}.items():
        request.headers[name] = value
    target.calls += 1
    target.last = f"{method} {request.url.raw_path.decode()}"
    return target.http.send(request, follow_redirects=False)


class Fork(Target):
    """A world of a mock, behind the same server."""

    def __init__(self, over: Target, world: Data) -> None:
        """Use the server of `over`; `world` is the answer of the control interface."""
        super().__init__(over.http, read_only=False, pause=over._pause)
        self.over, self.world, self.token, self.closing = over, str(world["name"]), str(world["token"]), over.closing
        self.applications: list[Data] = world["applications"]

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request with the token of the fork."""
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
            raise CheckFailed("status 200", f"status {response.status_code}: {response.text[:300]}", call=f"{method} /_mockclio{path}")
        if method != "GET":
            self.kept.clear()
        return dict(response.json())


def fork(target: Target) -> Fork:
    """A new world like the account's, forgotten when the account is cleaned."""
    if target.read_only:
        raise Inconclusive("this run only reads")
    if not is_mock(target):
        raise Inconclusive("it leaves something behind, or rests on what the API cannot make: it is judged in a world of a mock's alone")
    response = target.http.post(f"/_mockclio/worlds/{world_of(target)}/fork", json={})
    if response.status_code != 200:
        raise Inconclusive(f"the mock makes no world of one's own: {response.status_code} {response.text[:200]}")
    made = Fork(target, response.json()["world"])
    target.closing.append(lambda: target.http.delete(f"/_mockclio/worlds/{made.world}"))
    return made


def sample_data(target: Target) -> SampleData:
    """The sample data of a run: one of each record, shared by its checks."""
    result: SampleData = target.shared.setdefault("sample_data", SampleData(target))
    return result


def alone(target: Target) -> SampleData:
    """The sample data in a fork of the mock, shared by checks that leave something behind."""
    if "alone" not in target.shared:
        target.shared["alone"] = SampleData(fork(target), alone=True)
    result: SampleData = target.shared["alone"]
    return result


def control(p: SampleData, method: str, path: str, body: Data | None = None, **parameters: Any) -> Data:
    """What a control route of a world of its own says."""
    if not isinstance(p.target, Fork):
        raise NeedsOwnWorld(f"only a mock has {path}")
    return p.target.control(method, path, body, **parameters)


def as_user(p: SampleData, user: int, method: str, path: str, **options: Any) -> httpx.Response:
    """A call of another user of a mock."""
    token = control(p, "POST", "/tokens", {"user": str(user)})["access_token"]
    return plain(p.target, method, f"/api/v4{path}", token=token, **options)


def in_account(check: Check) -> Callable[[Target], None]:
    """The check of a case: in the account, or where that would leave something behind in a world of its own; then what it made goes."""

    def judged(target: Target) -> None:
        if target.read_only:
            raise Inconclusive("it writes, and this run only reads")
        try:
            _tidy(check, sample_data(target))
        except NeedsOwnWorld:
            _tidy(check, alone(target))

    return judged


def apart(check: Check) -> Callable[[Target], None]:
    """A check that is always held in a world of its own."""
    return lambda target: _tidy(check, alone(target))


def _tidy(check: Check, p: SampleData) -> None:
    before = len(p.target.made)
    try:
        check(p)
    finally:
        remove(p, before)


def remove(p: SampleData, before: int) -> None:
    """Remove what was made since then, except what other cases stand on. A world of its own may keep what the API does not let go."""
    target = p.target
    own = [path for path in target.made[before:] if path not in p.lasting]
    target.made[before:] = [path for path in target.made[before:] if path in p.lasting]
    for path in reversed(own):
        if target.send("DELETE", path).status_code not in (200, 204, 404) and not p.alone:
            target.made.append(path)


__all__ = ["Fork", "alone", "apart", "as_user", "control", "fork", "in_account", "is_mock", "plain", "remove", "sample_data"]
