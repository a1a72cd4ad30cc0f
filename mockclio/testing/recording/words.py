"""Made-up words in place of real ones. Each is a function of a seed and the real one alone, so that the same always becomes the same.

A name becomes another with the same first letters, word by word: `Ada Okafor`, `00012-Okafor` and `AO` still belong together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property
from hashlib import blake2b

from mockclio.testing.recording.fields import words

LETTERS = re.compile(r"[^\W\d_]+")
STRAY = re.compile(r"[^\w\s.,&'()/:;!?+#@-]")
"""Signs that a made-up name does without, because they may be a name themselves."""
DIGITS = re.compile(r"\d+")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
PHONE = re.compile(r"\+?[\d\s().x/-]{7,}")
URL = re.compile(r"\w[\w+.-]*://\S+")
FILE = re.compile(r"(?P<stem>.*\S)\.(?P<end>[A-Za-z0-9]{1,5})")
KEPT = words("""llc llp inc ltd pllc plc lp corp co gmbh and of the for mr mrs ms mx dr prof jr sr ii iii iv""")
"""Words of names that say nothing about who it is."""
LONGEST = 60
SHORT_NUMBER = 5
"""Digits of a number inside a name that stay: a matter's number or a year, and no account number."""


class MadeUp:
    """The made-up words of one seed."""

    def __init__(self, seed: int | str) -> None:
        """Use a seed. The same seed gives the same words."""
        self._key = str(seed).encode()[:64]

    def draw(self, kind: str, text: str) -> int:
        """A number that only this seed gives this text."""
        return int.from_bytes(blake2b(f"{kind}\0{text}".encode("utf-8", "surrogatepass"), key=self._key, digest_size=12).digest())

    def word(self, real: str) -> str:
        """Another word with the same first letter, written as the real one is; a single letter stays."""
        if len(real) == 1 or real.casefold() in KEPT:
            return real if real.isascii() else "X"
        pool = names(real[0].upper())
        place = self.draw("word", real.casefold()) % len(pool)
        made = pool[place] if pool[place].casefold() != real.casefold() else pool[(place + 1) % len(pool)]
        return _written_like(real, made)

    def name(self, real: str) -> str:
        """A name of anybody or anything, word by word; long numbers in it are others too."""
        plain = STRAY.sub("", real)
        return DIGITS.sub(lambda result: self._number(result[0]), LETTERS.sub(lambda result: self.word(result[0]), plain))

    def numbered(self, real: str) -> str:
        """A name in which every number stays, as in `00012-Okafor`."""
        return LETTERS.sub(lambda result: self.word(result[0]), STRAY.sub("", real))

    def _number(self, digits: str) -> str:
        return digits if len(digits) <= SHORT_NUMBER and digits.isascii() else self.digits(digits)

    def digits(self, real: str) -> str:
        """As many other digits."""
        drawn = str(self.draw("digits", real)).zfill(32)
        made = "".join(drawn[-1 - place % 24] for place in range(len(real)))
        return made if made != real else "".join(str((int(digit) + 1) % 10) for digit in made)

    def code(self, real: str) -> str:
        """A text of the same form: letters for letters, digits for digits."""
        return LETTERS.sub(lambda result: self._spelled(result[0]), DIGITS.sub(lambda result: self.digits(result[0]), STRAY.sub("", real)))

    def _spelled(self, letters: str) -> str:
        drawn = self.draw("letters", letters)
        made = "".join(chr(65 + (drawn >> place * 4 & 15)) for place in range(min(len(letters), 20))).ljust(len(letters), "Q")
        made = made if made.casefold() != letters.casefold() else "Z" * len(letters)
        return made if letters.isupper() else made.lower()

    def email(self, real: str) -> str:
        """An address nobody has, with words that are made up as in names."""
        local, _, domain = real.rpartition("@")
        words = [self.word(word).lower() for word in LETTERS.findall(local)[:3]]
        mark = f"{self.draw('address', real.casefold()):024x}"[-6:]
        place = self.word((LETTERS.findall(domain) or ["mail"])[0]).lower()
        return f"{'.'.join([*words, mark])}@{place}.test"

    def phone(self, real: str) -> str:
        """A number in the same form."""
        return self.code(real)

    def url(self, real: str) -> str:
        """Return another address."""
        return f"https://scrubbed.test/{self.draw('url', real):024x}"[:40]

    def file(self, real: str) -> str:
        """A file name with the same ending."""
        parts = FILE.fullmatch(real)
        return f"{self.name(parts['stem'])}.{parts['end'].lower()}" if parts and parts["end"].lower() in ENDINGS else self.name(real)

    def text(self, real: str) -> str:
        """About as many words that say nothing."""
        count = min(len(real.split()), LONGEST)
        drawn = self.draw("text", real)
        words = [self._lorem[(drawn + place * (drawn % 89 + 1)) % len(self._lorem)] for place in range(count)]
        return " ".join(words).capitalize() + ("." if count > 2 else "")

    @cached_property
    def _lorem(self) -> tuple[str, ...]:
        from faker.providers.lorem.la import Provider

        return tuple(dict.fromkeys(Provider.word_list))

    def anything(self, real: str) -> str:
        """What the form of a text asks for: an address, a number, a link, a code, a word or a sentence."""
        for form, made in self._forms:
            if form.fullmatch(real):
                return made(real)
        if not LETTERS.search(real) or (DIGITS.search(real) and len(real.split()) == 1):
            return self.code(real)
        return self.text(real) if len(real.split()) > 1 else self.name(real)

    @cached_property
    def _forms(self) -> list[tuple[re.Pattern[str], Callable[[str], str]]]:
        return [(ADDRESS, self.email), (PHONE, self.phone), (URL, self.url)]


def _written_like(real: str, made: str) -> str:
    return made.upper() if real.isupper() else made.lower() if real.islower() else made


ENDINGS = words("""pdf doc docx txt rtf xls xlsx csv ppt pptx odt jpg jpeg png gif tif tiff zip eml msg html htm xml json mp3 mp4 wav""")


@cache
def names(letter: str) -> list[str]:
    """Faker's names that begin with the letter; all of them, where none does."""
    from faker.providers.person.en_US import Provider

    every = sorted({*Provider.first_names, *Provider.last_names})
    plain = [name for name in every if name.isalpha() and name.isascii() and len(name) > 2]
    results = [name for name in plain if name[0] == letter]
    return results if len(results) > 1 else plain
