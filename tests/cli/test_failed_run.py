"""What `mockclio run` shows after a command that failed, and the archive of its calls."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_run import python, run

CALLS = """
import json, os, sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

def call(method, path, body=None, **headers):
    content = json.dumps(body).encode() if body else None
    headers = {"Authorization": "Bearer " + os.environ["CLIO_TOKEN"], "Content-Type": "application/json", **headers}
    try:
        urlopen(Request(os.environ["CLIO_API_URL"] + path, content, headers, method=method))
    except HTTPError:
        pass

call("GET", "/matters.json")
call("POST", "/contacts.json", {"data": {"type": "Person"}})
call("GET", "/matter")
call("GET", "/users.json", **{"X-Mockclio-Fault": "firewall"})
call("POST", "/webhooks.json", {"data": {"url": "http://127.0.0.1:9/", "model": "contact", "fields": "id", "events": ["created"]}})
call("POST", "/contacts.json", {"data": {"type": "Person", "first_name": "Ada"}})
sys.exit(int(sys.argv[1]))
"""


def test_refused_calls_and_lost_webhooks_are_printed_with_their_reasons() -> None:
    done = run(*python(CALLS), "3")
    assert (done.returncode, done.stdout) == (3, "")
    text = " ".join(done.stderr.split())
    assert "mockclio: the command ended with 3, after 6 calls; 3 of them refused" in text
    assert "422 POST /api/v4/contacts.json: An invalid argument was supplied: At least one of first name or last name must" in text
    assert 'sent: {"data": {"type": "Person"}}' in text
    assert "404 GET /api/v4/matter: Not Found There is no route GET /matter: /matters or" in text
    assert "403 GET /api/v4/users.json: 403 Forbidden" in text
    assert "handshake for contact to webhook" in text
    assert "Connection refused" in text
    assert "The webhook was pending: the handshake with its address was not done." in text
    assert "matters.json" not in text
    assert "<html>" not in text
    assert max(map(len, done.stderr.splitlines())) <= 80


def test_what_the_firm_holds_at_the_start_is_not_of_the_run() -> None:
    done = run("--firm", "small", *python("import sys; sys.exit(1)"))
    assert done.stderr == "mockclio: the command ended with 1, after 0 calls; 0 of them refused, 0 webhooks\nnot delivered\n"


def test_after_a_success_nothing_is_printed_but_what_was_requested(tmp_path: Path) -> None:
    done = run("--requests", "calls.har", *python(CALLS), "0", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    entries = json.loads((tmp_path / "calls.har").read_text())["log"]["entries"]
    assert [(one["request"]["method"], one["response"]["status"]) for one in entries] == [
        ("GET", 200),
        ("POST", 422),
        ("GET", 404),
        ("GET", 403),
        ("POST", 201),
        ("POST", 201),
    ]


def test_an_archive_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    done = run("--requests", "taken/calls.har", *python(""), cwd=tmp_path)
    assert done.returncode == 1
    assert "taken/calls.har cannot be written: Not a directory" in done.stderr
