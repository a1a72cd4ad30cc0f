"""Words that were given up stay away, in names and in prose. docs/glossary.md has the words that took their place.

A name is made of words: `DeliveryQueue` and `delivery_queue` of the same. The name of a test is a sentence, and so is any name of five
words or more. Ordinary verbs may stand in sentences, private terms may not.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conventions.source import ROOT

GONE = {
    "accounts of checks": ("unjudged", "premises", "chambers", "desk", "law", "laws"),
    "webhooks": ("courier", "verdict", "verdicts", "tampering", "lab"),
    "handles": ("doors", "remoteworld"),
    "store": ("keeper", "journal", "touched", "trouble"),
    "practice": ("talk", "talks"),
}
"""Private terms, by where they came from. No name is made of them, and no prose has them."""
VERBS = ("told", "heard", "spoken", "stood", "said", "asked", "held", "found", "went", "gone", "forked")
"""Verbs and participles that once served as nouns: ordinary words in a sentence, but not in the name of a thing."""

TERMS = {word for words in GONE.values() for word in words}
WORDS = TERMS | set(VERBS)
STANDARD = {"FileNotFoundError", "GONE", "NOT_FOUND", "NotFound", "UploadNotFound", "VersionGone", "_not_found"}
"""Names of HTTP, of the shell and of Python that hold such a word."""
ALLOWED = {
    "tests/generators/openapi_generator_tour.py": {"NotFoundException"},
    "mockclio/catalog/civil_certificated_rates.py": {"category_of_law"},
    "mockclio/catalog/civil_controlled_rates.py": {"category_of_law"},
    "mockclio/catalog/criminal_controlled_rates.py": {"category_of_law"},
    "mockclio/catalog/embedded/legal_aid_uk.py": {"prison_law_prior_approval_number"},
    "mockclio/cli/webhooks.py": {"lab"},
    "mockclio/client/retry.py": {"longest_told", "told"},
    "mockclio/control/webhooks.py": {"_lab", "lab"},
    "mockclio/handle/requests.py": {"found"},
    "mockclio/practice/reports/compliance.py": {"law_society_of_alberta"},
    "mockclio/testing/scenarios/steps.py": {"_lab", "lab"},
    "mockclio/verify/report.py": {"found", "held"},
    "mockclio/webhooks/applying_faults.py": {"held_by"},
    "tests/client/test_exceptions.py": {"longest_told", "told"},
    "tests/handle/test_both_kinds.py": {"found"},
    "tests/mutants/run.py": {"found_by"},
    "tests/mutants/test_mutants.py": {"found_by"},
    "tests/testing/plugin/test_requests.py": {"found"},
    "tests/verify/test_runner.py": {"found", "held"},
}
"""Names of the API, public names, old ones that work for one release, and keys of stored rows, by file."""
MOVED = "from mockclio.moved import forwarded"
"""What a module holds that only forwards an old name for one release."""
FOLDERS = ("mockclio", "tests", "benchmarks", "examples")
HERE = Path(__file__).relative_to(ROOT).as_posix()
SOURCES = sorted(path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
FILES = [name for name in SOURCES if name != HERE and MOVED not in (ROOT / name).read_text("utf-8")]
LEDGER = sorted((ROOT / "mockclio" / "ledger").glob("*.toml"))
FRONT = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *(ROOT / name for name in FRONT)]

ORDINARY = re.compile(
    r"""(field|category|prison|elder|art)s?\ (of\ )?law | law\ (firm|office|practice|society)s?
    | talks?\ to | help\ desk | webhooks\ lab""",
    re.VERBOSE | re.IGNORECASE,
)
"""Phrases in which such a word has its ordinary meaning."""
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
"""What prose quotes: keys of files, verbs of the command line, old names."""
ANY = re.compile("|".join(sorted(WORDS)), re.IGNORECASE)
"""Whether a file needs a closer look: many have no such word."""
PROSE = re.compile(rf"\b({'|'.join(sorted(TERMS))})\b", re.IGNORECASE)


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@cache
def tokens(name: str) -> tuple[tokenize.TokenInfo, ...]:
    return tuple(tokenize.generate_tokens(io.StringIO(text_of(name)).readline))


def parts(name: str) -> list[str]:
    """The words of an identifier: `DeliveryQueue` and `delivery_queue` have the same."""
    return [part.lower() for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]


def gone_from(name: str) -> set[str]:
    """The words that are gone and that a name is made of. A sentence may have verbs."""
    words = parts(name)
    sentence = words[:1] == ["test"] or len(words) >= 5
    return set(words) & (TERMS if sentence else WORDS)


def prose_of(name: str) -> Iterator[str]:
    """The docstrings and comments of a module, if a private term is anywhere in it."""
    if not PROSE.search(text_of(name)):
        return
    for node in ast.walk(ast.parse(text_of(name))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value
    yield from (token.string for token in tokens(name) if token.type == tokenize.COMMENT)


def terms_in(text: str) -> list[str]:
    """The sentences of a text that have a private term."""
    plain = ORDINARY.sub("", CODE.sub("", text))
    return [line.strip() for line in plain.splitlines() if PROSE.search(line)]


@pytest.mark.parametrize("name", FILES)
def test_no_identifier_is_made_of_a_word_that_is_gone(name: str) -> None:
    every = tokens(name) if ANY.search(text_of(name)) else ()
    names = {token.string: token.start[0] for token in every if token.type == tokenize.NAME}
    allowed = STANDARD | ALLOWED.get(name, set())
    assert {one: line for one, line in names.items() if one not in allowed and gone_from(one)} == {}


def test_no_module_is_named_with_a_word_that_is_gone() -> None:
    assert [name for name in FILES if set(parts(Path(name).stem)) & TERMS] == []


def test_every_allowed_name_is_in_its_file() -> None:
    files = {name: set(re.findall(r"\w+", text_of(name))) for name in ALLOWED}
    assert {name: missing for name, names in ALLOWED.items() if (missing := names - files[name])} == {}


@pytest.mark.parametrize("name", FILES)
def test_no_docstring_and_no_comment_has_a_private_term(name: str) -> None:
    assert [line for text in prose_of(name) for line in terms_in(text)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_has_a_private_term(path: Path) -> None:
    prose = re.sub(r"^ {4}.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)  # what is indented is an example
    assert terms_in(prose) == []


@pytest.mark.parametrize("path", LEDGER, ids=lambda path: path.name)
def test_no_statement_of_the_ledger_has_a_private_term(path: Path) -> None:
    rules = tomllib.loads(path.read_text("utf-8"))
    assert [line for one in _statements(rules) for line in terms_in(one)] == []


def _statements(value: object) -> Iterator[str]:
    """The statements anywhere in a file of the ledger."""
    if isinstance(value, dict):
        yield from (one for key, one in value.items() if key == "statement")
        for inner in value.values():
            yield from _statements(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _statements(inner)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("told", {"told"}),
        ("_what_was_told", {"told"}),
        ("test_a_user_is_told", set()),
        ("test_the_law_holds", {"law"}),
        ("it_is_served_told_and_exported", set()),
        ("DeliveryVerdict", {"verdict"}),
    ],
)
def test_a_sentence_may_have_verbs_and_no_private_terms(name: str, words: set[str]) -> None:
    assert gone_from(name) == words


def test_an_ordinary_phrase_is_no_private_term() -> None:
    assert terms_in("A law firm talks to the help desk about `lab`.\nEvery law holds.") == ["Every law holds."]
