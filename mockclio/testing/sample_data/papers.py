"""Documents over HTTP: announced, sent to where the answer says, and said to be there."""

from __future__ import annotations

from typing import Any

from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data.sample_data import Data, Made, SampleData

FIELDS = "id,latest_document_version{uuid,put_url,put_headers}"


def announce(p: SampleData, name: str, parent: Data) -> Data:
    """Create a document without its bytes. Returns its fields."""
    return p.post("/documents", {"name": name, "parent": parent}, fields=FIELDS)


def put(p: SampleData, version: Data, content: bytes) -> None:
    """The bytes go to the storage, with the headers that belong there and no token."""
    headers = {header["name"]: header["value"] for header in version["put_headers"]}
    request = p.target.http.build_request("PUT", version["put_url"], content=content, headers=headers)
    del request.headers["Authorization"]
    response = p.target.http.send(request)
    if response.status_code >= 300:
        raise CheckFailed("the storage takes the bytes", f"status {response.status_code}: {response.text[:300]}", call="PUT put_url")


def complete(p: SampleData, id: int, version: Data) -> None:
    """Mark the upload of a document as complete."""
    body = {"uuid": version["uuid"], "fully_uploaded": True}
    response = p.target.send("PATCH", f"/documents/{id}.json", json={"data": body})
    if response.status_code != 200:
        raise CheckFailed("status 200", f"status {response.status_code}: {response.text[:300]}", call=f"PATCH /documents/{id}")


def upload(p: SampleData, name: str, content: bytes, parent: Data) -> int:
    """A document that is there with its bytes."""
    made = announce(p, name, parent)
    put(p, made["latest_document_version"], content)
    complete(p, made["id"], made["latest_document_version"])
    return int(made["id"])


def document(name: str, content: bytes) -> Made:
    """A recipe of a document of the matter `matter.lease`."""
    return lambda p: upload(p, name, content, p.ref("matter.lease", type="Matter"))


def waiting(name: str, content: bytes | None = None) -> Made:
    """A document that waits to be said to be there; with `content`, its bytes lie in the storage already."""

    def recipe(p: SampleData) -> int:
        made = announce(p, name, p.ref("matter.will", type="Matter"))
        if content is not None:
            put(p, made["latest_document_version"], content)
        return int(made["id"])

    return recipe


def version(p: SampleData) -> int:
    """The first version of the document `document.one`, which has a second."""
    document = p["document.one"]
    shown: dict[str, Any] = p.target.get(f"/documents/{document}.json", fields="latest_document_version{id}")
    first = int(shown["data"]["latest_document_version"]["id"])
    place = len(p.target.made)
    upload(p, "Letter one.txt", b"Dear all", p.ref("document.one", type="Document"))
    del p.target.made[place:]
    return first
