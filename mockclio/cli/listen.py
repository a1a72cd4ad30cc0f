"""The verb `listen`: a receiver of webhooks that verifies signatures, sends the given answers, and records posts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

import click

from mockclio.cli import _port

if TYPE_CHECKING:
    import socket

    from mockclio.webhooks.receiver import Received, Receiver

SHOWN = 200
THREADS = 8
LEFT_OPEN = 100
"""Connections that may wait for an answer that never comes; the oldest is closed for the next."""


def _answers(context: click.Context, parameter: click.Parameter, text: str) -> list[int | None]:
    words = [word.strip() for word in text.split(",")]
    if not all(word == "none" or (word.isascii() and word.isdigit() and 200 <= int(word) <= 599) for word in words):
        raise click.BadParameter(f"{text!r}: write statuses from 200 to 599, or none for no answer, with commas, as in 500,none,200")
    return [None if word == "none" else int(word) for word in words]


@click.command("listen")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=9000, show_default=True, help="Port; 0 picks a free one.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Answer to this host name too, as of a tunnel; may be repeated.")
@click.option(
    "--respond",
    default="200",
    callback=_answers,
    show_default=True,
    help="Answers to events in turn, the last one from then on: statuses, or none to leave the sender without an answer.",
)
@click.option("--silent", is_flag=True, help="Answer handshakes without the secret, as one who activates later.")
@click.option("--secret", default="", help="The secret of webhooks whose handshake came before; others tell theirs in the handshake.")
@click.option("--delay", type=click.FloatRange(0, 600), default=0, help="Seconds that it takes to answer an event.")
@click.option("--record", type=click.Path(dir_okay=False, path_type=Path), help="Append each post to this file, for `mockclio replay`.")
@click.option("--count", type=click.IntRange(1), help="Stop after so many posts. Exits with 1 if a signature was wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print each post as one line of JSON.")
def listen(
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    respond: list[int | None],
    silent: bool,
    secret: str,
    delay: float,
    record: Path | None,
    count: int | None,
    as_json: bool,
) -> None:
    """Receive webhooks until interrupted. Example: mockclio listen --port 9000 --respond 500,none,200"""
    import signal
    from threading import Thread

    from mockclio.catalog.loopback import is_loopback
    from mockclio.server import serve
    from mockclio.server.guard import RECEIVER, Guarded
    from mockclio.store.settings import HostPolicy
    from mockclio.webhooks.receiver import Receiver

    done = Event()
    receiver = CountingReceiver(Receiver(*respond, echo=not silent), secret, delay, lambda post: _print(post, record, as_json), count, done)
    try:
        sockets = serve.listen(host, port)
    except serve.PortTaken as taken:
        raise click.ClickException(_port.taken(taken)) from None
    policy = HostPolicy(not is_loopback(host), frozenset(map(str.lower, allow_host)))
    server = serve.Waitress(Guarded(receiver, RECEIVER, policy), sockets, THREADS)
    Thread(target=server.run, daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    print(f"ready http://{f'[{host}]' if ':' in host else host}:{sockets[0].getsockname()[1]}", flush=True)
    while not done.wait(0.5):
        pass
    server.stop()
    receiver.close()
    sys.exit(1 if receiver.wrong else 0)


class CountingReceiver:
    """A receiver that reports each post and counts wrong signatures in `wrong`."""

    def __init__(
        self, receiver: Receiver, secret: str, delay: float, report: Callable[[Received], None], count: int | None, done: Event
    ) -> None:
        self._receiver, self._secret, self._delay, self._report, self._left, self._done = receiver, secret, delay, report, count, done
        self._lock = Lock()
        self._open: list[socket.socket] = []
        self.wrong = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        from mockclio.webhooks.receiver import Unanswered

        if self._delay and "HTTP_X_HOOK_SECRET" not in environ:
            self._done.wait(self._delay)
        with self._lock:
            if self._secret:
                self._learn(environ)
            try:
                answer = self._receiver(environ, start_response)
            except Unanswered:
                answer = self._silence(environ, start_response)
            post = self._receiver.received.pop()
            self.wrong += post.verified is False
            self._report(post)
            if self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self._done.set()
        return answer

    def _silence(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Keep the connection open without an answer, so that the sender waits until its timeout."""
        from mockclio.server.streams import handed_over, take_socket

        sock = take_socket(environ)
        if sock is not None:
            self._open.append(sock)
        for old in self._open[:-LEFT_OPEN]:
            old.close()
        self._open = self._open[-LEFT_OPEN:]
        start_response("200 OK", [])
        return handed_over()

    def close(self) -> None:
        for sock in self._open:
            sock.close()

    def _learn(self, environ: dict[str, Any]) -> None:
        """Store the secret under the id of the webhook that posts."""
        from io import BytesIO

        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        try:
            self._receiver.secrets.setdefault(json.loads(body)["meta"]["webhook_id"], self._secret)
        except (ValueError, KeyError, TypeError):
            return


def _print(post: Received, record: Path | None, as_json: bool) -> None:
    text = post.body.decode("utf-8", "replace")
    row = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "event": _event(post),
        "path": post.path,
        "headers": post.headers,
        "body": text,
        "verified": post.verified,
        "status": post.status,
        "reason": post.reason,
    }
    if record:
        _append(record, json.dumps(row))
    signature = {True: "signature valid", False: "signature wrong", None: "signature unknown: no handshake came, and no --secret is given"}
    reason = post.reason or ("" if post.handshake else signature[post.verified])
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
    answer = f"{post.status or 'no answer'}{f' ({reason})' if reason else ''}"
    print(json.dumps(row) if as_json else f"{row['at']} {row['event']} -> {answer} {shown}", flush=True)


def _append(path: Path, line: str) -> None:
    """Append a line to a file that only this user can read. A handshake in it holds a secret."""
    try:
        with open(path, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(f"{line}\n")
    except OSError as error:
        print(f"{path} cannot be written ({error.strerror}): posts are answered, and not recorded", file=sys.stderr, flush=True)


def _event(post: Received) -> str:
    try:
        return post.event
    except (ValueError, KeyError, TypeError):
        return "not a delivery"
