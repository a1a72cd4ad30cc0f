"""Ibexa Connect: Make an API Call, for whatever no module does."""

from __future__ import annotations

from typing import Any

from mockclio.verify.connectors.changing import NO_ID
from mockclio.verify.connectors.comparing import same, shows
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row

CALL = """
    URL           -> {id}
    Method        -> method:GET
    Method        -> method:POST
    Method        -> nowhere:method:PUT
    Method        -> method:PATCH
    Method        -> method:DELETE
    Headers       -> header:x-api-version
    Query String  -> limit
    Body          -> name
"""


@row(47, IBEXA, "Make an API Call", "", CALL)
def make_an_api_call(environment: Environment) -> None:
    http, user = environment.http, environment.pick("users", "Kwame Osei")
    task: Any = {"name": "Sound the anchorage", "description": "At low tide", "assignee": {"id": user, "type": "User"}}
    for root in ("api/v4", "/api/v4"):
        bills = http.get(f"{root}/bills.json", params={"limit": 2, "fields": "id,number"}).json()
        same([sorted(one) for one in bills["data"]], [["id", "number"]] * 2, "a page of bills")
        made = http.post(f"{root}/tasks.json", json={"data": task}, headers={"X-API-VERSION": "4.0.4"})
        same((made.status_code, made.headers["X-API-VERSION"]), (201, "4.0.4"), "a task in an older version")
        path = f"{root}/tasks/{made.json()['data']['id']}.json"
        for method, name in (("PATCH", "Sound the channel"), ("PUT", "Sound the basin")):
            changed = http.request(method, path, params={"fields": "name,description"}, json={"data": {"name": name}})
            same(changed.status_code, 200, f"{method} of a task")
            shows(changed.json()["data"], {"name": name, "description": "At low tide"}, f"a task after {method}")
        same(http.delete(path).status_code, 204, "DELETE of a task")
        same(http.get(path).status_code, 404, "GET of a task that is gone")
    same(http.put(f"/api/v4/tasks/{NO_ID}.json", json={"data": {}}).status_code, 404, "PUT of a task that is not there")
    same(http.put("/api/v4/bills.json", json={"data": {}}).status_code, 404, "PUT of a list")
    _typed(environment, task)


def _typed(environment: Environment, task: Any) -> None:
    """The same calls by the typed client; its version stands in a header."""
    clio = environment.clio
    same(len(clio.bills.select("id,number").list(limit=2).all()), len(environment.listed("/bills")), "all bills in pages of two")
    made = clio.tasks.create(**task)
    same(clio.tasks.select("name").update(made.id, name="Sound the channel").name, "Sound the channel", "a task after a typed change")
    clio.tasks.delete(made.id)
    environment.refuses(410, "GET", "/tasks", headers={"X-API-VERSION": "5"})
