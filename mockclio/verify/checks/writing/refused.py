"""Checks of refused bodies: a missing, wrong, unknown, too long or too large value is named, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, accepted, fields
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data import bodies, required_parameters, valid
from mockclio.testing.sample_data.attribute_write import CASES, WRITES, Write, call, call_of, own
from mockclio.testing.sample_data.forks import in_account, remove
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import LISTS
from mockclio.verify.checks.reading.errors import NOBODY, refused
from mockclio.verify.checks.writing.written import over

BODIES = [operation for operation in WRITES if operation.kind != "destroy"]
TYPED = [(operation, one) for operation in BODIES for one in accepted(operation.body).values() if one.kind != "json"]
REQUIRED = [(operation, one) for operation in BODIES for one in accepted(operation.body).values() if one.required]
TYPES = {404: "NotFoundError", 422: "ArgumentError", 400: "BadRequestError"}
WRONG: dict[str, Any] = {
    "bool": "maybe",
    "date": "yesterday",
    "datetime": "soon",
    "enum": "no such choice",
    "float": "many",
    "int": "many",
    "object": "text",
    "ref": {"id": int(NOBODY)},
    "str": {"not": "text"},
}


def wrongs(attribute: Attribute) -> Iterator[tuple[Any, int]]:
    """Values that must be refused, each with the status."""
    if attribute.kind == "json":
        return
    wrong, status = WRONG[attribute.kind], 404 if attribute.kind == "ref" else 422
    if attribute.many:
        yield [wrong], status
        yield "no list", 422
        yield {"id": None}, 422
        return
    yield wrong, status
    if attribute.kind not in ("ref", "object"):
        yield {"id": None}, 422
    if attribute.kind in ("date", "datetime"):
        yield "2026-02-30", 422
    if attribute.kind == "datetime":
        yield "2026-08-01", 422
    if attribute.kind == "ref":
        yield "text", 422
    if attribute.max_length:
        yield "x" * (attribute.max_length + 1), 422
    if attribute.range:
        yield attribute.range[1] + 1, 422
        yield attribute.range[0] - 1, 422


class Untouched:
    """What must be the same after a refusal: the record that was named, and how many there are."""

    def __init__(self, p: SampleData, operation: AnyOperation, addressed: str = "") -> None:
        self.p, self.operation, self.addressed = p, operation, addressed or bodies.addressed(operation)
        self.before = self._now()
        if operation.collection.name == "matter_dockets":  # an answer moves a new docket on to its next state, twice
            self.before = (self._now(), self._now())[1]

    def _now(self) -> Any:
        by_kind = {one.kind: one for one in self.operation.collection.operations.values()}
        record = None
        if "{id}" in self.operation.path and "show" in by_kind:
            path = by_kind["show"].path.replace("{id}", str(self.p[self.addressed]))
            record = self.p.target.get(f"{path}.json").get("data")
        return record, self._counts(by_kind.get("index")) if self.operation.method in ("POST", "DELETE") else None

    def _counts(self, index: AnyOperation | None) -> list[Any]:
        """How many records there are; if the list cannot tell, how many there are of those that it belongs to."""
        if index is not None and required_parameters.needs_more(index):
            associations = [one.record for one in fields(index.record).values() if one.record is not None]
            return [self._count(one) for one in LISTS if one.record in associations and one.record is one.collection.record]
        return [self._count(index)]

    def _count(self, index: AnyOperation | None) -> Any:
        """How many records there are, those too that a list shows only if they are asked for."""
        if index is None or "{" in index.path or required_parameters.needs_more(index):
            return None
        parameters = {**required_parameters.required(index), **valid.LISTED.get(index.operation_id, {})}
        return self.p.target.get(f"{index.path}.json", limit=1, **parameters)["meta"]["records"]

    def expect(self, response: httpx.Response) -> None:
        now = self._now()
        if now != self.before:
            raise CheckFailed(self.before, now, path="what was there before the refusal", call=call_of(response))


def with_it(write: Write) -> Data:
    """A right body that changes something, into which one wrong attribute is put."""
    operation, name = write.operation, write.attribute.name
    body = {key: message for key, message in write.beside.items() if message is not ...}
    if operation.kind != "update" or body:
        return body
    for result, one in CASES:
        key = (operation.operation_id, one.name)
        fits = result is operation and one.name != name and one.kind == "str" and not one.many
        if fits and key not in valid.ON and not valid.overriding(valid.BESIDE, *key):
            return {one.name: Write(write.sample_data, operation, one, shared=True).values()[1]}
    return {}


@check(
    "wrong-values-are-refused",
    "bodies",
    writes=True,
    rules=("wire.invalid-argument-is-422", "wire.missing-reference-is-404", "wire.times-of-bodies-are-full"),
)
def wrong_values() -> Cases:
    """A value of another kind, an unknown choice, a record that there is not: refused by name, and nothing is done."""
    return over(TYPED, _wrong)


def _wrong(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    write = Write(p, operation, attribute)
    untouched = Untouched(write.sample_data, operation, write.addressed)
    body = with_it(write)
    for value, status in wrongs(attribute):
        before = len(p.target.made)
        response = call(write.sample_data, operation, {**body, attribute.name: value}, addressed=write.addressed)
        remove(p, before)
        refused(p.target, response, status, TYPES[status], _names(attribute, value))
        if f"{attribute.name} is required" in response.text:
            raise CheckFailed(f"what is wrong with {value!r}", response.json()["error"]["message"], "error.message", call_of(response))
        untouched.expect(response)


def _names(attribute: Attribute, value: Any) -> str:
    """What a refusal must name: the attribute, or, in the words of Ruby, the time that it cannot read."""
    return "invalid xmlschema format" if attribute.kind == "datetime" and isinstance(value, str) else attribute.name


@check("required-is-asked-for", "bodies", writes=True, rules=("wire.invalid-argument-is-422",))
def required() -> Cases:
    """What is required is asked for by its name, and nothing is done."""
    return over(REQUIRED, _required)


def _required(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    sample_data = own(p, operation, bodies.addressed(operation))
    untouched = Untouched(sample_data, operation)
    body = {key: message for key, message in bodies.body(sample_data, operation).items() if key != attribute.name}
    before = len(p.target.made)
    response = call(sample_data, operation, body)
    remove(p, before)
    refused(p.target, response, 422, "ArgumentError", f"{attribute.name} is required")
    untouched.expect(response)


@check("errors/bodies", "errors", writes=True, rules=("wire.invalid-argument-is-422", "wire.missing-reference-is-404"))
def errors_of_bodies() -> Cases:
    """What is wrong with a body is said with its status and type, in the envelope, by name."""
    for operation, name, run in over(REQUIRED, _required):
        yield operation, f"{name}/missing", run
    yield from over(TYPED, _wrong)


@check("bodies-are-read", "errors", writes=True, rules=("wire.malformed-json-is-400", "wire.data-is-required"))
def malformed() -> Cases:
    """What is no JSON, and JSON without data, is refused with 400."""
    for operation in BODIES:
        for name, content, words in (("no-json", b'{"data": ', "JSON"), ("no-data", b'{"name": "x"}', "data"), ("a-list", b"[1]", "")):
            yield operation, name, in_account(lambda p, o=operation, c=content, w=words: _malformed(p, o, c, w))  # type: ignore[misc]


def _malformed(p: SampleData, operation: AnyOperation, content: bytes, words: str) -> None:
    sample_data = own(p, operation, bodies.addressed(operation))
    untouched = Untouched(sample_data, operation)
    before = len(p.target.made)
    response = call(sample_data, operation, content=content, headers={"Content-Type": "application/json"})
    remove(p, before)
    refused(p.target, response, 400, "BadRequestError", words)
    untouched.expect(response)
