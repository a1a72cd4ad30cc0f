"""Drawn secrets: the same in each run on this machine, drawn by the system beyond it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockclio.assembly import open_worlds
from mockclio.oauth.token import issue, issue_refresh_token
from mockclio.server.signed_urls import _signature
from mockclio.store.settings import HostPolicy, ServerSettings
from mockclio.store.worlds import Worlds


def opened(*, beyond: bool) -> Worlds:
    return open_worlds("small", frozen=True, settings=ServerSettings(host_policy=HostPolicy(beyond=beyond)))


def _webhook(worlds: Worlds) -> str:
    with worlds.default.session() as session:
        values = {"url": "https://app.test/", "model": "contact", "fields": "id", "user": session.user["id"]}  # type: ignore[index]
        from mockclio.webhooks.subscriptions import Webhooks

        row = dict(values)
        Webhooks().before_create(session, row, {"model": "contact", "fields": "id"})
        return str(row["shared_secret"])


DRAWN: dict[str, Callable[[Worlds], str]] = {
    "token": lambda worlds: issue(worlds, worlds.default, 1, "dev-client", None).value,
    "refresh token": lambda worlds: issue_refresh_token(worlds, worlds.default, 1, "dev-client", None).value,
    "client id": lambda worlds: next(iter(worlds.fork(worlds.default, "copy").access.applications)),
    "client secret": lambda worlds: next(iter(worlds.fork(worlds.default, "copy").access.applications.values())).client_secret,
    "token of a fork": lambda worlds: next(iter(worlds.fork(worlds.default, "copy").access.tokens)),
    "webhook": _webhook,
    "signature": lambda worlds: _signature(worlds.default, "GET", ("x",), {}),
}


@pytest.mark.parametrize("name", DRAWN)
def test_on_this_machine_each_run_draws_the_same(name: str) -> None:
    assert DRAWN[name](opened(beyond=False)) == DRAWN[name](opened(beyond=False))


@pytest.mark.parametrize("name", DRAWN)
def test_beyond_this_machine_nobody_can_know_a_secret_from_the_seed(name: str) -> None:
    drawn = {DRAWN[name](opened(beyond=True)) for _ in range(3)}
    assert len(drawn) == 3
    assert DRAWN[name](opened(beyond=False)) not in drawn


def test_the_known_credentials_stay() -> None:
    worlds = opened(beyond=True)
    assert worlds.by_token("dev-token") is not None
    assert {"dev-client", "strict-client"} <= worlds.default.access.applications.keys()
