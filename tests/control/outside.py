"""The control interface as another process has it: a server that a command started, asked over HTTP.

Each test has a world of its own there.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from mockclio.control.route import Route
from mockclio.control.routes import ROUTES
from tests.api import Api

SHOWN: dict[str, str] = {}
"""Routes, as in `GET /worlds/{name}`, each with a test that asks it."""
Test = Callable[..., None]


class Outside:
    """`outside.get("clock")` asks about the test's own world; `outside.api` is the API in it, `outside.http` plain and logged in.

    `asked` are the routes that answered with success.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        made = httpx.post(f"{url}/_mockclio/worlds/default/fork", trust_env=False).raise_for_status().json()["world"]
        self.world, self.token, self.application = made["name"], made["token"], made["applications"][0]
        self.http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {self.token}"}, trust_env=False, timeout=20)
        self.api = Api(self)  # type: ignore[arg-type]
        self.called: set[str] = set()

    def call(self, method: str, path: str, body: Any = None, /, **query: Any) -> httpx.Response:
        route = route_of(method, path)
        world = {"world": self.world} if route.world else {}
        answer = self.http.request(method, f"/_mockclio/{path}", params={**world, **query}, json=body)
        if answer.status_code == 200:
            self.called.add(name_of(route))
        return answer

    def ask(self, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        answer = self.call(method, path, body, **query)
        assert answer.status_code == 200, f"{answer.status_code}: {answer.text}"
        return answer.json()

    def get(self, path: str, /, **query: Any) -> Any:
        return self.ask("GET", path, **query)

    def post(self, path: str, /, **body: Any) -> Any:
        return self.ask("POST", path, body)

    def delete(self, path: str, /) -> Any:
        return self.ask("DELETE", path)

    @contextmanager
    def events(self, path: str, **query: Any) -> Iterator[Iterator[dict[str, Any]]]:
        """The data of server-sent events, as they come."""
        with self.http.stream("GET", f"/_mockclio/{path}", params=query) as answer:
            assert answer.status_code == 200
            self.called.add(name_of(route_of("GET", path)))
            yield (json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: "))

    def with_token(self, token: str, method: str, path: str, **options: Any) -> httpx.Response:
        """A call of the API with another token."""
        return self.http.request(method, f"/api/v4{path}", headers={"Authorization": f"Bearer {token}"}, **options)

    def close(self) -> None:
        self.http.delete(f"/_mockclio/worlds/{self.world}")
        self.http.close()


def shows(*routes: str) -> Callable[[Test], Test]:
    """A test that asks these routes of the second process; it fails unless each of them answered with success."""

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        def call(outside: Outside, **fixtures: Any) -> None:
            test(outside, **fixtures)
            missing = sorted(set(routes) - outside.called)
            assert missing == [], f"{', '.join(missing)}: named and not asked, or refused"

        SHOWN.update(dict.fromkeys(routes, f"{test.__module__}.{test.__name__}"))
        return call

    return decorate


def route_of(method: str, path: str) -> Route:
    return next(route for route in ROUTES if route.method == method and route.match(f"/{path}") is not None)


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"
