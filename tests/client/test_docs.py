"""The pages about the client are run, block by block, and the reference knows every call."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tinydb import where

from mockclio import MockClio
from mockclio.catalog import collections, schema
from mockclio.client.reference import pages
from tests.client.test_auth import consent
from tests.conventions.source import ROOT

PAGES = sorted((ROOT / "docs" / "client").glob("*.md"))
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_blocks_of_a_page_run_in_order(page: Path, mock: MockClio, tmp_path: Path) -> None:
    for old in mock.client.webhooks.list().all():
        mock.client.webhooks.delete(old.id)
    names = {
        "mock": mock,
        "clio": mock.client,
        "folder": tmp_path,
        "asyncio": asyncio,
        "datetime": datetime,
        "UTC": UTC,
        "where": where,
        "consent": lambda url: consent(mock, url.replace(mock.url, "")),
    }
    for block in BLOCK.finditer(page.read_text("utf-8")):
        line = page.read_text("utf-8")[: block.start()].count("\n") + 2
        exec(compile("\n" * (line - 1) + block[1], str(page), "exec"), names)


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([\w./-]+\.md)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_reference_names_every_call_argument_and_field() -> None:
    made = pages()
    for name, collection in collections().items():
        page = made[f"{name}.md"]
        for operation in collection.operations.values():
            assert f"## {operation.name}(" in page
            for argument in (*schema.parameters(operation), *schema.attributes(operation.body)):
                assert argument == "fields" or f"| `{argument}` |" in page
        for field in schema.fields(collection.record):
            assert f"| `{field}` |" in page
