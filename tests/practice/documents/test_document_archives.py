"""Document archives: documents and folders in one zip."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.documents import announce, fetch, upload
from tests.practice.documents.test_folders import new_folder

SHOWN = "state,progress,size,message"


@pytest.fixture
def root(office: Office) -> int:
    return office["folder.root"]


def begin(api: Api, *items: tuple[str, int]) -> str:
    """The path of a new archive."""
    body = {"items": [{"type": type, "id": id} for type, id in items]}
    return f"/document_archives/{api.post('/document_archives', body)['id']}"


def packed(api: Api, path: str) -> dict[str, bytes]:
    """Names and bytes of the finished zip."""
    for _ in range(3):
        api.get(path)
    response = fetch(api, f"{path}/download")
    assert response.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as result:
        return {name: result.read(name) for name in result.namelist()}


@pytest.mark.rule("documents.work-advances-by-polls-or-time", "documents.archive-download")
def test_each_poll_is_a_step_and_the_last_one_has_something_to_download(api: Api, root: int) -> None:
    path = begin(api, ("Document", upload(api, root)))
    steps = [("queued", 0), ("in_progress", 50)]
    for state, progress in steps:
        assert api.get(path, fields=SHOWN) == {"state": state, "progress": progress, "size": None, "message": None}
        assert "can be fetched when it is completed" in api.refused(404, "GET", f"{path}/download")
    done = api.get(path, fields=SHOWN)
    size = len(fetch(api, f"{path}/download").content)
    assert done == {"state": "completed", "progress": 100, "size": size, "message": None}


@pytest.mark.rule("documents.work-advances-by-polls-or-time")
def test_six_seconds_are_enough(api: Api, root: int) -> None:
    path = begin(api, ("Document", upload(api, root)))
    api.mock.clock.advance(timedelta(seconds=6))
    assert fetch(api, f"{path}/download").status_code == 200


@pytest.mark.rule("documents.archive-holds-the-tree")
def test_the_zip_holds_uploaded_documents_in_their_folders(api: Api, root: int) -> None:
    outer = new_folder(api, root, "Outer")
    inner = new_folder(api, outer, "In/ner")
    upload(api, outer, "a.pdf", b"first")
    upload(api, outer, "a.pdf", b"second")
    upload(api, inner, "b.pdf", b"deep")
    announce(api, outer, "pending.pdf")
    api.delete(f"/documents/{upload(api, outer, 'gone.pdf')}")
    alone = upload(api, root, "alone", b"alone")
    assert packed(api, begin(api, ("Folder", outer), ("Document", alone), ("Document", alone))) == {
        "Outer/": b"",
        "Outer/In_ner/": b"",
        "Outer/In_ner/b.pdf": b"deep",
        "Outer/a.pdf": b"first",
        "Outer/a (2).pdf": b"second",
        "alone": b"alone",
        "alone (2)": b"alone",
    }


def test_it_fails_when_nothing_is_left_to_pack(api: Api, root: int) -> None:
    id = upload(api, root)
    path = begin(api, ("Document", id))
    with api.mock.world.session() as session:
        session.update("documents", id, {"deleted_at": session.now})
    ends = [api.get(path, fields=SHOWN) for _ in range(3)][-1]
    assert ends == {"state": "failed", "progress": 100, "size": None, "message": "None of the items exists any more"}


@pytest.mark.rule("documents.archive-items")
@pytest.mark.parametrize(
    ("items", "status", "message"),
    [
        ([], 422, "items must name at least one"),
        ([{"type": "Document", "id": 5}], 404, "items[0]"),
        ([{"type": "Matter", "id": 5}], 422, 'must be one of ["Document", "Folder"]'),
    ],
)
def test_what_cannot_be_packed_is_refused(api: Api, items: Data, status: int, message: str) -> None:
    assert message in api.refused(status, "POST", "/document_archives", {"items": items})
    assert len(api.mock.world.table("document_archives")) == 0
