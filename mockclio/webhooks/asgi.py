"""ASGI applications, such as those of FastAPI and Starlette, as receivers. An adapter makes WSGI applications of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from logging import getLogger
from threading import Lock, Thread
from typing import Any
from urllib.parse import quote

from mockclio.webhooks.applications import AsgiApplication, Message

VERSION = {"version": "3.0", "spec_version": "2.3"}
ENDING = 5.0
"""The seconds that an application has to end."""


class NotStarted(RuntimeError):
    """The application failed at its start. The message is its own."""


@dataclass
class Exchange:
    """One request to an application, and what it answers."""

    body: bytes
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    content: bytearray = field(default_factory=bytearray)
    complete: asyncio.Event = field(default_factory=asyncio.Event)
    read: bool = False

    async def receive(self) -> Message:
        """The request in one part. After that, the end of the connection, as soon as the answer is complete."""
        if not self.read:
            self.read = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        await self.complete.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Keep a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message.get("headers", ())]
        elif message["type"] == "http.response.body":
            self.content += message.get("body", b"")
            if not message.get("more_body", False):
                self.complete.set()


class AsgiAdapter:
    """A WSGI application that runs an ASGI application in an event loop of a thread of its own.

    The thread starts with the first request, and so does the lifespan of the application. A request is over when the application has
    returned, so that its background tasks are done too.
    """

    def __init__(self, application: AsgiApplication) -> None:
        self._application = application
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._lifespan: Lifespan | None = None
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        loop = self._started()
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        exchange = asyncio.run_coroutine_threadsafe(self._exchange(_scope(environ), body), loop).result()
        start_response(f"{exchange.status} ", exchange.headers)
        return [bytes(exchange.content)]

    async def _exchange(self, scope: dict[str, Any], body: bytes) -> Exchange:
        exchange = Exchange(body)
        if self._lifespan is not None:
            scope["state"] = dict(self._lifespan.state)
        try:
            await self._application(scope, exchange.receive, exchange.send)
        except Exception:
            if not exchange.complete.is_set():
                raise
            getLogger("mockclio").exception("a receiver failed after its answer")
        if not exchange.status:
            raise RuntimeError("the application returned without an answer")
        return exchange

    def _started(self) -> asyncio.AbstractEventLoop:
        """The event loop. The first call starts it, and the application in it."""
        with self._lock:
            if self._loop is None:
                loop = asyncio.new_event_loop()
                self._thread = Thread(target=loop.run_forever, name="mockclio-asgi", daemon=True)
                self._thread.start()
                self._loop, self._lifespan = loop, Lifespan(self._application)
                try:
                    asyncio.run_coroutine_threadsafe(self._lifespan.start(), loop).result()
                except Exception:
                    self._end()
                    raise
            return self._loop

    def close(self) -> None:
        """End the application and its thread. A later request starts both again."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        loop, thread, lifespan = self._loop, self._thread, self._lifespan
        self._loop = self._thread = self._lifespan = None
        if loop is None or thread is None or lifespan is None:
            return
        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(lifespan.stop(), loop).result(ENDING)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(ENDING)
        if not thread.is_alive():
            loop.close()


class Lifespan:
    """The start and the end of an application. An application that has none runs without."""

    def __init__(self, application: AsgiApplication) -> None:
        self._application = application
        self.state: dict[str, Any] = {}

    async def start(self) -> None:
        """Start the application, and wait until it is ready."""
        self._messages: asyncio.Queue[Message] = asyncio.Queue()
        self._answer: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.ensure_future(self._run())
        answer = await self._tell("lifespan.startup")
        if answer is not None and answer["type"] == "lifespan.startup.failed":
            raise NotStarted(answer.get("message") or "the application failed at its start")

    async def stop(self) -> None:
        """Tell the application that it ends, and cancel what it left running."""
        if not self._task.done():
            await asyncio.wait_for(self._tell("lifespan.shutdown"), ENDING)
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await asyncio.get_running_loop().shutdown_asyncgens()
        await asyncio.get_running_loop().shutdown_default_executor()

    async def _run(self) -> None:
        with suppress(Exception):  # an application without a lifespan raises what it likes
            scope = {"type": "lifespan", "asgi": VERSION, "state": self.state}
            await self._application(scope, self._messages.get, self._answer.put)

    async def _tell(self, kind: str) -> Message | None:
        """Send a message, and wait for the answer. None when the application has returned without one."""
        await self._messages.put({"type": kind})
        answer = asyncio.ensure_future(self._answer.get())
        await asyncio.wait((answer, self._task), return_when=asyncio.FIRST_COMPLETED)
        if self._answer.empty() and not answer.done():
            answer.cancel()
            return None
        return await answer


def _scope(environ: dict[str, Any]) -> dict[str, Any]:
    """A request of WSGI as a scope of ASGI."""
    path = environ.get("PATH_INFO", "") or "/"
    names = {name[5:]: value for name, value in environ.items() if name.startswith("HTTP_")}
    names |= {name: environ[name] for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if environ.get(name)}
    raw = path.encode("latin-1")
    return {
        "type": "http",
        "asgi": VERSION,
        "http_version": environ.get("SERVER_PROTOCOL", "HTTP/1.1").removeprefix("HTTP/"),
        "method": environ["REQUEST_METHOD"],
        "scheme": environ.get("wsgi.url_scheme", "http"),
        "path": raw.decode("utf-8", "replace"),
        "raw_path": quote(raw).encode("ascii"),
        "query_string": environ.get("QUERY_STRING", "").encode("latin-1"),
        "root_path": environ.get("SCRIPT_NAME", ""),
        "headers": [(name.replace("_", "-").lower().encode("latin-1"), value.encode("latin-1")) for name, value in names.items()],
        "client": (environ.get("REMOTE_ADDR") or "127.0.0.1", int(environ.get("REMOTE_PORT") or 0)),
        "server": (environ.get("SERVER_NAME", ""), int(environ.get("SERVER_PORT") or 0)),
    }
