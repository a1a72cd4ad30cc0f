"""Practice areas and the stages of their matters."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api import Api
from tests.practice.cases import insert, matter


@pytest.mark.rule("practice.area-needs-a-name")
def test_a_practice_area_reads_back(api: Api) -> None:
    body = {"name": "Space", "category": "science_and_technology", "code": "SP"}
    made = api.post("/practice_areas", body, "id,name,category,code")
    assert made == {"id": made["id"], **body}
    changes = {"name": "Outer Space", "category": None, "code": "OS"}
    assert api.patch(f"/practice_areas/{made['id']}", changes, "name,category,code") == changes


@pytest.mark.rule("practice.area-needs-a-name")
def test_a_practice_area_without_a_name_is_refused(api: Api) -> None:
    count = len(api.get("/practice_areas"))
    for body in ({}, {"name": " "}, {"name": None}, {"name": "Space", "category": "rocket_science"}):
        api.refused(422, "POST", "/practice_areas", body)
    id = api.post("/practice_areas", {"name": "Space"})["id"]
    api.refused(422, "PATCH", f"/practice_areas/{id}", {"name": ""})
    assert len(api.get("/practice_areas")) == count + 1


def test_practice_areas_are_filtered_by_name_and_code(api: Api) -> None:
    space = api.post("/practice_areas", {"name": "Space", "code": "SP"})["id"]
    api.post("/practice_areas", {"name": "Space Travel", "code": "SP2"})
    assert [row["id"] for row in api.get("/practice_areas", name="Space")] == [space]
    assert [row["id"] for row in api.get("/practice_areas", code="SP")] == [space]


@pytest.mark.parametrize("term", ["id", "name", "category", "code"])
def test_practice_areas_are_sorted(api: Api, term: str) -> None:
    up = [row[term] for row in api.get("/practice_areas", f"id,{term}", order=f"{term}(asc)")]
    assert up == sorted(up)
    assert len(up) > 10
    assert [row[term] for row in api.get("/practice_areas", f"id,{term}", order=f"{term}(desc)")] == up[::-1]


@pytest.mark.rule("practice.area-delete-clears-matters")
def test_a_deleted_practice_area_leaves_matters_and_lists_without(api: Api) -> None:
    area = api.post("/practice_areas", {"name": "Space"})["id"]
    stage = insert(api, "matter_stages", name="Orbit", order=1, practice_area_id=str(area))
    id = matter(api, practice_area={"id": area}, matter_stage={"id": stage})["id"]
    tasks = api.post("/task_template_lists", {"name": "L", "description": "D", "practice_area": {"id": area}})["id"]
    stages = len(api.get("/matter_stages"))
    api.delete(f"/practice_areas/{area}")
    api.refused(404, "GET", f"/practice_areas/{area}")
    assert api.get(f"/matters/{id}", "practice_area,matter_stage") == {"practice_area": None, "matter_stage": None}
    assert api.get(f"/task_template_lists/{tasks}", "practice_area") == {"practice_area": None}
    assert len(api.get("/matter_stages")) == stages - 1


@pytest.mark.rule("practice.no-legal-aid-after-first-activity")
def test_legal_aid_is_left_out_once_a_matter_has_activities(api: Api) -> None:
    aided = {row["id"] for row in api.get("/practice_areas", "id,category") if row["category"] == "legal_aid"}
    every = {row["id"] for row in api.get("/practice_areas")}
    id = matter(api)["id"]

    def offered(**parameters: Any) -> set[int]:
        return {row["id"] for row in api.get("/practice_areas", **parameters)}

    assert aided
    assert offered(matter_id=id) == every
    api.post("/activities", {"type": "ExpenseEntry", "date": "2026-06-01", "price": 1, "matter": {"id": id}})
    assert offered(matter_id=id) == every - aided


@pytest.mark.rule("practice.stages-are-read-only")
def test_stages_are_listed_by_practice_area_in_text(api: Api) -> None:
    area = api.get("/practice_areas", name="Family")[0]["id"]
    stages = api.get("/matter_stages", "name,order,practice_area_id", practice_area_id=area)
    assert [stage["order"] for stage in stages] == [1, 2, 3, 4, 5]
    assert {stage["practice_area_id"] for stage in stages} == {str(area)}
    id = api.get("/matter_stages")[0]["id"]
    for method in ("GET", "PATCH", "DELETE"):
        assert api.call(method, f"/matter_stages/{id}", json={"data": {}}).status_code == 404
    assert api.call("POST", "/matter_stages", json={"data": {"name": "X"}}).status_code == 404
