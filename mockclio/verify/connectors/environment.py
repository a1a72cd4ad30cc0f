"""What a row works on: a firm of its own, a plain HTTP client and the typed one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mockclio.mock import MockClio
from mockclio.store.clock import stamp
from mockclio.verify.connectors.comparing import Differs, holds, same

if TYPE_CHECKING:
    import httpx

    from mockclio.client import Clio

LABELS = {"matters": "display_number", "bills": "number", "notes": "subject", "communications": "subject", "calendar_entries": "summary"}
"""What a picker shows of a record, where that is not its name."""
Data = Any


class Environment:
    """A mock in the hands of a connector. Methods that ask raise `Differs` when the status is not the one that must come."""

    def __init__(self, mock: MockClio) -> None:
        self.mock = mock
        self.http: httpx.Client = mock.http
        self.clio: Clio = mock.client

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A raw request below /api/v4, with `.json` as both products send it."""
        return self.http.request(method, f"/api/v4{path}.json", **options)

    def ask(self, method: str, path: str, *, status: int = 200, **options: Any) -> Data:
        """The `data` of a raw request's answer; None of an empty one."""
        response = self.call(method, path, **options)
        if response.status_code != status:
            raise Differs(f"{method} {path} answered {response.status_code}, not {status}: {response.text:.300}")
        return response.json()["data"] if response.content else None

    def get(self, path: str, fields: str = "", **parameters: Any) -> Data:
        return self.ask("GET", path, params={**parameters, **({"fields": fields} if fields else {})})

    def post(self, path: str, body: dict[str, Any], fields: str = "id") -> Data:
        return self.ask("POST", path, status=201, json={"data": body}, params={"fields": fields})

    def patch(self, path: str, body: dict[str, Any], fields: str = "id") -> Data:
        return self.ask("PATCH", path, json={"data": body}, params={"fields": fields})

    def refuses(self, status: int, method: str, path: str, **options: Any) -> str:
        """The message of a refusal, which must come with that status in Clio's envelope."""
        response = self.call(method, path, **options)
        same(response.status_code, status, f"{method} {path}")
        error = response.json().get("error", {})
        holds(error.get("type") and error.get("message"), f"{method} {path}: the refusal does not say why: {response.text:.300}")
        return str(error["message"])

    def listed(self, path: str, fields: str = "id", **parameters: Any) -> list[Data]:
        """Every record of a list, page by page."""
        return self.bundles(path, None, fields=fields, **parameters)

    def bundles(self, path: str, wanted: int | None, *, page: int = 200, **parameters: Any) -> list[Data]:
        """The first `wanted` records as a connector collects them: pages of at most `page`, by the address of the next one."""
        results: list[Data] = []
        params: dict[str, Any] = {"order": "id(asc)", **parameters, "limit": min(page, wanted or page)}
        answer = self.call("GET", path, params=params)
        while True:
            holds(answer.is_success, f"GET {path} answered {answer.status_code}: {answer.text:.300}")
            shown = answer.json()
            results += shown["data"]
            following = shown["meta"]["paging"].get("next")
            if not following or (wanted is not None and len(results) >= wanted):
                return results[:wanted]
            answer = self.http.get(following)

    def pick(self, collection: str, label: str, **parameters: Any) -> Any:
        """The id that a user chooses from a picker: the connector lists the other resource, the user knows the record by its label."""
        shown = LABELS.get(collection.rpartition("/")[2], "name")
        for one in self.listed(f"/{collection}", f"id,{shown}", **parameters):
            if one[shown] == label:
                return one["id"]
        raise Differs(f"no {collection} is called {label!r}")

    def contact(self, last_name: str = "Quay") -> int:
        """A new contact, for a row that needs one of its own."""
        return int(self.post("/contacts", {"type": "Person", "first_name": "Ann", "last_name": last_name})["id"])

    def matter(self, **values: Any) -> int:
        """A new matter, for a row that needs one of its own."""
        body = {"client": {"id": self.contact()}, "description": "Charter of the Petrel", **values}
        return int(self.post("/matters", body)["id"])

    def later(self) -> str:
        """Let a minute pass; gives the time then."""
        self.mock.clock.advance(timedelta(minutes=1))
        return stamp(self.mock.clock.now())

    def numbers_by_hand(self) -> None:
        """Let the users of this account write the numbers of matters themselves."""
        world = self.mock.world
        with world.session() as session:
            account = next(iter(world.table("accounts")))
            session.update("accounts", account["id"], {"_matter_numbering": {"manual": True, "template": "{number:5}-{client}"}})
