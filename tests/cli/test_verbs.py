"""The verbs that talk to a running server, from a process of their own: what Python can, they can."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.serving import HEADERS, Serving

PERSON = {"data": {"type": "Person", "first_name": "Ann", "last_name": "Quay"}}


class Shell:
    """`shell("world", "list")` gives what the command prints; `shell.json(...)` its JSON; `shell.fails(...)` its code and complaint."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mockclio", *words]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "MOCKCLIO_URL": self.url, **environment}
        )

    def __call__(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        assert "\x1b" not in done.stdout
        return done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def fails(self, *words: str) -> tuple[int, str]:
        done = self.run(*words)
        return done.returncode, done.stderr

    def ask(self, method: str, path: str, token: str = "dev-token", **options: Any) -> httpx.Response:
        return httpx.request(method, f"{self.url}/api/v4{path}", headers={**HEADERS, "Authorization": f"Bearer {token}"}, **options)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    folder = tmp_path_factory.mktemp("states")
    with Serving("--firm", "empty", "--port", "0", "--states", str(folder)) as server:
        yield Shell(server.url)


def test_worlds_are_made_used_and_deleted(shell: Shell) -> None:
    made = shell.json("world", "fork", "default", "--name", "one")["world"]
    assert shell.ask("POST", "/contacts", made["token"], json=PERSON).status_code == 201
    shell("world", "create", "--name", "two", "--firm", "empty", "--frozen", "--at", "2027-01-05T09:00:00Z")
    listed = shell("world", "list")
    assert "2027-01-05T09:00:00Z" in listed
    assert shell("world", "show", "one").splitlines()[1] == f"token   {made['token']}"
    shell("world", "reset", "one")
    assert shell.ask("GET", "/contacts", made["token"]).json()["meta"]["records"] == 0
    for name in ("one", "two"):
        assert shell("world", "delete", name) == f"{name} is gone\n"
    assert shell.fails("world", "delete", "one")[0] == 1


def test_states_are_saved_compared_and_loaded(shell: Shell) -> None:
    saved = shell.json("state", "save", "before")
    made = shell.ask("POST", "/contacts", json=PERSON).json()["data"]["id"]
    shell("state", "save", "after")
    assert {"before", "after"} <= set(shell.json("state", "list")["states"])
    differ = shell.run("state", "diff", "before", "after")
    assert (differ.returncode, f"+ {made}  Ann Quay" in differ.stdout) == (1, True)
    files = shell.run("state", "diff", saved["path"], str(Path(saved["path"]).with_name("after.json")))
    assert files.stdout == differ.stdout
    assert shell.run("state", "diff", "before", "before").returncode == 0
    shell("state", "load", "before")
    assert shell.ask("GET", f"/contacts/{made}").status_code == 404
    token = shell.json("state", "fork", "after", "--name", "later")["world"]["token"]
    assert shell.ask("GET", f"/contacts/{made}", token).status_code == 200
    shell("world", "delete", "later")
    shell("state", "delete", "after")


def test_faults_come_and_go(shell: Shell) -> None:
    shell("fault", "add", "status", "--status", "503", "--operation", "Task#*", "--count", "1")
    assert [shell.ask("GET", "/tasks").status_code for _ in range(2)] == [503, 200]
    assert "503" in shell("fault", "list")
    shell("fault", "add", "maintenance")
    assert shell.ask("GET", "/tasks").status_code == 503
    assert shell("fault", "clear") == "2 taken away\n"
    assert "truncate" in shell("fault", "kinds")


def test_tokens_and_the_clock(shell: Shell) -> None:
    minted = shell.json("token", "mint", "--scope", "Contacts=read")
    assert shell.ask("GET", "/contacts", minted["access_token"]).status_code == 200
    assert shell.ask("GET", "/matters", minted["access_token"]).status_code == 403
    shell("token", "revoke", minted["access_token"])
    assert shell.ask("GET", "/contacts", minted["access_token"]).status_code == 401
    shell("clock", "freeze")
    assert shell("clock", "set", "2030-01-01T00:00:00Z").startswith("2030-01-01T00:00:00Z, standing still")
    assert shell.json("clock", "advance", "1d12h")["now"] == "2030-01-02T12:00:00Z"
    assert shell("clock", "show").startswith("2030-01-02T12:00:00Z")
    assert shell("clock", "run").rstrip().endswith("running")


def test_requests_are_searched_and_explained(shell: Shell) -> None:
    shell.ask("GET", "/matter")
    line = shell.json("requests", "--status", "404", "--path", "/api/v4/matter", "--limit", "1")["requests"][0]
    assert "/matters or" in shell("explain", str(line["id"]))
    assert shell.json("explain", str(line["id"]))["near"][0]["meant"]
    assert "/api/v4/matter" in shell("requests", "--text", "matter")
    assert "curl -X GET" in shell("requests", "--export", "curl")
    assert shell("requests", "--clear").endswith("forgotten\n")


def test_requests_are_followed(shell: Shell) -> None:
    command = [sys.executable, "-u", "-m", "mockclio", "requests", "--follow", "--json", "--path", "/api/v4/users*"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "MOCKCLIO_URL": shell.url}) as following:
        assert following.stdout is not None
        for _ in range(2):
            shell.ask("GET", "/users/who_am_i")
            assert json.loads(following.stdout.readline())["path"] == "/api/v4/users/who_am_i"
        following.terminate()


def test_errors_say_what_to_do_next(shell: Shell) -> None:
    assert Shell("http://127.0.0.1:9").fails("world", "list") == (
        3,
        "Error: http://127.0.0.1:9 does not answer ([Errno 111] Connection refused): "
        "start a server with `mockclio serve`, or name another with --url\n",
    )
    code, complaint = shell.fails("state", "load", "nowhere")
    assert (code, "there are" in complaint) == (1, True)
    assert shell.fails("fault", "add", "oops")[0] == 2
    code, complaint = shell.fails("token", "mint", "--scope", "Contacts")
    assert (code, "NAME=read" in complaint) == (2, True)
    with Serving("--firm", "empty", "--port", "0", "--control-token", "s3cret") as server:
        closed = Shell(server.url)
        code, complaint = closed.fails("clock", "show")
        assert (code, "--control-token" in complaint) == (1, True)
        assert closed.run("clock", "show", MOCKCLIO_CONTROL_TOKEN="s3cret").returncode == 0


def test_a_corrupt_file_is_refused_by_serve(tmp_path: Path) -> None:
    file = tmp_path / "world.db"
    file.write_text("garbage")
    code, complaint = Shell("").fails("serve", "--port", "0", "--persist", str(file))
    assert (code, "was left as it is" in complaint, file.read_text()) == (2, True, "garbage")


def test_shells_complete_verbs() -> None:
    environment = {"_MOCKCLIO_COMPLETE": "bash_complete", "COMP_WORDS": "mockclio sta", "COMP_CWORD": "1"}
    done = Shell("").run(**environment)
    assert done.stdout == "plain,state\n"
