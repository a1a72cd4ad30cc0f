"""The relay: TLS under Clio's names on this machine, in front of the plain address of a mock. One thread passes the bytes on, both ways."""

from __future__ import annotations

import asyncio
import socket
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from threading import Thread
from urllib.parse import urlsplit

PIECE = 65_536


@contextmanager
def relaying(url: str) -> Iterator[tuple[str, int]]:
    """Relay to the server at `url` while the context is open. Gives the address of the relay: a host and a port."""
    relay = Relay(url)
    try:
        yield relay.address
    finally:
        relay.stop()


@cache
def identity() -> tuple[ssl.SSLContext, str]:
    """The TLS context of all relays of this process, and its certificate authority as PEM. Its key is in no file afterwards."""
    from mockclio.server.tls import EXTRA, Certificate

    try:
        made = Certificate()
    except ImportError:
        raise ImportError(f"to intercept {EXTRA.partition(' needs ')[2]}") from None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*made.files)
    made.remove()
    return context, made.authority


class Relay:
    """A thread with an event loop of its own, so that it runs beside any other loop and beside code that blocks."""

    def __init__(self, url: str) -> None:
        """Listen on a free port of this machine."""
        self._tls, _ = identity()
        self._upstream = urlsplit(url)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._listening.getsockname()
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._open: dict[asyncio.Task[None], StreamWriter] = {}
        self._thread = Thread(target=self._run, name="mockclio-relay", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End all connections."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._accept, sock=self._listening, ssl=self._tls)
        await self._stopped.wait()
        server.close()
        for writer in self._open.values():
            writer.transport.abort()
        if self._open:
            await asyncio.wait(self._open)

    def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = self._loop.create_task(self._pass(reader, writer))
        self._open[task] = writer
        task.add_done_callback(self._open.pop)

    async def _pass(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Pass the bytes of one connection on until one side ends it."""
        secure = self._upstream.scheme == "https"
        port = self._upstream.port or (443 if secure else 80)
        try:
            there_reader, there_writer = await asyncio.open_connection(self._upstream.hostname, port, ssl=secure or None)
        except OSError:  # the mock has ended: the client sees a connection that ends without an answer
            writer.close()
            return
        await asyncio.gather(_pump(reader, there_writer), _pump(there_reader, writer))


async def _pump(reader: StreamReader, writer: StreamWriter) -> None:
    """Write what is read, until there is no more. Then the other side ends too."""
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
