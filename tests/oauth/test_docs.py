"""The examples of docs/oauth.md run as they stand there, in process and on a server elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from mockclio import MockClio
from mockclio.control.routes import ROUTES
from tests.conventions.source import ROOT
from tests.testing.plugin.runs import run

PAGE = (ROOT / "docs/oauth.md").read_text("utf-8")
CODE = "\n\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
WITHOUT_BROWSER = () if CHROMIUM or os.environ.get("MOCKCLIO_REQUIRE_ALL") == "1" else ("-k", "not person")


def passed(folder: Path, *options: str) -> set[str]:
    """The tests that passed, which are all that ran."""
    done = run(folder, CODE, *WITHOUT_BROWSER, *options, CHROMIUM=CHROMIUM)
    assert set(done.outcomes.values()) == {"PASSED"}, done.text
    return {name.partition("[")[0] for name in done.outcomes}


def test_the_examples_pass_in_process(tmp_path: Path) -> None:
    named = set(re.findall(r"^def (test_\w+)", CODE, re.MULTILINE))
    assert named - passed(tmp_path) == ({"test_a_person_decides"} if WITHOUT_BROWSER else set())


def test_the_examples_pass_on_a_server_elsewhere(tmp_path: Path) -> None:
    with MockClio("empty") as mock:
        assert len(passed(tmp_path, "--mockclio-url", mock.url)) > 8


def test_the_table_names_routes_that_there_are() -> None:
    named = re.findall(r"`(GET|POST|PATCH) /_mockclio(/[\w/]+)`", PAGE)
    assert len(named) == 5
    shown = {(method, re.sub("NAME|CLIENT_ID", "1", path)) for method, path in named}
    assert [one for one in shown if not any(route.method == one[0] and route.match(one[1]) is not None for route in ROUTES)] == []


def test_the_page_installs_what_its_examples_import() -> None:
    (command,) = re.findall(r"`pip install (.*?)`", PAGE)
    imported = set(re.findall(r"^ *(?:from|import) (\w+)", CODE, re.MULTILINE)) - sys.stdlib_module_names
    packages = {"mockclio" if name == "." else name.replace("-", "_") for name in command.split()}  # it is installed from a checkout
    assert imported | {"mockclio"} == packages | {"requests"}
