"""Worlds: made, forked, reset, deleted; each opened by its own token."""

from __future__ import annotations

import httpx

from mockclio import MockClio
from tests.api import Api
from tests.control.requests import Asking

PERSON = {"data": {"type": "Person", "first_name": "Ann", "last_name": "Quay"}}


def contacts(client: httpx.Client) -> int:
    return int(client.get("/api/v4/contacts").json()["meta"]["records"])


def test_a_fork_has_the_rows_of_its_source_and_then_goes_its_own_way(control: Asking, api: Api) -> None:
    api.post("/contacts", PERSON["data"])
    fork = control.post("worlds/default/fork", {"name": "test-1"})["world"]
    with control.with_token(fork["token"]) as other:
        assert contacts(other) == contacts(api.mock.http)
        other.post("/api/v4/contacts", json=PERSON)
        assert contacts(other) == contacts(api.mock.http) + 1
    assert fork["token"] != api.mock.token
    assert {row["name"] for row in control.get("worlds")["worlds"]} == {"default", "test-1"}


def test_an_application_of_a_fork_leads_to_it(control: Asking) -> None:
    fork = control.post("worlds/default/fork")["world"]
    application = fork["applications"][0]
    client = control.mock.http
    approved = client.post(
        "/oauth/authorize",
        data={
            "response_type": "code",
            "client_id": application["client_id"],
            "redirect_uri": "http://localhost/cb",
            "user": "1",
            "decision": "approve",
        },
    )
    assert approved.status_code in (302, 400)  # the page of a fork's application, not an unknown client
    wrong = client.post("/oauth/token", data={"client_id": application["client_id"], "client_secret": "wrong", "grant_type": "x"})
    right = client.post(
        "/oauth/token",
        data={"client_id": application["client_id"], "client_secret": application["client_secret"], "grant_type": "x"},
    )
    assert (wrong.json()["error"], right.json()["error"]) == ("invalid_client", "unsupported_grant_type")
    assert [row["world"] for row in control.get("requests", world=fork["name"])["requests"]][-1] == fork["name"]


def test_two_forks_never_draw_the_same_token(control: Asking) -> None:
    names = [control.post("worlds/default/fork")["world"]["name"] for _ in range(3)]
    minted = [control.post("tokens", {}, world=name)["access_token"] for name in ("default", *names)]
    assert len(set(minted)) == 4
    worlds = control.mock.app.extensions["worlds"]
    assert [worlds.world_of(token).name for token in minted] == ["default", *names]


def test_reset_gives_back_the_rows_and_the_time_and_keeps_the_tokens(control: Asking, mock: MockClio, api: Api) -> None:
    before, count = control.get("clock")["now"], contacts(mock.http)
    token = control.post("tokens", {})["access_token"]
    api.post("/contacts", PERSON["data"])
    control.post("clock", {"advance": "3d"})
    control.post("faults", {"status": 500})
    control.post("worlds/default/reset")
    assert (control.get("clock")["now"], contacts(mock.http)) == (before, count)
    assert mock.http.get("/api/v4/contacts", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    api.post("/contacts", PERSON["data"])
    assert contacts(mock.http) == count + 1


def test_a_world_is_made_of_a_firm_at_a_time(control: Asking) -> None:
    made = control.post("worlds", {"name": "quiet", "firm": "empty", "at": "2027-01-05T09:00:00Z", "frozen": True})["world"]
    assert (made["now"], made["frozen"]) == ("2027-01-05T09:00:00Z", True)
    with control.with_token(made["token"]) as client:
        assert client.get("/api/v4/users/who_am_i").status_code == 200


def test_a_deleted_world_takes_its_credentials_along(control: Asking) -> None:
    fork = control.post("worlds/default/fork", {"name": "gone"})["world"]
    minted = control.post("tokens", {}, world="gone")["access_token"]
    control.delete("worlds/gone")
    for token in (fork["token"], minted):
        with control.with_token(token) as client:
            assert client.get("/api/v4/users/who_am_i").json()["error"] == "invalid_token"
    assert control.mock.app.extensions["worlds"].world_of(fork["applications"][0]["client_id"]) is None
    assert control.refused("GET", "worlds/gone")[0] == 404


def test_what_cannot_be_is_refused_with_what_would_be_right(control: Asking) -> None:
    for method, path, body, status, word in (
        ("POST", "worlds", {"name": "a b"}, 400, "letters"),
        ("POST", "worlds", {"name": "default"}, 409, "another name"),
        ("POST", "worlds", {"firm": "moon"}, 400, "empty"),
        ("POST", "worlds", {"firm": "empty", "state": "x"}, 400, "not both"),
        ("POST", "worlds", {"state": "nowhere"}, 404, "states"),
        ("POST", "worlds", {"at": "soon"}, 400, "ISO 8601"),
        ("POST", "worlds/nowhere/fork", {}, 404, "default"),
        ("DELETE", "worlds/default", None, 409, "reset"),
        ("PUT", "worlds", None, 405, "GET or POST"),
    ):
        result = control.refused(method, path, body)
        assert result[0] == status, result
        assert word in result[1]


def test_the_python_side_resets_too(mock: MockClio, api: Api) -> None:
    count = contacts(mock.http)
    api.post("/contacts", PERSON["data"])
    mock.reset()
    assert contacts(mock.http) == count
