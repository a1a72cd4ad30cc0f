"""`mockclio run`: the environment of the command, its exit code, the signals that reach it, and the part of the API that it used."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.counts import OPERATIONS, covered

ASK = """
import json, os, sys
from urllib.request import Request, urlopen
request = Request(os.environ["CLIO_API_URL"] + "/matters.json?limit=1", headers={"Authorization": "Bearer " + os.environ["CLIO_TOKEN"]})
print(json.load(urlopen(request))["meta"]["records"])
"""
WAIT = """
import signal, sys
for number, code in ((signal.SIGINT, 40), (signal.SIGTERM, 41)):
    signal.signal(number, lambda *_, code=code: sys.exit(code))
print("waiting", flush=True)
signal.pause()
"""


def run(*words: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """The verb in a process of its own, with a firm that opens fast."""
    command = [sys.executable, "-m", "mockclio", "run", "--firm", "empty", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=cwd, env={**os.environ, **variables})


def python(code: str) -> list[str]:
    return ["--", sys.executable, "-c", code]


def test_the_command_asks_the_server_and_is_told_what_was_used(tmp_path: Path) -> None:
    done = run("--coverage", "covered.json", "--html", "page", *python(ASK), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "0\n")
    assert covered("operations", 1, OPERATIONS) in done.stderr
    assert list(json.loads((tmp_path / "covered.json").read_text())["operations"]) == ["Matter#index"]
    assert (tmp_path / "page" / "index.html").is_file()


def test_the_environment_says_where_the_server_is_and_how_it_is_opened() -> None:
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    result = json.loads(run("--token", "secret", "--region", "eu", *python(code), NO_PROXY="intra.example").stdout)
    url = result["CLIO_BASE_URL"]
    given = {name: result[name] for name in result if name.startswith("CLIO_") or name in ("MOCKCLIO_URL", "NO_PROXY")}
    assert given == {
        "CLIO_BASE_URL": url,
        "CLIO_API_URL": f"{url}/api/v4",
        "CLIO_TOKEN": "secret",
        "CLIO_CLIENT_ID": "dev-client",
        "CLIO_CLIENT_SECRET": "dev-secret",
        "CLIO_REGION": "eu",
        "MOCKCLIO_URL": url,
        "NO_PROXY": "intra.example,127.0.0.1,localhost",
    }
    with pytest.raises(URLError):
        urlopen(url, timeout=5)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (python("import sys; sys.exit(7)"), 7),
        (["--fail-under", "1", *python("")], 1),
        (["--fail-under", "1", *python("import sys; sys.exit(7)")], 7),
        (python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), 128 + signal.SIGKILL),
        ([], 2),
        (["--at", "never", *python("")], 2),
        (["--state", "none", *python("")], 2),
    ],
)
def test_the_exit_code_is_that_of_the_command_and_then_ours(words: list[str], code: int, tmp_path: Path) -> None:
    assert run(*words, cwd=tmp_path).returncode == code


def test_a_command_that_is_not_there_is_127_and_one_that_cannot_be_run_126(tmp_path: Path) -> None:
    (tmp_path / "smoke.sh").write_text("exit 0\n")
    missing, plain = run("--", "no-such-command"), run("--", "./smoke.sh", cwd=tmp_path)
    assert (missing.returncode, plain.returncode) == (127, 126)
    assert "there is no command 'no-such-command'" in missing.stderr
    assert "chmod +x ./smoke.sh" in plain.stderr


def test_options_of_the_command_need_no_dashes_before_them() -> None:
    assert run(sys.executable, "-c", "import sys; sys.exit(len(sys.argv))", "--firm", "x").returncode == 3


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 40), (signal.SIGTERM, 41)])
def test_a_signal_reaches_the_command_and_its_answer_is_ours(number: signal.Signals, code: int, tmp_path: Path) -> None:
    covered = ["--coverage", str(tmp_path / "covered.json")]
    command = [sys.executable, "-m", "mockclio", "run", "--firm", "empty", *covered, *python(WAIT)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, "Coverage of the Clio API" in errors) == (code, True)


def test_a_kept_world_goes_on_and_a_taken_port_says_by_whom(tmp_path: Path) -> None:
    create = """
import json, os
from urllib.request import Request, urlopen
body = json.dumps({"data": {"type": "Company", "name": "Harbour Ltd"}}).encode()
headers = {"Authorization": "Bearer " + os.environ["CLIO_TOKEN"], "Content-Type": "application/json"}
urlopen(Request(os.environ["CLIO_API_URL"] + "/contacts.json", body, headers))
print(json.load(urlopen(Request(os.environ["CLIO_API_URL"] + "/contacts.json", headers=headers)))["meta"]["records"])
"""
    assert [run("--persist", "kept.db", *python(create), cwd=tmp_path).stdout for _ in range(2)] == ["1\n", "2\n"]
    again = "import os, subprocess, sys; port = os.environ['CLIO_BASE_URL'].rpartition(':')[2]; sys.exit(subprocess.call("
    taken = run(*python(again + "[sys.executable, '-m', 'mockclio', 'run', '--firm', 'empty', '--port', port, 'true']))"))
    assert taken.returncode == 1
    assert "is taken by a mockclio server" in taken.stderr
