"""A receiver of its own behind a socket of this machine, and a world of its own in which things happen that it is told of."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any, cast

import httpx

from mockclio.catalog.markup import reason_of
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data.forks import Fork, fork, plain
from mockclio.testing.target import Target, is_mock
from mockclio.webhooks.triggers import CannotTrigger, Writer, trigger

SECRET, SIGNATURE = "X-Hook-Secret", "X-Hook-Signature"
FIELDS = "id,url,fields,shared_secret,model,status,events,expires_at,created_at"
PATIENCE = 20


@dataclass
class Post:
    """One request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def is_handshake(self) -> bool:
        return SECRET in self.headers


@dataclass
class Place:
    """One path of the receiver: what arrived there, and how it answers."""

    url: str
    echo: bool = True
    greeting: int = 200
    status: int = 200
    answers: list[int] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)

    @property
    def events(self) -> list[Post]:
        return [post for post in self.posts if not post.is_handshake]

    @property
    def handshakes(self) -> list[Post]:
        return [post for post in self.posts if post.is_handshake]


class Receiver:
    """Listens on a free port until it is closed."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.arrived = Condition()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def place(self, **values: Any) -> Place:
        path = f"/{len(self.places)}"
        result = self.places[path] = Place(f"http://127.0.0.1:{self.server.server_port}{path}", **values)
        return result

    def wait(self, come: Callable[[], bool]) -> bool:
        with self.arrived:
            return self.arrived.wait_for(come, timeout=PATIENCE)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.title(): value for name, value in self.headers.items()}
            post, place = Post(self.command, self.path, headers, content), receiver.places.get(self.path)
            with receiver.arrived:
                if place is not None:
                    place.posts.append(post)
                    status = place.greeting if post.is_handshake else place.answers.pop(0) if place.answers else place.status
                receiver.arrived.notify_all()
            self.send_response(status if place is not None else 404)
            if place is not None and post.is_handshake and place.echo:
                self.send_header(SECRET, post.headers[SECRET])
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_PUT = do_GET = do_PATCH = do_POST

        def log_message(self, format: str, *arguments: Any) -> None: ...

    return Handler


class Client:
    """What triggers ask: the calls of a world of its own."""

    def __init__(self, world: Fork) -> None:
        self.world = world

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        return plain(self.world, method, path, token=self.world.token, **options)

    def put(self, url: str, **options: Any) -> httpx.Response:
        """Bytes for the storage, which takes no token."""
        return plain(self.world, "PUT", url, **options)


class WebhookSetup:
    """A world whose clock stands still, its webhooks, and the receiver that they lead to."""

    def __init__(self, target: Target) -> None:
        self.world, self.receiver = fork(target), Receiver()
        target.closing.append(self.receiver.close)
        self.world.control("POST", "/clock", {"frozen": True})
        self.pump()

    @classmethod
    def of(cls, target: Target) -> WebhookSetup:
        """One stand a run. Of other servers nobody knows whether they reach a receiver here, or how their time could be moved."""
        if target.read_only:
            raise Inconclusive("this run only reads")
        if not is_mock(target):
            raise Inconclusive("the account is not on this machine, so that no receiver of ours could be reached from there")
        result = target.shared.get("stand")
        if result is None:
            result = target.shared["stand"] = cls(target)
        setup: WebhookSetup = result
        return setup

    def pump(self) -> None:
        """Send what is due, and wait until nothing is on its way."""
        for _ in range(50):
            self.world.control("POST", "/webhooks/deliver", {})
            due = [row for row in self._open() if not row.get("due_at") or row["due_at"] <= self.now]
            if not due:
                return
            self.world.control("GET", "/webhooks/wait", timeout=0.2, after=due[-1]["id"] - 1)

    def _open(self) -> list[dict[str, Any]]:
        return [row for state in ("owed",) for row in self.world.control("GET", "/webhooks/deliveries", state=state)["deliveries"]]

    @property
    def now(self) -> str:
        return str(self.world.control("GET", "/clock")["now"])

    def advance(self, by: str) -> None:
        self.world.control("POST", "/clock", {"advance": by})
        self.pump()

    def attempt(self, **values: Any) -> httpx.Response:
        """A new webhook, whatever comes of it."""
        body = {"model": "task", "fields": "id,name", **values}
        sent = {name: value for name, value in body.items() if value is not ...}
        return self.world.send("POST", "/webhooks.json", params={"fields": FIELDS}, json={"data": sent})

    def subscribe(self, place: Place | None = None, **values: Any) -> tuple[dict[str, Any], Place]:
        """A webhook that leads to a place of the receiver."""
        place = place or self.receiver.place()
        response = self.attempt(url=place.url, **values)
        if response.status_code != 201:
            raise CheckFailed("status 201", f"status {response.status_code}: {reason_of(response.text)[:300]}", call=self.world.last)
        self.pump()
        return response.json()["data"], place

    def look(self, hook: dict[str, Any]) -> dict[str, Any]:
        return dict(self.world.get(f"/webhooks/{hook['id']}.json", fields=FIELDS)["data"])

    def change(self, hook: dict[str, Any], **values: Any) -> httpx.Response:
        response = self.world.send("PATCH", f"/webhooks/{hook['id']}.json", params={"fields": FIELDS}, json={"data": values})
        self.pump()
        return response

    def remove(self, *hooks: dict[str, Any]) -> None:
        for hook in hooks:
            self.world.send("DELETE", f"/webhooks/{hook['id']}.json")

    def cause(self, kind: str, id: Any = None, values: dict[str, Any] | None = None, *, pump: bool = True) -> Any:
        """Make a change happen; the id of its record."""
        try:
            made = trigger(Writer(cast(httpx.Client, Client(self.world)), self.world.world), kind, values, id)
        except CannotTrigger as error:
            raise CheckFailed(f"{kind} can be made to happen", str(error), call=self.world.last) from error
        if pump:
            self.pump()
        return made["id"]


def signed(hook: dict[str, Any], post: Post) -> None:
    """The signature must be the HMAC-SHA256 of the raw body under the secret, in 64 lowercase hex digits."""
    wanted = hmac.new(hook["shared_secret"].encode(), post.content, hashlib.sha256).hexdigest()
    if post.headers.get(SIGNATURE) != wanted:
        raise CheckFailed(wanted, post.headers.get(SIGNATURE), path=SIGNATURE, call=f"{post.method} {post.path}")
