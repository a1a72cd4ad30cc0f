"""Documents once they are there: moved, renamed, copied, fetched, found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.documents import announce, complete, fetch, ids, new_matter, send, upload

SHOWN = "name,filename,size,content_type,received_at,external_properties{name,value},document_category{id}"


@pytest.fixture
def root(office: Office) -> int:
    return office["folder.root"]


def lock(api: Api, table: str, id: int) -> None:
    with api.mock.world.session() as session:
        session.update(table, id, {"locked": True})


@pytest.mark.rule("documents.mirrors-its-latest-version")
def test_a_document_shows_the_file_of_its_latest_version(api: Api, root: int) -> None:
    id = upload(api, root, "a.pdf", b"one", received_at="2026-01-02T03:00:00Z")
    shown = api.get(f"/documents/{id}", fields="filename,size,content_type,received_at")
    assert shown == {"filename": "a.pdf", "size": 3, "content_type": "application/pdf", "received_at": "2026-01-01T22:00:00-05:00"}
    second = announce(api, {"id": id, "type": "Document"}, "b.txt")
    pending = {"filename": "b.txt", "size": None, "content_type": "text/plain", "received_at": None}
    assert api.get(f"/documents/{id}", fields="filename,size,content_type,received_at") == pending
    assert ids(api.get("/documents")) == [id]
    send(api, second, b"two!")
    complete(api, second)
    assert api.get(f"/documents/{id}", fields="filename,size") == {"filename": "b.txt", "size": 4}


def test_a_time_of_receipt_is_that_of_the_latest_version(api: Api, root: int) -> None:
    id = upload(api, root)
    api.patch(f"/documents/{id}", {"received_at": "2026-05-01T12:00:00Z"})
    shown = api.get(f"/documents/{id}", fields="received_at,latest_document_version{received_at}")
    stamp = "2026-05-01T08:00:00-04:00"
    assert shown == {"received_at": stamp, "latest_document_version": {"received_at": stamp}}


def test_a_category_is_set_cleared_and_searched_for(api: Api, root: int, office: Office) -> None:
    category = office["document_category.Evidence"]
    with_one, without = upload(api, root, document_category={"id": category}), upload(api, root)
    assert ids(api.get("/documents", document_category_id=category)) == [with_one]
    assert ids(api.get("/documents", document_category_id="null")) == [without]
    api.patch(f"/documents/{with_one}", {"document_category": {"id": None}})
    assert api.get(f"/documents/{with_one}", fields="document_category") == {"document_category": None}
    api.refused(404, "PATCH", f"/documents/{with_one}", {"document_category": {"id": 5}})


@pytest.mark.rule("documents.communication-lists-its-documents")
def test_a_communication_lists_the_documents_that_are_tied_to_it(api: Api, root: int) -> None:
    communication = api.post("/communications", {"type": "EmailCommunication", "subject": "Lease", "body": "See the file"})["id"]
    id = upload(api, root, communication_id=communication)
    assert api.get(f"/communications/{communication}", fields="documents{id}") == {"documents": [{"id": id}]}
    api.patch(f"/documents/{id}", {"communication_id": None})
    assert api.get(f"/communications/{communication}", fields="documents{id}") == {"documents": []}
    assert "communication_id" in api.refused(404, "PATCH", f"/documents/{id}", {"communication_id": 5})


@pytest.mark.rule("folders.owner-follows-the-tree")
def test_a_moved_document_belongs_to_the_matter_whose_folder_it_lies_in(api: Api, root: int) -> None:
    first, second = new_matter(api), new_matter(api, "Pier")
    id = upload(api, {"id": first["id"], "type": "Matter"})
    api.patch(f"/documents/{id}", {"parent": {"id": second["id"], "type": "Matter"}})
    shown = api.get(f"/documents/{id}", fields="parent{id},matter{id},contact,group{id}")
    group = api.get(f"/matters/{second['id']}", fields="group{id}")["group"]
    assert shown == {"parent": second["folder"], "matter": {"id": second["id"]}, "contact": None, "group": group}
    client = api.get(f"/contacts/{first['client']['id']}", fields="id,folder{id}")
    api.patch(f"/documents/{id}", {"parent": {"id": client["id"], "type": "Contact"}})
    shown = api.get(f"/documents/{id}", fields="parent{id},matter,contact{id},group")
    assert shown == {"parent": client["folder"], "matter": None, "contact": {"id": client["id"]}, "group": None}
    api.patch(f"/documents/{id}", {"parent": {"id": root}})
    shown = api.get(f"/documents/{id}", fields="parent{id},matter,contact")
    assert shown == {"parent": {"id": root}, "matter": None, "contact": None}


@pytest.mark.parametrize(
    ("parent", "status"),
    [({"id": 5, "type": "Folder"}, 404), ({"id": 5, "type": "Matter"}, 404), ({"type": "Folder"}, 422)],
)
def test_a_place_that_is_not_there_is_refused(api: Api, root: int, parent: Data, status: int) -> None:
    id = upload(api, root)
    assert "parent" in api.refused(status, "PATCH", f"/documents/{id}", {"parent": parent})
    assert api.get(f"/documents/{id}", fields="parent{id}") == {"parent": {"id": root}}


def test_a_document_cannot_be_moved_into_a_document(api: Api, root: int) -> None:
    id, other = upload(api, root), upload(api, root)
    message = api.refused(422, "PATCH", f"/documents/{id}", {"parent": {"id": other, "type": "Document"}})
    assert "cannot hold another one" in message


@pytest.mark.parametrize("name", ["", "  "])
def test_a_name_cannot_be_blank(api: Api, root: int, name: str) -> None:
    assert "name can't be blank" in api.refused(422, "POST", "/documents", {"name": name, "parent": {"id": root, "type": "Folder"}})
    id = upload(api, root, "kept.pdf")
    api.refused(422, "PATCH", f"/documents/{id}", {"name": name})
    assert api.get(f"/documents/{id}", fields="name") == {"name": "kept.pdf"}


@pytest.mark.rule("documents.copy-version-keeps-the-old-name")
def test_renaming_with_copy_version_to_another_extension_adds_a_version(api: Api, root: int) -> None:
    id = upload(api, root, "lease.txt", b"Lease")
    versions = f"/documents/{id}/versions"
    api.patch(f"/documents/{id}", {"name": "lease.md"})
    api.patch(f"/documents/{id}", {"name": "other.txt", "copy_version": True})
    assert api.get(versions, fields="filename") == [{"filename": "lease.txt"}]
    api.patch(f"/documents/{id}", {"name": "lease.md", "copy_version": True})
    assert api.get(versions, fields="filename,content_type,version_number,size") == [
        {"filename": "lease.txt", "content_type": "text/plain", "version_number": 1, "size": 5},
        {"filename": "lease.md", "content_type": "text/markdown", "version_number": 2, "size": 5},
    ]
    assert fetch(api, f"/documents/{id}/download").content == b"Lease"


@pytest.mark.rule("documents.locked")
def test_nothing_of_a_locked_document_can_be_changed(api: Api, root: int) -> None:
    id, free = upload(api, root, "locked.pdf"), upload(api, root, "free.pdf")
    lock(api, "documents", id)
    assert "is locked" in api.refused(422, "PATCH", f"/documents/{id}", {"name": "new.pdf"})
    assert "is locked" in api.refused(422, "POST", "/documents", {"name": "v2", "parent": {"id": id, "type": "Document"}})
    assert "is locked" in api.refused(409, "DELETE", f"/documents/{id}")
    assert api.get(f"/documents/{id}", fields="name,deleted_at,locked") == {"name": "locked.pdf", "deleted_at": None, "locked": True}
    assert len(api.get(f"/documents/{id}/versions")) == 1
    assert ids(api.get("/documents", locked=True)) == [id]
    assert ids(api.get("/documents", locked=False)) == [free]


@pytest.mark.rule("documents.locked")
def test_nothing_below_a_locked_folder_can_be_changed(api: Api, root: int) -> None:
    folder = api.post("/folders", {"name": "Closed", "parent": {"id": root, "type": "Folder"}})["id"]
    id = upload(api, folder, "a.pdf")
    lock(api, "folders", folder)
    assert "is locked" in api.refused(422, "PATCH", f"/documents/{id}", {"name": "new.pdf"})
    assert "is locked" in api.refused(422, "PATCH", f"/folders/{folder}", {"name": "Open"})
    assert "is locked" in api.refused(422, "POST", "/documents", {"name": "b.pdf", "parent": {"id": folder, "type": "Folder"}})
    assert api.get(f"/documents/{id}", fields="name") == {"name": "a.pdf"}


@pytest.mark.rule("documents.copy")
def test_a_copy_has_the_latest_bytes_and_the_source_s_attributes_unless_others_are_sent(api: Api, root: int, office: Office) -> None:
    category = {"id": office["document_category.Evidence"]}
    source = upload(api, root, "a.pdf", b"one", document_category=category, received_at="2026-01-02T12:00:00Z")
    announce(api, {"id": source, "type": "Document"}, "pending.pdf")
    matter = new_matter(api)
    place = {"parent": {"id": matter["id"], "type": "Matter"}}
    copied = api.post(f"/documents/{source}/copy", place, fields=f"id,{SHOWN},matter{{id}},latest_document_version{{version_number}}")
    assert copied.pop("id") != source
    assert copied == {
        "name": "pending.pdf",
        "filename": "a.pdf",
        "size": 3,
        "content_type": "application/pdf",
        "received_at": "2026-01-02T07:00:00-05:00",
        "external_properties": [],
        "document_category": category,
        "matter": {"id": matter["id"]},
        "latest_document_version": {"version_number": 1},
    }
    own = {
        "name": "B",
        "filename": "b.txt",
        "received_at": "2026-02-02T12:00:00Z",
        "document_category": {"id": None},
        "external_properties": [{"name": "key", "value": "1"}],
    }
    id = api.post(f"/documents/{source}/copy", {**place, **own})["id"]
    assert api.get(f"/documents/{id}", fields=SHOWN) == {
        "name": "B",
        "filename": "b.txt",
        "size": 3,
        "content_type": "text/plain",
        "received_at": "2026-02-02T07:00:00-05:00",
        "external_properties": [{"name": "key", "value": "1"}],
        "document_category": None,
    }
    assert fetch(api, f"/documents/{id}/download").content == b"one"


@pytest.mark.rule("documents.copy")
def test_a_copy_into_a_document_is_a_new_version_of_it(api: Api, root: int) -> None:
    source, target = upload(api, root, "a.pdf", b"source"), upload(api, root, "b.pdf", b"target")
    copied = api.post(f"/documents/{source}/copy", {"parent": {"id": target, "type": "Document"}}, fields="id,name,filename")
    assert copied == {"id": target, "name": "b.pdf", "filename": "a.pdf"}
    assert fetch(api, f"/documents/{target}/download").content == b"source"


@pytest.mark.rule("documents.copy")
def test_what_has_no_bytes_cannot_be_copied(api: Api, root: int) -> None:
    id = announce(api, root)["id"]
    place = {"parent": {"id": root, "type": "Folder"}}
    assert "no uploaded version" in api.refused(400, "POST", f"/documents/{id}/copy", place)
    assert len(api.get("/documents", show_uncompleted=True)) == 1
    api.refused(404, "POST", "/documents/5/copy", place)


@pytest.mark.rule("documents.signed-download")
def test_a_download_leads_to_a_signed_address_that_lapses(api: Api, root: int) -> None:
    id = upload(api, root, 'Löwe "1".pdf', b"Lease")
    response = api.call("GET", f"/documents/{id}/download.json")
    address = response.headers["Location"]
    assert (response.status_code, response.content) == (303, b"")
    assert address.startswith("http://mockclio.test/_storage/")
    got = api.mock.http.get(address)  # logged in: a client on the same host does not drop its header
    assert (got.status_code, got.content, got.headers["Content-Type"]) == (200, b"Lease", "application/pdf")
    assert got.headers["Content-Disposition"] == "attachment; filename=\"L_we _1_.pdf\"; filename*=UTF-8''L%C3%B6we%20%221%22.pdf"
    api.mock.clock.advance(timedelta(minutes=10, seconds=1))
    assert api.mock.http.get(address).status_code == 403


@pytest.mark.rule("documents.download-of-nothing-is-404")
def test_a_download_fetches_the_version_that_is_named_or_the_latest_with_bytes(api: Api, root: int) -> None:
    id = upload(api, root, content=b"one")
    second = announce(api, {"id": id, "type": "Document"})
    send(api, second, b"two")
    complete(api, second)
    pending = announce(api, {"id": id, "type": "Document"})["latest_document_version"]["id"]
    first = api.get(f"/documents/{id}/versions")[0]["id"]
    place = f"/documents/{id}/download"
    assert fetch(api, place).content == b"two"
    assert fetch(api, place, document_version_id=first).content == b"one"
    other = upload(api, root)
    for wrong in (pending, other, api.get(f"/documents/{other}/versions")[0]["id"]):
        api.refused(404, "GET", place, document_version_id=wrong)
    api.refused(404, "GET", f"/documents/{announce(api, root)['id']}/download")
    api.refused(404, "GET", "/documents/5/download")


@pytest.mark.rule("documents.versions-are-listed")
def test_the_versions_of_a_document_are_listed_below_it(api: Api, root: int) -> None:
    id = upload(api, root, content=b"one")
    upload(api, root)
    announce(api, {"id": id, "type": "Document"})
    place = f"/documents/{id}/versions"
    assert api.get(place, fields="document_id,version_number,fully_uploaded,size") == [
        {"document_id": id, "version_number": 1, "fully_uploaded": True, "size": 3},
        {"document_id": id, "version_number": 2, "fully_uploaded": False, "size": None},
    ]
    assert api.get(place, fields="version_number", fully_uploaded=True) == [{"version_number": 1}]
    assert api.get(place, fields="version_number", fully_uploaded=False) == [{"version_number": 2}]
    assert api.get(place, fields="version_number", id=id, limit=1) == [{"version_number": 1}]
    api.refused(404, "GET", "/documents/5/versions")


@pytest.mark.rule("documents.save-as-latest-version")
def test_an_earlier_version_becomes_the_latest_once_more(api: Api, root: int) -> None:
    id = upload(api, root, "a.pdf", b"one")
    second = announce(api, {"id": id, "type": "Document"}, "b.pdf")
    send(api, second, b"two")
    first, latest = ids(api.get(f"/documents/{id}/versions"))
    place = f"/documents/{id}/versions"
    api.refused(400, "POST", f"{place}/{latest}/save_as_latest_version")
    complete(api, second)
    api.refused(400, "POST", f"{place}/{latest}/save_as_latest_version")
    response = api.call("POST", f"{place}/{first}/save_as_latest_version")
    assert (response.status_code, response.content) == (200, b"")
    assert api.get(place, fields="version_number,filename")[2:] == [{"version_number": 3, "filename": "a.pdf"}]
    assert fetch(api, f"/documents/{id}/download").content == b"one"
    other = upload(api, root)
    api.refused(404, "POST", f"/documents/{other}/versions/{first}/save_as_latest_version")


def test_documents_are_found_by_name_and_owner_and_sorted(api: Api, root: int) -> None:
    matter = new_matter(api)
    in_matter = upload(api, {"id": matter["id"], "type": "Matter"}, "b lease.pdf", received_at="2026-01-02T00:00:00Z")
    in_root = upload(api, root, "A deed.pdf", received_at="2026-01-01T00:00:00Z")
    in_client = upload(api, {"id": matter["client"]["id"], "type": "Contact"}, "c.pdf")
    assert ids(api.get("/documents", query="LEASE")) == [in_matter]
    assert ids(api.get("/documents", matter_id=matter["id"])) == [in_matter]
    assert ids(api.get("/documents", matter_id="null")) == [in_root, in_client]
    assert ids(api.get("/documents", contact_id=matter["client"]["id"])) == [in_client]
    assert ids(api.get("/documents", contact_id="null")) == [in_matter, in_root]
    assert ids(api.get("/documents", order="name(asc)")) == [in_root, in_matter, in_client]
    assert ids(api.get("/documents", order="received_at(desc)")) == [in_matter, in_root, in_client]
    assert ids(api.get("/documents", order="document_number(desc)")) == [in_client, in_root, in_matter]


@pytest.mark.rule("documents.external-properties-at-most-five", "documents.external-property-needs-a-name")
def test_a_document_carries_up_to_five_external_properties(api: Api, root: int) -> None:
    five = [{"name": f"key {number}", "value": str(number)} for number in range(5)]
    id = upload(api, root, external_properties=five)
    place, fields = f"/documents/{id}", "external_properties{id,name,value}"
    shown = api.get(place, fields=fields)["external_properties"]
    assert [{"name": each["name"], "value": each["value"]} for each in shown] == five
    sixth = {"name": "key 5", "value": "5"}
    assert "at most 5 properties" in api.refused(422, "PATCH", place, {"external_properties": [sixth]})
    changed = {"id": shown[1]["id"], "value": "changed"}
    api.patch(place, {"external_properties": [{"id": shown[0]["id"], "_destroy": True}, changed, sixth]})
    after = {each["name"]: each["value"] for each in api.get(place, fields=fields)["external_properties"]}
    assert after == {"key 1": "changed", "key 2": "2", "key 3": "3", "key 4": "4", "key 5": "5"}
    assert "needs a name" in api.refused(
        422, "POST", "/documents", {"name": "a", "parent": {"id": root, "type": "Folder"}, "external_properties": [{"value": "1"}]}
    )


@pytest.mark.rule("documents.external-property-filters", "documents.external-property-value-needs-the-name")
@pytest.mark.parametrize("path", ["/documents", "/folders/list"])
def test_rows_are_found_by_an_external_property(api: Api, root: int, path: str) -> None:
    one = upload(api, root, external_properties=[{"name": "key", "value": "1"}])
    two = upload(api, root, external_properties=[{"name": "key", "value": "2"}, {"name": "other", "value": "1"}])
    upload(api, root)
    assert ids(api.get(path, external_property_name="key")) == [one, two]
    assert ids(api.get(path, external_property_name="key", external_property_value="1")) == [one]
    assert ids(api.get(path, external_property_name="nothing")) == []
    assert "needs external_property_name" in api.refused(422, "GET", path, external_property_value="1")
