"""Nested folders and uploads of documents and their versions."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Record, Resource


class LinkedFolder(Resource):
    """A folder, nested in its contents."""

    table = "folders"

    created_at: DateTime
    updated_at: DateTime
    deleted_at: DateTime | None
    type: Literal["Folder"]
    locked: bool
    name: str
    root: bool


class MultipartHeader(Record):
    """A header that an upload must have."""

    default_fields = "name value"

    name: str
    value: str


class Multipart(Record):
    """One part of a file that is uploaded in parts."""

    default_fields = "part_number put_url put_headers"

    part_number: int
    put_url: str | None
    put_headers: list[MultipartHeader]
