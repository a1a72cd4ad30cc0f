"""Downloads in parts: Range and If-Range."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

import httpx
import pytest

from mockclio import MockClio
from mockclio.server.storage import keep
from tests.api import Api

CONTENT = bytes(range(100))
SIZE = len(CONTENT)


@pytest.fixture
def document(mock: MockClio, api: Api) -> str:
    """The path at which the bytes of a document are downloaded."""
    folder = api.get("/folders", limit=1)[0]["id"]
    fields = "id,latest_document_version{id,uuid,put_url}"
    made = api.post("/documents", {"name": "bytes.bin", "parent": {"id": folder, "type": "Folder"}}, fields)
    version = made["latest_document_version"]["id"]
    with mock.world.session() as session:
        session.update("document_versions", version, {"_file": keep(mock.world, CONTENT), "fully_uploaded": True, "size": SIZE})
    answer = api.call("GET", f"/documents/{made['id']}/download")
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def avatar(api: Api) -> str:
    body = {"type": "Person", "name": "Ada King", "avatar": {"image": base64.b64encode(b"GIF89a" + CONTENT).decode()}}
    return str(urlsplit(api.post("/contacts", body, "avatar{url}")["avatar"]["url"]).path)


def part(mock: MockClio, path: str, range_: str, method: str = "GET", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return mock.http.request(method, path, headers={"Range": range_, **named})


@pytest.mark.rule("documents.ranges-of-bytes")
@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=90-", 90, 99),
        ("bytes=90-1000", 90, 99),
        ("bytes=-1", 99, 99),
        ("bytes=-1000", 0, 99),
        ("Bytes= 5-6", 5, 6),
    ],
)
def test_one_range_is_a_206_with_its_place(mock: MockClio, document: str, wanted: str, first: int, last: int) -> None:
    answer = part(mock, document, wanted)
    assert (answer.status_code, answer.content) == (206, CONTENT[first : last + 1])
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.headers["Content-Length"] == str(last - first + 1)
    whole = mock.http.get(document)
    assert (whole.status_code, whole.content, whole.headers["Accept-Ranges"]) == (200, CONTENT, "bytes")
    assert {name: answer.headers[name] for name in ("ETag", "Content-Type", "Content-Disposition")} == {
        name: whole.headers[name] for name in ("ETag", "Content-Type", "Content-Disposition")
    }


@pytest.mark.rule("documents.ranges-of-bytes")
@pytest.mark.parametrize("wanted", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"])
def test_a_range_without_a_byte_is_a_416_with_the_size(mock: MockClio, document: str, wanted: str) -> None:
    answer = part(mock, document, wanted)
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{SIZE}")
    assert "<Code>InvalidRange</Code>" in answer.text


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "bytes=9-5", "bytes=-", "bytes=a-b", "items=0-1", "", "bytes=0-1-2"])
def test_what_is_not_one_range_gets_the_whole_file(mock: MockClio, document: str, wanted: str) -> None:
    answer = mock.http.get(document, headers={"Range": wanted})
    assert (answer.status_code, answer.content, "Content-Range" in answer.headers) == (200, CONTENT, False)


def test_if_range_gives_the_part_of_the_same_bytes_only(mock: MockClio, document: str) -> None:
    etag = mock.http.get(document).headers["ETag"]
    assert part(mock, document, "bytes=0-1", If_Range=etag).status_code == 206
    for other in ('"other"', f"W/{etag}", "Mon, 01 Jun 2026 13:00:00 GMT"):
        answer = part(mock, document, "bytes=0-1", If_Range=other)
        assert (answer.status_code, answer.content) == (200, CONTENT)
    assert part(mock, document, "bytes=500-", If_Range='"other"').status_code == 200


def test_head_says_what_get_would_give(mock: MockClio, document: str) -> None:
    for wanted in ("bytes=0-9", "bytes=500-", "none"):
        head, got = (part(mock, document, wanted, method) for method in ("HEAD", "GET"))
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert {**head.headers} == {**got.headers}


def test_public_files_come_in_parts_too(mock: MockClio, avatar: str) -> None:
    answer = part(mock, avatar, "bytes=0-4")
    assert (answer.status_code, answer.content) == (206, b"GIF89")


def test_over_a_socket_a_download_goes_on_where_it_ended(mock: MockClio, document: str) -> None:
    with httpx.Client(base_url=mock.url, trust_env=False) as client:
        begun = client.get(document, headers={"Range": "bytes=0-49"}).content
        rest = client.get(document, headers={"Range": f"bytes={len(begun)}-"})
    assert (begun + rest.content, rest.status_code) == (CONTENT, 206)
