"""What these tests let happen in a firm."""

from __future__ import annotations

from mockclio import MockClio


def lease(mock: MockClio) -> int:
    """A client and their matter; the id of the matter."""
    person = {"data": {"type": "Person", "first_name": "Ada", "last_name": "Quill"}}
    client = mock.http.post("/api/v4/contacts.json", json=person).json()["data"]["id"]
    matter = {"data": {"client": {"id": client}, "description": "Lease"}}
    return int(mock.http.post("/api/v4/matters.json", json=matter).json()["data"]["id"])
