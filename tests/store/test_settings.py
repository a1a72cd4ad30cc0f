"""A world's settings are one object that goes along wherever its state goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockclio.assembly import admit, open_firm, open_kept
from mockclio.control.settings import ROUTES, SETTINGS
from mockclio.control.states import open_state, take
from mockclio.store.saved_states import SavedStates
from mockclio.store.settings import KINDS, MEANINGS, ServerSettings, Value, WorldSettings, WrongSetting, checked
from mockclio.store.world import World

OTHERS: dict[str, Value] = {
    "rate_limit": 7,
    "storage_answers": False,
    "lenient_bodies": True,
    "page_token_ceiling": 20,
    "search_lag": 5.0,
    "draft_entries_read_billed": True,
    "one_refresh_token": True,
}
"""For each setting a value that it does not have by default."""


@pytest.fixture
def world() -> World:
    made = open_firm("empty", frozen=True)
    made.settings = WorldSettings().changed(OTHERS)
    return made


def test_every_setting_is_looked_at_and_has_a_control_route() -> None:
    assert OTHERS.keys() == KINDS.keys() == MEANINGS.keys()
    assert {name for name, *_ in SETTINGS} < KINDS.keys()
    assert [route.body.keys() for route in ROUTES if route.method == "PATCH"] == [KINDS.keys()]
    assert all(OTHERS[name] != value for name, value in WorldSettings().saved().items())


def test_a_fork_has_the_settings_and_changes_its_own(world: World) -> None:
    twin = world.fork("twin")
    assert twin.settings.saved() == OTHERS
    twin.settings.rate_limit = 8
    assert world.settings.saved() == OTHERS


def test_settings_go_along_into_a_state_and_a_world_that_takes_it(world: World, tmp_path: Path) -> None:
    worlds = admit(open_firm("empty", frozen=True), "dev-token")
    worlds.states = SavedStates(tmp_path)
    path = worlds.states.save(world, "set")
    assert open_firm(str(path)).settings.saved() == OTHERS
    take(worlds, worlds.default, open_state(worlds, "set", "default"))
    assert worlds.default.settings.saved() == OTHERS


def test_settings_go_along_into_a_kept_file(tmp_path: Path) -> None:
    worlds, sqlite_store = open_kept(tmp_path / "world.db", "empty", "dev-token")
    worlds.default.settings = WorldSettings().changed(OTHERS)
    sqlite_store.close()
    again, sqlite_store = open_kept(tmp_path / "world.db", "small", "dev-token")
    sqlite_store.close()
    assert again.default.settings.saved() == OTHERS


def test_a_reset_leaves_the_settings(world: World) -> None:
    worlds = admit(world, "dev-token")
    world.settings.rate_limit = 9
    worlds.reset(world)
    assert world.settings.rate_limit == 9


def test_a_state_of_before_there_were_settings_has_the_defaults() -> None:
    assert WorldSettings.of({"format": 1, "frozen": True}) == WorldSettings()  # type: ignore[dict-item]


def test_every_world_takes_what_the_server_sets() -> None:
    worlds = admit(open_firm("empty", frozen=True), "dev-token", ServerSettings(region="eu", worlds={"lenient_bodies": True}))
    fork = worlds.fork(worlds.default)
    fresh = worlds.admit(worlds.open_firm("empty", "fresh"))
    assert [one.settings for one in (worlds.default, fork, fresh)] == [WorldSettings(lenient_bodies=True)] * 3
    assert {token.region for one in (worlds.default, fork, fresh) for token in one.access.tokens.values()} == {"eu"}


@pytest.mark.parametrize(("name", "value"), [("rate_limit", -1), ("rate_limit", True), ("rate_limit", "7"), ("lenient_bodies", 1)])
def test_a_value_of_the_wrong_kind_is_refused(name: str, value: object) -> None:
    with pytest.raises(WrongSetting, match="must be "):
        checked(name, value)
