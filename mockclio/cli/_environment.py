"""Write docs/environment.md from the flags of all verbs: `python -m mockclio.cli._environment`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from mockclio.cli import main as command_line
from mockclio.cli._options import TOKEN_VARIABLES
from mockclio.cli._variables import SHARED, flag_of

PAGE = Path("docs/environment.md")
SERVE = ("serve",)
HEAD = """# Environment variables

`make environment` writes this page from the flags; do not edit it.

Every flag has a variable, by one rule:

- A flag of `serve`, and `--url`, `--control-token` and `--world` of the other verbs, is `MOCKCLIO_<FLAG>`.
- Every other flag is `MOCKCLIO_<VERB>_<FLAG>`.
- The bearer token of a verb that calls the API (`api`, `trigger`) is `--token`, then `MOCKCLIO_TOKEN`, then `CLIO_TOKEN`, then the token of
  the world. A `--world` on the line goes before a token of the environment. Exports as curl read the same variables.
- `record` and `verify` read the token of a real account from `MOCKCLIO_RECORD_TOKEN` and `MOCKCLIO_VERIFY_TOKEN` alone. `api --region` asks
  Clio with the bearer token of the rule before, and never with that of a world.

A flag on the line goes before its variable. A switch is on with `1` or `true`, and off with `0` or `false`. Where a flag may be repeated,
the variable holds several values with spaces between them, as in `MOCKCLIO_ALLOW_WEBHOOK_HOST="app host.docker.internal"`. `serve` also
reads `PORT`, after `MOCKCLIO_PORT`.

## What the program under test gets

`mockclio run` and `environment()` set `CLIO_BASE_URL`, `CLIO_API_URL` (the same with `/api/v4`), `CLIO_TOKEN`, `CLIO_CLIENT_ID` and
`CLIO_CLIENT_SECRET` for the program under test; `run` also sets `CLIO_REGION`. For verbs of mockclio they set `MOCKCLIO_URL`,
`MOCKCLIO_TOKEN` and `MOCKCLIO_WORLD`. `NO_PROXY` gets `127.0.0.1` and `localhost`; what it had stays. `run --intercept` adds to
`PYTHONPATH`, `NODE_OPTIONS` and `NO_PROXY`, and sets two variables for the patch itself (docs/intercept.md).

## Which server is asked

Without `--url` a verb asks the server that `mockclio serve` starts in the same environment: its address follows `MOCKCLIO_HOST`,
`MOCKCLIO_PORT` (or `PORT`) and `MOCKCLIO_TLS`. In a container, `mockclio health` and `docker exec ... mockclio requests` need no flag.
A server that listens on every address (`0.0.0.0`, `::`) is asked on this machine. An address of this machine is asked without a proxy, and
the certificate of `serve --tls` is accepted there as it is.

## Containers, proxies and browsers

- **Webhooks**: `--allow-webhook-host app` lets the mock send to a host beyond its machine, such as a service of compose or
  `host.docker.internal`, over http too. The profile `clio` takes https alone.
- **OAuth**: `--allow-redirect-host app` lets `dev-client`, and the applications of other worlds, take redirect URIs on that host.
- **Names**: `--allow-host mock` lets the server answer to that name. The certificate of `--tls` has it too, beside the names of this
  machine, of Clio's regions, and `host.docker.internal`.
- **Behind a proxy**: `--base-url https://mock.example.test` begins all addresses in answers with that origin, and answers to its name.
  `--trusted-proxy 10.0.0.0/8` believes `X-Forwarded-Proto`, `-Host`, `-Port` and `-For` of callers in that network, and of nobody else. The
  header `Forwarded` is not read.
- **Browsers**: `--cors http://localhost:5173` lets pages of that origin use the API, the OAuth tokens and the file store, and read the
  answers. It is off by default, as at the service. The control interface is never open to another origin.

"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """The page, as the flags are now."""
    return HEAD + "\n".join(_tables()) + "\n"


def verbs(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every verb that has flags, with the words that call it."""
    if words:
        yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from verbs(inner, (*words, name))


def _tables() -> Iterator[str]:
    options = [(words, one) for words, verb in verbs(command_line) for one in verb.params if isinstance(one, click.Option)]
    others = [(words, one) for words, one in options if words != SERVE]
    shared = {flag_of(one): one for _, one in others if is_shared(one)}
    own = [(words, one) for words, one in others if not is_shared(one)]
    yield from ("## `mockclio serve`\n", *_table(one for words, one in options if words == SERVE))
    yield from ("\n## Verbs that talk to a server\n", *_table(shared.values()))
    yield "\n## Other flags\n"
    for verb in dict.fromkeys(words for words, _ in own):
        yield f"- `{' '.join(verb)}`: {', '.join(f'`{one.envvar}`' for words, one in own if words == verb)}"


def is_shared(option: click.Option) -> bool:
    """Whether verbs have the flag in common, with one variable."""
    return flag_of(option) in SHARED or option.envvar == TOKEN_VARIABLES


def _table(options: Iterable[click.Option]) -> Iterator[str]:
    yield from ("| variable | flag | meaning |", "|---|---|---|")
    for one in options:
        names = [one.envvar] if isinstance(one.envvar, str) else one.envvar or ()
        meaning = " ".join((one.help or "").split()).replace("|", "\\|")
        yield f"| {', '.join(f'`{name}`' for name in names)} | `{flag_of(one)}` | {meaning} |"


if __name__ == "__main__":
    main()
