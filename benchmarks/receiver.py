"""A receiver that does as little as it can: it echoes handshakes, says 200 to the rest. `python -m benchmarks.receiver`."""

from __future__ import annotations

import socket
from threading import Thread


def main() -> None:
    """Print the port, then serve until the process is ended."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        Thread(target=_answer, args=(connection,), daemon=True).start()


def _answer(connection: socket.socket) -> None:
    waiting = b""
    while True:
        while b"\r\n\r\n" not in waiting:
            more = connection.recv(65_536)
            if not more:
                return
            waiting += more
        head, _, waiting = waiting.partition(b"\r\n\r\n")
        headers = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        while len(waiting) < int(headers[b"Content-Length"]):
            waiting += connection.recv(65_536)
        waiting = waiting[int(headers[b"Content-Length"]) :]
        secret = headers.get(b"X-Hook-Secret")
        echo = b"X-Hook-Secret: " + secret + b"\r\n" if secret else b""
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + echo + b"Content-Length: 0\r\n\r\n")


if __name__ == "__main__":
    main()
