"""The tree of folders: made, moved, renamed, and the mixed list of what lies in one."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.seeding.office import Office
from tests.api import Api
from tests.documents import announce, ids, new_matter, upload


@pytest.fixture
def root(office: Office) -> int:
    return office["folder.root"]


def new_folder(api: Api, parent: int, name: str = "Drafts", **attributes: Any) -> int:
    return int(api.post("/folders", {"name": name, "parent": {"id": parent, "type": "Folder"}, **attributes})["id"])


@pytest.mark.rule("folders.one-root")
def test_a_new_account_has_one_root(api: Api, root: int) -> None:
    shown = api.get("/folders", fields="id,type,root,parent,matter,contact,locked,latest_document_version,external_properties")
    assert shown == [
        {
            "id": root,
            "type": "Folder",
            "root": True,
            "parent": None,
            "matter": None,
            "contact": None,
            "locked": False,
            "latest_document_version": None,
            "external_properties": [],
        }
    ]


@pytest.mark.rule("folders.matters-and-contacts-have-one", "folders.top-folder-shows-no-parent")
def test_a_matter_has_a_folder_of_its_own_that_shows_no_parent(api: Api, root: int) -> None:
    matter = new_matter(api)
    shown = api.get(f"/folders/{matter['folder']['id']}", fields="name,root,parent,matter{id}")
    assert shown == {"name": matter["display_number"], "root": False, "parent": None, "matter": {"id": matter["id"]}}
    assert matter["folder"]["id"] in ids(api.get("/folders", parent_id=root))
    inner = api.post("/folders", {"name": "Drafts", "parent": {"id": matter["id"], "type": "Matter"}}, fields="parent{id},matter{id}")
    assert inner == {"parent": matter["folder"], "matter": {"id": matter["id"]}}


@pytest.mark.rule("folders.matters-and-contacts-have-one")
def test_a_contact_has_a_folder_of_its_own(api: Api) -> None:
    contact = api.post("/contacts", {"type": "Company", "name": "Quay Ltd"}, fields="id,folder{id}")
    inner = api.post("/folders", {"name": "Bids", "parent": {"id": contact["id"], "type": "Contact"}}, fields="parent{id},contact{id}")
    assert inner == {"parent": contact["folder"], "contact": {"id": contact["id"]}}


@pytest.mark.rule("folders.matter-alone-is-a-parent")
def test_a_matter_alone_says_where_a_folder_belongs(api: Api) -> None:
    matter = new_matter(api)
    made = api.post("/folders", {"name": "Drafts", "matter": {"id": matter["id"]}}, fields="parent{id}")
    assert made == {"parent": matter["folder"]}
    assert "parent is required" in api.refused(422, "POST", "/folders", {"name": "Drafts"})
    assert "name is required" in api.refused(422, "POST", "/folders", {"matter": {"id": matter["id"]}})


@pytest.mark.rule("folders.same-names-are-allowed")
def test_two_folders_of_one_place_may_have_the_same_name(api: Api, root: int) -> None:
    assert new_folder(api, root) != new_folder(api, root)


def test_a_folder_reads_back_what_was_written(api: Api, root: int, office: Office) -> None:
    category = {"id": office["document_category.Evidence"]}
    properties = [{"name": "key", "value": "1"}]
    id = new_folder(api, root, "Drafts", document_category=category, external_properties=properties)
    fields = "name,parent{id},document_category{id},external_properties{name,value},creator{id},deleted_at"
    shown = {"name": "Drafts", "parent": {"id": root}, "document_category": category, "external_properties": properties}
    assert api.get(f"/folders/{id}", fields=fields) == {**shown, "creator": {"id": office["user.owner"]}, "deleted_at": None}
    api.patch(f"/folders/{id}", {"name": "Final", "document_category": {"id": None}})
    assert api.get(f"/folders/{id}", fields="name,document_category") == {"name": "Final", "document_category": None}
    assert "can't be blank" in api.refused(422, "PATCH", f"/folders/{id}", {"name": " "})


@pytest.mark.rule("folders.owner-follows-the-tree")
def test_moving_a_folder_moves_all_that_lies_below_it(api: Api, root: int) -> None:
    matter = new_matter(api)
    outer = new_folder(api, root, "Outer")
    inner = new_folder(api, outer, "Inner")
    document = upload(api, inner)
    api.patch(f"/folders/{outer}", {"parent": {"id": matter["id"], "type": "Matter"}})
    for path in (f"/folders/{outer}", f"/folders/{inner}", f"/documents/{document}"):
        assert api.get(path, fields="matter{id}") == {"matter": {"id": matter["id"]}}
    assert ids(api.get("/folders", matter_id=matter["id"])) == [matter["folder"]["id"], outer, inner]
    api.patch(f"/folders/{inner}", {"parent": {"id": root, "type": "Folder"}})
    assert api.get(f"/documents/{document}", fields="matter") == {"matter": None}
    assert api.get(f"/folders/{outer}", fields="matter{id}") == {"matter": {"id": matter["id"]}}


@pytest.mark.rule("folders.no-circles")
def test_a_folder_cannot_be_moved_into_itself_or_below_itself(api: Api, root: int) -> None:
    outer = new_folder(api, root, "Outer")
    inner = new_folder(api, outer, "Inner")
    for target in (outer, inner):
        message = api.refused(422, "PATCH", f"/folders/{outer}", {"name": "Moved", "parent": {"id": target, "type": "Folder"}})
        assert "cannot be moved into itself" in message
    assert api.get(f"/folders/{outer}", fields="name,parent{id}") == {"name": "Outer", "parent": {"id": root}}


@pytest.mark.rule("folders.top-folders-stay")
def test_the_root_and_the_folders_of_matters_stay_where_they_are(api: Api, root: int) -> None:
    top, other = new_matter(api)["folder"]["id"], new_folder(api, root)
    for id in (root, top):
        assert "stays where it is" in api.refused(422, "PATCH", f"/folders/{id}", {"parent": {"id": other, "type": "Folder"}})
    api.patch(f"/folders/{top}", {"name": "Renamed"})
    assert api.get(f"/folders/{top}", fields="name") == {"name": "Renamed"}


@pytest.fixture
def tree(api: Api, root: int) -> dict[str, int]:
    """A matter's folder with `outer` > `inner`, each with a document; one folder and one document in the root."""
    matter = new_matter(api)
    top = matter["folder"]["id"]
    outer = new_folder(api, top, "Outer")
    inner = new_folder(api, outer, "Inner")
    return {
        "matter": matter["id"],
        "client": api.get(f"/contacts/{matter['client']['id']}", fields="folder{id}")["folder"]["id"],
        "top": top,
        "outer": outer,
        "inner": inner,
        "free": new_folder(api, root, "Free"),
        "in_top": upload(api, top, "top.pdf"),
        "in_outer": upload(api, outer, "outer.pdf"),
        "in_inner": upload(api, inner, "inner.pdf"),
        "in_root": upload(api, root, "root.pdf"),
    }


def named(tree: dict[str, int], rows: list[dict[str, int]]) -> set[str]:
    return {name for name, id in tree.items() if id in ids(rows)}


@pytest.mark.rule("folders.scope")
@pytest.mark.parametrize(
    ("path", "arguments", "names"),
    [
        ("/folders", {"parent_id": "outer"}, "inner"),
        ("/folders", {"parent_id": "top", "scope": "children"}, "outer"),
        ("/folders", {"parent_id": "top", "scope": "descendants"}, "outer inner"),
        ("/folders", {"scope": "children"}, "client top free"),
        ("/folders", {"matter_id": "matter"}, "top outer inner"),
        ("/folders", {"matter_id": "matter", "scope": "children"}, "outer"),
        ("/folders", {"matter_id": "null"}, "client free"),
        ("/folders", {"query": "e"}, "outer inner free"),
        ("/documents", {"parent_id": "outer"}, "in_outer"),
        ("/documents", {"parent_id": "outer", "scope": "descendants"}, "in_outer in_inner"),
        ("/documents", {"scope": "children"}, "in_root"),
        ("/documents", {"scope": "descendants"}, "in_top in_outer in_inner in_root"),
        ("/documents", {"matter_id": "matter"}, "in_top in_outer in_inner"),
        ("/documents", {"matter_id": "matter", "scope": "children"}, "in_top"),
        ("/documents", {"parent_id": "null"}, ""),
        ("/folders/list", {"parent_id": "outer"}, "inner in_outer"),
        ("/folders/list", {"parent_id": "outer", "scope": "descendants"}, "inner in_outer in_inner"),
        ("/folders/list", {"scope": "descendants"}, "client top outer inner free in_top in_outer in_inner in_root"),
    ],
)
def test_a_list_shows_what_lies_in_a_folder(api: Api, tree: dict[str, int], path: str, arguments: dict[str, str], names: str) -> None:
    sent = {name: tree.get(value, value) for name, value in arguments.items()}
    assert named(tree, api.get(path, **sent)) == set(names.split())


def test_a_parent_of_null_is_that_of_the_root(api: Api, root: int, tree: dict[str, int]) -> None:
    assert ids(api.get("/folders", parent_id="null")) == [root]
    assert ids(api.get("/folders/list", parent_id="null")) == [root]


@pytest.mark.rule("folders.items-begin-at-the-root")
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ({}, "client top free in_root"),
        ({"query": "root"}, "in_root"),
        ({"query": "inner"}, ""),
        ({"matter_id": "matter"}, "top outer inner in_top in_outer in_inner"),
        ({"ids[]": "in_inner"}, "in_inner"),
        ({"matter_id": "null"}, "client free in_root"),
    ],
)
def test_the_mixed_list_begins_at_the_root(api: Api, tree: dict[str, int], arguments: dict[str, str], names: str) -> None:
    sent = {name: tree.get(value, value) for name, value in arguments.items()}
    assert named(tree, api.get("/folders/list", **sent)) == set(names.split())


@pytest.mark.rule("folders.items")
def test_the_mixed_list_tells_documents_and_folders_by_their_type(api: Api, tree: dict[str, int]) -> None:
    shown = api.get("/folders/list", fields="id,type,name,parent{id},latest_document_version{size}", parent_id=tree["outer"])
    parent = {"id": tree["outer"]}
    assert shown == [
        {"id": tree["inner"], "type": "Folder", "name": "Inner", "parent": parent, "latest_document_version": None},
        {"id": tree["in_outer"], "type": "Document", "name": "outer.pdf", "parent": parent, "latest_document_version": {"size": 5}},
    ]
    assert [row["parent"] for row in api.get("/folders/list", fields="parent", **{"ids[]": tree["top"]})] == [None]


@pytest.mark.rule("folders.items")
@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("name(desc)", ["b.pdf", "Ab", "a.pdf"]),
        ("document_number(asc)", ["Ab", "b.pdf", "a.pdf"]),
        ("received_at(desc)", ["a.pdf", "b.pdf", "Ab"]),
        ("created_at(asc)", ["b.pdf", "a.pdf", "Ab"]),
    ],
)
def test_the_mixed_list_is_sorted(api: Api, root: int, order: str, names: list[str]) -> None:
    upload(api, root, "b.pdf", received_at="2026-01-01T00:00:00Z")
    upload(api, root, "a.pdf", received_at="2026-01-02T00:00:00Z")
    new_folder(api, root, "Ab")
    assert [row["name"] for row in api.get("/folders/list", fields="name", order=order)] == names


def test_the_mixed_list_shows_unfinished_uploads_on_demand(api: Api, root: int) -> None:
    id = announce(api, root)["id"]
    assert api.get("/folders/list") == []
    assert ids(api.get("/folders/list", show_uncompleted=True)) == [id]


def test_the_mixed_list_is_paged(api: Api, tree: dict[str, int]) -> None:
    result, response = [], api.call("GET", "/folders/list", params={"scope": "descendants", "limit": 2})
    while True:
        result += ids(response.json()["data"])
        following = response.json()["meta"]["paging"].get("next")
        if following is None:
            break
        response = api.mock.http.get(following)
    assert sorted(result) == sorted(id for name, id in tree.items() if name != "matter")
