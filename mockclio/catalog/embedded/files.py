"""Files."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Record, Row


class LinkedFolder(Row):
    """A linked folder."""

    table = "folders"

    created_at: DateTime
    updated_at: DateTime
    deleted_at: DateTime | None
    type: Literal["Folder"]
    locked: bool
    name: str
    root: bool


class MultipartHeader(Record):
    """A multipart header."""

    default_fields = "name value"

    name: str
    value: str | None


class Multipart(Record):
    """A multipart."""

    default_fields = "part_number put_url put_headers"

    part_number: int | None
    put_url: str | None
    put_headers: list[MultipartHeader]
