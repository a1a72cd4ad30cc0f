"""Logging in, refreshing once for all who wait, and keeping tokens where nobody else reads them."""

from __future__ import annotations

import stat
import sys
import types
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import anyio
import httpx
import pytest

from mockclio import MockClio
from mockclio.client import Application, AsyncClio, Clio, FileStore, KeyringStore, Login, LoginNeeded, MemoryStore, Tokens, TokenStore
from mockclio.client.oauth import code_of, pasted_code
from mockclio.handle.time import WorldTime
from mockclio.handle.transport import AsyncInProcess, InProcess
from mockclio.mock import IN_PROCESS
from tests.oauth.flow import Flow

DEV = Application("dev-client", "dev-secret", "http://127.0.0.1:0/callback")


def consent(mock: MockClio, url: str) -> str:
    """What a user's browser does with the address: where it is sent in the end."""
    flow = Flow(mock)
    return flow.decide(flow.http.get(url)).headers["Location"]


def clio_with(mock: MockClio, login: Login) -> Clio:
    return Clio(auth=login, base_url=IN_PROCESS, transport=InProcess(mock._answer), time=WorldTime(mock.world))


def logged_in(mock: MockClio) -> tuple[Clio, Login]:
    login = Login(DEV, MemoryStore())
    clio = clio_with(mock, login)
    clio.oauth.login_by_hand(lambda url: consent(mock, url))
    return clio, login


def refreshes(mock: MockClio) -> int:
    return sum(entry.path == "/oauth/token" and b"refresh_token" in entry.body for entry in mock.requests)


def test_a_code_that_is_pasted_logs_in(mock: MockClio) -> None:
    clio, _ = logged_in(mock)
    assert clio.users.who_am_i().name == "Margaret Hartwell"


def test_a_web_application_finishes_with_the_address_and_its_state(mock: MockClio) -> None:
    clio = clio_with(mock, Login(Application("dev-client", "dev-secret", "http://127.0.0.1:9999/callback"), MemoryStore()))
    state = clio.oauth.state()
    came = consent(mock, clio.oauth.authorize_url(state))
    with pytest.raises(LoginNeeded, match="another state"):
        clio.oauth.finish(came, "forged")
    clio.oauth.finish(came, state)
    assert clio.users.who_am_i().id


def test_a_command_line_waits_on_its_loopback_address(mock: MockClio) -> None:
    clio = clio_with(mock, Login(DEV, MemoryStore()))

    def browser(url: str) -> None:
        Thread(target=lambda: httpx.get(consent(mock, url), trust_env=False)).start()

    clio.oauth.login(browser, timeout=20)
    assert clio.users.who_am_i().id


def test_without_a_login_the_error_says_what_to_do(mock: MockClio) -> None:
    with pytest.raises(LoginNeeded, match=r"clio\.oauth\.login\(\)"):
        clio_with(mock, Login(DEV, MemoryStore())).matters.list().first()


def expire(mock: MockClio, login: Login) -> None:
    mock.world.access.tokens[login.store.load().access_token].revoked = True  # type: ignore[union-attr]


def test_many_threads_that_meet_a_dead_token_refresh_it_once(mock: MockClio) -> None:
    clio, login = logged_in(mock)
    expire(mock, login)
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: clio.users.who_am_i().id, range(24)))) == 1
    assert refreshes(mock) == 1


def test_many_tasks_that_meet_a_dead_token_refresh_it_once(mock: MockClio) -> None:
    _, login = logged_in(mock)
    expire(mock, login)

    async def ask() -> None:
        clio = AsyncClio(auth=login, base_url=IN_PROCESS, transport=AsyncInProcess(mock._answer))
        async with clio, anyio.create_task_group() as tasks:
            for _ in range(24):
                tasks.start_soon(clio.users.who_am_i)

    anyio.run(ask)
    assert refreshes(mock) == 1


def test_a_token_that_ends_soon_is_refreshed_before_it_is_refused(mock: MockClio) -> None:
    clio, login = logged_in(mock)
    WorldTime(mock.world).sleep(30 * 86_400 - 30)
    clio.users.who_am_i()
    assert refreshes(mock) == 1
    assert login.store.load().refresh_token  # type: ignore[union-attr]
    assert [entry for entry in mock.requests if entry.status == 401] == []


def test_a_dead_refresh_token_asks_for_a_new_login(mock: MockClio) -> None:
    clio, login = logged_in(mock)
    expire(mock, login)
    for refresh in mock.world.access.refresh_tokens.values():
        refresh.revoked = True
    with pytest.raises(LoginNeeded, match="log in again"):
        clio.users.who_am_i()


def test_deauthorizing_ends_the_token_and_leaves_the_refresh_token(mock: MockClio) -> None:
    clio, login = logged_in(mock)
    before = login.store.load().access_token  # type: ignore[union-attr]
    clio.oauth.deauthorize()
    assert mock.world.access.tokens[before].revoked
    assert clio.users.who_am_i().id
    assert refreshes(mock) == 1


def stores(folder: Path) -> list[TokenStore]:
    return [MemoryStore(), FileStore(folder / "deep" / "tokens.json")]


def test_every_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    for store in stores(tmp_path):
        assert store.load() is None
        store.save(Tokens("a", "r", 12.5))
        assert store.load() == Tokens("a", "r", 12.5)
        store.clear()
        store.clear()
        assert store.load() is None


def test_a_file_of_tokens_is_the_owners_alone(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "tokens.json")
    store.save(Tokens("a"))
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["tokens.json"]
    store.path.chmod(0o644)
    with pytest.raises(PermissionError, match="make it 600"):
        store.load()
    store.path.chmod(0o600)
    store.path.write_text("{}")
    with pytest.raises(ValueError, match="log in again"):
        store.load()


def test_the_keyring_keeps_tokens_under_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[str, str], str] = {}
    ring = types.ModuleType("keyring")
    ring.get_password = lambda service, name: kept.get((service, name))  # type: ignore[attr-defined]
    ring.set_password = lambda service, name, value: kept.__setitem__((service, name), value)  # type: ignore[attr-defined]
    ring.delete_password = lambda service, name: kept.pop((service, name))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    store = KeyringStore("clio", "me")
    store.save(Tokens("a", "r"))
    assert KeyringStore("clio", "me").load() == Tokens("a", "r")
    store.clear()
    assert store.load() is None
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ImportError, match="pip install keyring"):
        KeyringStore()


@pytest.mark.parametrize("pasted", ["abc123", " Success code=abc123 ", "https://app.clio.com/oauth/approval?state=&code=abc123"])
def test_a_pasted_code_may_be_the_title_or_the_address(pasted: str) -> None:
    assert pasted_code(pasted) == "abc123"


def test_a_refusal_at_the_consent_is_named() -> None:
    with pytest.raises(LoginNeeded, match="access_denied"):
        code_of("http://127.0.0.1/?error=access_denied&state=s", "s")


def test_each_region_has_its_host() -> None:
    results = {region: urlsplit(Clio("t", region=region)._exchange.base_url).netloc for region in ("us", "eu", "ca", "au")}  # type: ignore[arg-type]
    assert results == {"us": "app.clio.com", "eu": "eu.app.clio.com", "ca": "ca.app.clio.com", "au": "au.app.clio.com"}
    with pytest.raises(ValueError, match="one of us, eu, ca, au"):
        Clio("t", region="de")  # type: ignore[arg-type]
    url = Clio(auth=Login(DEV, MemoryStore()), region="eu").oauth.authorize_url("s")
    assert url.startswith("https://eu.app.clio.com/oauth/authorize?")
    assert parse_qs(urlsplit(url).query)["client_id"] == ["dev-client"]
