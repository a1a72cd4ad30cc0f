"""`python -m tests.fuzz PARSER [--cases N] [--seconds S] [--seed N]`, and `--all --seconds 60` for each parser in turn.

With atheris it is guided by coverage. Without it, texts and words are mixed by a seeded source. A case that takes over a second, and an
exception that is not a refusal of the parser, is a finding: the case is written to `.fuzz/`, and the exit code is not 0.
"""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from contextlib import nullcontext, suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fuzz.parsers import Parser

SLOW = 1.0
"""The seconds of the processor that a case may take."""
FOLDER = Path(".fuzz")
LONGEST = 4_096


class Slow(Exception):
    """A case took too long."""


def atheris() -> Any:
    """The module, if it is installed."""
    try:
        import atheris as module
    except ImportError:
        return None
    return module


def load(name: str, module: Any) -> Parser:
    with module.instrument_imports(include=["mockclio"]) if module else nullcontext():
        from mockclio import assembly
        from tests.fuzz.parsers import PARSERS
    assert assembly
    if name not in PARSERS:
        sys.exit(f"{name}: there is no such parser; there are {', '.join(PARSERS)}")
    return PARSERS[name]


def case(parser: Parser, data: bytes) -> None:
    """Run one case. It raises what is a finding."""
    before = time.thread_time()
    with suppress(*parser.refusals):
        parser.run(data)
    taken = time.thread_time() - before
    if taken > SLOW:
        raise Slow(f"{taken:.1f} s")


def guided(module: Any, parser: Parser, options: Namespace) -> None:
    FOLDER.mkdir(exist_ok=True)
    corpus = FOLDER / options.parser
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(parser.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = FOLDER / f"{options.parser}.dict"
    words.write_text("".join(f'"{"".join(f"{chr(92)}x{byte:02x}" for byte in word)}"\n' for word in parser.words))
    flags = [f"-seed={options.seed}", f"-max_len={LONGEST}", f"-artifact_prefix={FOLDER}/{options.parser}-"]
    flags += [f"-dict={words}"] if parser.words else []
    flags += [f"-runs={options.cases}"] if options.cases else []
    flags += [f"-max_total_time={options.seconds}"] if options.seconds else []
    module.Setup([sys.argv[0], *flags, "-print_final_stats=1", "-verbosity=0", str(corpus)], lambda data: case(parser, data))
    module.Fuzz()


def mixed(parser: Parser, options: Namespace) -> None:
    """Cases from seeds and words, by a seeded source."""
    random, begun, number = Random(options.seed), time.monotonic(), 0
    pool = list(parser.seeds)
    while (not options.cases or number < options.cases) and (not options.seconds or time.monotonic() - begun < options.seconds):
        data = mutated(random, pool, parser.words)
        number += 1
        try:
            case(parser, data)
        except Exception as error:
            FOLDER.mkdir(exist_ok=True)
            place = FOLDER / f"{options.parser}-{number}"
            place.write_bytes(data)
            print(f"{options.parser}: {type(error).__name__}: {str(error)[:300]}: the case is in {place}: {data[:200]!r}")
            raise
    print(f"{options.parser}: {number} cases, no finding")


def mutated(random: Random, pool: list[bytes], words: tuple[bytes, ...]) -> bytes:
    data = bytearray(random.choice(pool))
    for _ in range(random.randint(1, 8)):
        place = random.randint(0, len(data))
        kind = random.randint(0, 5)
        if kind == 0:
            data[place:place] = random.randbytes(random.randint(1, 8))
        elif kind == 1:
            del data[place : place + random.randint(1, 8)]
        elif kind == 2 and words:
            data[place:place] = random.choice(words)
        elif kind == 3:
            data[place:place] = data[place : place + random.randint(1, 32)] * random.randint(1, 20)
        elif kind == 4 and data:
            data[min(place, len(data) - 1)] = random.randint(0, 255)
        else:
            data[place:place] = str(random.choice((0, -1, 2**31, 2**63, 10**30))).encode()
    return bytes(data[:LONGEST])


def every(options: Namespace) -> int:
    """Each parser in a process of its own, for its part of the seconds."""
    from tests.fuzz.parsers import PARSERS

    part = max(1, options.seconds // len(PARSERS))
    failed = []
    for name in PARSERS:
        command = [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(part), "--seed", str(options.seed)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout[-3_000:], done.stderr[-3_000:])
        else:
            print(f"{name}: no finding in {part} s")
    return 1 if failed else 0


def main() -> None:
    parser = ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("parser", nargs="?")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--cases", type=int, default=0)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.all:
        sys.exit(every(options))
    module = atheris()
    chosen = load(options.parser, module)
    if not options.cases and not options.seconds:
        options.cases, options.seconds = 100_000 if chosen.is_file else 1_000_000, 1_200
    guided(module, chosen, options) if module else mixed(chosen, options)


if __name__ == "__main__":
    main()
