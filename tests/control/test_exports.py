"""Exports of the request log are run on a fork, and give the same statuses and bodies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.store.world import World

PNG = b"\x89PNG\r\n\x1a\n\x00\x01\xff"
PERSON = {"data": {"type": "Person", "first_name": 'O\'Neil "$HOME" `id`', "last_name": "Müller\nzweite Zeile @x"}}


class Served:
    """A served mock with two equal worlds: requests go to the first one, their export runs on the second one."""

    def __init__(self, mock: MockClio) -> None:
        self.worlds = mock.app.extensions["worlds"]
        self.mock = mock
        self.first, self.second = self.worlds.default, self.worlds.fork(self.worlds.default, "second")
        self.token = next(iter(self.second.access.tokens))

    def send(self) -> None:
        """Requests of every kind that the forms have to write down: braces, brackets, quotes, bytes, refusals."""
        with httpx.Client(base_url=self.mock.url, headers={"Authorization": "Bearer dev-token"}) as client:
            made = client.post("/api/v4/contacts.json?fields=id,name,etag", json=PERSON).json()["data"]
            client.get("/api/v4/contacts.json?fields=id,name,email_addresses{name,address}&order=name(asc)")
            client.get("/api/v4/contacts.json", params={"ids[]": [made["id"]], "query": "Müller & O'Neil"})
            client.get(f"/api/v4/contacts/{made['id']}", headers={"If-None-Match": made["etag"]})
            client.patch(f"/api/v4/contacts/{made['id']}.json?fields=first_name", json={"data": {"first_name": "@file"}})
            client.post("/api/v4/contacts.json", content='@x=1&y="', headers={"Content-Type": "text/plain"})
            client.post("/api/v4/contacts.json", content=PNG)
            client.post("/api/v4/contacts.json", content="{")
            client.post("/api/v4/contacts.json", json={"data": {"type": "Person"}})
            client.get("/api/v4/no such%7Bpath%7D?x=%27")
            client.get("/api/v4/matters/1")
            client.get("/api/v4/users/who_am_i", headers={"Authorization": "Bearer wrong"})
            client.get("/api/v4/users/who_am_i", headers={"Authorization": ""})
            client.delete(f"/api/v4/contacts/{made['id']}.json")
        assert {entry.status for entry in self.first.request_log} >= {200, 201, 204, 304, 400, 401, 404, 422}

    def export(self, form: str) -> str:
        response = httpx.get(f"{self.mock.url}/_mockclio/requests/export", params={"form": form})
        assert response.status_code == 200
        return response.text


def answer(entry: Any) -> tuple[str, str, int, str]:
    return entry.method, entry.path, entry.status, entry.answer.decode()


def rows(world: World) -> dict[str, list[Any]]:
    return {name: list(table) for name, table in world.tables.items() if not name.startswith("_")}


@pytest.fixture
def served() -> Iterator[Served]:
    with MockClio("empty", at="2026-03-02T09:00:00Z") as mock:
        assert mock.url
        yield Served(mock)


def by_curl(served: Served, script: str, folder: Path) -> None:
    file = folder / "calls.sh"
    file.write_text(script, "utf-8")
    environment = {**os.environ, "MOCKCLIO_TOKEN": served.token, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(["sh", "-e", str(file)], capture_output=True, env=environment, timeout=60, cwd=folder)
    assert (done.returncode, b"not found" in done.stderr) == (0, False), done.stderr


def by_archive(served: Served, document: str, folder: Path) -> None:
    with httpx.Client() as client:
        for one in json.loads(document)["log"]["entries"]:
            sent = one["request"]
            posted = sent.get("postData", {})
            body = b64decode(posted["text"]) if posted.get("_encoding") else posted.get("text", "").encode()
            headers = [(pair["name"], pair["value"]) for pair in sent["headers"] if pair["name"].lower() != "content-length"]
            if one["response"]["status"] != 401:
                headers = [(name, f"Bearer {served.token}" if name == "Authorization" else value) for name, value in headers]
            response = client.request(sent["method"], sent["url"], headers=headers, content=body)
            assert response.status_code == one["response"]["status"]


FORMS: dict[str, Callable[[Served, str, Path], None]] = {"curl": by_curl, "har": by_archive}


@pytest.mark.parametrize("form", FORMS)
def test_an_export_runs_on_a_fork_and_gives_the_same_answers(served: Served, form: str, tmp_path: Path) -> None:
    served.send()
    FORMS[form](served, served.export(form), tmp_path)
    known = [entry for entry in served.first.request_log if entry.status != 401]
    again = [entry for entry in served.second.request_log if entry.status != 401]
    assert [answer(entry) for entry in again] == [answer(entry) for entry in known]
    assert rows(served.second) == rows(served.first)


def test_an_exported_test_runs_with_the_fixture(served: Served, tmp_path: Path) -> None:
    served.send()
    text = served.export("pytest").replace("mockclio(at=", 'mockclio(firm="empty", at=')
    (tmp_path / "test_exported.py").write_text(text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout


def test_an_exported_test_gives_the_same_bodies(served: Served) -> None:
    served.send()
    code = served.export("pytest")
    names: dict[str, Any] = {}
    exec(compile(code, "exported", "exec"), names)
    with MockClio.of(served.second) as other:
        names["test_the_recorded_requests"](other)
        known = [answer(entry) for entry in served.first.request_log]
        assert [answer(entry) for entry in other.world.request_log] == known


def test_what_a_fault_struck_is_said_and_expects_nothing(served: Served) -> None:
    served.mock.faults.add("status", status=503, count=1)
    served.mock.http.get("/api/v4/matters")
    assert "# fault-1 struck this request: it was answered with 503" in served.export("curl")
    assert "== 503" not in served.export("pytest")


def test_a_body_that_the_log_has_cut_is_left_out(served: Served) -> None:
    served.mock.http.post("/api/v4/contacts", content="x" * 70_000)
    for form in ("curl", "pytest"):
        assert "# this request is left out: the log keeps 65536 bytes of its body" in served.export(form)
    assert len(served.export("curl")) < 1_000


def test_curl_asks_for_a_token_where_nobody_knows_one() -> None:
    with MockClio("empty", token="other") as mock:
        mock.http.get("/api/v4/matters")
        script = httpx.get(f"{mock.url}/_mockclio/requests/export", params={"form": "curl"}).text
    assert script.splitlines()[0] == "MOCKCLIO_TOKEN=${MOCKCLIO_TOKEN:-$CLIO_TOKEN}"


def test_curl_finds_a_token_in_the_environment_or_takes_the_known_one(served: Served) -> None:
    served.mock.http.get("/api/v4/matters")
    first = f'{served.export("curl").splitlines()[0]}; echo "$MOCKCLIO_TOKEN"'
    tokens: list[dict[str, str]] = [{"MOCKCLIO_TOKEN": "a", "CLIO_TOKEN": "b"}, {"CLIO_TOKEN": "b"}, {}]
    assert [subprocess.run(["sh", "-c", first], env=one, capture_output=True).stdout for one in tokens] == [b"a\n", b"b\n", b"dev-token\n"]


def test_a_host_of_a_region_is_a_header_and_never_an_address(served: Served) -> None:
    httpx.get(f"{served.mock.url}/api/v4/matters", headers={"Host": "eu.app.clio.com", "Authorization": "Bearer dev-token"})
    script = served.export("curl")
    assert f"{served.mock.url}/api/v4/matters" in script
    assert "-H 'Host: eu.app.clio.com'" in script
