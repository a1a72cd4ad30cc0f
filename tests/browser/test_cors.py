"""A page of an origin that `serve --cors` names, in a real browser: it uses the API, downloads and tokens, and never control."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from mockclio import MockClio
from mockclio.handle.listening import serve
from mockclio.server.storage import keep
from tests.api import Api
from tests.browser.test_pages import blank, page, pytestmark

__all__ = ["page", "pytestmark"]

if TYPE_CHECKING:
    from playwright.sync_api import Page

OUTSIDE = "evil.test"
ASK = """async ([url, options]) => {
    try {
        const answer = await fetch(url, options)
        return [answer.status, await answer.text(), Object.fromEntries(answer.headers)]
    } catch (error) { return [0, String(error), {}] }
}"""


@pytest.fixture
def application(mock: MockClio, page: Page) -> Iterator[Page]:
    """The page of an application at another name, whose origin the mock was started with."""
    with serve(blank) as url:
        origin = f"http://{OUTSIDE}:{urlsplit(url).port}"
        settings = mock.app.extensions["worlds"].settings
        settings.host_policy = replace(settings.host_policy, origins=frozenset((origin,)))
        page.goto(f"{origin}/")
        yield page


def sent(mock: MockClio, **options: object) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {mock.token}", "Content-Type": "application/json", "X-API-VERSION": "4.0.13"}
    return {"headers": headers, **options}


def test_a_page_of_a_named_origin_reads_and_writes(mock: MockClio, application: Page) -> None:
    url = f"{mock.url}/api/v4/contacts"
    body = '{"data": {"type": "Person", "name": "Ada King"}}'
    status, text, headers = application.evaluate(ASK, [f"{url}.json", sent(mock, method="POST", body=body)])
    assert (status, '"id"' in text, headers["x-ratelimit-remaining"]) == (201, True, "100000")
    made = mock.http.get("/api/v4/contacts.json").json()["data"][0]["id"]
    changed = '{"data": {"name": "Ada Byron"}}'
    assert application.evaluate(ASK, [f"{url}/{made}.json", sent(mock, method="PATCH", body=changed)])[0] == 200
    assert application.evaluate(ASK, [f"{url}/1.json", sent(mock)])[0] == 404
    assert application.evaluate(ASK, [f"{url}/{made}.json", sent(mock, method="DELETE")])[0] == 204


def test_a_download_follows_its_redirect_in_parts(mock: MockClio, api: Api, application: Page) -> None:
    folder = api.get("/folders", limit=1)[0]["id"]
    made = api.post("/documents", {"name": "a.txt", "parent": {"id": folder, "type": "Folder"}}, "id,latest_document_version{id}")
    with mock.world.session() as session:
        changes = {"_file": keep(mock.world, b"0123456789"), "fully_uploaded": True, "size": 10}
        session.update("document_versions", made["latest_document_version"]["id"], changes)
    url = f"{mock.url}/api/v4/documents/{made['id']}/download.json"
    assert application.evaluate(ASK, [url, sent(mock)])[:2] == [200, "0123456789"]
    headers = {"Authorization": f"Bearer {mock.token}", "Range": "bytes=2-4"}
    status, text, seen = application.evaluate(ASK, [url, {"headers": headers}])
    assert (status, text, seen["content-range"]) == (206, "234", "bytes 2-4/10")


def test_it_reads_nothing_of_control(mock: MockClio, application: Page) -> None:
    for options in ({}, {"method": "POST", "body": "{}"}):
        for path in ("worlds", "requests", "tokens", "worlds/default/reset"):
            assert application.evaluate(ASK, [f"{mock.url}/_mockclio/{path}", options])[0] == 0


def test_another_origin_reads_nothing(mock: MockClio, page: Page) -> None:
    with serve(blank) as url:
        page.goto(f"http://{OUTSIDE}:{urlsplit(url).port}/")
        assert page.evaluate(ASK, [f"{mock.url}/api/v4/contacts.json", sent(mock)])[0] == 0
