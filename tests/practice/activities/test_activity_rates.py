"""Rates of clients and co-counsels."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import contact, ids

ALL = "rate,flat_rate,contact_id,co_counsel_contact_id,user,group"


@pytest.mark.rule("activity_rates.client-or-co-counsel")
def test_a_rate_belongs_to_a_client_or_to_a_co_counsel(api: Api) -> None:
    client, counsel = contact(api), contact(api, "Lena Ortiz")
    empty = {"user": None, "group": None}
    of_client = api.post("/activity_rates", {"contact_id": client, "rate": 300, "flat_rate": True}, fields=f"id,{ALL}")
    expected = {"rate": 300, "flat_rate": True, "contact_id": client, "co_counsel_contact_id": None, **empty}
    assert of_client == {"id": of_client["id"], **expected}
    of_counsel = api.post("/activity_rates", {"co_counsel_contact_id": counsel}, fields=ALL)
    assert of_counsel == {"rate": 0, "flat_rate": False, "contact_id": None, "co_counsel_contact_id": counsel, **empty}
    for body in ({"rate": 5}, {"contact_id": client, "co_counsel_contact_id": counsel}):
        assert "one of contact_id and co_counsel_contact_id" in api.refused(422, "POST", "/activity_rates", body)
    api.refused(404, "POST", "/activity_rates", {"contact_id": 1})
    path = f"/activity_rates/{of_client['id']}"
    assert "one of" in api.refused(422, "PATCH", path, {"contact_id": None})
    moved = {"contact_id": None, "co_counsel_contact_id": counsel}
    assert api.patch(path, moved, fields="contact_id,co_counsel_contact_id") == moved
    api.delete(path)
    api.refused(404, "GET", path)


@pytest.mark.rule("activity_rates.rate-is-not-negative")
def test_a_negative_rate_is_refused(api: Api) -> None:
    id = api.post("/activity_rates", {"contact_id": contact(api), "rate": 10})["id"]
    assert "0 or more" in api.refused(422, "PATCH", f"/activity_rates/{id}", {"rate": -10})
    assert api.get(f"/activity_rates/{id}", fields="rate") == {"rate": 10}


def test_rates_are_found_by_whose_they_are(mock: MockClio, api: Api, office: Office) -> None:
    client, counsel = contact(api), contact(api, "Lena Ortiz")
    first = api.post("/activity_rates", {"contact_id": client, "rate": 1})["id"]
    second = api.post("/activity_rates", {"co_counsel_contact_id": counsel, "rate": 2})["id"]
    assert ids(api.get("/activity_rates", contact_id=client)) == [first]
    assert ids(api.get("/activity_rates", co_counsel_contact_id=counsel)) == [second]
    with mock.world.session() as session:
        session.update("activity_rates", first, {"user": office["user.owner"], "group": office["group.firm"]})
    shown = api.get(f"/activity_rates/{first}", fields="user{id},group{id}")
    assert shown == {"user": {"id": office["user.owner"]}, "group": {"id": office["group.firm"]}}
    assert ids(api.get(f"/contacts/{client}", fields="activity_rates{id}")["activity_rates"]) == [first]
