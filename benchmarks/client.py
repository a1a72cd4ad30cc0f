"""What the typed client costs: a call against a bare httpx call on the same transport, and its import: `python -m benchmarks.client`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import httpx

from mockclio import Clio, MockClio
from mockclio.handle.transport import InProcess
from mockclio.mock import IN_PROCESS

ROUNDS, CALLS = 9, 200
LIMIT = 1.3
IMPORT_LIMIT = 150.0
FIELDS = "id,etag,display_number,description,status,client{id,name}"


def timed(call: Callable[[], object], calls: int = CALLS) -> float:
    """Microseconds of one call, of many in a row; of processor time, because nothing here waits and others may use the machine."""
    before = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - before) / calls * 1e6


def compared(name: str, bare: Callable[[], object], typed: Callable[[], object]) -> float:
    """The ratio of medians over alternating rounds, printed with them."""
    bare(), typed()
    rounds = [(timed(bare), timed(typed)) for _ in range(ROUNDS)]
    plain, ours = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(right / left for left, right in rounds)
    print(f"{name:24} bare httpx {plain:8.0f} us   Clio {ours:8.0f} us   ratio {ratio:.2f} (limit {LIMIT})")
    return ratio


def importing(code: str) -> float:
    """Milliseconds that a new interpreter needs for the code, beyond what an empty one needs."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run(text: str) -> float:
        before = time.perf_counter()
        subprocess.run([sys.executable, "-c", text], env=environment, check=True)
        return (time.perf_counter() - before) * 1e3

    run(code)
    return statistics.median(run(code) - run("pass") for _ in range(ROUNDS))


def main() -> None:
    with MockClio("small") as mock:
        transport = InProcess(mock._answer)
        headers = {"Authorization": f"Bearer {mock.token}"}
        http = httpx.Client(transport=transport, base_url=IN_PROCESS, headers=headers)
        clio = Clio(mock.token, base_url=IN_PROCESS, transport=transport)
        id = clio.matters.list().first().id  # type: ignore[union-attr]  # the firm has matters
        matters = clio.matters.select(FIELDS)

        def bare_get() -> str:
            return http.get(f"/api/v4/matters/{id}.json", params={"fields": FIELDS}).json()["data"]["client"]["name"]

        def bare_page() -> list[str]:
            return [row["client"]["name"] for row in http.get("/api/v4/matters.json", params={"fields": FIELDS}).json()["data"]]

        def bare_update() -> str:
            sent = {"data": {"description": "x"}}
            return http.patch(f"/api/v4/matters/{id}.json", params={"fields": FIELDS}, json=sent).json()["data"]["description"]

        ratios = [
            compared("get", bare_get, lambda: matters.get(id).client.name),
            compared("list, one page of 21", bare_page, lambda: [row.client.name for row in matters.list()]),
            compared("update", bare_update, lambda: matters.update(id, description="x").description),
        ]
    taken = importing("from mockclio import Clio")
    print(f"import of Clio           {taken:.0f} ms beyond bare Python (limit {IMPORT_LIMIT:.0f})")
    if max(ratios) > LIMIT or taken > IMPORT_LIMIT:
        sys.exit("a limit was passed")


if __name__ == "__main__":
    main()
