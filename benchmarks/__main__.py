"""The promised figures as medians of five alternating rounds: `python -m benchmarks`."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.firms import write
from benchmarks.server import Server
from mockclio.catalog import operations

ROUNDS = 5
SIZES = (1_000, 100_000)
PAGE = "/api/v4/matters.json?fields=id,display_number,client%7Bname%7D&limit=200"


def everything(server: Server) -> None:
    """One request of each operation."""
    for operation in operations().values():
        path = operation.path
        for name in operation.path_parameters:
            path = path.replace(f"{{{name}}}", "1048600")
        server.request(operation.method, f"/api/v4{path}.json", b'{"data":{}}' if operation.body else None)


def small() -> dict[str, float]:
    with Server("small") as server:
        figures = {"ready, small (ms)": server.ready}
        everything(server)
        figures["resident after every operation (MB)"] = server.resident
        return figures


def sized(firm: Path, matters: int) -> dict[str, float]:
    with Server(str(firm)) as server:
        last = json.loads(server.get("/api/v4/matters.json?order=id(desc)&limit=1"))["data"][0]["id"]
        show = f"/api/v4/matters/{last}.json"
        for path in (show, PAGE):
            server.timed(path, 50)
        return {
            f"show, {matters:,} matters (ms)": server.timed(show, 500),
            f"page of 200, {matters:,} matters (ms)": server.timed(PAGE, 100),
        }


def main() -> None:
    rounds: list[dict[str, float]] = []
    with TemporaryDirectory() as folder:
        firms = {matters: write(Path(folder) / f"{matters}.json", matters) for matters in SIZES}
        small()  # the first start writes the compiled modules
        for _ in range(ROUNDS):
            figures = small()
            for matters, firm in firms.items():
                figures.update(sized(firm, matters))
            rounds.append(figures)
    medians = {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}
    for name, value in medians.items():
        spread = f"{min(figures[name] for figures in rounds):.2f} to {max(figures[name] for figures in rounds):.2f}"
        print(f"{name:45} {value:8.2f}   ({spread})")
    few, many = (f"{matters:,} matters (ms)" for matters in SIZES)
    for kind in ("show", "page of 200"):
        print(f"{kind}, many to few {medians[f'{kind}, {many}'] / medians[f'{kind}, {few}']:33.2f}")


if __name__ == "__main__":
    main()
