"""Document templates: a file that comes as multipart or base64, and is fetched again by download; and the categories that sort them."""

from __future__ import annotations

import base64

import pytest

from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.documents import fetch, ids, upload

SHOWN = "filename,size,content_type,document_category{id},last_modified_by{id}"


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def new_template(api: Api, filename: str = "letter.xml", content: bytes = b"<a/>", **attributes: Data) -> int:
    return int(api.post("/document_templates", {"file": encoded(content), "filename": filename, **attributes})["id"])


@pytest.mark.rule("documents.template-file")
def test_a_template_comes_in_base64_with_a_filename(api: Api, office: Office) -> None:
    category = {"id": office["document_category.Pleadings"]}
    id = new_template(api, "letter.PDF", b"%PDF-1.4", document_category=category)
    owner = {"id": office["user.owner"]}
    shown = {"filename": "letter.PDF", "size": 8, "content_type": "application/pdf"}
    assert api.get(f"/document_templates/{id}", fields=SHOWN) == {**shown, "document_category": category, "last_modified_by": owner}
    response = fetch(api, f"/document_templates/{id}/download")
    assert (response.content, response.headers["Content-Type"]) == (b"%PDF-1.4", "application/pdf")


@pytest.mark.rule("documents.template-file")
def test_a_template_comes_as_a_multipart_file_under_its_own_name_or_another(api: Api) -> None:
    for form, filename in (({}, "letter.xml"), ({"data[filename]": "other.xml"}, "other.xml")):
        response = api.call(
            "POST", "/document_templates?fields=id,filename", data=form, files={"data[file]": ("letter.xml", b"\x00\xff", "text/xml")}
        )
        assert response.status_code == 201
        data = response.json()["data"]
        assert data["filename"] == filename
        assert fetch(api, f"/document_templates/{data['id']}/download").content == b"\x00\xff"


@pytest.mark.rule("documents.template-kinds", "documents.template-file")
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"file": "YQ==", "filename": "a.txt"}, "filename must end in one of"),
        ({"file": "YQ==", "filename": "docx"}, "filename must end in one of"),
        ({"file": "YQ=="}, "with a file in base64 it is required"),
        ({"file": "not base64!", "filename": "a.xml"}, "file must be a multipart file or base64"),
        ({"filename": "a.xml"}, "file is required"),
    ],
)
def test_what_is_no_template_is_refused(api: Api, body: Data, message: str) -> None:
    before = api.get("/document_templates")
    assert message in api.refused(422, "POST", "/document_templates", body)
    assert api.get("/document_templates") == before


def test_a_template_gets_a_new_name_and_new_bytes(api: Api, office: Office) -> None:
    id = new_template(api)
    api.patch(f"/document_templates/{id}", {"filename": "b.doc"})
    assert api.get(f"/document_templates/{id}", fields="filename,size") == {"filename": "b.doc", "size": 4}
    api.patch(f"/document_templates/{id}", {"file": encoded(b"12345"), "document_category": {"id": office["document_category.Research"]}})
    assert fetch(api, f"/document_templates/{id}/download").content == b"12345"
    api.patch(f"/document_templates/{id}", {"document_category": {"id": None}})
    assert api.get(f"/document_templates/{id}", fields="size,document_category") == {"size": 5, "document_category": None}
    api.refused(422, "PATCH", f"/document_templates/{id}", {"filename": "b.exe"})
    api.delete(f"/document_templates/{id}")
    api.refused(404, "GET", f"/document_templates/{id}/download")


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("filename(asc)", ["a.doc", "b.xml", "Engagement letter.docx"]),
        ("category.name(desc)", ["a.doc", "Engagement letter.docx", "b.xml"]),
        ("last_modified(desc)", ["a.doc", "b.xml", "Engagement letter.docx"]),
        ("last_modified_by.name(asc)", ["Engagement letter.docx", "b.xml", "a.doc"]),
    ],
)
def test_templates_are_sorted(api: Api, office: Office, order: str, names: list[str]) -> None:
    new_template(api, "b.xml", document_category={"id": office["document_category.Agreements"]})
    new_template(api, "a.doc", document_category={"id": office["document_category.Research"]})
    assert [row["filename"] for row in api.get("/document_templates", fields="filename", order=order)] == names


@pytest.mark.rule("documents.category")
def test_a_category_has_a_name_that_is_searched_and_sorted(api: Api) -> None:
    id = api.post("/document_categories", {"name": "Zoning"})["id"]
    assert ids(api.get("/document_categories", query="zon")) == [id]
    assert ids(api.get("/document_categories", order="name(desc)", limit=1)) == [id]
    for name in ("", " "):
        assert "can't be blank" in api.refused(422, "POST", "/document_categories", {"name": name})
        assert "can't be blank" in api.refused(422, "PATCH", f"/document_categories/{id}", {"name": name})
    assert api.patch(f"/document_categories/{id}", {"name": "Permits"}, fields="name") == {"name": "Permits"}


@pytest.mark.rule("documents.deleted-category-is-cleared")
def test_a_deleted_category_is_taken_off_what_carries_it(api: Api, office: Office) -> None:
    category = office["document_category.Evidence"]
    carried, root = {"document_category": {"id": category}}, office["folder.root"]
    folder = api.post("/folders", {"name": "A", "parent": {"id": root, "type": "Folder"}, **carried})["id"]
    paths = [f"/documents/{upload(api, root, **carried)}", f"/folders/{folder}", f"/document_templates/{new_template(api, **carried)}"]
    api.delete(f"/document_categories/{category}")
    assert [api.get(path, fields="document_category") for path in paths] == [{"document_category": None}] * 3
