"""Behaviour of document versions: a list below the document, upload addresses, and the step that makes an old version the latest."""

from __future__ import annotations

from typing import Any

from mockclio.errors import BadRequest, NotFound
from mockclio.ledger import rule
from mockclio.practice.documents import uploads
from mockclio.practice.documents.documents import require_open
from mockclio.server.behavior import Behavior, computed, handles, sources
from mockclio.server.call import Answer, Call
from mockclio.server.storage import signed_upload, upload_headers
from mockclio.server.view import View
from mockclio.store.tables import Row


class DocumentVersions(Behavior):
    """An upload address is signed anew each time it is shown, until the version is complete."""

    @sources("DocumentVersion#index")
    def of_document(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        if view.get("documents", ids["id"]) is None:
            raise NotFound(rule="wire.unknown-id-is-404")
        rule("documents.versions-are-listed")
        return view.rows("document_versions", "document_id", ids["id"])

    @computed("put_url")
    def put_url(self, view: View, row: Row) -> str | None:
        rule("documents.put-url-while-pending")
        return None if row["fully_uploaded"] or row.get("_multipart") else signed_upload(view, row)

    @computed("put_headers")
    def put_headers(self, view: View, row: Row) -> list[Row]:
        if row["fully_uploaded"] or row.get("_multipart"):
            return []
        rule("documents.put-headers")
        return _named(upload_headers(row))

    @computed("multiparts")
    def multiparts(self, view: View, row: Row) -> list[Row]:
        return [
            {
                "part_number": part["part_number"],
                "put_url": None if row["fully_uploaded"] else signed_upload(view, row, part["part_number"]),
                "put_headers": _named(upload_headers(row, part["part_number"])),
            }
            for part in row["multiparts"]
        ]

    @handles("DocumentVersion#save_as_latest_version")
    def save_as_latest_version(self, call: Call) -> Answer:
        """Make a new version with the bytes of an earlier one."""
        document = call.view.get("documents", call.ids["id"])
        version = call.view.get("document_versions", call.ids["document_version_id"])
        if document is None or version is None or version["document_id"] != document["id"]:
            raise NotFound(rule="wire.unknown-id-is-404")
        with call.view.world.session(call.view.user) as session:
            require_open(session, document, {})
            latest = uploads.latest(session, document["id"])
            if not version["fully_uploaded"] or latest is None or latest["id"] == version["id"]:
                raise BadRequest(
                    "Only an earlier version whose upload is complete can be saved as the latest", rule="documents.save-as-latest-version"
                )
            rule("documents.save-as-latest-version")
            uploads.add_copy(session, document, version, version["filename"], version.get("received_at"))
        return Answer(status=200)


def _named(headers: list[tuple[str, str]]) -> list[Row]:
    return [{"name": name, "value": value} for name, value in headers]
