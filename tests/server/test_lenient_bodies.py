"""Records without data, and lists of records: refused as Clio refuses them, or taken where a world is lenient. PUT and HEAD."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.store.saved_states import SavedStates
from tests.api import Api
from tests.cli.serving import HEADERS, Serving
from tests.hashing import digest

ANN, BEA = {"type": "Person", "first_name": "Ann"}, {"type": "Person", "first_name": "Bea"}
BATCHES: list[Any] = [[ANN, BEA], {"data": [ANN, BEA]}, [{"data": ANN}, BEA]]


@pytest.fixture
def lenient(api: Api) -> Api:
    api.mock.world.settings.lenient_bodies = True
    return api


def names(api: Api) -> list[str]:
    return [one["name"] for one in api.get("/contacts", "name")]


@pytest.mark.rule("wire.one-record-a-body")
@pytest.mark.parametrize("body", [*BATCHES, [], {"data": []}])
def test_several_records_in_one_body_are_refused_and_nothing_is_written(api: Api, body: Any) -> None:
    before = digest(api.mock.world)
    answer = api.call("POST", "/contacts", json=body)
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "BadRequestError")
    assert answer.headers["X-Mockclio-Rule"] == "wire.one-record-a-body"
    assert digest(api.mock.world) == before


@pytest.mark.rule("mock.lenient-bodies")
@pytest.mark.parametrize("body", [ANN, {"data": ANN}])
def test_a_lenient_world_takes_a_record_without_data(lenient: Api, body: Any) -> None:
    answer = lenient.call("POST", "/contacts", json=body)
    assert (answer.status_code, set(answer.json()["data"])) == (201, {"id", "etag", "name", "type", "initials"})
    assert answer.headers.get("X-Mockclio-Rule", "") == ("mock.lenient-bodies" if body is ANN else "")
    changed = lenient.call("PATCH", f"/contacts/{answer.json()['data']['id']}", json={"title": "Captain"})
    assert changed.status_code == 200
    assert lenient.get("/contacts", "name,title") == [{"name": "Ann", "title": "Captain"}]


@pytest.mark.rule("mock.lenient-bodies")
@pytest.mark.parametrize("body", BATCHES)
def test_a_lenient_world_writes_each_record_of_a_list(lenient: Api, body: Any) -> None:
    answer = lenient.call("POST", "/contacts", params={"fields": "name"}, json=body)
    assert (answer.status_code, answer.json()) == (201, {"data": [{"name": "Ann"}, {"name": "Bea"}]})
    assert names(lenient) == ["Ann", "Bea"]


def test_a_list_for_one_record_changes_it_in_order(lenient: Api) -> None:
    id = lenient.post("/contacts", ANN)["id"]
    answer = lenient.call("PATCH", f"/contacts/{id}", params={"fields": "title"}, json=[{"title": "Mate"}, {"title": "Captain"}])
    assert (answer.status_code, answer.json()) == (200, {"data": [{"title": "Mate"}, {"title": "Captain"}]})


def test_nothing_is_written_if_the_form_of_one_record_is_wrong(lenient: Api) -> None:
    answer = lenient.call("POST", "/contacts", json=[ANN, {"type": "Ship"}, {}])
    assert answer.status_code == 422
    assert 'data[1].type must be one of ["Person", "Company"]' in answer.json()["error"]["message"]
    assert "data[2].type is required" in answer.json()["error"]["message"]
    assert names(lenient) == []


def test_a_record_that_is_refused_later_is_named_and_ends_the_batch(lenient: Api) -> None:
    answer = lenient.call("POST", "/contacts", json=[ANN, {**ANN, "company": {"id": 1}}, BEA])
    assert answer.status_code == 404
    assert answer.json()["error"]["message"].endswith(" (record 2 of 3; the ones before it were written)")
    assert names(lenient) == ["Ann"]


@pytest.mark.parametrize("body", [[], {"data": []}, [1], {"data": [None]}, {"data": 1}, "x", 7, None])
def test_what_holds_no_record_is_refused_even_so(lenient: Api, body: Any) -> None:
    assert lenient.call("POST", "/contacts", json=body).status_code == 400
    assert names(lenient) == []


def test_the_switch_is_off_by_default_and_goes_with_forks_and_saved_states(api: Api, tmp_path: Path) -> None:
    world = api.mock.world
    for lenient in (False, True):
        answer = api.mock.http.post("/_mockclio/lenient_bodies", json={"lenient": True} if lenient else {})
        assert (answer.status_code, answer.json()) == (200, {"lenient": lenient})
        saved = open_firm(str(SavedStates(tmp_path).save(world, f"state-{lenient}")))
        assert [one.settings.lenient_bodies for one in (world, world.fork("x"), saved)] == [lenient] * 3
    assert api.mock.http.post("/_mockclio/lenient_bodies", json={"lenient": "yes"}).status_code == 400


def test_a_mock_is_lenient_by_keyword() -> None:
    with MockClio(firm="empty", lenient_bodies=True) as mock:
        assert mock.http.post("/api/v4/contacts", json=[ANN]).status_code == 201


def test_a_server_is_lenient_by_flag_in_all_its_worlds() -> None:
    with Serving("--firm", "empty", "--port", "0", "--lenient-bodies") as server:
        made = httpx.post(f"{server.url}/_mockclio/worlds", json={"firm": "empty"}).json()["world"]
        for token in (HEADERS, {"Authorization": f"Bearer {made['token']}"}):
            assert httpx.post(f"{server.url}/api/v4/contacts", json=[ANN, BEA], headers=token).status_code == 201


@pytest.mark.rule("wire.head-is-get-and-put-is-patch")
def test_put_changes_what_was_sent_and_head_answers_without_a_body(api: Api) -> None:
    id = api.post("/contacts", ANN)["id"]
    put = api.call("PUT", f"/contacts/{id}.json", params={"fields": "name,title"}, json={"data": {"title": "Captain"}})
    assert (put.status_code, put.json()["data"]) == (200, {"name": "Ann", "title": "Captain"})
    head, get = (api.call(method, f"/contacts/{id}.json") for method in ("HEAD", "GET"))
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", get.headers["ETag"])
