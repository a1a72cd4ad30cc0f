"""Nexla: the four templates of its destination, and what can be set on a destination by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from mockclio.verify.connectors.changing import reads
from mockclio.verify.connectors.comparing import holds, same, shows
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import NEXLA, row

Record = dict[str, Any]
BATCH = 100


@dataclass
class Destination:
    """What a user sets up: where records go, and how. Nothing is sent before it is active."""

    environment: Environment
    method: str
    endpoint: str
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    wrapped: bool = True
    excluded: tuple[str, ...] = ()
    batch: int = 1
    group: Callable[[Record], Any] = lambda record: None
    active: bool = True

    def send(self, *records: Record) -> list[httpx.Response]:
        """The answers to what is sent: a request for each record, or for each batch of a group."""
        if not self.active:
            return []
        cached = [{name: value for name, value in record.items() if name not in self.excluded} for record in records]
        bodies = cached if self.batch == 1 else self._batches(cached)
        return [self._request({"data": body} if self.wrapped else body) for body in bodies]

    def _request(self, body: Any) -> httpx.Response:
        return self.environment.http.request(self.method, f"/api/v4{self.endpoint}", headers=self.headers, json=body)

    def _batches(self, records: list[Record]) -> list[Any]:
        groups: dict[Any, list[Record]] = {}
        for record in records:
            groups.setdefault(self.group(record), []).append(record)
        starts = [(members, start) for members in groups.values() for start in range(0, len(members), self.batch)]
        return [members[start : start + self.batch] for members, start in starts]


def _activity(environment: Environment) -> Record:
    matter = environment.pick("matters", "00003-Marlow Shipping Co.")
    return {"type": "TimeEntry", "date": "2026-05-28", "quantity": 5400, "note": "Survey", "matter": {"id": matter}}


def _task(environment: Environment) -> Record:
    assignee = {"id": environment.pick("users", "Kwame Osei"), "type": "User"}
    matter = {"id": environment.pick("matters", "00002-Chen")}
    return {"name": "Paint the hull", "description": "Red lead", "due_at": "2026-07-01", "matter": matter, "assignee": assignee}


def _new(environment: Environment, collection: str) -> int:
    make = {"activities": _activity, "tasks": _task}[collection]
    return int(environment.post(f"/{collection}", make(environment))["id"])


def _creates(environment: Environment, collection: str, record: Record) -> None:
    """A record of the template, wrapped and bare, and the same by the typed client."""
    to = Destination(environment, "POST", f"/{collection}.json")
    bare = Destination(environment, "POST", f"/{collection}.json", wrapped=False)
    made = [getattr(environment.clio, collection).create(**record).id, _id(to.send(record)[0], 201)]
    same(_error(bare.send(record)[0], 400), "BadRequestError", "a bare record, where the world is not lenient")
    environment.mock.world.settings.lenient_bodies = True
    for id in [*made, _id(bare.send(record)[0], 201), _id(to.send(record)[0], 201)]:
        reads(environment, collection, id, record)


def _updates(environment: Environment, collection: str, record: Record, cached: Record) -> None:
    """Attributes of the record change, others stay; wrapped and bare, and by the typed client."""
    raw, bare, typed = (_new(environment, collection) for _ in range(3))
    _id(Destination(environment, "PATCH", f"/{collection}/{raw}.json").send(record)[0], 200)
    unwrapped = Destination(environment, "PATCH", f"/{collection}/{bare}.json", wrapped=False)
    same(_error(unwrapped.send(record)[0], 400), "BadRequestError", "a bare record, where the world is not lenient")
    environment.mock.world.settings.lenient_bodies = True
    _id(unwrapped.send(record)[0], 200)
    getattr(environment.clio, collection).update(typed, **record)
    for id in (raw, bare, typed):
        reads(environment, collection, id, {**cached, **record})


def _id(response: httpx.Response, status: int) -> int:
    same(response.status_code, status, f"the status of {response.request.method} {response.request.url.path}: {response.text:.200}")
    return int(response.json()["data"]["id"])


def _error(response: httpx.Response, status: int) -> Any:
    same(response.status_code, status, f"the status of {response.request.method} {response.request.url.path}: {response.text:.200}")
    return response.json()["error"]["type"]


@row(
    48,
    NEXLA,
    "Create Activity",
    "Activity#create",
    "Record: type -> type\nRecord: quantity -> quantity\nRecord: date -> date\nRecord: matter -> matter.id",
)
def create_activity(environment: Environment) -> None:
    _creates(environment, "activities", _activity(environment))


@row(
    49,
    NEXLA,
    "Update Activity",
    "Activity#update",
    "Activity ID -> {id}\nRecord: quantity -> quantity\nRecord: billing status -> non_billable",
)
def update_activity(environment: Environment) -> None:
    _updates(environment, "activities", {"quantity": 7200, "non_billable": True}, {"note": "Survey", "date": "2026-05-28", "billed": False})


@row(50, NEXLA, "Create Task", "Task#create", "Record: name -> name\nRecord: due date -> due_at\nRecord: matter -> matter.id")
def create_task(environment: Environment) -> None:
    _creates(environment, "tasks", _task(environment))


@row(51, NEXLA, "Update Task", "Task#update", "Task ID -> {id}\nRecord: status -> status\nRecord: due date -> due_at")
def update_task(environment: Environment) -> None:
    _updates(environment, "tasks", {"status": "complete", "due_at": "2026-07-15"}, {"name": "Paint the hull", "description": "Red lead"})


METHODS = "Method -> method:POST\nMethod -> method:PATCH\nMethod -> method:GET\nMethod -> nowhere:method:PUT\nMethod -> method:DELETE"


@row(52, NEXLA, "Manual: API Method", "", METHODS)
def api_method(environment: Environment) -> None:
    id = _id(Destination(environment, "POST", "/tasks.json").send(_task(environment))[0], 201)
    for method in ("PATCH", "PUT"):
        _id(Destination(environment, method, f"/tasks/{id}.json").send({"name": f"Paint it, {method}"})[0], 200)
        same(environment.get(f"/tasks/{id}", "name")["name"], f"Paint it, {method}", f"the name after {method}")
    _id(Destination(environment, "GET", f"/tasks/{id}.json").send({})[0], 200)
    same(Destination(environment, "DELETE", f"/tasks/{id}.json").send({})[0].status_code, 204, "the status of DELETE")
    made = environment.clio.tasks.create(**_task(environment))
    same(environment.clio.tasks.select("name").update(made.id, name="Scrape it").name, "Scrape it", "the name after a typed change")
    same(environment.clio.tasks.get(made.id).id, made.id, "a typed read")
    environment.clio.tasks.delete(made.id)


@row(53, NEXLA, "Manual: Data Format", "Task#create", "Content Format -> header:content-type")
def data_format(environment: Environment) -> None:
    for content_type in ("application/json", "application/json; charset=utf-8"):
        answer = Destination(environment, "POST", "/tasks.json", headers={"Content-Type": content_type}).send(_task(environment))[0]
        holds(answer.headers["Content-Type"].startswith("application/json"), "the answer is JSON")
        reads(environment, "tasks", _id(answer, 201), _task(environment))
    reads(environment, "tasks", environment.clio.tasks.create(**_task(environment)).id, _task(environment))


@row(54, NEXLA, "Manual: API Endpoint URL", "Task#update", "API Endpoint URL -> {id}")
def api_endpoint_url(environment: Environment) -> None:
    id = _new(environment, "tasks")
    for ending in (".json", ""):
        _id(Destination(environment, "PATCH", f"/tasks/{id}{ending}").send({"name": f"Paint it{ending}"})[0], 200)
        same(environment.get(f"/tasks/{id}", "name")["name"], f"Paint it{ending}", f"an address that ends in {ending or 'an id'}")
    same(_error(Destination(environment, "PATCH", "/tasks/x.json").send({"name": "x"})[0], 404), "NotFoundError", "an id that is none")
    same(environment.clio.tasks.select("name").update(id, name="Scrape it").name, "Scrape it", "the name after a typed change")


@row(55, NEXLA, "Manual: Request Headers", "Task#create", "Request Headers -> header:x-api-version")
def request_headers(environment: Environment) -> None:
    json = {"Content-Type": "application/json"}
    usual = Destination(environment, "POST", "/tasks.json").send(_task(environment))[0].headers["X-API-VERSION"]
    for version, answered in (("4", usual), ("4.0.3", "4.0.3")):
        answer = Destination(environment, "POST", "/tasks.json", headers={**json, "X-API-VERSION": version}).send(_task(environment))[0]
        _id(answer, 201)
        same(answer.headers["X-API-VERSION"], answered, f"the version of an answer to X-API-VERSION: {version}")
    for version in ("5", "4.9.9", "four"):
        _error(Destination(environment, "POST", "/tasks.json", headers={**json, "X-API-VERSION": version}).send(_task(environment))[0], 410)
    holds(environment.clio.tasks.create(**_task(environment)).id, "the typed client names its version")


@row(56, NEXLA, "Manual: Exclude Attributes", "", "Exclude Attributes ->")
def exclude_attributes(environment: Environment) -> None:
    excluded = ("description", "source_row")
    id = _new(environment, "tasks")
    record = {"name": "Scrape the hull", "description": "Not to be sent", "source_row": 7}
    _id(Destination(environment, "PATCH", f"/tasks/{id}.json", excluded=excluded).send(record)[0], 200)
    reads(environment, "tasks", id, {"name": "Scrape the hull", "description": "Red lead"})
    reads(
        environment,
        "tasks",
        environment.clio.tasks.update(id, name="Wash the hull").id,
        {"name": "Wash the hull", "description": "Red lead"},
    )


@row(57, NEXLA, "Manual: Record Batching", "Task#create", "Batch Size -> nowhere:[].name\nGrouping Algorithm -> nowhere:[].matter.id")
def record_batching(environment: Environment) -> None:
    one, other = _task(environment), {**_task(environment), "matter": {"id": environment.pick("matters", "00004-Alvarez")}}
    records = [{**record, "name": f"Paint frame {number}"} for number in range(BATCH + 5) for record in (one, other)]
    to = Destination(environment, "POST", "/tasks.json", batch=BATCH, group=lambda record: record["matter"]["id"])
    bare = Destination(environment, "POST", "/tasks.json", batch=BATCH, wrapped=False)
    before = len(environment.listed("/tasks"))
    for answer in (*to.send(*records), *bare.send(*records)):
        same(_error(answer, 400), "BadRequestError", "a batch, where the world is not lenient")
    same(len(environment.listed("/tasks")), before, "the tasks after batches that were refused")
    environment.mock.world.settings.lenient_bodies = True
    answers = to.send(*records) + bare.send(*records[:3])
    same([len(answer.json()["data"]) for answer in answers], [BATCH, 5, BATCH, 5, 3], "how many records each batch made")
    made = [one["id"] for answer in answers for one in answer.json()["data"]]
    names = {one["id"]: one["name"] for one in environment.listed("/tasks", "id,name")}
    same([names[id] for id in made[:BATCH]], [f"Paint frame {number}" for number in range(BATCH)], "the tasks of the first batch")
    _refused_batches(environment, records)
    done = environment.clio.tasks.create_many(records[:3])
    same([outcome.record is not None for outcome in done], [True] * 3, "three tasks by the typed client, each in a call of its own")


def _refused_batches(environment: Environment, records: list[Record]) -> None:
    """A batch with a record of a wrong form writes nothing; one that is refused later says which record it was."""
    to, before = Destination(environment, "POST", "/tasks.json", batch=BATCH), len(environment.listed("/tasks"))
    wrong = to.send(records[0], {"name": "nobody's"})[0]
    same(_error(wrong, 422), "ArgumentError", "a batch with a record of a wrong form")
    holds("data[1].assignee is required" in wrong.text, f"the refusal does not name the record: {wrong.text:.200}")
    same(len(environment.listed("/tasks")), before, "the tasks after a batch with a record of a wrong form")
    absent = to.send(records[0], {**records[1], "matter": {"id": 1}}, records[2])[0]
    same(_error(absent, 404), "NotFoundError", "a batch with a matter that is not there")
    holds("record 2 of 3" in absent.text, f"the refusal does not name the record: {absent.text:.200}")
    same(len(environment.listed("/tasks")), before + 1, "the tasks after a batch that was refused at its second record")


@row(58, NEXLA, "Manual: Response Webhook", "", "Response Webhook ->")
def response_webhook(environment: Environment) -> None:
    """What Nexla forwards is the answer as it came: it must name the record."""
    for collection, record in (("tasks", _task(environment)), ("activities", _activity(environment))):
        made = Destination(environment, "POST", f"/{collection}.json").send(record)[0]
        id = _id(made, 201)
        changed = Destination(environment, "PATCH", f"/{collection}/{id}.json").send({})[0]
        same(_id(changed, 200), id, "the id of what was changed")
        for answer in (made, changed):
            same(sorted(answer.json()["data"]), ["etag", "id"], "what an answer holds when no fields are asked for")
        typed = getattr(environment.clio, collection).create(**record)
        holds(typed.id and typed.etag, "the typed record names itself")


@row(59, NEXLA, "Sample payload / Endpoint Testing", "Task#create", "Sample Payload -> name")
def endpoint_testing(environment: Environment) -> None:
    """A test of the endpoint with an edited sample is a real write."""
    before = len(environment.listed("/tasks"))
    sample = {**_task(environment), "name": "A sample"}
    reads(environment, "tasks", _id(Destination(environment, "POST", "/tasks.json").send(sample)[0], 201), sample)
    reads(environment, "tasks", environment.clio.tasks.create(**sample).id, sample)
    same(len(environment.listed("/tasks")), before + 2, "the tasks after two tests")


@row(60, NEXLA, "Save & Activate", "", "Save & Activate ->")
def save_and_activate(environment: Environment) -> None:
    record = _task(environment)
    to = Destination(environment, "POST", "/tasks.json", active=False)
    params = len(environment.mock.requests)
    same(to.send(record), [], "what a destination sends before it is active")
    same(len(environment.mock.requests), params, "the requests before a destination is active")
    to.active = True
    reads(environment, "tasks", _id(to.send(record)[0], 201), record)
    shows(environment.get(f"/tasks/{environment.clio.tasks.create(**record).id}", "name"), {"name": "Paint the hull"}, "a typed task")
