"""Nothing on the path of `serve`, `MockClio` and `Clio` needs what only POSIX has."""

from __future__ import annotations

import ast
import json
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

import pytest

from tests.conventions.source import ROOT, trees
from tests.shipping.without_posix import MODULES, NAMES

USED = """
import os
assert not hasattr(os, "fork")
from mockclio import AsyncClio, Clio, MockClio
with MockClio(firm="small") as mock:
    client = mock.client.contacts.create(type="Person", first_name="Ada", last_name="Quill")
    matter = mock.client.matters.create(client={"id": client.id}, description="Lease")
    assert mock.world.matters.get(matter.id)["description"] == "Lease"
    with Clio(base_url=mock.url, token=mock.token) as clio:
        assert clio.matters.get(matter.id).id == matter.id
print("used")
"""
ABSENT = {module.__name__: frozenset(names.split()) for module, names in NAMES.items()}


@pytest.fixture
def windows(tmp_path: Path) -> dict[str, str]:
    """The environment of a Python that has no more than Windows has."""
    shutil.copy(Path(__file__).with_name("without_posix.py"), tmp_path / "sitecustomize.py")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MOCKCLIO_")}
    return {**clean, "PYTHONWARNDEFAULTENCODING": "1", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "NO_PROXY": "*"}


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "import os; os.fork",
        "import signal; signal.SIGKILL",
        "exec(compile('import os; open(os.devnull)', 'x', 'exec'), {'__name__': 'mockclio.x'})",
    ],
)
def test_what_windows_has_not_fails(windows: dict[str, str], code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], env=windows, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.rstrip().splitlines()[-1].startswith(("ImportError", "AttributeError", "EncodingWarning"))


def test_a_mock_and_a_client_in_process_need_no_posix(windows: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", USED], env=windows, capture_output=True, text=True, timeout=60)
    assert done.stdout == "used\n", done.stderr


@pytest.mark.parametrize("options", [[], ["--tls"], ["--persist", "kept.db"]], ids=["plain", "tls", "persist"])
def test_a_server_needs_no_posix(windows: dict[str, str], options: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mockclio", "serve", "--port", "0", *options]
    with subprocess.Popen(command, env=windows, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            line = server.stdout.readline()
            assert line.startswith("ready "), server.communicate()[1]
            assert listed(line.split()[1]) == 1
            assert streamed(line.split()[1])
        finally:
            stopped(server)
    assert server.returncode == 0


def stopped(server: subprocess.Popen[str]) -> None:
    """End the server. One that does not end is killed, so that the test fails and does not hang."""
    server.terminate()
    try:
        server.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()


def opened(request: Request | str) -> Any:
    unverified = HTTPSHandler(context=ssl._create_unverified_context())
    return build_opener(ProxyHandler({}), unverified).open(request, timeout=20)


def streamed(url: str) -> bytes:
    """The first line of a stream of events, which a thread of its own writes."""
    with opened(f"{url}/_mockclio/events/stream?after=0") as answer:
        return bytes(answer.readline())


def listed(url: str) -> int:
    request = Request(f"{url}/api/v4/matters.json?limit=1", headers={"Authorization": "Bearer dev-token"})
    with opened(request) as answer:
        return len(json.load(answer)["data"])


def unguarded(tree: ast.Module) -> list[tuple[int, str]]:
    """The names of POSIX that a module uses without asking first, by `try` or by `hasattr`, whether they are there."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "hasattr"]
    tested = {
        ".".join(ast.literal_eval(part) if isinstance(part, ast.Constant) else ast.unparse(part) for part in node.args) for node in calls
    }
    return [(line, name) for line, name in uses(tree) if name not in tested]


def uses(tree: ast.AST, guarded: bool = False) -> Iterator[tuple[int, str]]:
    """The names of POSIX that a module uses outside of a `try` that expects them to be missing."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Try):
            expected = {
                name.id for handler in node.handlers if handler.type for name in ast.walk(handler.type) if isinstance(name, ast.Name)
            }
            inner = guarded or bool(expected & {"ImportError", "AttributeError"})
            for part in node.body:
                yield from [*_used(part, inner), *uses(part, inner)]
            for part in [*node.handlers, *node.orelse, *node.finalbody]:
                yield from [*_used(part, guarded), *uses(part, guarded)]
        else:
            yield from [*_used(node, guarded), *uses(node, guarded)]


def _used(node: ast.AST, guarded: bool) -> Iterator[tuple[int, str]]:
    if guarded:
        return
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in ABSENT.get(node.value.id, ()):
        yield node.lineno, f"{node.value.id}.{node.attr}"
    elif isinstance(node, ast.Import):
        yield from ((node.lineno, alias.name) for alias in node.names if alias.name in MODULES)
    elif isinstance(node, ast.ImportFrom):
        if node.module in MODULES:
            yield node.lineno, node.module
        yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names if alias.name in ABSENT.get(node.module or "", ()))


def test_no_module_uses_posix_without_expecting_that_it_is_missing() -> None:
    wrong = [f"{path}:{line}: {name}" for path, tree in trees("mockclio").items() for line, name in unguarded(tree)]
    assert wrong == []


def test_a_use_is_seen_and_one_that_asks_first_is_allowed() -> None:
    assert [name for _, name in uses(ast.parse("import os\nfrom signal import SIGKILL\nimport fcntl\nos.fork()"))] == [
        "signal.SIGKILL",
        "fcntl",
        "os.fork",
    ]
    assert unguarded(ast.parse("import select\nif hasattr(select, 'poll'):\n    select.poll()")) == []
    assert list(uses(ast.parse("try:\n    import resource\n    os.getpgrp()\nexcept (ImportError, AttributeError):\n    pass"))) == []
