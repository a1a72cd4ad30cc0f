"""The verb `record`: a proxy before a real account that writes a scrubbed recording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mockclio.cli import _port

THREADS = 8


@click.command("record")
@click.option("--upstream", required=True, help="The account's origin, as in https://app.clio.com; http only on this machine.")
@click.option("--token", required=True, help="The token that the account is read with; better in MOCKCLIO_RECORD_TOKEN than on the line.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default="recording.jsonl", show_default=True, help="The file.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="Port on 127.0.0.1; 0 picks a free one.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Answer to this host name too; may be repeated.")
@click.option("--allow-writes", is_flag=True, help="Pass on more than GET. What is written changes the account.")
@click.option("--scale", type=click.FloatRange(min=0, min_open=True), default=1.0, show_default=True, help="Multiply all money by this.")
@click.option("--map-ids", is_flag=True, help="Write other ids; their order stays.")
@click.option("--seed", "number", default="", help="What to draw made-up names by; keep it to yourself. Drawn anew if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print the address, and at the end the count, as JSON.")
def record(
    upstream: str,
    token: str,
    output: Path,
    port: int,
    allow_host: tuple[str, ...],
    allow_writes: bool,
    scale: float,
    map_ids: bool,
    number: str,
    as_json: bool,
) -> None:
    """Pass calls on to an account, and write down what it answers, scrubbed, until SIGTERM or Ctrl-C.

    Names, addresses, texts and file names become made-up ones, the same always the same. Tokens are never written.
    `mockclio seed --from FILE` makes a firm of the recording.

    Example: mockclio record --upstream https://app.clio.com --token $TOKEN --port 8429 --output office.jsonl
    """
    import json
    import secrets
    import signal

    from mockclio.server.guard import RECORDING, Guarded
    from mockclio.server.serve import PortTaken, Waitress, listen
    from mockclio.store.settings import HostPolicy
    from mockclio.testing.recording.proxy import Proxy, WrongUpstream
    from mockclio.testing.recording.scrub import Scrubber
    from mockclio.testing.recording.tape import Head, Tape, WrongRecording

    try:
        tape = Tape(output, Head(scale, map_ids))
        scrubber = Scrubber(number or secrets.token_hex(16), scale=scale, map_ids=map_ids)
        proxy = Proxy(upstream, token, tape, scrubber, writes=allow_writes)
        sockets = listen("127.0.0.1", port)
    except (WrongUpstream, WrongRecording) as error:
        raise click.UsageError(str(error)) from None
    except PortTaken as taken:
        raise click.ClickException(_port.taken(taken)) from None
    guarded = Guarded(proxy, RECORDING, HostPolicy(hosts=frozenset(map(str.lower, allow_host))))
    server = Waitress(guarded, sockets, THREADS)

    def stop(signum: int, frame: Any) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    click.echo(json.dumps({"url": url, "file": str(output)}) if as_json else f"ready {url}")
    try:
        server.run()
    except (SystemExit, KeyboardInterrupt):
        server.stop()
    finally:
        proxy.close()
        missed = f", {tape.missed} not written" if tape.missed else ""
        click.echo(json.dumps({"exchanges": tape.count}) if as_json else f"{output}: {tape.count} exchanges{missed}")
