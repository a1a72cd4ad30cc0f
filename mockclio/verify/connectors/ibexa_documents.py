"""Ibexa Connect: Watch Documents, Upload a Document."""

from __future__ import annotations

from typing import Any

from mockclio.verify.connectors.changing import reads
from mockclio.verify.connectors.comparing import same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row
from mockclio.verify.connectors.watching import WATCH, Watch

UPLOAD = """
    Name                       -> name
    Type                       -> parent.type
    Document ID                -> parent.id
    Folder ID                  -> parent.id
    Matter ID                  -> parent.id
    File Data                  -> bytes
    File Name                  -> filename
    Communication ID           -> communication_id
    Content Type               -> content_type
    Document Category ID       -> document_category.id
    External Property: Name    -> external_properties[].name
    External Property: Value   -> external_properties[].value
    Received At                -> received_at
"""
PLACE = "id,latest_document_version{uuid,put_url,put_headers}"
CHART = b"\x89PNG\r\n\x1a\n a chart of the harbour"


@row(42, IBEXA, "Watch Documents", "Webhook#create", WATCH)
def watch_documents(environment: Environment) -> None:
    parent = {"id": environment.pick("folders", "Forms"), "type": "Folder"}
    watch = Watch(environment, "document", "id,name,content_type,latest_document_version{id,fully_uploaded}")
    watch.template(
        make=lambda: upload(environment, {"name": "Chart.png", "parent": parent}),
        change=lambda id: environment.patch(f"/documents/{id}", {"name": "Chart of Hoboken.png"}),
    )


@row(43, IBEXA, "Upload a Document", "Document#create Document#update", UPLOAD)
def upload_a_document(environment: Environment) -> None:
    folder, matter = environment.pick("folders", "Forms"), environment.pick("matters", "00002-Chen")
    for parent in ({"id": folder, "type": "Folder"}, {"id": matter, "type": "Matter"}):
        body: Any = {**_full(environment), "parent": parent}
        for id in (upload(environment, body), environment.clio.documents.upload(CHART, **body).id):
            _arrived(environment, id, body, 1)
            again: Any = {"name": "Chart, second edition", "parent": {"id": id, "type": "Document"}, "filename": "second.png"}
            same(upload(environment, again), id, "a document as parent gets a new version")
            _arrived(environment, id, again, 2)
            same(environment.clio.documents.upload(CHART, **again).id, id, "a document as parent gets a new version, typed")
            _arrived(environment, id, again, 3)


def upload(environment: Environment, body: dict[str, Any]) -> int:
    """The three calls of an upload: announce, send the bytes to the address that comes back, say that they are there."""
    document = environment.post("/documents", body, PLACE)
    version = document["latest_document_version"]
    headers = {one["name"]: one["value"] for one in version["put_headers"]}
    stored = environment.http.put(version["put_url"], content=CHART, headers=headers)
    same(stored.status_code, 200, f"PUT of the bytes: {stored.text:.200}")
    environment.patch(f"/documents/{document['id']}", {"uuid": version["uuid"], "fully_uploaded": True})
    return int(document["id"])


def _full(environment: Environment) -> dict[str, Any]:
    return {
        "name": "Chart",
        "filename": "harbour.png",
        "communication_id": environment.pick("communications", "Adjournment"),
        "content_type": "image",
        "document_category": {"id": environment.pick("document_categories", "Evidence")},
        "external_properties": [{"name": "sheet", "value": "12"}],
        "received_at": "2026-05-20T14:00:00-04:00",
    }


def _arrived(environment: Environment, document: int, body: dict[str, Any], version: int) -> None:
    """The document says what was sent, its bytes can be fetched, and the communication lists it."""
    reads(environment, "documents", document, body, unseen="parent communication_id")
    shown = environment.get(f"/documents/{document}", "size,latest_document_version{version_number,fully_uploaded,filename}")
    wanted = {"version_number": version, "fully_uploaded": True, "filename": body["filename"]}
    same((shown["size"], shown["latest_document_version"]), (len(CHART), wanted), f"version {version} of the document")
    download = environment.call("GET", f"/documents/{document}/download")
    same(environment.http.get(download.headers["Location"]).content, CHART, "the bytes that were sent")
    call = environment.pick("communications", "Adjournment")
    listed = environment.get(f"/communications/{call}", "documents{id}")["documents"]
    same([one["id"] for one in listed].count(document), 1, "the document among those of the communication")
