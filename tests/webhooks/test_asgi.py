"""ASGI applications as receivers: mounted in process, and behind a socket."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import fastapi
import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from mockclio import MockClio
from mockclio.webhooks import delivery_queue_of
from mockclio.webhooks.applications import adapted, is_asgi

ORIGIN = "https://app.test"


class App:
    """An application of Starlette that verifies, records, and does the rest in the background."""

    def __init__(self) -> None:
        self.secret = ""
        self.events: list[str] = []
        self.done: list[str] = []
        self.life: list[str] = []
        self.loops: set[int] = set()
        self.states: list[str] = []
        self.application = Starlette(routes=[Route("/hook/{place}", self.receive, methods=["POST"])], lifespan=self.lifespan)

    @asynccontextmanager
    async def lifespan(self, application: Starlette) -> AsyncIterator[dict[str, str]]:
        self.life.append("up")
        yield {"shared": "pool"}
        self.life.append("down")

    async def receive(self, request: Request) -> Response:
        self.loops.add(id(asyncio.get_running_loop()))
        self.states.append(request.state.shared)
        body = await request.body()
        if secret := request.headers.get("x-hook-secret"):
            self.secret = secret
            return Response(headers={"X-Hook-Secret": secret})
        signature = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        assert request.headers["x-hook-signature"] == signature
        assert (request.path_params["place"], request.query_params["for"]) == ("zürich", "clio")
        event = (await request.json())["meta"]["event"]
        self.events.append(event)
        return Response(status_code=202, background=BackgroundTask(self.work, event))

    async def work(self, event: str) -> None:
        await asyncio.sleep(0)
        self.done.append(event)


def subscribe(mock: MockClio, url: str) -> int:
    return mock.client.webhooks.create(url=url, model="contact", fields="id,name", events=["created", "updated"]).id


def make(mock: MockClio, name: str = "Quay") -> int:
    return mock.client.contacts.create(type="Company", name=name).id


def test_an_application_is_mounted_with_its_lifespan_and_background_tasks() -> None:
    app = App()
    with MockClio("empty") as mock:
        mock.webhooks.mount(ORIGIN, app.application)
        subscribe(mock, f"{ORIGIN}/hook/z%C3%BCrich?for=clio")
        made = make(mock)
        assert mock.webhooks.assert_delivered("contact", "created", record=made, times=1).statuses == [202]
        mock.client.contacts.update(made, name="Wharf")
        assert (app.events, app.done, app.life) == (["created", "updated"], ["created", "updated"], ["up"])
        assert (len(app.loops), set(app.states)) == (1, {"pool"})
    assert app.life == ["up", "down"]
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("mockclio-asgi")] == []


def test_an_application_listens_behind_a_socket() -> None:
    app = App()
    with MockClio("empty") as mock:
        assert mock.url
        with mock.webhooks.listening(app.application) as url:
            subscribe(mock, f"{url}/hook/z%C3%BCrich?for=clio")
            made = make(mock)
            mock.webhooks.assert_delivered("contact", "created", record=made)
        assert (app.done, app.life) == (["created"], ["up", "down"])


def test_an_application_of_fastapi_receives() -> None:
    app, received = fastapi.FastAPI(), []

    @app.post("/hook")
    def hook(body: dict[str, Any], response: fastapi.Response, x_hook_secret: str = fastapi.Header("")) -> None:
        received.append(body.get("meta", {}).get("event", "handshake"))
        response.headers["X-Hook-Secret"] = x_hook_secret

    with MockClio("empty") as mock:
        mock.webhooks.mount(ORIGIN, app)
        subscribe(mock, f"{ORIGIN}/hook")
        make(mock)
        assert received == ["handshake", "created"]


def test_a_receiver_may_call_the_mock_and_a_test_may_be_a_coroutine() -> None:
    with MockClio("empty") as mock:
        seen: list[str] = []

        async def application(scope: Any, receive: Any, send: Any) -> None:
            headers = dict(scope["headers"])
            if secret := headers.get(b"x-hook-secret"):
                await answer(send, 200, ((b"x-hook-secret", secret),))
                return
            seen.extend([contact.name async for contact in mock.async_client.contacts.list()])
            mock.http.get("/api/v4/users/who_am_i.json").raise_for_status()
            await answer(send, 200)

        mock.webhooks.mount(ORIGIN, application)

        async def story() -> None:
            await mock.async_client.webhooks.create(url=ORIGIN, model="contact", fields="id", events=["created"])
            await mock.async_client.contacts.create(type="Company", name="Quay")

        asyncio.run(story())
        assert seen == ["Quay"]


async def answer(send: Any, status: int, headers: tuple[tuple[bytes, bytes], ...] = (), *parts: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers]})
    for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body"})


async def broken(scope: Any, receive: Any, send: Any) -> None:
    assert scope["type"] == "http"
    raise LookupError("no such tenant")


async def silent(scope: Any, receive: Any, send: Any) -> None:
    await receive()


async def failing_start(scope: Any, receive: Any, send: Any) -> None:
    assert (await receive())["type"] == "lifespan.startup"
    await send({"type": "lifespan.startup.failed", "message": "no database"})


@pytest.mark.parametrize(
    ("application", "message"),
    [
        (broken, "the receiver raised LookupError: no such tenant"),
        (silent, "the receiver raised RuntimeError: the application returned without an answer"),
        (failing_start, "the receiver raised NotStarted: no database"),
    ],
)
def test_an_application_that_fails_gives_no_answer_and_is_quoted(application: Any, message: str) -> None:
    with MockClio("empty") as mock:
        mock.webhooks.mount(ORIGIN, application)
        subscribe(mock, ORIGIN)
        (handshake,) = mock.webhooks.deliveries(event="handshake")
        assert (handshake.attempts[0]["status"], handshake.attempts[0]["error"]) == (None, message)


def test_an_answer_counts_although_the_application_fails_after_it(caplog: pytest.LogCaptureFixture) -> None:
    async def failing(request: Request) -> Response:
        raise LookupError("no such tenant")

    with MockClio("empty") as mock:
        mock.webhooks.mount(ORIGIN, Starlette(routes=[Route("/", failing, methods=["POST"])]))
        subscribe(mock, f"{ORIGIN}/")
        (handshake,) = mock.webhooks.deliveries(event="handshake")
    assert handshake.statuses == [500]
    assert "a receiver failed after its answer" in caplog.text


def test_a_streamed_answer_is_read_to_its_end_and_the_client_then_leaves() -> None:
    left: list[str] = []

    async def streamed(request: Request) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            yield b"one "
            yield b"two"

        return StreamingResponse(parts(), headers={"X-Hook-Secret": request.headers["x-hook-secret"]})

    async def waiting(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await receive()
            await answer(send, 500, (), b"a", b"b")
            left.append((await receive())["type"])

    with MockClio("empty") as mock:
        mock.webhooks.mount(ORIGIN, Starlette(routes=[Route("/", streamed, methods=["POST"])]))
        mock.webhooks.mount("https://other.test", waiting)
        subscribe(mock, f"{ORIGIN}/")
        subscribe(mock, "https://other.test")
        first, second = (one.attempts[0]["answer"]["body"] for one in mock.webhooks.deliveries(event="handshake"))
    assert (first, second, left) == ("one two", "ab", ["http.disconnect"])


def test_an_application_starts_again_after_its_end() -> None:
    app = App()
    with MockClio("empty") as mock:
        mock.webhooks.mount(ORIGIN, app.application)
        for _ in range(2):
            subscribe(mock, f"{ORIGIN}/hook/z%C3%BCrich?for=clio")
            assert mock.url
            delivery_queue_of(mock.world).stop()
    assert app.life == ["up", "down"] * 2


def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    return []


def test_the_kind_of_an_application_is_seen() -> None:
    app = App().application
    assert all(is_asgi(one) for one in (app, fastapi.FastAPI(), broken, partial(broken), partial(app)))
    assert not any(is_asgi(one) for one in (wsgi, partial(wsgi), MockClio))
    assert adapted(wsgi) == (wsgi, None)
