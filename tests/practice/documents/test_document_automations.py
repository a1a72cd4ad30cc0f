"""Document automations: a template, a matter, and a few polls later documents in the matter's folder."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from datetime import timedelta
from xml.sax.saxutils import escape

import pytest

from mockclio.practice.documents import merge_fields
from mockclio.seeding.office import Office
from mockclio.seeding.reference.documents import docx
from tests.api import Api, Data
from tests.documents import fetch, ids, new_matter

MADE = "state,documents{id,name,filename,content_type,size}"


def new_template(api: Api, filename: str, content: bytes) -> int:
    return int(api.post("/document_templates", {"file": base64.b64encode(content).decode(), "filename": filename})["id"])


def begin(api: Api, template: int, matter: Data, *formats: str, filename: str = "Letter") -> str:
    """The path of a new automation."""
    body = {"document_template": {"id": template}, "matter": {"id": matter["id"]}, "filename": filename, "formats": formats or ["original"]}
    return f"/document_automations/{api.post('/document_automations', body)['id']}"


def finish(api: Api, path: str) -> Data:
    """What it has become after three polls."""
    return [api.get(path, fields=MADE) for _ in range(3)][-1]


def text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return re.sub(r"<[^>]*>", "", packed.read("word/document.xml").decode())


@pytest.mark.rule("documents.work-advances-by-polls-or-time")
def test_each_poll_is_a_step(api: Api, office: Office) -> None:
    path = begin(api, office["document_template.letter"], new_matter(api))
    assert [row["state"] for row in api.mock.world.document_automations.all()] == ["not_started"]
    assert [api.get(path, fields="state")["state"] for _ in range(4)] == ["queued", "in_progress", "completed", "completed"]


@pytest.mark.rule("documents.work-advances-by-polls-or-time")
def test_the_list_is_a_poll_too(api: Api, office: Office) -> None:
    begin(api, office["document_template.letter"], new_matter(api))
    seen = [api.get("/document_automations", fields="state")[0]["state"] for _ in range(3)]
    assert seen == ["queued", "in_progress", "completed"]


@pytest.mark.rule("documents.work-advances-by-polls-or-time")
def test_two_seconds_are_a_step_and_no_poll_is_needed(api: Api, office: Office) -> None:
    path = begin(api, office["document_template.letter"], new_matter(api))
    api.mock.clock.advance(timedelta(seconds=2))
    assert api.get(path, fields="state") == {"state": "queued"}
    api.mock.clock.advance(timedelta(seconds=4))
    assert [row["name"] for row in api.get("/documents", fields="name")] == ["Letter.docx"]


@pytest.mark.rule("documents.automation-fills-in-the-template", "documents.automation-formats")
def test_each_format_becomes_a_document_in_the_matter_s_folder(api: Api, office: Office) -> None:
    matter = new_matter(api, "Quay & Sons")
    path = begin(api, office["document_template.letter"], matter, "pdf", "original", "pdf", filename="Letter.docx")
    shown = api.get(path, fields="export_formats,filename,matter{id},document_template{id},documents")
    template = {"id": office["document_template.letter"]}
    wanted = {"export_formats": "pdf", "filename": "Letter.docx", "matter": {"id": matter["id"]}}
    assert shown == {**wanted, "document_template": template, "documents": []}
    pdf, original = finish(api, path)["documents"]
    assert (pdf["name"], pdf["content_type"]) == ("Letter.pdf", "application/pdf")
    assert (original["name"], original["filename"]) == ("Letter.docx", "Letter.docx")
    assert ids(api.get("/documents", parent_id=matter["folder"]["id"], matter_id=matter["id"])) == [pdf["id"], original["id"]]
    filled = fetch(api, f"/documents/{original['id']}/download").content
    assert text(filled).strip().startswith(escape(f"2026-06-01Ann Quay & SonsRe: {matter['display_number']}, Lease of the Quay & Sons"))
    assert "act for you" in text(filled)
    assert "Margaret Hartwell" in text(filled)
    printed = fetch(api, f"/documents/{pdf['id']}/download").content
    assert printed.startswith(b"%PDF-1.4")
    assert b"(Ann Quay & Sons) Tj" in printed


@pytest.mark.rule("documents.automation-fills-in-the-template")
def test_unknown_merge_fields_stay_and_known_ones_without_a_value_vanish(api: Api) -> None:
    matter = new_matter(api)
    template = new_template(
        api, "a.xml", b"<a>&lt;&lt;Matter.DisplayNumber&gt;&gt;|{{client.lastName}}|{{close_date}}|{{nobody.name}}|{{client}}</a>"
    )
    (made,) = finish(api, begin(api, template, matter))["documents"]
    filled = fetch(api, f"/documents/{made['id']}/download").content.decode()
    assert filled == f"<a>{matter['display_number']}|Quay||{{{{nobody.name}}}}|{{{{client}}}}</a>"


@pytest.mark.rule("documents.automation-fills-in-the-template")
def test_a_pdf_of_xml_or_of_a_pdf(api: Api) -> None:
    matter = new_matter(api)
    (made,) = finish(api, begin(api, new_template(api, "a.xml", b"<a>Hello (you)</a>"), matter, "pdf"))["documents"]
    assert b"(Hello \\(you\\)) Tj" in fetch(api, f"/documents/{made['id']}/download").content
    (made,) = finish(api, begin(api, new_template(api, "a.pdf", b"%PDF-1.4 as it is"), matter, "pdf"))["documents"]
    assert fetch(api, f"/documents/{made['id']}/download").content == b"%PDF-1.4 as it is"


@pytest.mark.rule("documents.automation-may-fail")
def test_it_ends_empty_or_failed_without_documents(api: Api) -> None:
    matter = new_matter(api)
    empty = begin(api, new_template(api, "a.docx", b""), matter)
    broken = begin(api, new_template(api, "b.docx", b"no zip"), matter)
    template = new_template(api, "c.xml", b"<a/>")
    orphan = begin(api, template, matter)
    api.delete(f"/document_templates/{template}")
    ends = [finish(api, path) for path in (empty, broken, orphan)]
    assert ends == [{"state": state, "documents": []} for state in ("empty", "failed", "failed")]
    assert api.get(orphan, fields="document_template") == {"document_template": None}
    assert api.get("/documents", show_uncompleted=True) == []


@pytest.mark.rule("documents.automation-formats")
@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"formats": []}, 422, "formats must name at least one"),
        ({"formats": ["odt"]}, 422, 'must be one of ["pdf", "original"]'),
        ({"filename": " "}, 422, "filename can't be blank"),
        ({"matter": {"id": 5}}, 404, "matter"),
        ({"document_template": {"id": 5}}, 404, "document_template"),
    ],
)
def test_what_cannot_be_done_is_refused(api: Api, office: Office, changes: Data, status: int, message: str) -> None:
    template = {"id": office["document_template.letter"]}
    body = {"document_template": template, "matter": {"id": new_matter(api)["id"]}, "filename": "Letter", "formats": ["pdf"], **changes}
    assert message in api.refused(status, "POST", "/document_automations", body)
    assert api.get("/document_automations") == []


@pytest.mark.parametrize(
    ("written", "filled"),
    [
        ("<w:t>&lt;&lt;name&gt;&gt;</w:t>", "<w:t>Ann &amp; Co</w:t>"),
        ("<w:t>&lt;</w:t><w:t>&lt;na</w:t><w:t>me&gt;</w:t><w:t>&gt;!</w:t>", "<w:t>Ann &amp; Co</w:t><w:t></w:t><w:t></w:t><w:t>!</w:t>"),
        ("<w:t>{</w:t><w:t>{name}}</w:t>", "<w:t>Ann &amp; Co</w:t><w:t></w:t>"),
        ("<w:t>{{ other }} &lt;&lt;other&gt;&gt; { name }</w:t>", "<w:t>{{ other }} &lt;&lt;other&gt;&gt; { name }</w:t>"),
    ],
)
def test_a_field_that_is_split_over_runs_is_found_and_the_tags_stay(written: str, filled: str) -> None:
    names = {"name": "Ann & Co"}
    assert merge_fields.fill(written.encode(), "xml", names.get).decode() == filled


def test_only_the_text_of_an_office_file_is_changed() -> None:
    filled = merge_fields.fill(docx(("{{name}}",)), "docx", {"name": "Ann"}.get)
    assert merge_fields.text_of(filled, "docx") == ["Ann"]
    with zipfile.ZipFile(io.BytesIO(filled)) as packed:
        assert packed.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    assert merge_fields.fill(b"{{name}}", "doc", {"name": "Ann"}.get) == b"{{name}}"
