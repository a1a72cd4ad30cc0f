"""Serves an application of WSGI or ASGI on a free port of this machine during a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from mockclio.webhooks.applications import Application, adapted


@contextmanager
def serve(application: Application, threads: int = 8) -> Iterator[str]:
    """Serve an application while the context is open. Gives its address. At the end, open requests have up to five seconds to finish."""
    from mockclio.server.serve import Waitress, listen

    sockets = listen("127.0.0.1", 0)
    receiver, adapter = adapted(application)
    server = Waitress(receiver, sockets, threads)
    thread = Thread(target=server.run, name="mockclio-listening", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    finally:
        server.stop()
        thread.join(timeout=5)
        if adapter is not None:
            adapter.close()
