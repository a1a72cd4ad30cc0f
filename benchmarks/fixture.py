"""What the pytest fixture costs: a world a test, small and large, and a run of trivial tests: `python -m benchmarks.fixture`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mockclio.testing.server import Server

MATTERS = 10_000
TESTS = 1_000
ROUNDS, FORKS = 5, 200
LOAD = "import mockclio.testing.plugin"
TRIVIAL = """
import pytest

@pytest.mark.parametrize("number", range({tests}))
def test_trivial(mockclio, number):
    assert mockclio.token
"""


def fork_time(server: Server, firm: str) -> float:
    """Milliseconds to open and to close a world, of many in a row; of processor time, because nothing here waits."""
    before = time.process_time()
    for _ in range(FORKS):
        server.fork(firm).close()
    return (time.process_time() - before) / FORKS * 1e3


def costs(firms: dict[str, str]) -> dict[str, float]:
    """The median over alternating rounds, for each firm."""
    server = Server()
    for firm in firms.values():
        server.fork(firm).close()
    rounds = [{name: fork_time(server, firm) for name, firm in firms.items()} for _ in range(ROUNDS)]
    server.close()
    return {name: statistics.median(one[name] for one in rounds) for name in firms}


def run(folder: Path) -> float:
    """Seconds of a whole run of trivial tests, from exec to exit."""
    (folder / "test_trivial.py").write_text(TRIVIAL.format(tests=TESTS))
    before = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_trivial.py"], cwd=folder, check=True, stdout=-3)
    return time.perf_counter() - before


def loading() -> float:
    """Milliseconds that the plugin adds to the start of a run that does not use it."""

    def timed(code: str) -> float:
        text = f"import time, pytest; before = time.process_time(); {code}; print(time.process_time() - before)"
        return float(subprocess.run([sys.executable, "-c", text], check=True, capture_output=True).stdout) * 1e3

    timed(LOAD)
    return statistics.median(timed(LOAD) for _ in range(ROUNDS))


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        firm = folder / "firm.json"
        made = [sys.executable, "-m", "mockclio", "seed", "--matters", str(MATTERS), "--output", str(firm)]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        figures = costs({"small": "small", f"{MATTERS:,} matters": str(firm)})
        whole = run(folder)
    for firm_name, value in figures.items():
        print(f"{f'a world a test, {firm_name} (ms)':55} {value:8.3f}")
    print(f"{f'{TESTS:,} trivial tests (s)':55} {whole:8.3f}")
    print(f"{'the plugin at the start of a run (ms)':55} {loading():8.3f}")


if __name__ == "__main__":
    main()
