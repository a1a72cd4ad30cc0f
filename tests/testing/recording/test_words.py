"""Made-up words: the same for the same, others for others, and never the real one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockclio.testing.recording.words import LETTERS, MadeUp

WORDS = MadeUp("test")
MAKERS = [WORDS.name, WORDS.numbered, WORDS.email, WORDS.phone, WORDS.url, WORDS.file, WORDS.text, WORDS.code, WORDS.anything]
MARKED = st.text("xyzqwjkvXYZQWJKVéßЖ", min_size=4, max_size=12)
"""Words that nobody makes up."""


@given(text=st.text(max_size=40))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_text_becomes_the_same_in_every_run(text: str) -> None:
    twin = MadeUp("test")
    assert [make(text) for make in MAKERS] == [getattr(twin, make.__name__)(text) for make in MAKERS]


@given(word=MARKED, others=st.lists(st.sampled_from(["and", "of", "Ann", "12", "-", "LLC", "met"]), max_size=4))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_a_marked_word_is_in_nothing_that_is_made_of_it(word: str, others: list[str]) -> None:
    text = " ".join([*others, word])
    made = [make(text) for make in MAKERS] + [WORDS.email(f"{word}@{word}.example"), WORDS.file(f"{word}.pdf"), WORDS.phone(f"{word} 1")]
    assert [one for one in made if word.casefold() in one.casefold()] == []


@given(first=MARKED, last=MARKED, number=st.integers(0, 99_999))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_what_belongs_together_stays_together(first: str, last: str, number: int) -> None:
    whole = WORDS.name(f"{first} {last}")
    assert whole == f"{WORDS.name(first)} {WORDS.name(last)}"
    assert WORDS.numbered(f"{number:05}-{last}") == f"{number:05}-{WORDS.name(last)}"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("+1 (212) 555-0100", r"\+\d \(\d{3}\) \d{3}-\d{4}"),
        ("ada@okafor.example", r"[a-z]+\.[0-9a-f]{6}@[a-z]+\.test"),
        ("https://app.example/x?signature=abc", r"https://scrubbed\.test/[0-9a-f]+"),
        ("AB-1234", r"[A-Z]{2}-\d{4}"),
        ("They will sign in June", r"([A-Za-z]+ ){4}[a-z]+\."),
    ],
)
def test_the_form_of_a_text_stays(text: str, form: str) -> None:
    made = WORDS.anything(text)
    assert made != text
    assert re.fullmatch(form, made), made


def test_a_name_keeps_its_first_letters_and_its_legal_form() -> None:
    made = WORDS.name("O'Brien & Partners LLC, Ada")
    assert [word[0] for word in LETTERS.findall(made)] == ["O", "B", "P", "L", "A"]
    assert "LLC" in made
    assert made != WORDS.name("O'Brien & Partners LLC, Bob")


def test_another_seed_makes_other_words() -> None:
    assert MadeUp("one").name("Okafor Lindqvist") != MadeUp("two").name("Okafor Lindqvist")
