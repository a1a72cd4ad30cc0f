"""A document comes from a file or an http(s) address, or is refused in words."""

from __future__ import annotations

import http.server
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockclio.openapi.diff import Unreachable, load
from mockclio.openapi.reading import NotOpenAPI

CLIO = {"openapi": "3.0.3", "paths": {"/matters.json": {"get": {"operationId": "Matter#index"}}}}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web server on this machine that serves one document."""
    (tmp_path / "clio.json").write_text(json.dumps(CLIO), encoding="utf-8")

    class Files(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(tmp_path))

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "clio.json"
    path.write_text(json.dumps(CLIO), encoding="utf-8")
    assert load(str(path)) == CLIO


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("openapi: 3.0.3", "is not JSON"),
        ("[]", "no `openapi` version"),
        ('{"swagger": "2.0", "paths": {}}', "no `openapi` version"),
        ('{"openapi": "2.0", "paths": {}}', "`openapi` is '2.0'"),
        ('{"openapi": "3.0.3"}', "no usable `paths`"),
        ('{"openapi": "3.0.3", "paths": {"/a": []}}', "no usable `paths`"),
    ],
)
def test_a_file_that_is_no_openapi_document_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotOpenAPI, match=message):
        load(str(path))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotOpenAPI, match="cannot be read"):
        load(str(tmp_path / "none.json"))


def test_an_address_is_fetched(site: str) -> None:
    assert load(f"{site}/clio.json") == CLIO


def test_an_address_that_answers_with_an_error_is_unreachable(site: str) -> None:
    with pytest.raises(Unreachable, match="answered 404"):
        load(f"{site}/none.json")


def test_an_address_where_nobody_listens_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/clio.json"
    with pytest.raises(Unreachable, match="cannot be reached"):
        load(address)
