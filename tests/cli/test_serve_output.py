"""What `serve` writes: a banner, the ready line, and with --log one line for each request."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.serving import HEADERS, Serving


def ended(server: Serving) -> tuple[str, list[str]]:
    """What is left on stdout, and the lines of stderr."""
    server.process.terminate()
    out, err = server.process.communicate(timeout=20)
    return out, err.splitlines()


def parts(banner: list[str]) -> dict[str, str]:
    return dict(line.split(None, 1) for line in banner[1:])  # type: ignore[misc]


def test_the_banner_says_where_as_whom_and_what_and_its_command_works() -> None:
    with Serving("--firm", "small", "--port", "0", "--at", "2030-01-01T00:00:00Z") as server:
        with httpx.Client(trust_env=False) as client:
            assert client.get(f"{server.url}/api/v4/matters", headers=HEADERS).status_code == 200
        assert server.process.stderr is not None
        banner = [server.process.stderr.readline().rstrip("\n") for _ in range(8)]
        named = parts(banner)
        done = subprocess.run(["sh", "-c", f"curl -s --noproxy '*' {named['curl']}"], capture_output=True, timeout=60)
        out, rest = ended(server)
    assert (out, rest) == ("", [])
    assert named["address"] == f"{server.url}/api/v4"
    assert named["token"] == "dev-token (acts as Margaret Hartwell)"
    assert named["application"] == "dev-client, secret dev-secret"
    assert named["firm"].startswith("small: 21 matters, 31 contacts")
    assert named["time"].startswith("2030-01-01T00:0")
    assert len(json.loads(done.stdout)["data"]) == 21
    assert max(map(len, banner)) <= 80


def test_the_command_of_the_banner_is_quoted_and_names_an_address_that_answers(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with Serving("--firm", "empty", "--port", "0", "--host", "0.0.0.0", "--token", "it's", "--persist", str(file)) as server:
        out, lines = ended(server)
    named = parts(lines[-8:])
    port = httpx.URL(server.url).port
    assert server.url == f"http://0.0.0.0:{port}"
    assert named["firm"] == f"{file}: 0 matters, 0 contacts, 1 user, 0 bills"
    assert shlex.split(named["curl"]) == ["-H", "Authorization: Bearer it's", f"http://127.0.0.1:{port}/api/v4/matters"]
    assert out == ""


def sent(*options: str) -> tuple[str, list[str]]:
    """The output of a server that got four requests."""
    with Serving("--firm", "empty", "--port", "0", *options) as server:
        with httpx.Client(base_url=server.url, headers=HEADERS, trust_env=False) as client:
            client.get("/api/v4/matters/5?fields=id")
            client.get("/api/v4/contacts", params={"access_token": "very-secret"}, headers={"X-Mockclio-Fault": "firewall"})
            client.get("/_mockclio/health")
            client.get("/api/v4/users", headers={"Host": "evil.example"})
            client.get("/api/v4/x%0a%1b[31m")
        out, lines = ended(server)
    return out, lines[8:]


def test_with_log_text_each_request_is_one_line() -> None:
    out, lines = sent("--log", "text")
    assert (out, len(lines)) == ("", 5)
    assert " 404 GET /api/v4/matters/5?fields=id " in lines[0]
    assert "  world default  operation Matter#show  rules wire.unknown-id-is-404  Not Found" in lines[0]
    assert " 403 GET /api/v4/contacts" in lines[1]
    assert "faults " in lines[1]
    assert "very-secret" not in lines[1]
    assert " 200 GET /_mockclio/health " in lines[2]
    assert " 403 GET /api/v4/users " in lines[3]
    assert lines[3].endswith("rules mock.guard")
    assert "/api/v4/x??[31m" in lines[4]


def test_with_log_json_each_request_is_one_object() -> None:
    _, lines = sent("--log", "json")
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert [row["status"] for row in rows] == [404, 403, 200, 403, 404]
    first = rows[0]
    assert (first["method"], first["path"], first["query"], first["world"]) == ("GET", "/api/v4/matters/5", "fields=id", "default")
    assert (first["operation"], first["rules"], first["error"]) == ("Matter#show", ["wire.unknown-id-is-404"], "Not Found")
    assert first["milliseconds"] > 0
    assert len(rows[1]["faults"]) == 1
    assert rows[3]["rules"] == ["mock.guard"]


@pytest.mark.parametrize("options", [(), ("--tls",)])
def test_without_log_no_request_has_a_line(options: tuple[str, ...]) -> None:
    if options:
        pytest.importorskip("cheroot")
    with Serving("--firm", "empty", "--port", "0", *options) as server:
        url = server.url.replace("127.0.0.1", "localhost")
        assert httpx.get(f"{url}/api/v4/matters", headers=HEADERS, trust_env=False, verify=False).status_code == 200
        _, lines = ended(server)
    assert len(lines) == 8
    assert parts(lines)["curl"].startswith("-k -H" if options else "-H")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_server_whose_stderr_nobody_reads_goes_on(form: str) -> None:
    command = [sys.executable, "-m", "mockclio", "serve", "--firm", "empty", "--port", "0", "--log", form]
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=writing, text=True) as process:
        os.close(writing)
        assert process.stdout is not None
        url = process.stdout.readline().split()[1]
        assert [httpx.get(f"{url}/api/v4/matters", headers=HEADERS, trust_env=False).status_code for _ in range(3)] == [200] * 3
        process.terminate()
