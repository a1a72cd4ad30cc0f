"""Comments on documents and folders."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio.seeding.office import Office
from tests.api import Api
from tests.documents import announce, ids, upload

SHOWN = "message,creator{id},document_version{document_id,version_number},deleted_at"


@pytest.fixture
def root(office: Office) -> int:
    return office["folder.root"]


@pytest.mark.rule("documents.comment-names-the-latest-version")
def test_a_comment_on_a_document_names_the_version_that_was_its_latest(api: Api, root: int, office: Office) -> None:
    document = upload(api, root)
    id = api.post("/comments", {"item": {"id": document}, "message": "Signed"})["id"]
    announce(api, {"id": document, "type": "Document"})
    version = {"document_id": document, "version_number": 1}
    shown = {"message": "Signed", "creator": {"id": office["user.owner"]}, "document_version": version, "deleted_at": None}
    assert api.get(f"/comments/{id}", fields=SHOWN) == shown
    later = api.post("/comments", {"item": {"id": document}, "message": "Again"}, fields="document_version{version_number}")
    assert later == {"document_version": {"version_number": 2}}


@pytest.mark.rule("documents.comment-names-the-latest-version")
def test_a_comment_on_a_folder_names_no_version(api: Api, root: int) -> None:
    id = api.post("/comments", {"item": {"id": root}, "message": "Tidy up"})["id"]
    assert api.get(f"/comments/{id}", fields="message,document_version") == {"message": "Tidy up", "document_version": None}


def test_comments_are_listed_by_item_and_time(api: Api, root: int) -> None:
    document = upload(api, root)
    first = api.post("/comments", {"item": {"id": document}, "message": "One"})["id"]
    api.mock.clock.advance(timedelta(hours=1))
    second = api.post("/comments", {"item": {"id": root}, "message": "Two"})["id"]
    assert ids(api.get("/comments", item_id=document)) == [first]
    assert ids(api.get("/comments", item_id=5)) == []
    assert ids(api.get("/comments", created_since="2026-06-01T13:30:00Z")) == [second]
    api.patch(f"/comments/{first}", {"message": "Changed"})
    assert ids(api.get("/comments", updated_since="2026-06-01T13:30:00Z")) == [first, second]


def test_a_comment_is_changed_moved_and_deleted(api: Api, root: int) -> None:
    document = upload(api, root)
    id = api.post("/comments", {"item": {"id": root}, "message": "One"})["id"]
    api.patch(f"/comments/{id}", {"message": "Two", "item": {"id": document}})
    shown = api.get(f"/comments/{id}", fields="message,document_version{document_id}")
    assert shown == {"message": "Two", "document_version": {"document_id": document}}
    api.refused(404, "PATCH", f"/comments/{id}", {"item": {"id": 5}})
    assert "can't be blank" in api.refused(422, "PATCH", f"/comments/{id}", {"message": " "})
    assert api.get(f"/comments/{id}", fields="message,document_version{document_id}") == shown
    api.delete(f"/comments/{id}")
    api.refused(404, "GET", f"/comments/{id}")


def test_a_comment_needs_an_item_that_exists(api: Api) -> None:
    assert "item" in api.refused(404, "POST", "/comments", {"item": {"id": 5}, "message": "One"})
    assert "item is required" in api.refused(422, "POST", "/comments", {"message": "One"})
    assert api.get("/comments") == []


@pytest.mark.rule("documents.comment-is-trashed-with-its-item")
def test_a_comment_goes_to_the_trash_with_its_item(api: Api, root: int) -> None:
    document = upload(api, root)
    id = api.post("/comments", {"item": {"id": document}, "message": "One"})["id"]
    api.delete(f"/documents/{document}")
    assert api.get("/comments") == []
    assert api.get(f"/comments/{id}", fields="deleted_at") == {"deleted_at": "2026-06-01T09:00:00-04:00"}
    api.patch(f"/documents/{document}", {"restore": True})
    assert ids(api.get("/comments")) == [id]
