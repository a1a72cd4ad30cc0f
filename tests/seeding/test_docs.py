"""Every snippet of docs/seeding.md and docs/states.md runs as it stands there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.assembly import firm_document
from mockclio.cli import main
from mockclio.seeding.spec.sections import HEAD, sections
from tests.cli.serving import Serving
from tests.conventions.source import ROOT
from tests.testing.plugin.runs import run

SEEDING, STATES = ((ROOT / "docs" / name).read_text("utf-8") for name in ("seeding.md", "states.md"))


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_every_spec_is_a_firm(tmp_path: Path) -> None:
    ((name, table),) = re.findall(r"^```csv (\S+)\n(.*?)^```$", SEEDING, re.MULTILINE | re.DOTALL)
    (tmp_path / name).write_text(table, "utf-8")
    specs = blocks(SEEDING, "yaml")
    assert len(specs) == 3
    for text in specs:
        (tmp_path / "firm.yaml").write_text(text, "utf-8")
        with MockClio(tmp_path / "firm.yaml") as mock:
            assert len(mock.http.get("/api/v4/matters.json").json()["data"]) in (1, 2)


def test_every_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (script,) = blocks(SEEDING, "sh")
    for line in script.splitlines():
        words = shlex.split(line, comments=True)
        command, output = (words[1 : words.index(">")], words[-1]) if ">" in words else (words[1:], "")
        if command[0] == "serve":
            with Serving(*command[1:], "--port", "0") as server:
                assert server.url
            continue
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        if output:
            Path(output).write_text(done.output, "utf-8")
    assert json.loads(Path("firm.schema.json").read_text("utf-8"))["type"] == "object"


def test_the_test_passes(tmp_path: Path) -> None:
    (code,) = blocks(SEEDING, "python")
    done = run(tmp_path, code)
    assert list(done.outcomes.values()) == ["PASSED"], done.text


def test_the_mistakes_are_what_is_printed(tmp_path: Path) -> None:
    (shown,) = blocks(SEEDING, "text")
    path = tmp_path / "firm.yaml"
    printed = []
    lines = [
        "contacts: [Ada Quill]",
        "matters:",
        "  - client: Ada Quill",
        "    description: L",
        "  - description: M",
        "    client: Ada Qill",
    ]
    for text in ("\n".join(lines).replace("description: L", "descripton: L"), "\n".join(lines)):
        path.write_text(text, "utf-8")
        with pytest.raises(ValueError) as refused:
            firm_document(path)
        printed.append(str(refused.value).replace(f"{tmp_path}/", ""))
    assert printed == shown.strip().splitlines()


def test_the_table_names_sections_that_there_are() -> None:
    named = re.findall(r"^\| `(\w+)` \|", SEEDING, re.MULTILINE)
    assert set(named) <= sections().keys()
    assert all(f"`{name}`" in SEEDING for name in HEAD)


def test_the_document_of_the_page_is_a_firm(tmp_path: Path) -> None:
    (document,) = blocks(STATES, "json")
    path = tmp_path / "firm.json"
    path.write_text(document, "utf-8")
    with MockClio(path) as mock:
        assert mock.http.get("/api/v4/contacts.json").json()["data"][0]["name"] == "Lin Chen"
    path.write_text(document.rstrip().removesuffix("\n}") + ',\n"matters": {\n"4": {"id": 4, "descripton": "Lease"}\n}\n}\n', "utf-8")
    (message,) = blocks(STATES, "text")
    with pytest.raises(ValueError) as refused:
        MockClio(path)
    assert str(refused.value).replace(f"{tmp_path}/", "") == message.strip()
