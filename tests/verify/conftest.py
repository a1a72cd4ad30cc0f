"""A practice to verify, in a world of its own for each test, and servers that are wrong in one place."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from werkzeug.test import run_wsgi_app

from mockclio import MockClio
from mockclio.store.world import World
from mockclio.testing.target import Target
from mockclio.verify.prepared_firm import practice, target_of

Change = Callable[[str, Any], Any]
"""(path with query, body) -> the body that a wrong server sends."""


@pytest.fixture(scope="session")
def full() -> World:
    return practice()


@pytest.fixture
def mock(full: World) -> Iterator[MockClio]:
    with MockClio.of(full.fork("default")) as mock:
        yield mock


@pytest.fixture
def target(mock: MockClio) -> Target:
    return target_of(mock, read_only=True)


@pytest.fixture
def wrong(mock: MockClio) -> Callable[[Change], Target]:
    """An account of a server whose JSON answers are changed on their way."""

    def made(change: Change) -> Target:
        inner = mock.app.wsgi_app

        def application(environ: dict[str, Any], start_response: Any) -> Any:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
            chunks, status, headers = run_wsgi_app(inner, environ, buffered=True)
            body = b"".join(chunks)
            if "json" in headers.get("Content-Type", ""):
                path = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
                body = json.dumps(change(path, json.loads(body))).encode()
                headers["Content-Length"] = str(len(body))
            start_response(status, list(headers.items()))
            return [body]

        mock.app.wsgi_app = application  # type: ignore[method-assign]
        return target_of(mock, read_only=True)

    return made


@pytest.fixture
def nowhere() -> Iterator[Target]:
    """An account of an address at which nobody answers."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with httpx.Client(base_url="http://127.0.0.1:1", transport=httpx.MockTransport(refuse)) as http:
        yield Target(http)
