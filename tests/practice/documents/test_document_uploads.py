"""An upload: a record that announces the file, the bytes to the file store, and the word that they are there."""

from __future__ import annotations

import base64
from datetime import timedelta
from hashlib import md5, sha256

import httpx
import pytest

from mockclio.seeding.office import Office
from mockclio.store.changes import Change
from mockclio.store.state import build, dump
from tests.api import Api, Data
from tests.documents import PENDING, announce, complete, fetch, ids, new_matter, put, send, upload

STEPS = "id,size,latest_document_version{version_number,fully_uploaded,put_url,put_headers}"
MEGABYTE = b"m" * 1024**2


@pytest.fixture
def root(office: Office) -> int:
    return office["folder.root"]


@pytest.mark.rule("documents.hidden-until-uploaded", "documents.put-url-while-pending", "documents.put-headers")
def test_a_document_appears_once_its_bytes_were_sent_and_the_upload_was_completed(api: Api, root: int) -> None:
    document = announce(api, root, "lease.pdf")
    version = document["latest_document_version"]
    assert version["put_headers"] == [
        {"name": "x-amz-server-side-encryption", "value": "AES256"},
        {"name": "Content-Type", "value": "application/pdf"},
    ]
    assert api.get("/documents") == []
    assert ids(api.get("/documents", show_uncompleted=True)) == [document["id"]]
    assert send(api, document, b"Lease").headers["ETag"] == f'"{md5(b"Lease").hexdigest()}"'
    assert api.get("/documents") == []
    done = complete(api, document, STEPS)
    assert done == {
        "id": document["id"],
        "size": 5,
        "latest_document_version": {"version_number": 1, "fully_uploaded": True, "put_url": None, "put_headers": []},
    }
    assert ids(api.get("/documents")) == [document["id"]]


def test_fully_uploaded_may_come_as_text(api: Api, root: int) -> None:
    document = announce(api, root)
    send(api, document)
    uuid = document["latest_document_version"]["uuid"]
    api.patch(f"/documents/{document['id']}", {"uuid": uuid, "fully_uploaded": "true"})
    assert ids(api.get("/documents")) == [document["id"]]


@pytest.mark.rule("documents.upload-not-found")
def test_completing_without_bytes_names_the_file_and_the_uuid(api: Api, root: int) -> None:
    document = announce(api, root, "lease.pdf")
    uuid = document["latest_document_version"]["uuid"]
    response = api.call("PATCH", f"/documents/{document['id']}", json={"data": {"uuid": uuid, "fully_uploaded": True}})
    assert response.status_code == 422
    message = f"A matching remote file was not found for the file named lease.pdf with UUID {uuid}"
    assert response.json() == {"error": {"type": "UploadNotFoundError", "message": message}}
    assert api.get("/documents") == []


@pytest.mark.rule("documents.upload-not-found")
def test_a_uuid_of_another_document_is_not_found(api: Api, root: int) -> None:
    first, second = announce(api, root, "a.pdf"), announce(api, root, "b.pdf")
    send(api, second)
    body = {"uuid": second["latest_document_version"]["uuid"], "fully_uploaded": True}
    assert "named a.pdf" in api.refused(422, "PATCH", f"/documents/{first['id']}", body)


@pytest.mark.rule("documents.already-uploaded")
def test_completing_twice_is_refused(api: Api, root: int) -> None:
    document = announce(api, root)
    send(api, document)
    complete(api, document)
    body = {"uuid": document["latest_document_version"]["uuid"], "fully_uploaded": True}
    assert "already fully uploaded" in api.refused(422, "PATCH", f"/documents/{document['id']}", body)


@pytest.mark.rule("documents.upload-names-its-uuid")
def test_the_uuid_is_needed_and_is_not_looked_for_inside_other_objects(api: Api, root: int) -> None:
    document = announce(api, root)
    send(api, document)
    place, version = f"/documents/{document['id']}", document["latest_document_version"]
    assert "uuid is required" in api.refused(422, "PATCH", place, {"fully_uploaded": True})
    api.patch(place, {"latest_document_version": {"uuid": version["uuid"], "fully_uploaded": True}})
    assert api.get("/documents") == []


@pytest.mark.rule("documents.no-bytes-through-the-api")
def test_a_file_sent_to_the_api_itself_is_passed_over(api: Api, root: int) -> None:
    form = {"data[name]": "lease.pdf", "data[parent][id]": str(root), "data[parent][type]": "Folder"}
    response = api.call("POST", "/documents", data=form, files={"data[file]": ("lease.pdf", b"Lease")})
    assert response.status_code == 201
    assert api.get(f"/documents/{response.json()['data']['id']}", fields="size") == {"size": None}
    assert api.get("/documents") == []


@pytest.mark.rule("documents.put-url-while-pending")
def test_an_address_lapses_after_ten_minutes_and_a_new_look_signs_a_new_one(api: Api, root: int) -> None:
    document = announce(api, root)
    api.mock.clock.advance(timedelta(minutes=10))
    send(api, document, b"in time")
    api.mock.clock.advance(timedelta(seconds=1))
    refused = send(api, document, b"late", expected=403)
    assert refused.headers["Content-Type"] == "application/xml"
    assert "<Code>AccessDenied</Code><Message>Request has expired</Message>" in refused.text
    again = api.get(f"/documents/{document['id']}", fields=PENDING)
    send(api, again, b"anew")
    complete(api, document)
    assert fetch(api, f"/documents/{document['id']}/download").content == b"anew"


@pytest.mark.rule("documents.put-headers-are-signed")
def test_the_store_wants_the_headers_that_came_with_the_address(api: Api, root: int) -> None:
    version = announce(api, root)["latest_document_version"]
    for missing in range(2):
        headers = [header for index, header in enumerate(version["put_headers"]) if index != missing]
        response = put(api, version["put_url"], headers, b"Lease")
        assert (response.status_code, "<Code>SignatureDoesNotMatch</Code>" in response.text) == (403, True)
    wrong = [{"name": "x-amz-server-side-encryption", "value": "AES256"}, {"name": "Content-Type", "value": "text/plain"}]
    assert put(api, version["put_url"], wrong, b"Lease").status_code == 403


@pytest.mark.rule("documents.put-headers-are-signed")
def test_an_upload_address_says_what_it_signs_and_with_which_key(api: Api, root: int) -> None:
    signed = httpx.URL(announce(api, root)["latest_document_version"]["put_url"]).params
    assert signed["X-Amz-SignedHeaders"] == "content-type;host;x-amz-server-side-encryption"
    assert signed["X-Amz-Credential"].split("/")[1:] == [signed["X-Amz-Date"][:8], "us-east-1", "s3", "aws4_request"]


def test_an_address_that_was_tampered_with_is_refused(api: Api, root: int) -> None:
    document = announce(api, root)
    version = document["latest_document_version"]
    for url in (version["put_url"].replace("Expires=600", "Expires=6000"), version["put_url"].partition("?")[0]):
        assert put(api, url, version["put_headers"], b"Lease").status_code == 403
    stranger = announce(api, root, "other.pdf")["latest_document_version"]["uuid"]
    assert put(api, version["put_url"].replace(version["uuid"], stranger), version["put_headers"], b"x").status_code == 403


def test_a_completed_upload_takes_no_more_bytes(api: Api, root: int) -> None:
    document = announce(api, root)
    send(api, document, b"Lease")
    complete(api, document)
    send(api, document, b"Forged", expected=403)
    assert fetch(api, f"/documents/{document['id']}/download").content == b"Lease"


@pytest.mark.rule("documents.parent-document-is-new-version")
def test_a_document_as_parent_makes_a_new_version_of_it(api: Api, root: int, office: Office) -> None:
    id = upload(api, root, "lease.pdf", b"one")
    category = {"id": office["document_category.Agreements"]}
    body = {"name": "lease 2.docx", "parent": {"id": id, "type": "Document"}, "document_category": category}
    second = api.post("/documents", body, fields=f"{PENDING},document_category{{id}}")
    assert (second["id"], second["name"], second["document_category"]) == (id, "lease 2.docx", category)
    assert ids(api.get("/documents")) == [id]
    send(api, second, b"two!")
    complete(api, second)
    shown = api.get(f"/documents/{id}", fields="size,filename,latest_document_version{version_number}")
    assert shown == {"size": 4, "filename": "lease 2.docx", "latest_document_version": {"version_number": 2}}
    assert api.refused(404, "POST", "/documents", {"name": "x", "parent": {"id": 5, "type": "Document"}})


@pytest.mark.rule("documents.content-type", "documents.filename-is-the-name")
@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ({"name": "lease.docx"}, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ({"name": "lease"}, "application/octet-stream"),
        ({"name": "lease", "filename": "lease.PNG"}, "image/png"),
        ({"name": "lease.pdf", "content_type": "text/plain"}, "text/plain"),
        ({"name": "lease.pdf", "content_type": "image"}, "image"),
    ],
)
def test_the_content_type_is_what_was_sent_or_what_the_extension_stands_for(api: Api, root: int, attributes: Data, shown: str) -> None:
    body = {"parent": {"id": root, "type": "Folder"}, **attributes}
    document = api.post("/documents", body, fields="content_type,filename")
    assert document == {"content_type": shown, "filename": attributes.get("filename", attributes["name"])}


@pytest.mark.rule("documents.content-type")
def test_a_content_type_of_no_known_kind_is_refused(api: Api, root: int) -> None:
    body = {"name": "a", "parent": {"id": root, "type": "Folder"}, "content_type": "pdf"}
    assert "content_type must be a media type" in api.refused(422, "POST", "/documents", body)
    assert api.get("/documents", show_uncompleted=True) == []


def part(number: int, content: bytes, *, digest: bool = True) -> Data:
    """What announces one part."""
    sum = base64.b64encode(md5(content).digest()).decode()
    return {"part_number": number, "content_length": len(content), **({"content_md5": sum} if digest else {})}


@pytest.mark.rule("documents.multipart")
def test_a_file_in_parts_is_whole_when_all_of_them_are_there(api: Api, root: int) -> None:
    contents = [MEGABYTE * 5, MEGABYTE * 5, b"the end"]
    document = announce(api, root, multiparts=[part(1, contents[0]), part(3, contents[2], digest=False)])
    version, place = document["latest_document_version"], f"/documents/{document['id']}"
    assert (version["put_url"], version["put_headers"]) == (None, [])
    more = {"uuid": version["uuid"], "fully_uploaded": False, "multiparts": [part(2, contents[1])]}
    parts = api.patch(place, more, fields=PENDING)["latest_document_version"]["multiparts"]
    assert [each["part_number"] for each in parts] == [1, 2, 3]
    assert parts[2]["put_headers"] == [{"name": "Content-Length", "value": "7"}]
    assert [header["name"] for header in parts[0]["put_headers"]] == ["Content-Length", "Content-MD5"]
    for each, content in zip(parts[:2], contents, strict=False):
        assert put(api, each["put_url"], each["put_headers"], content).status_code == 200
    api.mock.clock.advance(timedelta(hours=8))
    assert "not found" in api.refused(422, "PATCH", place, {"uuid": version["uuid"], "fully_uploaded": True})
    assert put(api, parts[2]["put_url"], parts[2]["put_headers"], contents[2]).status_code == 200
    assert complete(api, document, "size") == {"size": 10 * 1024**2 + 7}
    assert sha256(fetch(api, f"{place}/download").content).digest() == sha256(b"".join(contents)).digest()


@pytest.mark.rule("documents.storage-errors-are-xml")
def test_bytes_that_do_not_match_their_digest_are_refused(api: Api, root: int) -> None:
    document = announce(api, root, multiparts=[part(1, b"right")])
    (each,) = document["latest_document_version"]["multiparts"]
    refused = put(api, each["put_url"], each["put_headers"], b"wrong")
    assert (refused.status_code, refused.headers["Content-Type"]) == (400, "application/xml")
    assert "<Code>BadDigest</Code>" in refused.text
    assert put(api, each["put_url"], each["put_headers"], b"right").status_code == 200
    complete(api, document)


@pytest.mark.rule("documents.storage-errors-are-xml")
@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/_storage/files/00/a.txt", 404, "NoSuchKey"),
        ("GET", "/_storage/nothing", 404, "NoSuchKey"),
        ("GET", "/_storage/downloads/nobody/00/a.txt", 404, "NoSuchKey"),
        ("DELETE", "/_storage/files/00/a.txt", 405, "MethodNotAllowed"),
    ],
)
def test_the_store_refuses_in_xml(api: Api, method: str, path: str, status: int, code: str) -> None:
    response = api.mock.http.request(method, path)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/xml")
    assert f"<Code>{code}</Code>" in response.text


@pytest.mark.rule("documents.multipart-part-of-five-megabytes")
def test_a_small_part_in_the_middle_is_refused_at_the_end(api: Api, root: int) -> None:
    document = announce(api, root, multiparts=[part(1, b"small"), part(2, b"last")])
    for each, content in zip(document["latest_document_version"]["multiparts"], (b"small", b"last"), strict=True):
        put(api, each["put_url"], each["put_headers"], content)
    body = {"uuid": document["latest_document_version"]["uuid"], "fully_uploaded": True}
    assert "at least 5 MB" in api.refused(422, "PATCH", f"/documents/{document['id']}", body)
    assert api.get("/documents") == []


@pytest.mark.rule("documents.multipart-at-most-fifty", "documents.multipart")
@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([part(number, b"x") for number in range(1, 52)], "at most 50 parts"),
        ([part(0, b"x")], "part_number must be between 1 and 10000"),
        ([part(10_001, b"x")], "part_number must be between 1 and 10000"),
        ([{"part_number": 1, "content_length": "many"}], "content_length must be a number of bytes"),
        ([{"part_number": 1, "content_length": "5", "content_md5": "abc"}], "content_md5 must be an MD5 digest"),
        ([{"part_number": 1}], "content_length is required"),
    ],
)
def test_parts_that_cannot_be_are_refused(api: Api, root: int, parts: Data, message: str) -> None:
    body = {"name": "a", "parent": {"id": root, "type": "Folder"}, "multiparts": parts}
    assert message in api.refused(422, "POST", "/documents", body)
    assert api.get("/documents", show_uncompleted=True) == []


def test_parts_cannot_be_added_to_a_file_that_was_sent_whole(api: Api, root: int) -> None:
    document = announce(api, root)
    send(api, document)
    body = {"uuid": document["latest_document_version"]["uuid"], "multiparts": [part(1, b"x")]}
    assert "already uploaded as a whole" in api.refused(422, "PATCH", f"/documents/{document['id']}", body)


@pytest.mark.rule("documents.created-when-visible")
def test_followers_hear_of_a_document_when_it_can_be_seen(api: Api, root: int) -> None:
    outbox = api.mock.world.outbox

    def events() -> list[tuple[str, bool, bool]]:
        changes: list[Change] = [change for change in outbox.since(start) if change.table == "documents"]
        return [(change.event, change.before is not None, change.after is not None) for change in changes]

    start = outbox.sequence
    document = announce(api, root)
    send(api, document)
    assert events() == []
    complete(api, document)
    assert events() == [("created", False, True)]
    start = outbox.sequence
    api.patch(f"/documents/{document['id']}", {"name": "New name"})
    api.delete(f"/documents/{document['id']}")
    api.patch(f"/documents/{document['id']}", {"restore": True})
    assert events() == [("updated", True, True), ("deleted", True, False), ("created", False, True)]


def test_a_saved_world_keeps_uploads_and_those_that_are_under_way(api: Api, root: int) -> None:
    done = upload(api, root, content=b"done")
    pending = announce(api, root, multiparts=[part(1, b"part")])
    (each,) = pending["latest_document_version"]["multiparts"]
    put(api, each["put_url"], each["put_headers"], b"part")
    loaded = build(dump(api.mock.world), "saved", trusted=True)
    assert {loaded.files[key] for key in (sha256(b"done").hexdigest(), sha256(b"part").hexdigest())} == {b"done", b"part"}
    assert loaded.table("documents")[done]["size"] == 4


def test_the_same_steps_give_the_same_addresses_and_uuids_in_a_twin_of_the_world(api: Api, root: int) -> None:
    from mockclio import MockClio

    with MockClio.of(api.mock.world.fork("default")) as twin:
        assert announce(Api(twin), root) == announce(api, root)


def test_a_matter_takes_documents_into_its_own_folder(api: Api) -> None:
    matter = new_matter(api)
    id = announce(api, {"id": matter["id"], "type": "Matter"})["id"]
    shown = api.get(f"/documents/{id}", fields="parent{id},matter{id},contact")
    assert shown == {"parent": matter["folder"], "matter": {"id": matter["id"]}, "contact": None}
