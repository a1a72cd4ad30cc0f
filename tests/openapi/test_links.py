"""Links of the exported document: from the record that was made to whatever can be done with it."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.openapi.export import document

Json = dict[str, Any]


@pytest.fixture(scope="module")
def operations() -> dict[str, Json]:
    return {one["operationId"]: one for item in document()["paths"].values() for one in item.values()}


def links(operation: Json) -> Json:
    return {name: link for answer in operation["responses"].values() for name, link in answer.get("links", {}).items()}


def test_what_was_created_leads_to_all_that_takes_its_id(operations: dict[str, Json]) -> None:
    assert {name: link["operationId"] for name, link in links(operations["Task#create"]).items()} == {
        "get": "Task#show",
        "update": "Task#update",
        "delete": "Task#destroy",
    }
    assert links(operations["Task#create"])["get"]["parameters"] == {"id": "$response.body#/data/id"}


def test_a_list_leads_on_where_nothing_can_be_created(operations: dict[str, Json]) -> None:
    assert links(operations["Task#index"]) == {}
    assert links(operations["Bill#index"])["get"] == {"operationId": "Bill#show", "parameters": {"id": "$response.body#/data/0/id"}}


def test_every_link_leads_to_an_operation_with_that_parameter(operations: dict[str, Json]) -> None:
    for operation in operations.values():
        for link in links(operation).values():
            taken = [node.get("name") for node in operations[link["operationId"]]["parameters"]]
            assert set(link["parameters"]) <= set(taken), operation["operationId"]


def test_most_records_that_are_found_by_id_can_be_reached(operations: dict[str, Json]) -> None:
    results = {link["operationId"] for operation in operations.values() for link in links(operation).values()}
    by_id = {id for id, one in operations.items() if [node["name"] for node in one["parameters"] if node.get("in") == "path"] == ["id"]}
    assert by_id - results == {
        "BankTransfer#show",
        "DocumentVersion#index",
        "MatterProtectedFund#index",
        "MedicalBill#destroy",
        "MedicalBill#update",
        "MedicalRecord#destroy",
        "MedicalRecord#update",
    }
