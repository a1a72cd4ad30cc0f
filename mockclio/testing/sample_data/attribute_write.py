"""One attribute of one operation: values for it, the write of one, and where what was written is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

import httpx

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, accepted, fields, parameters
from mockclio.catalog.valid import field_of, reached, values_of
from mockclio.testing.ordered import by_id
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data import advice, bodies, valid
from mockclio.testing.sample_data.exceptions import BECOMES
from mockclio.testing.sample_data.sample_data import Data, NeedsOwnWorld, SampleData
from mockclio.testing.sample_data.values import differences

ALL = sorted(operations().values(), key=lambda operation: operation.operation_id)
WRITES = [operation for operation in ALL if operation.body is not None]
CASES = [
    (operation, attribute)
    for operation in WRITES
    for attribute in accepted(operation.body).values()
    if attribute.name not in operation.body.write_only and not valid.overriding(BECOMES, operation.operation_id, attribute.name)
]
"""Every attribute that an answer shows as it was written."""
UNSHOWN = [(one, attribute) for one in WRITES for attribute in accepted(one.body).values() if (one, attribute) not in CASES]
"""Every attribute that no answer shows as it was written."""
UPDATES = [case for case in CASES if case[0].kind == "update"]
AN_HOUR = 3600


class Write:
    """One attribute of one operation, on a record of the case's own."""

    def __init__(self, sample_data: SampleData, operation: AnyOperation, attribute: Attribute, *, shared: bool = False) -> None:
        """Write `attribute` by `operation`. With `shared` the records of `sample_data` are used as they are."""
        self.sample_data, self.operation, self.attribute = sample_data, operation, attribute
        self.path = field_of(operation.record, attribute.name, operation.body.shown_by) or ""
        self.addressed = valid.ON.get((operation.operation_id, attribute.name), bodies.addressed(operation))
        if not shared:
            self.sample_data = own(sample_data, operation, self.addressed)

    def values(self) -> tuple[Any, Any]:
        """Return two different valid values of the attribute."""
        operation, attribute = self.operation, self.attribute
        expected_value = valid.overriding(valid.VALUES, operation.operation_id, attribute.name)
        if expected_value:
            one, two = expected_value(self.sample_data)
            return one, two
        return values_of(operation, attribute, self.sample_data.two)

    @cached_property
    def beside(self) -> Data:
        """The rest of the body; what is `...` is left out."""
        result = valid.overriding(valid.BESIDE, self.operation.operation_id, self.attribute.name)
        return {**bodies.body(self.sample_data, self.operation), **(result(self.sample_data) if result else {})}

    def attempt(self, value: Any) -> httpx.Response:
        """The write of that value, whatever comes of it."""
        body = self.beside
        if self.operation.kind != "update":
            self.__dict__.pop("beside", None)
        if self.attribute.name == "start_timer" and not self.sample_data.alone:
            raise NeedsOwnWorld("the timer that the caller may have running is not ours to stop")
        sent = {key: expected_value for key, expected_value in {**body, self.attribute.name: value}.items() if expected_value is not ...}
        return call(self.sample_data, self.operation, sent, addressed=self.addressed, fields=self.selection())

    def alone(self, value: Any) -> httpx.Response:
        """The write of that value and nothing else."""
        if self.attribute.name == "start_timer" and not self.sample_data.alone:
            raise NeedsOwnWorld("the timer that the caller may have running is not ours to stop")
        return call(self.sample_data, self.operation, {self.attribute.name: value}, addressed=self.addressed, fields=self.selection())

    def send(self, value: Any) -> Data:
        """The answer of the write."""
        self.response = self.attempt(value)
        return answered(self.operation, self.response, self.attribute.name)

    def selection(self) -> str:
        """The field, with all that its braces may hold."""
        name, _, rest = self.path.partition(".")
        if not name:
            return "id" if self.operation.record is not None and "id" in fields(self.operation.record) else ""
        addressed = fields(self.operation.record)[name].record
        inner = rest.partition(".")[0] if rest else ",".join(fields(addressed)) if addressed else ""
        return f"id,{name}{{{inner}}}" if inner and name != "id" else f"id,{name}"

    def shown(self, data: Data) -> Any:
        """Return the value of the attribute in a record."""
        value: Any = data
        for step in self.path.split("."):
            value = value.get(step) if isinstance(value, dict) else value
        return value

    def others(self, id: Any) -> Iterator[tuple[str, Any]]:
        """What show and list say of it."""
        for operation in self.operation.collection.operations.values():
            if operation.record is None or not issubclass(operation.record, self.operation.record):
                continue
            if operation.kind == "show":
                shown = self.sample_data.target.get(f"{operation.path.replace('{id}', str(id))}.json", fields=self.selection())
                yield "show", self.shown(shown["data"])
            if operation.kind == "index" and "{" not in operation.path:
                yield "list", self.shown(in_list(self.sample_data, operation, id, self.selection()))

    def wrong(self, sent: Any, shown: Any) -> list[str]:
        """What the shown value has that was not sent."""
        operation_id, name = self.operation.operation_id, self.attribute.name
        if (operation_id, name) == ("ClioPaymentsLink#create", "duration"):
            late = (datetime.fromisoformat(shown) - self.sample_data.now).total_seconds() - sent
            return [] if abs(late) < AN_HOUR else [f"{shown} is not {sent} seconds from now"]
        fits = valid.overriding(valid.SHOWN_AS, operation_id, name)
        if fits:
            return [] if fits(sent, shown) else [f"{shown!r} does not show {sent!r}"]
        record = self.operation.record
        addressed = reached(record, self.path).record if self.path else None
        return list(differences(record, self.attribute, self.path, expected_value(sent, addressed), shown, zone=self.sample_data.zone))


def own(sample_data: SampleData, operation: AnyOperation, addressed: str) -> SampleData:
    """Sample data in which the record that an operation writes to is the case's own."""
    if "{id}" in operation.path:
        result = sample_data.apart(**{addressed.replace(".", "__"): sample_data.fresh(addressed)})
        if "document_version_id" in operation.path:
            result.ids["document.one"], result.ids["document_version.one"] = (
                sample_data["document.one"],
                sample_data["document_version.one"],
            )
        return result
    return sample_data


def call(
    p: SampleData, operation: AnyOperation, data: Any = None, *, addressed: str = "", fields: str = "", json: Any = None, **options: Any
) -> httpx.Response:
    """The call of an operation with a body; what it makes will be removed."""
    if not p.alone and is_lasting(operation):
        raise NeedsOwnWorld(f"the API cannot remove what {operation.operation_id} makes")
    sent = {"json": {"data": data} if json is None else json} if data is not None or json is not None else {}
    id = p[addressed or bodies.addressed(operation)] if "{id}" in operation.path else None
    path = bodies.path(p, operation, id)
    place = len(p.target.made)
    response = p.target.send(operation.method, f"{path}.json", params={"fields": fields} if fields else {}, **{**sent, **options})
    if response.status_code == 201 and not is_lasting(operation):
        made = response.json()["data"]["id"]
        base = "/timer" if operation.path == "/timer" else f"{operation.collection.path}/{made}"
        p.target.made.append(f"{base}.json")
        p.track(operation.path, data or {}, made, place)
    if operation.operation_id == "Matter#update" and response.status_code == 200 and (data or {}).get("custom_rate"):
        p.track_fee(id)
    return response


def is_lasting(operation: AnyOperation) -> bool:
    """Whether it makes what no call removes, or a bill, or stops a timer that runs."""
    if operation.status != 201:
        return False
    return "destroy" not in {one.kind for one in operation.collection.operations.values()} or operation.operation_id in (
        "TrustRequest#create",
        "ReportPreset#generate_report",
        "Timer#create",
    )


def answered(operation: AnyOperation, response: httpx.Response, attribute: str = "") -> Data:
    """The data of an answer that must have the status of success."""
    if response.status_code != operation.status:
        result, hint = f"status {response.status_code}: {response.text[:300]}", advice.refused(operation, response, attribute)
        raise CheckFailed(f"status {operation.status}", result, call=call_of(response), hint=hint)
    return response.json()["data"] if response.content else {}


def call_of(response: httpx.Response) -> str:
    """Return the call of a response as one line of text."""
    request = response.request
    return f"{request.method} {request.url.raw_path.decode()[:200]} {request.content.decode(errors='replace')[:300]}".strip()


def in_list(p: SampleData, operation: AnyOperation, id: Any, selection: str) -> Data:
    """The row of a record in its list."""
    request: dict[str, Any] = {"fields": selection, "limit": 200, **listed_with(p, operation, id)}
    known = parameters(operation)
    if "ids" in known:
        request["ids[]"] = id
    request = by_id(operation, request)
    url, params = f"{operation.path}.json", request
    while url:
        page = p.target.get(url, **params)
        for row in page["data"]:
            if str(row["id"]) == str(id):
                return dict(row)
        url, params = page.get("meta", {}).get("paging", {}).get("next", ""), {}
    raise CheckFailed(f"{id} is in the list", "it is not", path="data", call=f"GET {operation.path}")


def listed_with(p: SampleData, operation: AnyOperation, id: Any) -> dict[str, Any]:
    """With what a list shows a record: the values of the parameters that it needs, as the record tells them, and those of the table."""
    known, needed = fields(operation.record), [one for one in parameters(operation).values() if one.required]
    paths = {one.wire: one.name if one.name in known else one.name.removesuffix("_id") for one in needed}
    results: dict[str, Any] = dict(valid.LISTED.get(operation.operation_id, {}))
    if paths:
        show = next(one for one in operation.collection.operations.values() if one.kind == "show")
        params = ",".join(f"{path}{{id}}" if known[path].record else path for path in paths.values())
        shown = p.target.get(f"{show.path.replace('{id}', str(id))}.json", fields=params)["data"]
        results |= {wire: shown[path]["id"] if known[path].record else shown[path] for wire, path in paths.items()}
    return results


def expected_value(sent: Any, record: type[Record] | None) -> Any:
    """What was sent, less the keys that become something else."""
    if isinstance(sent, list):
        return [expected_value(member, record) for member in sent]
    if not isinstance(sent, dict) or record is None:
        return sent
    known = fields(record)
    cached = {key: value for key, value in sent.items() if (record.__name__, key) not in BECOMES}
    return {key: expected_value(value, known[key].record if key in known else None) for key, value in cached.items()}


def is_deep(attribute: Attribute) -> bool:
    """Whether objects stand inside its objects, which no selection reaches."""
    return any(inner.kind == "object" for inner in attribute.keys.values())
