"""Clients that ask Clio's own hosts reach a mock instead: in this process, and in a process that is started with `child_variables`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mockclio.handle.intercept.patch import ADDRESS, AUTHORITY, HOSTS, Route, patched, unproxied
from mockclio.handle.intercept.relay import identity, relaying

HERE = Path(__file__).parent


@contextmanager
def intercepting(url: str) -> Iterator[None]:
    """Send what this process asks of Clio's hosts to the mock at `url` while the context is open."""
    with relaying(url) as address:
        _announce(url)
        with patched(Route(address, identity()[1])):
            yield


@contextmanager
def child_variables(url: str, around: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The variables with which Python and Node send what they ask of Clio's hosts to the mock at `url`, while the context is open.

    `around` is the environment that they are added to: its PYTHONPATH, NODE_OPTIONS and NO_PROXY keep what they have.
    """
    with relaying(url) as (host, port):
        _announce(url)
        yield {
            ADDRESS: f"{host}:{port}",
            AUTHORITY: identity()[1],
            "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE / "hook"), around.get("PYTHONPATH", "")])),
            "NODE_OPTIONS": f"{around.get('NODE_OPTIONS', '')} --require {json.dumps(str(HERE / 'node.cjs'))}".strip(),
            **unproxied(around),
        }


def _announce(url: str) -> None:
    print(f"mockclio: requests to {', '.join(HOSTS)} go to {url}", file=sys.stderr, flush=True)
