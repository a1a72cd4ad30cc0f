"""The application against a law firm of the test's own: no account, no network, no server to start."""

from __future__ import annotations

import sqlite3

import httpx
import pytest
from matter_sync import MatterSync

HOOK = "https://app.test/clio"


@pytest.fixture
def sync(mockclio):
    """The application, with an empty table, subscribed to changes."""
    app = MatterSync(mockclio.http, sqlite3.connect(":memory:"))
    mockclio.webhooks.mount("https://app.test", app.receive)
    app.subscribe(HOOK)
    return app


def rows(sync):
    return sync.db.execute("select number, status, client from matters order by id").fetchall()


def open_matter(mockclio, description="Lease review"):
    client = mockclio.http.get("/api/v4/contacts.json?query=Brightwater").json()["data"][0]["id"]
    body = {"data": {"client": {"id": client}, "description": description}}
    return mockclio.http.post("/api/v4/matters.json", json=body).json()["data"]["id"]


def test_every_page_of_matters_is_taken_over(mockclio, sync):
    assert sync.sync() == mockclio.http.get("/api/v4/matters.json").json()["meta"]["records"]
    assert rows(sync)[0] == ("00001-Brightwater Foods Inc.", "Closed", "Brightwater Foods Inc.")


def test_a_matter_is_followed_from_its_opening_to_its_end(mockclio, sync):
    id = open_matter(mockclio)
    (row,) = rows(sync)
    assert row[1:] == ("Open", "Brightwater Foods Inc.")
    mockclio.http.patch(f"/api/v4/matters/{id}.json", json={"data": {"status": "Closed"}})
    assert [status for _, status, _ in rows(sync)] == ["Closed"]
    mockclio.http.delete(f"/api/v4/matters/{id}.json")
    assert rows(sync) == []


def test_a_delivery_that_came_twice_leaves_one_row(mockclio, sync):
    mockclio.webhooks.duplicate(model="matter")
    open_matter(mockclio)
    assert len(rows(sync)) == 1


def test_what_is_not_signed_is_refused(mockclio, sync):
    forged = httpx.Client(transport=httpx.WSGITransport(sync.receive))
    body = {"data": {"id": 1}, "meta": {"event": "deleted"}}
    answer = forged.post(HOOK, json=body, headers={"X-Hook-Signature": "0" * 64})
    assert answer.status_code == 401


def test_an_outage_is_not_taken_for_an_empty_firm(mockclio, sync):
    mockclio.faults.add("status", status=503, operation="Matter#index")
    with pytest.raises(httpx.HTTPStatusError):
        sync.sync()
