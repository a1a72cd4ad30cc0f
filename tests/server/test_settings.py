"""Settings of a world: off as the service is documented, on by keyword, flag and control request, and kept with the world."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.store.saved_states import SavedStates
from mockclio.store.settings import KINDS, Given, Value, WorldSettings
from tests.api import Api
from tests.cli.serving import Serving

ON: Given = {"page_token_ceiling": 20, "search_lag": 5.0, "draft_entries_read_billed": True, "one_refresh_token": True}
SET: dict[str, Value] = {**WorldSettings().saved(), **ON}  # type: ignore[dict-item]
FLAGS = ("--page-token-ceiling", "20", "--search-lag", "5", "--draft-entries-read-billed", "--one-refresh-token")


def test_a_setting_has_the_same_name_wherever_it_is_given() -> None:
    assert {*Given.__annotations__, "lenient_bodies"} == set(KINDS)
    assert set(ON) == {name for name, value in SET.items() if value != WorldSettings().saved()[name]}


def test_they_are_as_documented_unless_they_are_changed_and_go_with_forks_and_saved_states(api: Api, tmp_path: Path) -> None:
    world, http = api.mock.world, api.mock.http
    assert http.get("/_mockclio/settings").json() == {"settings": WorldSettings().saved()}
    assert http.patch("/_mockclio/settings", json={}).json() == {"settings": WorldSettings().saved()}
    assert http.patch("/_mockclio/settings", json=dict(ON)).json() == {"settings": SET}
    saved = open_firm(str(SavedStates(tmp_path).save(world, "state")))
    assert [one.settings.saved() for one in (world, world.fork("x"), saved)] == [SET] * 3


@pytest.mark.parametrize(
    "wrong", [{"page_token_ceiling": 0}, {"page_token_ceiling": "x"}, {"search_lag": -1}, {"one_refresh_token": 1}, {"nonsense": True}]
)
def test_a_wrong_setting_is_refused(api: Api, wrong: dict[str, Any]) -> None:
    assert api.mock.http.patch("/_mockclio/settings", json=wrong).status_code == 400
    assert api.mock.world.settings == WorldSettings()


def test_a_mock_takes_them_by_keyword() -> None:
    with MockClio(firm="empty", **ON) as mock:
        assert mock.world.settings.saved() == SET


def test_a_server_takes_them_by_flag_in_all_its_worlds() -> None:
    with Serving("--firm", "empty", "--port", "0", *FLAGS) as server:
        made = httpx.post(f"{server.url}/_mockclio/worlds", json={"firm": "empty"}).json()["world"]["name"]
        for world in ("default", made):
            assert httpx.get(f"{server.url}/_mockclio/settings", params={"world": world}).json() == {"settings": SET}


@pytest.mark.rule("lists.search-may-lag")
def test_a_search_that_lags_does_not_find_what_was_just_made(api: Api) -> None:
    api.mock.world.settings = api.mock.world.settings.changed({"search_lag": 5})
    id = api.post("/contacts", {"type": "Person", "first_name": "Ann", "last_name": "Quay"})["id"]
    made = api.post("/matters", {"client": {"id": id}, "description": "Lease"}, "folder{id}")
    folder = api.post("/folders", {"name": "Plans", "parent": {"id": made["folder"]["id"], "type": "Folder"}})["id"]
    params: dict[str, dict[str, Any]] = {"/folders": {"query": "Plans"}, "/contacts": {"query": "Quay"}}
    assert [api.get(path, **result) for path, result in params.items()] == [[], []]
    assert [row["id"] for row in api.get("/contacts")] == [id]
    api.mock.clock.advance(timedelta(seconds=5))
    assert [[row["id"] for row in api.get(path, **result)] for path, result in params.items()] == [[folder], [id]]
