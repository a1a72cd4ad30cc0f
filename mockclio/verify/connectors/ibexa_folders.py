"""Ibexa Connect: Get, Create, Update and Delete a Folder."""

from __future__ import annotations

from typing import Any

from mockclio.verify.connectors.changing import creates, gets, updates
from mockclio.verify.connectors.comparing import holds, same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row

FOLDER = """
    Name                        -> name
    Type                        -> parent.type
    Folder ID                   -> parent.id
    Matter ID                   -> parent.id
    Document Category ID        -> document_category.id
    External Properties: Name   -> external_properties[].name
    External Properties: Value  -> external_properties[].value
    Restore                     -> restore
"""


@row(33, IBEXA, "Get a Folder", "Folder#show", "Folder ID -> {id}")
def get_a_folder(environment: Environment) -> None:
    gets(environment, "folders", _new(environment), {"name": "Charts", "type": "Folder", "root": False, "parent": {"name": "Forms"}})


@row(34, IBEXA, "Create a Folder", "Folder#create", FOLDER)
def create_a_folder(environment: Environment) -> None:
    for body, shown in _places(environment):
        creates(environment, "folders", {**body, **_rest(environment)}, shown=shown)
    trashed = _trashed(environment), _trashed(environment)
    again = {"name": "Charts", "parent": {"id": environment.pick("folders", "Forms"), "type": "Folder"}, "restore": True}
    same({*creates(environment, "folders", again, unseen="restore")}, {*trashed}, "the folders that came back")
    many = [{"name": f"property {number}", "value": "x"} for number in range(6)]
    environment.refuses(422, "POST", "/folders", json={"data": {**again, "restore": False, "external_properties": many}})


@row(35, IBEXA, "Update a Folder", "Folder#update", f"Folder ID -> {{id}}\n{FOLDER}")
def update_a_folder(environment: Environment) -> None:
    ids = _new(environment), _new(environment)
    for number, (body, shown) in enumerate(_places(environment)):
        updates(environment, "folders", ids, {**body, "name": f"Charts {number}"}, shown=shown)
    updates(environment, "folders", ids, _rest(environment))
    trashed = _trashed(environment), _trashed(environment)
    updates(environment, "folders", trashed, {"restore": True}, unseen="restore", shown={"deleted_at": None})
    listed = {one["id"] for one in environment.listed("/folders")}
    holds({*trashed} <= listed, "restored folders are not listed")


@row(36, IBEXA, "Delete a Folder", "Folder#destroy", "Folder ID -> {id}")
def delete_a_folder(environment: Environment) -> None:
    raw, typed = _new(environment), _new(environment)
    same(environment.call("DELETE", f"/folders/{raw}").status_code, 204, "the status of a delete")
    environment.clio.folders.delete(typed)
    listed = {one["id"] for one in environment.listed("/folders")}
    with_trash = {one["id"] for one in environment.listed("/folders", include_deleted=True)}
    for id in (raw, typed):
        holds(id not in listed and id in with_trash, "a deleted folder is in the trash, and listed with it alone")
        holds(environment.get(f"/folders/{id}", "deleted_at")["deleted_at"], "a folder in the trash says since when")
        environment.refuses(404, "DELETE", f"/folders/{id}")


def _new(environment: Environment) -> int:
    return int(
        environment.post("/folders", {"name": "Charts", "parent": {"id": environment.pick("folders", "Forms"), "type": "Folder"}})["id"]
    )


def _trashed(environment: Environment) -> int:
    folder = _new(environment)
    environment.ask("DELETE", f"/folders/{folder}", status=204)
    return folder


def _places(environment: Environment) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Both kinds of parent, and how the folder shows where it lies: a matter as parent means the matter's own folder."""
    forms, matter = environment.pick("folders", "Forms"), environment.pick("matters", "00002-Chen")
    own = environment.get(f"/matters/{matter}", "folder{id}")["folder"]["id"]
    return [
        ({"name": "Soundings", "parent": {"id": forms, "type": "Folder"}}, {"matter": None}),
        ({"name": "Soundings", "parent": {"id": matter, "type": "Matter"}}, {"parent": {"id": own}, "matter": {"id": matter}}),
    ]


def _rest(environment: Environment) -> dict[str, Any]:
    category = environment.pick("document_categories", "Evidence")
    return {"document_category": {"id": category}, "external_properties": [{"name": "shelf", "value": "3"}]}
