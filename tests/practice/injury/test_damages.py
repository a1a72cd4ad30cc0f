"""Damages of a personal injury matter."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from tests.api import Api
from tests.practice.work import ids, matter


def damage(matter: int, **more: Any) -> dict[str, Any]:
    return {"amount": 12500.5, "damage_type": "special", "description": "Lost wages", "matter_id": matter, **more}


@pytest.mark.rule("injury.damage-attributes")
def test_a_damage_needs_everything_that_it_has(api: Api) -> None:
    owner = matter(api)
    made = api.post("/damages", damage(owner), fields="id,amount,damage_type,description,matter{id}")
    assert made == {"id": made["id"], "amount": 12500.5, "damage_type": "special", "description": "Lost wages", "matter": {"id": owner}}
    for name in damage(owner):
        without = {key: value for key, value in damage(owner).items() if key != name}
        assert f"{name} is required" in api.refused(422, "POST", "/damages", without)
    assert "must be one of" in api.refused(422, "POST", "/damages", damage(owner, damage_type="punitive"))
    assert "can't be blank" in api.refused(422, "POST", "/damages", damage(owner, description=" "))
    api.refused(404, "POST", "/damages", damage(1))
    assert ids(api.get("/damages")) == [made["id"]]


@pytest.mark.rule("injury.damage-stays-on-its-matter", "injury.amounts-are-not-negative")
def test_a_damage_stays_on_its_matter(api: Api) -> None:
    owner, other = matter(api), matter(api)
    id = api.post("/damages", damage(owner))["id"]
    changed = api.patch(f"/damages/{id}", {"matter_id": other, "damage_type": "general"}, fields="damage_type,matter{id}")
    assert changed == {"damage_type": "general", "matter": {"id": owner}}
    assert "0 or more" in api.refused(422, "PATCH", f"/damages/{id}", {"amount": -1})
    assert api.get(f"/damages/{id}", fields="amount") == {"amount": 12500.5}
    api.delete(f"/damages/{id}")
    api.refused(404, "GET", f"/damages/{id}")


def test_damages_are_listed_by_id_and_time(mock: MockClio, api: Api) -> None:
    owner = matter(api)
    first, second = (api.post("/damages", damage(owner))["id"] for _ in range(2))
    assert ids(api.get("/damages", **{"ids[]": second})) == [second]
    assert ids(api.get("/damages", created_since="2026-06-01T13:00:00Z")) == [first, second]
    assert api.get("/damages", updated_since="2026-06-01T13:00:01Z") == []
