"""A web page attacks a mock and the recording proxy from a real browser: by simple requests, and by DNS rebinding.

`--host-resolver-rules` of Chromium maps a foreign name to this machine, as the name server of an attacker would.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from mockclio import MockClio
from mockclio.handle.listening import serve
from mockclio.server.guard import RECORDING, Guarded
from mockclio.store.settings import HostPolicy
from mockclio.testing.recording.proxy import Proxy
from mockclio.testing.recording.scrub import Scrubber
from mockclio.testing.recording.tape import Tape

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("MOCKCLIO_REQUIRE_ALL") != "1", reason="Chromium is not installed on this machine"
)
EVIL = "evil.test"
CONTACT = '{"data":{"type":"Person","first_name":"Eve","last_name":"Il"}}'
SIMPLE = """async ([url, body]) => {
    try { await fetch(url, {method: "POST", mode: "no-cors", headers: {"Content-Type": "text/plain"}, body}); return "sent" }
    catch (error) { return String(error) }
}"""
READ = """async (url) => { const answer = await fetch(url); return [answer.status, await answer.text()] }"""
WRITE = (
    """async ([url, body]) => { const answer = await fetch(url, {method: "POST", body}); return [answer.status, await answer.text()] }"""
)


def blank(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The page of the attacker. Its scripts come from the test."""
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<title>evil</title>"]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    rules = f"--host-resolver-rules=MAP {EVIL} 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--no-first-run", rules])
        yield browser.new_page()
        browser.close()


@pytest.fixture
def evil(page: Page) -> Iterator[Page]:
    """A page of the attacker, at another port of another name."""
    with serve(blank) as url:
        page.goto(f"http://{EVIL}:{urlsplit(url).port}/")
        yield page


@pytest.fixture
def proxy(mock: MockClio, tmp_path: Path) -> Iterator[str]:
    """The recording proxy before the mock, which plays the real account. It passes writes on."""
    with ExitStack() as stack:
        tape = Tape(tmp_path / "tape.jsonl")
        made = Proxy(mock.url, mock.token, tape, Scrubber(1), writes=True)
        stack.callback(made.close)
        yield stack.enter_context(serve(Guarded(made, RECORDING, HostPolicy())))


def contacts(mock: MockClio) -> int:
    return len(mock.world.table("contacts"))


def test_a_simple_post_of_a_page_changes_nothing(mock: MockClio, proxy: str, evil: Page) -> None:
    for url in (f"{mock.url}/api/v4/contacts.json?access_token={mock.token}", f"{proxy}/api/v4/contacts.json"):
        evil.evaluate(SIMPLE, [url, CONTACT])
        assert contacts(mock) == 0
    assert len(mock.requests) == 0
    evil.evaluate(SIMPLE, [f"{mock.url}/_mockclio/worlds/default/reset", ""])
    evil.evaluate(SIMPLE, [f"{mock.url}/_mockclio/clock", '{"set": "2030-01-01"}'])
    assert mock.clock.now().year == 2026


def test_the_form_of_a_page_gives_no_consent(mock: MockClio, evil: Page) -> None:
    params = {
        "response_type": "code",
        "client_id": "dev-client",
        "redirect_uri": "http://127.0.0.1:9/x",
        "decision": "allow",
        "user_id": "1",
    }
    inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in params.items())
    for policy in ("", '<meta name="referrer" content="no-referrer">'):  # with the second, the browser sends the origin null
        evil.set_content(f'{policy}<form method="post" action="{mock.url}/oauth/authorize">{inputs}<button>go</button></form>')
        with evil.expect_navigation():
            evil.click("button")
        assert "This authorization request cannot go on" in evil.content()
        evil.go_back()
    assert mock.world.access.codes == {}


def test_a_rebinding_name_reads_and_changes_nothing(mock: MockClio, proxy: str, page: Page) -> None:
    for url in (mock.url, proxy):
        here = f"http://{EVIL}:{urlsplit(url).port}"
        page.goto(f"{here}/api/v4/users/who_am_i.json")
        assert "names of this machine only" in page.content()
        for path in (
            "/api/v4/contacts.json",
            f"/api/v4/contacts.json?access_token={mock.token}",
            "/_mockclio/worlds",
            "/_storage/files/0/x",
        ):
            status, text = page.evaluate(READ, f"{here}{path}")
            assert (status, "names of this machine only" in text) == (403, True)
            status, _ = page.evaluate(WRITE, [f"{here}{path}", CONTACT])
            assert status == 403
    assert (contacts(mock), len(mock.requests)) == (0, 0)


def test_the_page_of_a_developer_on_this_machine_uses_the_api(mock: MockClio, page: Page) -> None:
    """The control of the tests above: the same requests from an own page are answered."""
    page.goto(f"{mock.url}/oauth/approval")
    status, _ = page.evaluate(READ, f"{mock.url}/api/v4/contacts.json?access_token={mock.token}")
    assert status == 200
    status, _ = page.evaluate(WRITE, [f"{mock.url}/api/v4/contacts.json?access_token={mock.token}", CONTACT])
    assert (status, contacts(mock)) == (201, 1)


def test_a_stored_page_is_saved_and_not_shown(mock: MockClio, page: Page) -> None:
    import base64

    image = base64.b64encode(b"GIF89a<script>document.title='owned'</script>").decode()
    body = {"data": {"type": "Person", "name": "Eve Il", "avatar": {"image": image}}}
    made = mock.http.post("/api/v4/contacts.json", params={"fields": "avatar{url}"}, json=body).json()["data"]
    address = f"{mock.url}{urlsplit(made['avatar']['url']).path.rpartition('/')[0]}/x.html"
    page.goto(f"{mock.url}/oauth/approval")
    with page.expect_download() as download:
        page.evaluate("(url) => { location.href = url }", address)
    assert download.value.suggested_filename == "avatar.gif"
    assert page.title() != "owned"
