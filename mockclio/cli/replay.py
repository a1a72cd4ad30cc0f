"""The verb `replay`: a scenario, played in a moment, or recorded deliveries, sent once more."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from mockclio.cli import _port
from mockclio.cli._control import UNREACHABLE, Control, control, fail

if TYPE_CHECKING:
    from mockclio.testing.scenarios import Report
    from mockclio.testing.scenarios.recording import Pace
    from mockclio.testing.scenarios.running import Target


@click.command("replay")
@click.argument("file", required=False)
@click.option("--to", metavar="URL", help="Your receiver. Without it a scenario has a receiver of its own.")
@click.option("--list", "listed", is_flag=True, help="List the scenarios that ship.")
@click.option("--timeout", type=click.FloatRange(1, 3600), default=30.0, show_default=True, help="Seconds that a scenario may take.")
@click.option("--api-port", type=click.IntRange(0, 65535), help="Serve the scenario's firm here, for a receiver that asks the API back.")
@click.option(
    "--pace",
    type=click.Choice(["once", "recorded", "clock"]),
    default="once",
    show_default=True,
    help="A recording: all at once, as recorded, or by the clock of the server at --url.",
)
@click.option("--secret", default="", help="A recording: the secret that your receiver knows, in place of a handshake.")
@click.option("--allow-webhook-host", "hosts", multiple=True, metavar="HOST", help="Send to this host too; may be repeated.")
@click.option("--webhook-ca", type=click.Path(exists=True, dir_okay=False), help="Certificates to trust for https, beside the usual ones.")
@control()
def replay(
    server: Control,
    file: str | None,
    to: str | None,
    listed: bool,
    timeout: float,
    api_port: int | None,
    pace: str,
    secret: str,
    hosts: tuple[str, ...],
    webhook_ca: str | None,
) -> None:
    """Play FILE: a scenario (a path, or a name that ships), or recorded deliveries. Exits with 1 when an expectation fails.

    Example: mockclio replay receiver_down_then_back --to http://127.0.0.1:9000/
    """
    from mockclio.server.serve import PortTaken
    from mockclio.testing.scenarios import WrongFile, run, scenario
    from mockclio.testing.scenarios import recording as recordings

    if listed:
        _list(server.as_json)
        return
    if file is None:
        raise click.UsageError(f"name a file, or a scenario that ships: {', '.join(scenario.shipped())}")
    target = _target(to, hosts, webhook_ca, api_port) if to else None
    try:
        path = scenario.find(file)
        data, lines = recordings.parsed(scenario.read(path), str(path))
        if isinstance(data, list) or (isinstance(data, dict) and "deliveries" in data):
            result = recordings.of(data, lines, str(path))
            if target is None:
                raise click.UsageError(f"{path} is a recording: say with --to where it goes, as in --to http://127.0.0.1:9000/")
            _reach(target)
            _print(recordings.replay(result, target, _pace(pace, server), secret), server.as_json)
        else:
            played = scenario.of(data, lines, str(path))
            if target:
                _reach(target)
            _print(run(played, target, limit=timeout), server.as_json)
    except WrongFile as wrong:
        raise click.UsageError(str(wrong)) from None
    except PortTaken as taken:
        raise click.ClickException(_port.taken(taken, "--api-port")) from None


def _list(as_json: bool) -> None:
    from mockclio.testing.scenarios import load, shipped

    rows = [{"name": name, "title": result.title, "about": result.about} for name in shipped() for result in [load(name)]]
    width = max(len(row["name"]) for row in rows)
    click.echo(json.dumps(rows, indent=2) if as_json else "\n".join(f"{row['name']:{width}}  {row['title']}" for row in rows))


def _target(url: str, hosts: tuple[str, ...], authority: str | None, api_port: int | None) -> Target:
    from urllib.parse import urlsplit

    from mockclio.testing.scenarios.running import Target
    from mockclio.webhooks.hosts import Hosts

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter(f"{url!r}: write an http or https address, as in http://127.0.0.1:9000/hook", param_hint="--to")
    return Target(url, Hosts(frozenset(map(str.lower, hosts)), at_once=True), authority, api_port)


def _reach(target: Target) -> None:
    """Exit if no receiver listens at the address, or if the address is not allowed."""
    import socket
    from urllib.parse import urlsplit

    from mockclio.webhooks.hosts import Refused
    from mockclio.webhooks.lookup import within
    from mockclio.webhooks.sender import DEADLINE

    parts = urlsplit(target.url)
    refusal = target.hosts.refusal(target.url)
    if refusal:
        raise click.UsageError(refusal.replace("start it with", "allow it with"))
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        addresses = target.hosts.addresses(host, port, within(DEADLINE))
        socket.create_connection((addresses[0][1], port), timeout=5).close()
    except Refused as refused:
        raise click.UsageError(str(refused)) from None
    except OSError as error:
        fail(f"{target.url} does not answer ({error}): start your receiver first, or try `mockclio listen --port {port}`", UNREACHABLE)


def _pace(name: str, server: Control) -> Pace:
    from mockclio.testing.scenarios import recording

    if name == "recorded":
        return recording.in_real_time()
    if name == "clock":
        return recording.by_clock(lambda: str(server.get("clock", world=server.world)["now"]))
    return recording.at_once


def _print(report: Report, as_json: bool) -> None:
    text: Any = json.dumps(report.as_json(), indent=2) if as_json else report.render()
    click.echo(text)
    sys.exit(0 if report.passed else 1)
