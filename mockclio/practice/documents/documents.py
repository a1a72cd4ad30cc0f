"""Behaviour of documents: first the record, then bytes in the file store. Only then do other users see the document."""

from __future__ import annotations

from typing import Any

from mockclio.errors import BadRequest, Conflict, InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.common.external_properties import ExternalProperties
from mockclio.practice.documents import folder_filters, trash, uploads
from mockclio.practice.documents.folder_tree import ancestors, place_of, put_into
from mockclio.practice.people.recently_viewed import note_opening
from mockclio.server import verbs, writing
from mockclio.server.behavior import Predicate, computed, filters, handles
from mockclio.server.call import Answer, Call
from mockclio.server.storage import redirect
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

WITHIN_VERSION = ("filename", "content_type", "multiparts", "received_at")
OF_DOCUMENT = ("name", "document_category", "external_properties", "communication_id")


class Documents(ExternalProperties):
    """A document is hidden until its first version is uploaded, and while it is in the trash."""

    defaults = {"type": "Document", "locked": False, "deleted_at": None, "document_category": None, "external_properties": []}
    takes = frozenset((*WITHIN_VERSION, "parent", "fully_uploaded", "uuid", "restore", "copy_version", "communication_id"))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return folder_filters.visible(arguments)

    def on_show(self, view: View, row: Row) -> None:
        note_opening(view, "Document", row)

    @filters("include_deleted", "show_uncompleted")
    def shown_by_visible(self, view: View, value: Any, arguments: dict[str, Any]) -> None:
        """Both parameters add rows to those that `visible` shows."""

    @filters("parent_id", "scope")
    def in_folder(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate | None:
        return folder_filters.in_folder(view, arguments)

    @computed("document_versions")
    def document_versions(self, view: View, row: Row) -> list[int]:
        rule("versions.fields-come-and-go")
        return view.world.table("document_versions").find("document_id", row["id"])

    @computed("group")
    def group(self, view: View, row: Row) -> int | None:
        return group_of(view, row)

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        super().check(session, row, data)
        if "name" in data and not (data["name"] or "").strip():
            raise InvalidArgument("name can't be blank")
        if row is not None:
            require_open(session, row, data)
            _check_upload(data)

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        put_into(session, row, place_of(session, data["parent"]))
        row["creator"] = session.user["id"] if session.user else None
        _link_communication(session, row, data)

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        uploads.announce(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        _link_communication(session, row, data)
        if data.get("parent"):
            put_into(session, row, place_of(session, data["parent"]))

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("restore") and before.get("deleted_at"):
            trash.take_back(session, row)
        if data.get("multiparts"):
            uploads.add_parts(session, row, data["uuid"], data["multiparts"])
        if data.get("fully_uploaded"):
            uploads.complete(session, row, data["uuid"])
        version = uploads.latest(session, row["id"])
        if "received_at" in data and version:
            session.update("document_versions", version["id"], {"received_at": data["received_at"]})
        if data.get("copy_version") and "name" in data:
            _copy_under_new_name(session, row)

    def before_destroy(self, session: Session, row: Row) -> None:
        if row.get("deleted_at"):
            raise NotFound(rule="documents.trashed-twice-is-404")
        if row["locked"]:
            raise Conflict(f"{row['name']} is locked: a locked document cannot go to the trash", rule="documents.locked")
        trash.refuse_if_busy(session, row)

    def destroy(self, session: Session, table: str, row: Row) -> None:
        rule("documents.delete-is-trash")
        trash.put_away(session, row)

    @handles("Document#create")
    def create(self, call: Call) -> Answer:
        """Create a document. With a document as parent, create a new version of the parent and answer with the parent."""
        if call.data["parent"]["type"] != "Document":
            return verbs.create(call)
        rule("documents.parent-document-is-new-version")
        with call.view.world.session(call.view.user) as session:
            document = writing.require(session, "documents", call.data["parent"]["id"], "parent")
            _change(session, document, {name: call.data[name] for name in OF_DOCUMENT if name in call.data})
            uploads.announce(session, document, call.data)
        return verbs.present(call, document, status=201)

    @handles("Document#copy")
    def copy(self, call: Call) -> Answer:
        """Copy the latest uploaded version to a new document, or to a new version of the document that the body names as parent."""
        rule("documents.copy")
        source = verbs.find(call)
        with call.view.world.session(call.view.user) as session:
            version = uploads.uploaded(session, source["id"])
            if version is None:
                raise BadRequest(f"{source['name']} has no uploaded version to copy", rule="documents.copy")
            target = _copy_target(session, source, call.data)
            received_at = call.data.get("received_at", version.get("received_at"))
            uploads.add_copy(session, target, version, call.data.get("filename") or version["filename"], received_at)
        return verbs.present(call, target, status=201)

    @handles("Document#download")
    def download(self, call: Call) -> Answer:
        """303 to the bytes of the named version. The default is the latest version that has bytes."""
        row = verbs.find(call)
        version = uploads.uploaded(call.view, row["id"])
        if "document_version_id" in call.arguments:
            version = call.view.get("document_versions", call.arguments["document_version_id"])
        if version is None or version["document_id"] != row["id"] or not version["fully_uploaded"]:
            raise NotFound(rule="documents.download-of-nothing-is-404")
        return redirect(call.view, version)


def group_of(view: View, row: Row) -> int | None:
    """The group that may see the matter in whose folder the row is."""
    matter = view.get("matters", row.get("matter"))
    if matter is None:
        return None
    rule("folders.owner-follows-the-tree")
    return matter.get("group")


def require_open(session: Session, row: Row, data: dict[str, Any]) -> None:
    """Refuse to change a row that is locked, is in a locked folder, or stays in the trash."""
    if row["locked"] or any(place["locked"] for place in ancestors(session, row)):
        raise InvalidArgument(f"{row['name']} is locked: nothing of it can be changed", rule="documents.locked")
    if row.get("deleted_at") and not data.get("restore"):
        raise InvalidArgument(f"{row['name']} is in the trash: send restore as true to take it back", rule="documents.trash-takes-nothing")


def _check_upload(data: dict[str, Any]) -> None:
    if (data.get("fully_uploaded") or data.get("multiparts")) and not data.get("uuid"):
        raise InvalidArgument("uuid is required to say which version is uploaded", rule="documents.upload-names-its-uuid")


def _link_communication(session: Session, row: Row, data: dict[str, Any]) -> None:
    if "communication_id" in data:
        rule("documents.communication-lists-its-documents")
        id = data["communication_id"]
        row["communication_id"] = id if id is None else writing.require(session, "communications", id, "communication_id")["id"]


def _copy_under_new_name(session: Session, row: Row) -> None:
    """A new extension in the name makes a new version. The old version keeps its name."""
    version, stem, extension = uploads.uploaded(session, row["id"]), *_split(row["name"])
    if version is not None and stem and extension != _split(version["filename"])[1]:
        rule("documents.copy-version-keeps-the-old-name")
        uploads.add_copy(session, row, version, row["name"], version.get("received_at"))


def _split(name: str) -> tuple[str, str]:
    stem, _, extension = name.rpartition(".")
    return stem, extension.lower()


def _change(session: Session, document: Row, changes: dict[str, Any]) -> None:
    from mockclio.catalog.documents import Document, DocumentChanges

    writing.update(session, Document, DocumentChanges, document, changes)


def _copy_target(session: Session, source: Row, data: dict[str, Any]) -> Row:
    from mockclio.catalog.documents import Document, DocumentCopy
    from mockclio.catalog.schema import attributes

    own = {name: data[name] for name in OF_DOCUMENT if name in data}
    if data["parent"]["type"] == "Document":
        target = writing.require(session, "documents", data["parent"]["id"], "parent")
        _change(session, target, own)
        return target
    behaviour, row = Documents(), dict(Documents.defaults)
    own = {"name": source["name"], "document_category": {"id": source.get("document_category")}, **own}
    behaviour.check(session, None, own)
    row.update(id=session.world.ids.next())
    for name, value in own.items():
        if name != "communication_id":
            writing.put(session, Document, row, name, attributes(DocumentCopy)[name], value)
    behaviour.before_create(session, row, {**own, "parent": data["parent"]})
    return session.insert("documents", row)
