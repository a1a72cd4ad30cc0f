"""Ibexa Connect: Get, Create, Update and Delete a Folder."""

from __future__ import annotations

from typing import Any

from mockclio.testing.connectors.changing import creates, gets, updates
from mockclio.testing.connectors.check import holds, same
from mockclio.testing.connectors.row import IBEXA, row
from mockclio.testing.connectors.stand import Stand

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
def get_a_folder(stand: Stand) -> None:
    gets(stand, "folders", _new(stand), {"name": "Charts", "type": "Folder", "root": False, "parent": {"name": "Forms"}})


@row(34, IBEXA, "Create a Folder", "Folder#create", FOLDER)
def create_a_folder(stand: Stand) -> None:
    for body, shown in _places(stand):
        creates(stand, "folders", {**body, **_rest(stand)}, shown=shown)
    trashed = _trashed(stand), _trashed(stand)
    again = {"name": "Charts", "parent": {"id": stand.pick("folders", "Forms"), "type": "Folder"}, "restore": True}
    same({*creates(stand, "folders", again, unseen="restore")}, {*trashed}, "the folders that came back")
    many = [{"name": f"property {number}", "value": "x"} for number in range(6)]
    stand.refuses(422, "POST", "/folders", json={"data": {**again, "restore": False, "external_properties": many}})


@row(35, IBEXA, "Update a Folder", "Folder#update", f"Folder ID -> {{id}}\n{FOLDER}")
def update_a_folder(stand: Stand) -> None:
    ids = _new(stand), _new(stand)
    for number, (body, shown) in enumerate(_places(stand)):
        updates(stand, "folders", ids, {**body, "name": f"Charts {number}"}, shown=shown)
    updates(stand, "folders", ids, _rest(stand))
    trashed = _trashed(stand), _trashed(stand)
    updates(stand, "folders", trashed, {"restore": True}, unseen="restore", shown={"deleted_at": None})
    listed = {one["id"] for one in stand.listed("/folders")}
    holds({*trashed} <= listed, "restored folders are not listed")


@row(36, IBEXA, "Delete a Folder", "Folder#destroy", "Folder ID -> {id}")
def delete_a_folder(stand: Stand) -> None:
    raw, typed = _new(stand), _new(stand)
    same(stand.call("DELETE", f"/folders/{raw}").status_code, 204, "the status of a delete")
    stand.clio.folders.delete(typed)
    listed = {one["id"] for one in stand.listed("/folders")}
    with_trash = {one["id"] for one in stand.listed("/folders", include_deleted=True)}
    for id in (raw, typed):
        holds(id not in listed and id in with_trash, "a deleted folder is in the trash, and listed with it alone")
        holds(stand.get(f"/folders/{id}", "deleted_at")["deleted_at"], "a folder in the trash says since when")
        stand.refuses(404, "DELETE", f"/folders/{id}")


def _new(stand: Stand) -> int:
    return int(stand.post("/folders", {"name": "Charts", "parent": {"id": stand.pick("folders", "Forms"), "type": "Folder"}})["id"])


def _trashed(stand: Stand) -> int:
    folder = _new(stand)
    stand.ask("DELETE", f"/folders/{folder}", status=204)
    return folder


def _places(stand: Stand) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Both kinds of parent, and how the folder shows where it lies: a matter as parent means the matter's own folder."""
    forms, matter = stand.pick("folders", "Forms"), stand.pick("matters", "00002-Chen")
    own = stand.get(f"/matters/{matter}", "folder{id}")["folder"]["id"]
    return [
        ({"name": "Soundings", "parent": {"id": forms, "type": "Folder"}}, {"matter": None}),
        ({"name": "Soundings", "parent": {"id": matter, "type": "Matter"}}, {"parent": {"id": own}, "matter": {"id": matter}}),
    ]


def _rest(stand: Stand) -> dict[str, Any]:
    category = stand.pick("document_categories", "Evidence")
    return {"document_category": {"id": category}, "external_properties": [{"name": "shelf", "value": "3"}]}
