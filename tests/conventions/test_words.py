"""Names that were given up stay away. docs/glossary.md has the words that took their place."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.conventions.source import ROOT

GONE = {
    "accounts of checks": ("unjudged", "premises", "chambers", "desk"),
    "webhooks": ("courier", "verdict", "verdicts", "tampering"),
    "handles": ("doors", "forked", "remoteworld"),
    "store": ("keeper", "journal", "touched"),
    "practice": ("talks",),
    "verbs and participles as names": ("told", "heard", "spoken", "stood", "said", "asked", "held", "found", "went", "gone"),
}
"""Words that no identifier is made of, by where they came from."""

WORDS = {word for words in GONE.values() for word in words}
STANDARD = {"FileNotFoundError", "GONE", "NOT_FOUND", "NotFound", "UploadNotFound", "VersionGone", "_not_found"}
"""Names of HTTP, of the shell and of Python that hold such a word."""
ALLOWED = {
    "mockclio/client/retry.py": {"longest_told", "told"},
    "mockclio/handle/requests.py": {"found"},
    "mockclio/verify/report.py": {"found", "held"},
    "mockclio/webhooks/applying_faults.py": {"held_by"},
}
"""Public names, old ones that work for one release, and keys of stored rows, by file."""
MOVED = "from mockclio.moved import forwarded"
"""What a module holds that only forwards an old name for one release."""
FILES = sorted(path for path in (ROOT / "mockclio").rglob("*.py") if MOVED not in path.read_text("utf-8"))


def parts(name: str) -> set[str]:
    """The words of an identifier: `DeliveryQueue` and `delivery_queue` have the same."""
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_identifier_is_made_of_a_word_that_is_gone(path: Path) -> None:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    names = {token.string: token.start[0] for token in tokens if token.type == tokenize.NAME}
    allowed = STANDARD | ALLOWED.get(path.relative_to(ROOT).as_posix(), set())
    assert {name: line for name, line in names.items() if parts(name) & WORDS and name not in allowed} == {}


def test_no_module_is_named_with_a_word_that_is_gone() -> None:
    assert [path.name for path in FILES if parts(path.stem) & WORDS] == []


def test_every_allowed_name_is_in_its_file() -> None:
    files = {path: set(re.findall(r"\w+", (ROOT / path).read_text("utf-8"))) for path in ALLOWED}
    assert {path: missing for path, names in ALLOWED.items() if (missing := names - files[path])} == {}
