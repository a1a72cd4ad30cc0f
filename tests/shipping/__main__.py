"""`make test-shipping`: what is shipped is built and used as its users would, outside the checkout.

The wheel and the sdist are built first, in a temporary folder that is removed at the end. Exit codes: 0 all passed, 1 something failed.
What needs a program that this machine lacks is skipped, which `MOCKCLIO_REQUIRE_ALL=1` turns into a failure.
`python -m tests.shipping NAME...` runs only the steps of those names.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.shipping import building, files, image, installing
from tests.shipping.steps import Failed, Skipped

STEPS: dict[str, Callable[[Path, Path], None]] = {
    "dockerfile": files.check_dockerfile,
    "compose": files.check_compose,
    "workflows": files.check_workflows,
    "image": image.check,
    "pythons": installing.check_pythons,
    "pipx": installing.check_pipx,
    "uvx": installing.check_uvx,
    "action": installing.check_action,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        raise SystemExit(f"no step is called {', '.join(unknown)}; there are {', '.join(STEPS)}")
    with tempfile.TemporaryDirectory(prefix="mockclio-shipping-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # the user of the container must get into it
        began = time.monotonic()
        try:
            wheel = building.check(home)
        except Failed as error:
            print(f"failed  build: {error}")
            return 1
        print(f"passed  build in {time.monotonic() - began:.1f} s", flush=True)
        outcomes = ["passed", *(attempt(name, home, wheel) for name in names or STEPS)]
    passed, failed, skipped = (outcomes.count(outcome) for outcome in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    return 1 if failed else 0


def attempt(name: str, home: Path, wheel: Path) -> str:
    began = time.monotonic()
    outcome, reason = "passed", ""
    folder = home / name
    folder.mkdir()
    try:
        STEPS[name](folder, wheel)
    except Skipped as missing:
        outcome, reason = ("failed" if os.environ.get("MOCKCLIO_REQUIRE_ALL") == "1" else "skipped"), str(missing)
    except Failed as error:
        outcome, reason = "failed", str(error)
    print(f"{outcome}  {name} in {time.monotonic() - began:.1f} s" + (f": {reason}" if reason else ""), flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
