"""Write clients from the served OpenAPI document with public generators, and use each; `make test-generators` calls this.

Each generator is a row of GENERATORS: it writes into the folder `client`, what it wrote is compiled, and its tour lists, shows, creates,
updates and deletes through it. Then its snippet of docs/openapi.md runs. The packages live in two environments under `.clients/`, made on
first use from the pinned versions that stand beside this file.

Exit codes: 0 every generator passed, 1 one failed. Without npm the TypeScript ones are skipped, which `MOCKCLIO_REQUIRE_ALL=1` turns into a
failure. `python -m tests.generators.run NAME` runs only the generator of that name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.clients import run as clients

HERE = Path(__file__).resolve().parent
HOME = clients.ROOT / ".clients" / "generators"
PAGE = clients.ROOT / "docs" / "openapi.md"
SERVED = "http://127.0.0.1:8428"
"""The address in the page."""
SECONDS = 360
"""What all of it may take together, once the packages are there."""
Command = list[str]


@dataclass(frozen=True)
class Generator:
    """A generator: its environment, and its commands. `{home}` is the environment, `{document}` the address of the
    document, `{script}` the tour or the snippet."""

    name: str
    prepare: Callable[[Path], object]
    home: str
    write: str
    compile: str
    run: str
    tour: str

    @property
    def suffix(self) -> str:
        return Path(self.tour).suffix


def prepare_python(home: Path) -> None:
    pins = HERE / "requirements.txt"
    if clients.changed(home, pins, sys.version):
        clients.install([sys.executable, "-m", "venv", "--clear", str(home)], home)
        clients.install([str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--requirement", str(pins)], home)
        clients.stamp(home, pins, sys.version)


def prepare_node(home: Path) -> None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise clients.Skipped("node and npm are not on the PATH")
    pins = HERE / "package.json"
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    if clients.changed(home, pins, version):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        shutil.copy(pins, home)
        clients.install([npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"], home)
        clients.stamp(home, pins, version)


def in_typescript(name: str, write: str, tour: str) -> Generator:
    compile = "node {home}/node_modules/typescript/bin/tsc --project tsconfig.json"
    return Generator(name, prepare_node, "node", f"node {{home}}/node_modules/{write}", compile, "node built/{script}.js", f"{tour}.ts")


def in_python(name: str, write: str, tour: str) -> Generator:
    compile = "{home}/bin/python -m compileall -q client"
    return Generator(name, prepare_python, "python", f"{{home}}/bin/{write}", compile, "{home}/bin/python {script}.py", f"{tour}.py")


GENERATORS = [
    in_typescript("openapi-typescript", "openapi-typescript/bin/cli.js {document} --output client/clio.ts", "openapi_typescript_tour"),
    in_typescript("hey-api", "@hey-api/openapi-ts/bin/run.js --input {document} --output client", "hey_api_tour"),
    in_python(
        "openapi-python-client",
        "openapi-python-client generate --url {document} --output-path client --meta none --overwrite",
        "openapi_python_client_tour",
    ),
    in_python(
        "datamodel-codegen",
        "datamodel-codegen --url {document} --allow-private-network --input-file-type openapi"
        " --output-model-type pydantic_v2.BaseModel --output client/clio.py",
        "datamodel_codegen_tour",
    ),
    in_python(
        "openapi-generator",
        "openapi-generator-cli generate --generator-name python --input-spec {document} --output client",
        "openapi_generator_tour",
    ),
]


def main(names: list[str]) -> int:
    unknown = set(names) - {one.name for one in GENERATORS}
    if unknown:
        raise SystemExit(f"no generator is called {', '.join(sorted(unknown))}; there are {', '.join(one.name for one in GENERATORS)}")
    chosen = [one for one in GENERATORS if not names or one.name in names]
    missing = {one.home: prepared(one) for one in chosen}
    end = time.monotonic() + SECONDS
    outcomes = [run(one, missing[one.home], end) for one in chosen]
    passed, failed, skipped = (outcomes.count(outcome) for outcome in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    return 1 if failed else 0


def prepared(one: Generator) -> tuple[str, str]:
    """Make the environment of a generator. An outcome and its reason, if it cannot be had; else nothing."""
    try:
        one.prepare(HOME / one.home)
    except clients.Skipped as missing:
        return ("failed" if os.environ.get("MOCKCLIO_REQUIRE_ALL") == "1" else "skipped"), str(missing)
    except clients.TourError as error:
        return "failed", str(error)
    return "", ""


def run(one: Generator, missing: tuple[str, str], end: float) -> str:
    started = time.monotonic()
    outcome, reason = missing if missing[0] else attempt(one, end)
    print(f"{outcome}  {one.name} in {time.monotonic() - started:.1f} s" + (f": {reason}" if reason else ""), flush=True)
    return outcome


def attempt(one: Generator, end: float) -> tuple[str, str]:
    try:
        use(one, end)
    except clients.TourError as error:
        return "failed", str(error)
    return "passed", ""


def use(one: Generator, end: float) -> None:
    """Write the client, compile it and walk its tour, in an empty folder and against a server that only it talks to."""
    scratch = HOME / "scratch" / one.name
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for name in (one.tour, "tsconfig.json"):
        shutil.copy(HERE / name, scratch)
    if one.home == "node":
        (scratch / "node_modules").symlink_to(HOME / "node" / "node_modules")
    else:
        (scratch / "client").mkdir()
    with clients.server(scratch) as url:
        (scratch / f"snippet{one.suffix}").write_text(snippet(one).replace(SERVED, url), "utf-8")
        for step, script in ((one.write, ""), (one.compile, ""), (one.run, Path(one.tour).stem), (one.run, "snippet")):
            words = [word.format(home=HOME / one.home, document=f"{url}/openapi.json", script=script) for word in step.split()]
            execute(words, scratch, url, end)


def section(one: Generator) -> str:
    """What the page says about a generator."""
    return PAGE.read_text("utf-8").partition(f"\n## {one.name}\n")[2].partition("\n## ")[0]


def snippet(one: Generator) -> str:
    (code,) = re.findall(r"```(?:ts|python)\n(.*?)```", section(one), re.DOTALL)
    return str(code)


def execute(command: Command, scratch: Path, url: str, end: float) -> None:
    local = "127.0.0.1,localhost"
    environment = os.environ | {
        "PYTHONPATH": "client" if (scratch / "client" / "setup.py").is_file() else "",  # a package that nobody installed
        "MOCKCLIO_URL": url,
        "MOCKCLIO_TOKEN": clients.TOKEN,
        "NO_PROXY": local,
        "no_proxy": local,
        "PYTHONUTF8": "1",
    }
    shown = f"`{' '.join(Path(word).name for word in command[:3])} ...`"
    try:
        done = subprocess.run(
            command,
            cwd=scratch,
            env=environment,
            timeout=max(1.0, end - time.monotonic()),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except subprocess.TimeoutExpired:
        raise clients.TourError(f"{shown} was still running when the {SECONDS} s of all generators were over") from None
    if done.returncode:
        raise clients.TourError(f"{shown} ended with exit code {done.returncode}:\n{done.stdout[-3000:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
