"""A target of checks: an address and a token, used over HTTP only."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mockclio.catalog.loopback import is_local
from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import CheckFailed, Inconclusive

if TYPE_CHECKING:
    import httpx

    from mockclio.store.tables import Row

API = "/api/v4"
LONGEST_WAIT = 120.0
"""Seconds that a call waits in all for its place in the rate limit."""


class NotMade(CheckFailed):
    """A record could not be created. `response` is the answer."""

    def __init__(self, response: httpx.Response, call: str) -> None:
        """Keep the answer; `call` is the method and the path."""
        super().__init__("status 201", f"status {response.status_code}: {response.text[:300]}", call=call)
        self.response = response


class Target:
    """Calls one account, and remembers what it created there, so that `clean` can remove it.

    `http` has the base URL and the token. With `read_only`, a case that would write is inconclusive. A mock on this machine or in this
    process shows its stored rows through its control interface, for facts that no answer shows; on another target the cases that need
    one are inconclusive. `pause` waits some seconds.
    """

    def __init__(
        self,
        http: httpx.Client,
        *,
        read_only: bool = True,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Use an HTTP client that is logged in."""
        self.http, self.read_only, self._pause = http, read_only, pause
        self.calls = 0
        self.last = ""
        """The call that was made last, such as `GET /api/v4/matters.json?limit=2`."""
        self.examples = 3
        """How many examples Hypothesis draws for a case."""
        self.made: list[str] = []
        """Paths of what this run created and has not removed yet, oldest first."""
        self.kept: dict[Any, Any] = {}
        """What checks read once and share, such as all rows of a list. A write clears it."""
        self.app: dict[str, str] | None = None
        """`client_id`, `client_secret` and `redirect_uri` of an application, for the checks of OAuth."""
        self.mock: bool | None = None
        """Whether the target is a mock on this machine; None until it was determined."""
        self.world = ""
        """The name of the world of a mock that the token opens; empty until it was determined."""
        self.shared: dict[str, Any] = {}
        """What checks made for the whole run, until `clean`."""
        self.closing: list[Callable[[], object]] = []
        """What `clean` calls after everything was removed."""

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request and return the answer, whatever its status. After 429 it waits as long as Retry-After says, and sends again.

        Raises Inconclusive for a write if the target is read-only.
        """
        if method not in ("GET", "HEAD") and self.read_only:
            raise Inconclusive("this writes, and this run only reads")
        url, waited = path if "://" in path else f"{API}{path}", 0.0
        while True:
            response = self.http.request(method, url, **options)
            self.calls += 1
            if method not in ("GET", "HEAD") and response.status_code < 400:
                self.kept.clear()
            self.last = f"{method} {response.request.url.raw_path.decode()}"
            if response.status_code != 429 or waited >= LONGEST_WAIT:
                break
            seconds = _seconds(response.headers.get("Retry-After", ""))
            self._pause(seconds)
            waited += max(seconds, 1.0)
        return response

    def get(self, path: str, **parameters: Any) -> Any:
        """Return the body of a GET. Raises CheckFailed if the status is not 200."""
        response = self.send("GET", path, params=parameters)
        if response.status_code != 200:
            raise CheckFailed(
                "status 200", f"status {response.status_code}: {response.text[:300]}", call=f"GET {path} {parameters or ''}".strip()
            )
        return response.json()

    def path(self, operation: AnyOperation, **ids: Any) -> str:
        """Return the path of an operation with its ids and `.json`."""
        return f"{operation.path.format(**ids)}.json"

    def create(self, path: str, data: dict[str, Any], *, fields: str = "id") -> dict[str, Any]:
        """Create a record that `clean` removes. Raises NotMade if the status is not 201."""
        response = self.send("POST", f"{path}.json", params={"fields": fields}, json={"data": data})
        if response.status_code != 201:
            raise NotMade(response, f"POST {path}")
        made: dict[str, Any] = response.json()["data"]
        self.made.append(f"{path}/{made['id']}.json")
        return made

    def stored(self, table: str, id: Any) -> Row:
        """Return a stored row of a mock. A table is read once and kept until something is written. Raises Inconclusive elsewhere."""
        key = ("stored", table)
        if key not in self.kept:
            self.kept[key] = {row["id"]: row for row in self._rows(table)}
        row: Row = self.kept[key][int(id)]
        return row

    def hidden_ids(self, table: str) -> list[int]:
        """Return the ids of a table that no list shows; empty if the target cannot know them."""
        return [row["id"] for row in self._rows(table)] if is_mock(self) else []

    def _rows(self, table: str) -> list[Row]:
        if not is_mock(self):
            raise Inconclusive("no answer shows what this rests on; only a mock shows its rows")
        page = control_answer(self, f"/rows/{table}", world=world_of(self))
        rows: list[Row] = page["rows"]
        while page["next"] is not None:
            page = control_answer(self, f"/rows/{table}", world=world_of(self), after=page["next"])
            rows += page["rows"]
        return rows

    def as_nobody(self, method: str, path: str, token: str = "", **options: Any) -> httpx.Response:
        """Send a request without this account's token: without any, or with another one."""
        request = self.http.build_request(method, f"{API}{path}", **options)
        del request.headers["Authorization"]
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        response = self.http.send(request)
        self.calls += 1
        self.last = f"{method} {request.url.raw_path.decode()}"
        return response

    def clean(self) -> list[str]:
        """Remove what was created, newest first. Returns the paths that could not be removed."""
        left = []
        for path in reversed(self.made):
            response = self.send("DELETE", path)
            if response.status_code not in (200, 204, 404):
                left.append(path)
        self.made.clear()
        self.shared.clear()
        while self.closing:
            self.closing.pop()()
        return left


def is_mock(target: Target) -> bool:
    """Return whether the target is a mock, on this machine or in this process. No other address is asked."""
    if target.mock is None:
        target.mock = is_local(target.http.base_url.host) and _is_healthy(target.http.get("/_mockclio/health"))
    return target.mock


def _is_healthy(response: httpx.Response) -> bool:
    """Return whether an answer is that of a mock. Another server may answer 200 to every path."""
    try:
        body = response.json()
    except ValueError:
        return False
    return response.status_code == 200 and isinstance(body, dict) and body.get("status") == "ok" and "worlds" in body


def world_of(target: Target) -> str:
    """Return the name of the world that the token opens: its request log has a request with it that was not answered 401."""
    if not target.world:
        target.http.get(f"{API}/users/who_am_i.json")
        token = target.http.headers.get("Authorization", "").removeprefix("Bearer ")
        for world in control_answer(target, "/worlds")["worlds"]:
            logged = control_answer(target, "/requests", world=world["name"], token=token, limit=1)["requests"]
            if logged and logged[0]["status"] != 401:
                target.world = world["name"]
                break
        else:
            raise Inconclusive("the token opens no world of the mock")
    return target.world


def control_answer(target: Target, path: str, **query: Any) -> Row:
    """Return what a control route of a mock answers. Raises Inconclusive if it refuses, as one does that needs a control token."""
    response = target.http.get(f"/_mockclio{path}", params=query)
    if response.status_code != 200:
        raise Inconclusive(f"the mock refuses GET /_mockclio{path}: {response.status_code} {response.text[:200]}")
    answer: Row = response.json()
    return answer


def _seconds(text: str) -> float:
    """How long to wait, by a Retry-After header."""
    return min(float(text), LONGEST_WAIT) if text.isdigit() else 1.0
