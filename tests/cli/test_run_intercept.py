"""`mockclio run --intercept`: what Python and Node ask of Clio's hosts goes to the server."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.test_run import python, run

PYTHON = """
import os, sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen
for host in sys.argv[1:]:
    request = Request(f"https://{host}/api/v4/users/who_am_i.json", headers={"Authorization": "Bearer " + os.environ["CLIO_TOKEN"]})
    try:
        print(host, urlopen(request, timeout=20).status)
    except HTTPError as error:
        print(host, error.code)
"""
NODE = """
import { createServer } from 'node:http'
import https, { get } from 'node:https'
import net from 'node:net'
import { connect } from 'node:tls'

const headers = { Authorization: `Bearer ${process.env.CLIO_TOKEN}` }
const path = '/api/v4/users/who_am_i.json'
const status = (ask) => new Promise((resolve, reject) => ask((answer) => answer.resume() && resolve(answer.statusCode)).on('error', reject))

for (const host of ['app.clio.com', 'eu.app.clio.com']) {
  const url = `https://${host}${path}`
  console.log(host, (await fetch(url, { headers })).status)
  console.log(host, await status((then) => https.get(url, { headers }, then)))
  console.log(host, await status((then) => get({ host, path, headers, agent: new https.Agent({ keepAlive: false }) }, then)))
}
const [servername, port, ca] = ['app.clio.com', 443, 'none']
await new Promise((resolve) => connect(port, servername, { servername, ca }, resolve).on('secureConnect', function () { this.end() }))
console.log('connected')
const own = createServer((request, response) => response.end('own')).listen(0, '127.0.0.1')
await new Promise((resolve) => own.on('listening', resolve))
const socket = net.connect(own.address().port, '127.0.0.1') // as an agent does that made a tunnel through a proxy
await new Promise((resolve) => connect({ socket, servername }, resolve).on('secureConnect', function () { this.end() }))
console.log('tunnel left aside')
console.log(await (await fetch(`http://127.0.0.1:${own.address().port}`)).text())
own.close()
"""
REGIONS = "app.clio.com 200\neu.app.clio.com 401\n"


def test_python_reaches_the_server_and_one_line_says_so() -> None:
    done = run("--intercept", "--", sys.executable, "-c", PYTHON, "app.clio.com", "eu.app.clio.com")
    assert (done.returncode, done.stdout) == (0, REGIONS), done.stderr
    line, *others = [line for line in done.stderr.splitlines() if line.startswith("mockclio:")]
    assert line.startswith("mockclio: requests to app.clio.com, eu.app.clio.com, ca.app.clio.com, au.app.clio.com go to http://127.0.0.1:")
    assert others == []


def test_the_region_of_the_server_is_that_of_its_host() -> None:
    done = run("--intercept", "--region", "eu", "--", sys.executable, "-c", PYTHON, "app.clio.com", "eu.app.clio.com")
    assert done.stdout == "app.clio.com 401\neu.app.clio.com 200\n"


def test_a_python_without_mockclio_is_served_too(tmp_path: Path) -> None:
    code = "import importlib.util, sys\nassert importlib.util.find_spec('mockclio') is None\n" + PYTHON
    command = [
        getattr(sys, "_base_executable", sys.executable),
        "-S",
        "-c",
        f"import sitecustomize\n{code}",
        "app.clio.com",
        "eu.app.clio.com",
    ]
    done = run("--intercept", "--", "env", f"PYTHONPATH={_hook()}", *command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, REGIONS), done.stderr


def _hook() -> str:
    from mockclio.handle import intercept

    return str(intercept.HERE / "hook")


def test_the_sitecustomize_of_the_user_runs_too(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import builtins\nbuiltins.ours = 'ran'\n")
    root = str(Path(__file__).parents[2])
    done = run(
        "--intercept", *python("import sitecustomize; print(ours, sitecustomize.__file__)"), cwd=tmp_path, PYTHONPATH=f"{root}:{tmp_path}"
    )
    assert done.stdout == f"ran {tmp_path / 'sitecustomize.py'}\n", done.stderr


def test_a_test_that_intercepts_does_so_inside_a_run_too() -> None:
    code = """
from urllib.request import Request, urlopen
from mockclio import MockClio
with MockClio("empty", token="inner") as mock, mock.intercept():
    request = Request("https://app.clio.com/api/v4/users/who_am_i.json", headers={"Authorization": "Bearer inner"})
    print(urlopen(request, timeout=20).status)
"""
    done = run("--intercept", *python(code))
    assert (done.returncode, done.stdout) == (0, "200\n"), done.stderr


def test_variables_of_the_user_are_kept() -> None:
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    done = run("--intercept", *python(code), PYTHONPATH=_root(), NODE_OPTIONS="--no-warnings", NO_PROXY="intra.example")
    given = json.loads(done.stdout)
    assert given["PYTHONPATH"].split(":") == [_hook(), _root()]
    assert given["NODE_OPTIONS"].startswith("--no-warnings --require ")
    assert given["NO_PROXY"] == "intra.example,127.0.0.1,localhost,app.clio.com,eu.app.clio.com,ca.app.clio.com,au.app.clio.com"


def _root() -> str:
    return str(Path(__file__).parents[2])


def test_nothing_is_sent_elsewhere_without_the_flag() -> None:
    code = "import os, sys, socket; print('MOCKCLIO_INTERCEPT_ADDRESS' in os.environ, '_mockclio_intercept' in sys.modules)"
    done = run(*python(code))
    assert (done.stdout, "mockclio: requests" in done.stderr) == ("False False\n", False)


@pytest.mark.skipif(shutil.which("node") is None and os.environ.get("MOCKCLIO_REQUIRE_ALL") != "1", reason="node is not on the PATH")
def test_node_reaches_the_server(tmp_path: Path) -> None:
    (tmp_path / "ask.mjs").write_text(NODE)
    done = run("--intercept", "--", "node", "ask.mjs", cwd=tmp_path)
    lines = "app.clio.com 200\n" * 3 + "eu.app.clio.com 401\n" * 3
    assert (done.returncode, done.stdout) == (0, f"{lines}connected\ntunnel left aside\nown\n"), done.stderr
