"""The trash: what goes there, comes back, and is gone after 30 days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio.practice.documents import folders
from mockclio.seeding.office import Office
from tests.api import Api
from tests.documents import announce, complete, fetch, ids, new_matter, send, upload
from tests.practice.documents.test_folders import new_folder

NOW = "2026-06-01T09:00:00-04:00"


@pytest.fixture
def root(office: Office) -> int:
    return office["folder.root"]


@pytest.mark.rule("documents.delete-is-trash", "documents.restore-from-trash")
def test_a_deleted_document_lies_in_the_trash_until_it_is_restored(api: Api, root: int) -> None:
    id, other = upload(api, root), upload(api, root)
    api.delete(f"/documents/{id}")
    assert api.get(f"/documents/{id}", fields="deleted_at") == {"deleted_at": NOW}
    for path in ("/documents", "/folders/list"):
        assert ids(api.get(path)) == [other]
        assert ids(api.get(path, include_deleted=True)) == [id, other]
    assert api.patch(f"/documents/{id}", {"restore": True}, fields="deleted_at") == {"deleted_at": None}
    assert ids(api.get("/documents")) == [id, other]
    assert fetch(api, f"/documents/{id}/download").content == b"Lease"


@pytest.mark.rule("documents.delete-is-trash", "documents.restore-from-trash")
def test_a_folder_takes_along_what_lies_below_it_and_brings_back_what_went_with_it(api: Api, root: int) -> None:
    outer = new_folder(api, root, "Outer")
    inner = new_folder(api, outer, "Inner")
    before, inside = upload(api, outer, "before.pdf"), upload(api, inner, "inside.pdf")
    api.delete(f"/documents/{before}")
    api.mock.clock.advance(timedelta(hours=1))
    api.delete(f"/folders/{outer}")
    assert ids(api.get("/folders", parent_id=root)) == []
    assert ids(api.get("/folders", parent_id=root, include_deleted=True)) == [outer]
    assert ids(api.get("/documents")) == []
    api.patch(f"/folders/{outer}", {"restore": True})
    assert ids(api.get("/folders")) == [root, outer, inner]
    assert ids(api.get("/documents")) == [inside]
    assert api.get(f"/documents/{before}", fields="deleted_at") == {"deleted_at": NOW}


@pytest.mark.rule("documents.restore-from-trash")
def test_what_is_restored_without_its_folder_lands_in_the_next_one_above(api: Api, root: int) -> None:
    outer = new_folder(api, root, "Outer")
    inner = new_folder(api, outer, "Inner")
    id = upload(api, inner)
    api.delete(f"/folders/{inner}")
    restored = api.patch(f"/documents/{id}", {"restore": True}, fields="deleted_at,parent{id}")
    assert restored == {"deleted_at": None, "parent": {"id": outer}}
    api.patch(f"/folders/{inner}", {"restore": True})
    assert api.get(f"/documents/{id}", fields="parent{id}") == {"parent": {"id": outer}}


@pytest.mark.rule("documents.trash-takes-nothing")
def test_what_is_in_the_trash_can_only_be_restored(api: Api, root: int) -> None:
    folder = new_folder(api, root)
    id = upload(api, folder, "a.pdf")
    api.delete(f"/folders/{folder}")
    assert "is in the trash" in api.refused(422, "PATCH", f"/documents/{id}", {"name": "b.pdf"})
    assert "is in the trash" in api.refused(422, "PATCH", f"/folders/{folder}", {"name": "B"})
    place = {"id": folder, "type": "Folder"}
    assert "is in the trash" in api.refused(422, "POST", "/documents", {"name": "b.pdf", "parent": place})
    assert "is in the trash" in api.refused(422, "POST", "/folders", {"name": "B", "parent": place})
    api.patch(f"/documents/{id}", {"restore": True, "name": "b.pdf"})
    assert api.get(f"/documents/{id}", fields="name,deleted_at") == {"name": "b.pdf", "deleted_at": None}


@pytest.mark.rule("documents.trashed-twice-is-404")
def test_what_is_in_the_trash_cannot_be_deleted_again(api: Api, root: int) -> None:
    for path in (f"/documents/{upload(api, root)}", f"/folders/{new_folder(api, root)}"):
        api.delete(path)
        api.refused(404, "DELETE", path)


@pytest.mark.rule("documents.trash-lasts-30-days")
def test_after_30_days_it_is_gone_with_its_versions_and_comments(api: Api, root: int) -> None:
    folder = new_folder(api, root)
    id, kept = upload(api, folder), upload(api, root)
    comment = api.post("/comments", {"item": {"id": id}, "message": "Signed"})["id"]
    api.delete(f"/folders/{folder}")
    api.mock.clock.advance(timedelta(days=29, hours=23))
    assert api.get(f"/documents/{id}", fields="deleted_at") == {"deleted_at": NOW}
    api.mock.clock.advance(timedelta(hours=1))
    for path in (f"/documents/{id}", f"/folders/{folder}", f"/comments/{comment}"):
        api.refused(404, "GET", path)
    api.refused(404, "PATCH", f"/documents/{id}", {"restore": True})
    assert ids(api.get("/documents", include_deleted=True)) == [kept]
    assert [version["document_id"] for version in api.mock.world.document_versions.all()] == [kept]


@pytest.mark.rule("documents.trash-lasts-30-days")
def test_a_restored_document_is_not_purged(api: Api, root: int) -> None:
    id = upload(api, root)
    api.delete(f"/documents/{id}")
    api.patch(f"/documents/{id}", {"restore": True})
    api.mock.clock.advance(timedelta(days=60))
    assert ids(api.get("/documents")) == [id]


def test_a_fork_purges_its_own_trash(api: Api, root: int) -> None:
    from mockclio import MockClio

    id = upload(api, root)
    api.delete(f"/documents/{id}")
    with MockClio.of(api.mock.world.fork("default")) as twin:
        twin.clock.advance(timedelta(days=30))
        Api(twin).refused(404, "GET", f"/documents/{id}")
    assert api.get(f"/documents/{id}", fields="deleted_at") == {"deleted_at": NOW}


@pytest.mark.rule("folders.root-stays")
def test_the_root_and_the_folders_of_matters_cannot_be_deleted(api: Api, root: int) -> None:
    for id in (root, new_matter(api)["folder"]["id"]):
        response = api.call("DELETE", f"/folders/{id}")
        assert response.status_code == 400
        assert response.json() == {"error": {"type": "DeleteFailed", "message": "Delete failed: The root folder cannot be trashed"}}
        assert api.get(f"/folders/{id}", fields="deleted_at") == {"deleted_at": None}


@pytest.mark.rule("folders.locked-items-stay")
def test_a_folder_with_a_locked_item_cannot_be_deleted(api: Api, root: int) -> None:
    outer = new_folder(api, root)
    id = upload(api, new_folder(api, outer))
    with api.mock.world.session() as session:
        session.update("documents", id, {"locked": True})
    assert api.refused(400, "DELETE", f"/folders/{outer}") == "Delete failed: The folder contains locked items"
    assert api.get(f"/folders/{outer}", fields="deleted_at") == {"deleted_at": None}


@pytest.mark.rule("folders.too-many-items-stay")
def test_a_folder_of_too_many_items_cannot_be_deleted(api: Api, root: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_ITEMS", 2)
    outer = new_folder(api, root)
    inner = [new_folder(api, outer) for _ in range(3)]
    assert api.refused(400, "DELETE", f"/folders/{outer}") == "Delete failed: The folder holds more than 2 items"
    api.delete(f"/folders/{inner[0]}")
    assert ids(api.get("/folders", parent_id=outer)) == inner[1:]


@pytest.mark.rule("folders.busy-is-409")
def test_what_is_being_packed_cannot_be_deleted(api: Api, root: int) -> None:
    outer = new_folder(api, root)
    inner = new_folder(api, outer)
    id, other = upload(api, inner), upload(api, root)
    archive = api.post("/document_archives", {"items": [{"id": inner, "type": "Folder"}]})["id"]
    for path in (f"/folders/{outer}", f"/folders/{inner}", f"/documents/{id}"):
        assert "is being packed" in api.refused(409, "DELETE", path)
        assert api.get(path, fields="deleted_at") == {"deleted_at": None}
    api.delete(f"/documents/{other}")
    for _ in range(3):
        api.get(f"/document_archives/{archive}")
    api.delete(f"/folders/{outer}")


@pytest.mark.rule("folders.create-may-restore")
def test_a_new_folder_may_bring_back_a_trashed_one_of_its_name(api: Api, root: int) -> None:
    body = {"name": "Drafts", "parent": {"id": root, "type": "Folder"}, "restore": True}
    id = api.post("/folders", body)["id"]
    document = upload(api, id)
    assert api.post("/folders", body)["id"] != id
    api.delete(f"/folders/{id}")
    assert api.post("/folders", body, fields="id,deleted_at") == {"id": id, "deleted_at": None}
    assert ids(api.get("/documents")) == [document]


@pytest.mark.rule("documents.lists-elsewhere-leave-hidden-ones-out")
def test_a_communication_lists_what_is_uploaded_and_not_in_the_trash(api: Api, office: Office) -> None:
    call = api.post("/communications", {"type": "PhoneCommunication", "subject": "Call", "body": "Rang."})["id"]
    document = announce(api, office["folder.root"], "lease.pdf", communication_id=call)

    def listed() -> list[int]:
        return [row["id"] for row in api.get(f"/communications/{call}", "documents{id}")["documents"]]

    assert listed() == []
    send(api, document)
    complete(api, document)
    assert listed() == [document["id"]]
    api.delete(f"/documents/{document['id']}")
    assert listed() == []
    api.patch(f"/documents/{document['id']}", {"restore": True})
    assert listed() == [document["id"]]
