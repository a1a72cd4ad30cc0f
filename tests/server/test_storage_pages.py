"""The file store serves bytes, and no page: types come from rows, and a browser saves what it gets."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

import pytest

from mockclio import MockClio
from mockclio.server.storage import keep
from tests.api import Api

SCRIPT = b"GIF89a<script>alert(1)</script>"


@pytest.fixture
def avatar(api: Api) -> str:
    body = {"type": "Person", "name": "Ada King", "avatar": {"image": base64.b64encode(SCRIPT).decode()}}
    return str(urlsplit(api.post("/contacts", body, "avatar{url}")["avatar"]["url"]).path)


@pytest.mark.parametrize("name", ["x.html", "x.svg", "avatar.gif", "x"])
def test_the_type_of_public_bytes_comes_from_their_row_whatever_the_address_says(mock: MockClio, avatar: str, name: str) -> None:
    answer = mock.http.get(f"{avatar.rpartition('/')[0]}/{name}")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, SCRIPT, "image/gif")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="avatar.gif"')


def test_every_answer_of_the_store_runs_nothing_in_the_origin_of_the_server(mock: MockClio, avatar: str) -> None:
    for method, path in (
        ("GET", avatar),
        ("GET", "/_storage/files/0/x.html"),
        ("GET", "/_storage/nothing"),
        ("DELETE", avatar),
        ("PUT", avatar),
    ):
        answer = mock.http.request(method, path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_only_the_bytes_of_a_public_row_are_public(mock: MockClio, api: Api) -> None:
    secret = keep(mock.world, b"a page of a will")
    for name in ("x.html", "avatar.gif"):
        assert mock.http.get(f"/_storage/files/{secret}/{name}").status_code == 404
    archived = {_file for row in mock.world.table("document_versions") if (_file := row.get("_file"))}
    assert [key for key in archived if mock.http.get(f"/_storage/files/{key}/x").status_code != 404] == []


def test_bytes_are_public_as_long_as_their_row_is_there(mock: MockClio, api: Api, avatar: str) -> None:
    contact = api.get("/contacts")[0]["id"]
    assert mock.http.get(avatar).status_code == 200
    api.patch(f"/contacts/{contact}", {"avatar": {"_destroy": True}})
    assert mock.http.get(avatar).status_code == 404
