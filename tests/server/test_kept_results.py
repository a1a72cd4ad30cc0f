"""The result of a filtered list is kept for its next pages: a show does not drop it, a write does, and log entries are always present."""

from mockclio import MockClio

OPEN = {"status": "open", "fields": "id", "limit": "1"}


def test_a_show_of_another_record_keeps_the_result(mockclio: MockClio) -> None:
    first = mockclio.http.get("/api/v4/matters.json", params=OPEN).json()
    kept = mockclio.world.results.cache
    assert kept
    other = first["data"][0]["id"]
    before = mockclio.world.revision
    mockclio.http.get(f"/api/v4/matters/{other}.json")
    assert mockclio.world.revision > before
    second = mockclio.http.get(first["meta"]["paging"]["next"]).json()
    assert second["data"][0]["id"] != other
    assert mockclio.world.results.cache is kept
    assert len(kept) == 1


def test_a_write_drops_the_result(mockclio: MockClio) -> None:
    first = mockclio.http.get("/api/v4/matters.json", params=OPEN).json()
    kept = mockclio.world.results.cache
    mockclio.http.patch(f"/api/v4/matters/{first['data'][0]['id']}.json", json={"data": {"status": "Closed"}})
    again = mockclio.http.get("/api/v4/matters.json", params=OPEN).json()
    assert mockclio.world.results.cache is not kept
    assert again["meta"]["records"] == first["meta"]["records"] - 1


def test_the_list_of_recently_viewed_records_has_each_at_once(mockclio: MockClio) -> None:
    matters = mockclio.http.get("/api/v4/matters.json", params={"limit": "2", "fields": "id"}).json()["data"]
    for matter in matters:
        mockclio.http.get(f"/api/v4/matters/{matter['id']}.json")
        entries = mockclio.http.get("/api/v4/log_entries.json", params={"type": "matter", "fields": "id,item{id}"}).json()
        assert matter["id"] in {entry["item"]["id"] for entry in entries["data"]}
