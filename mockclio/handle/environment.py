"""The environment variables that tell code where a mock is.

`CLIO_*` is for the program under test, `MOCKCLIO_*` for verbs of the command line.
"""

from __future__ import annotations

from collections.abc import Mapping

THIS_MACHINE = ("127.0.0.1", "localhost")


def variables(url: str, token: str, world: str, application: tuple[str, str], around: Mapping[str, str]) -> dict[str, str]:
    """The variables of a world at an address. `application` is a client id with its secret.

    `around` is the environment that they are added to: its NO_PROXY keeps its hosts.
    """
    return {
        "CLIO_BASE_URL": url,
        "CLIO_API_URL": f"{url}/api/v4",
        "CLIO_TOKEN": token,
        "CLIO_CLIENT_ID": application[0],
        "CLIO_CLIENT_SECRET": application[1],
        "MOCKCLIO_URL": url,
        "MOCKCLIO_TOKEN": token,
        "MOCKCLIO_WORLD": world,
        **{name: _without_proxy(around.get(name, "")) for name in ("NO_PROXY", "no_proxy")},
    }


def _without_proxy(hosts: str) -> str:
    named = [host for host in hosts.split(",") if host]
    return ",".join(dict.fromkeys([*named, *THIS_MACHINE]))
