"""Worlds that were saved before values of custom fields were born with their record: the missing values are added, the same each time."""

from __future__ import annotations

import copy
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.store.differences import differences
from mockclio.store.state import load, save, write
from tests.api import Api
from tests.practice.custom_fields.test_custom_values import VALUES, field, record, values
from tests.store.test_sqlite import kept

Document = dict[str, Any]


@pytest.fixture
def world(api: Api) -> Api:
    """A contact with one value of three displayed fields, a matter with a set of a field that is not displayed."""
    first, *_ = (field(api, "Contact", name=name) for name in ("Eye colour", "Shoe size", "Hat"))
    record(api, "Contact", custom_field_values=[{"custom_field": {"id": first}, "value": "green"}])
    record(api, "Contact")
    hidden = field(api, "Matter", "date", name="Judgment", displayed=False)
    result = api.post("/custom_field_sets", {"name": "Court", "custom_field_ids": [hidden]})["id"]
    record(api, "Matter", custom_field_set_associations=[{"custom_field_set": {"id": result}}])
    return api


@pytest.fixture
def now(world: Api, tmp_path: Path) -> Document:
    """The world as it is saved now."""
    save(world.mock.world, tmp_path / "now.json")
    return json.loads((tmp_path / "now.json").read_text("utf-8"))


@pytest.fixture
def before(now: Document) -> Document:
    """The same as it was saved then: without the values that nobody wrote."""
    document = copy.deepcopy(now)
    del document["_default"]["1"]["upgrades"]
    for table in ("contacts", "matters"):
        for row in document[table].values():
            row["custom_field_values"] = [one for one in row.get("custom_field_values") or [] if one["value"] is not None]
            if not row["custom_field_values"]:
                del row["custom_field_values"]
    return document


def opened(document: Document, path: Path) -> Api:
    write(document, path)
    return Api(MockClio(str(path)))


def kinds(api: Api, path: str) -> list[tuple[str, Any]]:
    return [(one["field_name"], one["value"]) for one in api.get(path, "custom_field_values{field_name,value}")["custom_field_values"]]


def check(api: Api) -> None:
    """Every displayed field has its value, which is written by its own id only."""
    green, other, *_ = (f"/contacts/{row['id']}" for row in api.get("/contacts", order="id(asc)"))
    assert kinds(api, green) == [("Eye colour", "green"), ("Shoe size", None), ("Hat", None)]
    assert kinds(api, other) == [("Eye colour", None), ("Shoe size", None), ("Hat", None)]
    (matter,) = (f"/matters/{row['id']}" for row in api.get("/matters"))
    assert kinds(api, matter) == [("Judgment", None)]
    rows = api.get(other, VALUES)["custom_field_values"]
    assert len({one["id"] for one in rows}) == 3
    assert all(one["id"].startswith("text_line-") for one in rows)
    again = {"custom_field_values": [{"custom_field": {"id": rows[1]["custom_field"]["id"]}, "value": "9"}]}
    assert "already exists" in api.refused(422, "PATCH", other, again)
    written = api.patch(other, {"custom_field_values": [{"id": rows[1]["id"], "value": "9"}]}, VALUES)
    assert [value for _, value in values(written)] == [None, "9", None]


@pytest.mark.rule("custom_fields.values-are-born-with-their-record", "custom_fields.values-come-with-a-set")
def test_an_old_file_has_every_value_when_it_is_opened(before: Document, tmp_path: Path) -> None:
    check(opened(before, tmp_path / "old.json"))


def test_it_is_the_same_each_time_and_takes_no_id(before: Document, tmp_path: Path) -> None:
    write(before, tmp_path / "old.json")
    for name in ("one.json", "two.json"):
        save(load(tmp_path / "old.json"), tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    after = json.loads((tmp_path / "one.json").read_text("utf-8"))
    assert after["_default"]["1"]["last_id"] == before["_default"]["1"]["last_id"]
    assert after["_default"]["1"]["upgrades"] == ["custom_field_values"]
    assert {row["updated_at"] for row in after["contacts"].values()} == {row["updated_at"] for row in before["contacts"].values()}


def test_a_value_that_was_destroyed_stays_away(world: Api, tmp_path: Path) -> None:
    path = f"/contacts/{world.get('/contacts', order='id(desc)', limit=1)[0]['id']}"
    (first, _), *rest = values(world.get(path, VALUES))
    world.patch(path, {"custom_field_values": [{"id": first, "_destroy": True}]})
    save(world.mock.world, tmp_path / "now.json")
    with MockClio(str(tmp_path / "now.json")) as mock:
        assert values(Api(mock).get(path, VALUES)) == rest


def test_that_a_file_is_old_is_no_difference(before: Document, tmp_path: Path) -> None:
    write(before, tmp_path / "old.json")
    save(load(tmp_path / "old.json"), tmp_path / "new.json")
    result = differences(before, json.loads((tmp_path / "new.json").read_text("utf-8")))
    assert [(one.table, list(one.values)) for one in result] == [("_default", ["as_of"])]


def test_a_kept_world_of_before_goes_on(before: Document, tmp_path: Path) -> None:
    file = tmp_path / "world.db"
    write(before, tmp_path / "old.json")
    with kept(file) as server:
        server.world.become(open_firm(str(tmp_path / "old.json")))
        server.sqlite_store.flush()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("DELETE FROM head WHERE key = 'upgrades'")
        for table in ("contacts", "matters"):
            for key, row in before[table].items():
                database.execute("UPDATE rows SET value = ? WHERE name = ? AND id = ?", (json.dumps(row), table, int(key)))
    for _ in range(2):
        with kept(file) as server:
            rows = [len(row["custom_field_values"]) for row in server.world.table("contacts")]
            assert rows[:2] == [3, 3]
    with kept(file) as server:
        check(Api(server))  # type: ignore[arg-type]
