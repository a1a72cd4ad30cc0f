"""What tests of documents share: a matter to put them in, and the three steps of an upload."""

from __future__ import annotations

from typing import Any

import httpx

from tests.api import Api, Data

PENDING = "id,name,latest_document_version{id,uuid,put_url,put_headers,multiparts}"


def new_matter(api: Api, name: str = "Quay") -> Data:
    """A matter with its own folder."""
    client = api.post("/contacts", {"type": "Person", "first_name": "Ann", "last_name": name})
    body = {"client": {"id": client["id"]}, "description": f"Lease of the {name}"}
    return api.post("/matters", body, fields="id,display_number,client{id},folder{id}")


def announce(api: Api, parent: Data, name: str = "lease.pdf", **attributes: Any) -> Data:
    """The first step: a document whose bytes are still to come. `parent` is a folder's id or a whole parent."""
    place = parent if isinstance(parent, dict) else {"id": parent, "type": "Folder"}
    return api.post("/documents", {"name": name, "parent": place, **attributes}, fields=PENDING)


def put(api: Api, url: str, headers: list[dict[str, str]], content: bytes) -> httpx.Response:
    """The second step, as somebody who is not logged in."""
    sent = {header["name"]: header["value"] for header in headers}
    with httpx.Client(transport=httpx.WSGITransport(app=api.mock.app)) as client:
        return client.put(url, headers=sent, content=content)


def send(api: Api, document: Data, content: bytes = b"Lease", *, expected: int = 200) -> httpx.Response:
    """The bytes of an announced document."""
    version = document["latest_document_version"]
    response = put(api, version["put_url"], version["put_headers"], content)
    assert response.status_code == expected, response.text
    return response


def complete(api: Api, document: Data, fields: str = "id,name") -> Data:
    """The third step."""
    uuid = document["latest_document_version"]["uuid"]
    return api.patch(f"/documents/{document['id']}", {"uuid": uuid, "fully_uploaded": True}, fields=fields)


def upload(api: Api, parent: Data, name: str = "lease.pdf", content: bytes = b"Lease", **attributes: Any) -> int:
    """All three steps; the document's id."""
    document = announce(api, parent, name, **attributes)
    send(api, document, content)
    complete(api, document)
    return int(document["id"])


def fetch(api: Api, path: str, **parameters: Any) -> httpx.Response:
    """What a download's 303 leads to, asked for by somebody who is not logged in."""
    response = api.call("GET", path, params=parameters)
    assert (response.status_code, response.content) == (303, b""), response.text
    with httpx.Client(transport=httpx.WSGITransport(app=api.mock.app)) as client:
        return client.get(response.headers["location"])


def ids(rows: Data) -> list[int]:
    return [row["id"] for row in rows]
