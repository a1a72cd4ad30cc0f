"""The table of control routes: health, index, clock, and the document made from it."""

from __future__ import annotations

from datetime import timedelta

from openapi_spec_validator import validate

from mockclio import MockClio
from mockclio.control.routes import ROUTES
from mockclio.seeding.office import Office
from tests.api import Api
from tests.documents import upload


def test_the_index_lists_every_route(mock: MockClio) -> None:
    listed = mock.http.get("/_mockclio/").json()["mockclio"]
    assert [(row["method"], row["path"]) for row in listed] == [(route.method, f"/_mockclio{route.path}") for route in ROUTES]


def test_health_says_ok(mock: MockClio) -> None:
    assert mock.http.get("/_mockclio/health").json()["status"] == "ok"


def test_the_document_is_valid_openapi(mock: MockClio) -> None:
    document = mock.http.get("/_mockclio/openapi.json").json()
    validate(document)
    assert sum(len(path) for path in document["paths"].values()) == len(ROUTES)


def test_the_clock_moves_as_it_is_told(mock: MockClio) -> None:
    before = mock.http.get("/_mockclio/clock").json()
    assert before["frozen"] is True
    assert mock.http.post("/_mockclio/clock", json={"set": "2026-07-01T00:00:00Z", "advance": "1d"}).json()["now"] == "2026-07-02T00:00:00Z"
    assert mock.http.post("/_mockclio/clock", json={"frozen": False}).json()["frozen"] is False


def test_the_agenda_is_shown_as_far_as_it_is_asked_for(mock: MockClio) -> None:
    for day in range(1, 4):
        mock.world.clock.schedule(mock.clock.now() + timedelta(days=day), "webhooks.due", {"delivery": day, "attempt": 1})
    shown = [len(mock.http.get("/_mockclio/clock", params=query).json()["agenda"]) for query in ({}, {"limit": "2"}, {"limit": "0"})]
    assert shown == [3, 2, 0]
    assert mock.clock.agenda == mock.world.clock.agenda
    assert mock.http.get("/_mockclio/clock", params={"limit": "-1"}).status_code == 400


def test_wrong_input_is_refused_and_says_what_would_be_right(mock: MockClio) -> None:
    for body, word in (
        ({"advance": "soon"}, "72h"),
        ({"set": "never"}, "ISO 8601"),
        ({"frozen": 1}, "true or false"),
        ({"seconds": "1"}, "type number"),
        ({"seconds": 1e12}, "1900-01-01T00:00:00Z to 2199-12-31T23:59:59Z"),
        ({"speed": 2}, "advance"),
    ):
        response = mock.http.post("/_mockclio/clock", json=body)
        assert response.status_code == 400
        assert word in response.json()["error"]["message"]
    assert mock.http.get("/_mockclio/clock", params={"world": "nowhere"}).status_code == 404
    assert mock.http.get("/_mockclio/nonsense").status_code == 404


def test_moving_the_clock_does_what_time_alone_brings_about(mock: MockClio, api: Api, office: Office) -> None:
    document = upload(api, office["folder.root"])
    api.delete(f"/documents/{document}")
    assert mock.world.table("documents").get(document) is not None
    assert mock.http.post("/_mockclio/clock", json={"advance": "31d"}).status_code == 200
    assert mock.world.table("documents").get(document) is None


def test_the_ledger_is_read_over_http(mock: MockClio) -> None:
    listed = mock.http.get("/_mockclio/rules", params={"evidence": "assumed"}).json()["rules"]
    assert {rule["evidence"] for rule in listed} == {"assumed"}
    assert mock.http.get(f"/_mockclio/rules/{listed[0]['id']}").json() == {"rule": listed[0]}
    assert mock.http.get("/_mockclio/rules/no.such").status_code == 404
