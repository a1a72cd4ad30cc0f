"""The verb serve: what it says and does when others can reach it, and what it leaves behind."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.cli.serving import HEADERS, Serving

CONTROL = {"X-Mockclio-Control-Token": "open sesame"}


def test_beyond_this_machine_one_line_names_what_everybody_knows() -> None:
    with Serving("--firm", "empty", "--port", "0", "--host", "0.0.0.0", "--control-token", "open sesame") as server:
        port = httpx.URL(server.url).port
        for host, control in (("mock:8428", 403), ("localhost", 200), ("dev.corp", 403)):
            sent = {**HEADERS, "Host": host}
            assert httpx.get(f"http://127.0.0.1:{port}/api/v4/contacts", headers=sent, trust_env=False).status_code == 200
            response = httpx.get(f"http://127.0.0.1:{port}/_mockclio/clock", headers={**sent, **CONTROL}, trust_env=False)
            assert response.status_code == control
        server.process.terminate()
        _, printed = server.process.communicate(timeout=20)
    lines = [line for line in printed.splitlines() if line.startswith("warning:")]
    known = "everybody knows dev-token, dev-client, strict-client"
    assert lines == [f"warning: this server answers other machines, and {known}; /_mockclio wants the control token"]


def test_on_this_machine_no_warning_is_printed() -> None:
    with Serving("--firm", "empty", "--port", "0", "--allow-host", "dev.corp") as server:
        named = httpx.get(f"{server.url}/_mockclio/clock", headers={"Host": "dev.corp"}, trust_env=False)
        assert named.status_code == 200
        server.process.terminate()
        _, printed = server.process.communicate(timeout=20)
    head, *others = printed.splitlines()
    assert head.startswith("mockclio, a mock of the Clio Manage API v4")
    assert len(others) == 7
    assert [line.split()[0] for line in others if not line.startswith("  ")] == ["curl"]


def test_the_folder_of_the_key_is_removed_and_the_guard_stands_before_https(tmp_path: Path) -> None:
    pytest.importorskip("trustme")
    with Serving("--firm", "empty", "--port", "0", "--tls", TMPDIR=str(tmp_path)) as server:
        (folder,) = tmp_path.glob("mockclio-tls-*")
        assert (folder / "key.pem").stat().st_mode & 0o077 == 0
        port = httpx.URL(server.url).port
        for host, status in (("evil.com", 403), ("mockclio.test", 403), (f"localhost:{port}", 200)):
            answer = httpx.get(f"https://127.0.0.1:{port}/_mockclio/clock", headers={"Host": host}, verify=False, trust_env=False)
            assert answer.status_code == status
        events = httpx.get(f"{server.url}/_mockclio/events", headers={"Accept": "text/event-stream"}, verify=False, trust_env=False)
        assert (events.status_code, events.json()["events"]) == (200, [])
    assert list(tmp_path.glob("mockclio-tls-*")) == []
