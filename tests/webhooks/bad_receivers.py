"""Receivers behind bare sockets that do what no receiver should: hang, drip, flood and loop."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import Event, Thread

Behaviour = Callable[[socket.socket, Event], None]
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def hang(connection: socket.socket, end: Event) -> None:
    end.wait()


def drip(connection: socket.socket, end: Event) -> None:
    """A header line without end, a byte at a time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not end.wait(0.02):
        connection.sendall(b"a")


def drip_continue(connection: socket.socket, end: Event) -> None:
    while not end.wait(0.02):
        connection.sendall(CONTINUE)


def loop(connection: socket.socket, end: Event) -> None:
    """`100 Continue` as fast as it can."""
    while not end.is_set():
        connection.sendall(CONTINUE * 50)


def flood(connection: socket.socket, end: Event) -> None:
    """A body without end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not end.is_set():
        connection.sendall(b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n")


@contextmanager
def receiving(behaviour: Behaviour, *, handshakes: bool = False) -> Iterator[str]:
    """The address of a receiver. With `handshakes` it echoes them, and does what it does to the events after them."""
    end = Event()
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 32_768)  # so that it takes little of the processor while nobody reads

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(20)
            while handshakes and (secret := _secret(connection)):
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Hook-Secret: %b\r\nContent-Length: 0\r\n\r\n" % secret)
            behaviour(connection, end)

    def accept() -> None:
        with suppress(OSError):
            while True:
                Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

    Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        end.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _secret(connection: socket.socket) -> bytes:
    """The secret of a request that is a handshake. Empty for another one."""
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(65_536)
        if not more:
            raise ConnectionError
        head += more
    secrets = [line.partition(b": ")[2] for line in head.split(b"\r\n") if line.startswith(b"X-Hook-Secret")]
    return secrets[0] if secrets else b""


def main() -> None:
    """Print the addresses of one receiver of each kind, and serve until the process is ended."""
    with ExitStack() as stack:
        for behaviour in (hang, drip, flood, loop):
            print(stack.enter_context(receiving(behaviour, handshakes=True)), flush=True)
        Event().wait()


if __name__ == "__main__":
    main()
