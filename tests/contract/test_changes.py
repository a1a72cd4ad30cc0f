"""Checks of writing: a change changes the etag and nothing else does, what was deleted is gone, every commit says exactly what it did."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import accepted, fields
from mockclio.ledger import rules
from mockclio.store.session import content
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.testing.sample_data import bodies as examples
from mockclio.testing.sample_data import valid
from mockclio.testing.sample_data.advice import explained as refusal
from mockclio.testing.sample_data.exceptions import KEPT, ONCE, SOFT
from mockclio.verify.checks.reading.calls import required
from mockclio.verify.checks.writing.refused import WRONG
from tests.contract.full_firm import FullFirm
from tests.contract.support import ALL, bounded, name
from tests.contract.test_nested_and_null import UPDATES, cases
from tests.contract.test_written_is_read import CASES, Write, is_deep
from tests.hashing import digest

CREATES = [operation for operation in ALL if operation.kind == "create"]
DESTROYS = [operation for operation in ALL if operation.kind == "destroy"]
CHANGING = [operation for operation in ALL if operation.kind == "update"]
ACTIONS = [operation for operation in ALL if operation.kind == "action"]
BODIES = [operation for operation in ALL if operation.body and operation.kind != "destroy"]


def call(
    full_firm: FullFirm, mock: MockClio, operation: AnyOperation, *, method: str = "", suffix: str = "", **sent: Any
) -> httpx.Response:
    return mock.http.request(method or operation.method, f"/api/v4{examples.path(full_firm, operation)}{suffix}", **sent)


def after(full_firm: FullFirm, operation: AnyOperation, **sent: Any) -> tuple[Any, str]:
    """The answer to a call on a world of its own, and the world's digest after it."""
    with MockClio.of(full_firm.world.fork("default")) as mock:
        response = call(full_firm, mock, operation, **sent)
        assert response.status_code == operation.status, refusal(operation, response)
        return (response.json() if response.content else None), digest(mock.world)


def explained(full_firm: FullFirm, operation: AnyOperation) -> dict[str, Any]:
    """A valid body that says something: the minimal one, of an update one attribute of the simple kinds."""
    body = examples.body(full_firm, operation)
    if operation.kind != "update" or body:
        return body
    id = operation.operation_id
    own = [
        attribute for result, attribute in CASES if result is operation and attribute.kind not in ("json", "object") and not attribute.many
    ]
    free = [one for one in own if not valid.overriding(valid.BESIDE, id, one.name) and (id, one.name) not in valid.ON]
    with MockClio.of(full_firm.world.fork("default")) as mock:
        return {one.name: Write(full_firm, mock, operation, one).values()[1] for one in free[:1]}


@cases(UPDATES)
def test_a_change_and_only_a_change_gives_another_etag(full_firm: FullFirm, operation: AnyOperation, attribute: Any) -> None:
    """The clock stands still all the time."""
    with MockClio.of(full_firm.world.fork("default")) as mock:
        write = Write(full_firm, mock, operation, attribute)
        on = valid.ON.get((operation.operation_id, attribute.name))
        id = write.row(full_firm[on or examples.addressed(operation)])["id"]
        etags, rows = [], [write.row(id)]
        for value in write.values()[: 1 if (operation.operation_id, attribute.name) in ONCE else 2]:
            etags.append(_etag(write, value))
            rows.append(write.row(id))
        if len(etags) == 2:
            assert (etags[0] != etags[1]) == (content(rows[1]) != content(rows[2]))
        assert [row["updated_at"] for row in rows] == sorted(row["updated_at"] for row in rows)
        if not attribute.many and not is_deep(attribute) and len(etags) == 2:
            assert _etag(write, write.values()[1]) == etags[-1]
            assert write.row(id) == rows[-1]


def _etag(write: Write, value: Any) -> str:
    write.send(value)
    return str(write.response.headers["ETag"])


@pytest.mark.parametrize("operation", DESTROYS, ids=name)
def test_what_was_deleted_is_gone(full_firm: FullFirm, operation: AnyOperation) -> None:
    with MockClio.of(full_firm.world.fork("default")) as mock:
        singleton = "{id}" not in operation.path
        id = None if singleton else full_firm[examples.addressed(operation)]
        response = call(full_firm, mock, operation)
        assert (response.status_code, bool(response.content)) == (operation.status, operation.status == 200), refusal(operation, response)
        collection = operation.collection.operations
        soft = operation.operation_id in SOFT
        for other in collection.values():
            if other.kind in ("show", "single") and not (other.kind == "single" and not singleton):
                shown = mock.http.get(f"/api/v4{other.path.replace('{id}', str(id))}")
                assert shown.status_code == (200 if soft else 404), f"{other.operation_id}: {shown.text}"
            if other.kind == "index" and "{" not in other.path and "id" in fields(other.record):
                rows = mock.http.get(f"/api/v4{other.path}", params={"fields": "id", **required(other)}).json()["data"]
                assert id not in [row["id"] for row in rows]
        if not soft:
            assert id is None or mock.world.table(operation.collection.record.table).get(id) is None
        before = digest(mock.world)
        assert call(full_firm, mock, operation).status_code in (404, SOFT.get(operation.operation_id, (404, ""))[0])
        assert digest(mock.world) == before


def test_every_exception_says_by_which_rule() -> None:
    stated = [rule for _, rule in SOFT.values()] + [rule for table in (KEPT, ONCE) for rule in table.values()]
    assert [rule for rule in stated if rule not in rules()] == []


@pytest.mark.parametrize("operation", CHANGING, ids=name)
def test_put_is_patch(full_firm: FullFirm, operation: AnyOperation) -> None:
    body = {"data": explained(full_firm, operation)}
    assert after(full_firm, operation, method="PUT", json=body) == after(full_firm, operation, json=body)


@pytest.mark.parametrize("operation", BODIES, ids=name)
def test_the_suffix_may_be_left_out_and_unknown_keys_are_passed_over(full_firm: FullFirm, operation: AnyOperation) -> None:
    body = explained(full_firm, operation)
    usual = after(full_firm, operation, json={"data": body})
    assert after(full_firm, operation, suffix=".json", json={"data": body}) == usual
    assert after(full_firm, operation, json={"data": {**_strange(body), "nonsense": {"deep": [1]}}, "beside": 1}) == usual


def _strange(value: Any) -> Any:
    """The body with an unknown key in every nested object."""
    if isinstance(value, list):
        return [_strange(member) for member in value]
    if not isinstance(value, dict):
        return value
    deeper = {key: _strange(inner) for key, inner in value.items()}
    return {key: {**inner, "nonsense": 1} if isinstance(inner, dict) and inner else inner for key, inner in deeper.items()}


@pytest.mark.parametrize("operation", CREATES, ids=name)
def test_json_forms_and_multipart_say_the_same(full_firm: FullFirm, operation: AnyOperation) -> None:
    body = rich(full_firm, operation)
    usual = after(full_firm, operation, json={"data": body})
    pairs = list(flat("data", body))
    assert after(full_firm, operation, data=_form(pairs)) == usual
    assert after(full_firm, operation, files=[(key, (None, value)) for key, value in pairs]) == usual


def rich(full_firm: FullFirm, operation: AnyOperation) -> dict[str, Any]:
    """The minimal body with every nested list that goes with it."""
    body = examples.body(full_firm, operation)
    with MockClio.of(full_firm.world.fork("default")) as mock:
        lists = [one for result, one in CASES if result is operation and one.many and one.kind == "object" and one.name not in body]
        for attribute in lists:
            alone = valid.overriding(valid.BESIDE, operation.operation_id, attribute.name) is None
            if alone:
                body[attribute.name] = Write(full_firm, mock, operation, attribute).values()[0]
    return {key: "{}" if value == {} else value for key, value in body.items()}


def flat(place: str, value: Any) -> list[tuple[str, str]]:
    """Rails' names: `data[name]`, `data[list][][key]`."""
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in flat(f"{place}[{key}]", inner)]
    if isinstance(value, list):
        return [pair for member in value for pair in flat(f"{place}[]", member)]
    return [(place, str(value).lower() if isinstance(value, bool) else str(value))]


def _form(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    results: dict[str, Any] = {}
    for key, value in pairs:
        results.setdefault(key, []).append(value)
    return results


@pytest.mark.parametrize("operation", BODIES, ids=name)
def test_a_refused_body_changes_nothing(full_firm: FullFirm, operation: AnyOperation) -> None:
    with MockClio.of(full_firm.world.fork("default")) as mock:
        before = digest(mock.world)
        body = explained(full_firm, operation)
        for attribute in accepted(operation.body).values():
            if attribute.kind == "json":
                continue
            wrong = WRONG[attribute.kind]
            beside = valid.overriding(valid.BESIDE, operation.operation_id, attribute.name)
            sent = {**body, **(beside(full_firm) if beside else {}), attribute.name: [wrong] if attribute.many else wrong}
            sent = {key: value for key, value in sent.items() if value is not ...}
            on = valid.ON.get((operation.operation_id, attribute.name))
            path = examples.path(full_firm, operation, full_firm[on]) if on else examples.path(full_firm, operation)
            response = mock.http.request(operation.method, f"/api/v4{path}", json={"data": sent})
            assert response.status_code in (404, 422), f"{attribute.name}: {response.status_code} {response.text}"
            words = "invalid xmlschema format" if attribute.kind == "datetime" else attribute.name
            assert words in response.json()["error"]["message"]
            assert digest(mock.world) == before, attribute.name


@pytest.mark.parametrize("operation", BODIES, ids=name)
def test_a_required_attribute_is_asked_for_by_its_name(full_firm: FullFirm, operation: AnyOperation) -> None:
    body = examples.body(full_firm, operation)
    with MockClio.of(full_firm.world.fork("default")) as mock:
        before = digest(mock.world)
        for attribute in accepted(operation.body).values():
            if attribute.required:
                response = call(full_firm, mock, operation, json={"data": {key: body[key] for key in body if key != attribute.name}})
                assert response.status_code == 422, response.text
                assert f"{attribute.name} is required" in response.json()["error"]["message"]
        assert digest(mock.world) == before


def rows_of(world: World) -> dict[tuple[str, int], Row]:
    """What followers of changes can see: not the notes that the server keeps about its own work, in tables with an underscore."""
    public = [(name, table) for name, table in world.tables.items() if not name.startswith("_")]
    return {(name, row["id"]): row for name, table in public for row in table if not row.get("_hidden")}


def check_changes(world: World, before: dict[tuple[str, int], Row], since: int) -> None:
    """The changes since then are those of the rows whose content differs, from what each was to what it is."""
    now = rows_of(world)
    changed = {key for key in before.keys() | now.keys() if _content(before.get(key)) != _content(now.get(key))}
    published: dict[tuple[str, int], list[Any]] = {}
    for change in world.outbox.since(since):
        if change.table.startswith("_"):
            continue
        published.setdefault((change.table, change.id), []).append(change)
    assert published.keys() >= changed, sorted(changed - published.keys())
    for key, changes in published.items():
        assert len(changes) > 1 or key in changed, key
        assert changes[0].before == before.get(key), key
        assert changes[-1].after == now.get(key), key
        for change in changes:
            assert change.event == ("created" if change.before is None else "deleted" if change.after is None else "updated")


def _content(row: Row | None) -> Row | None:
    return None if row is None else content(row)


@pytest.mark.parametrize("operation", [*CREATES, *DESTROYS, *CHANGING, *ACTIONS], ids=name)
def test_a_commit_publishes_what_it_changed(full_firm: FullFirm, operation: AnyOperation) -> None:
    with MockClio.of(full_firm.world.fork("default")) as mock:
        before, since = rows_of(mock.world), mock.world.outbox.sequence
        sent: dict[str, Any] = {"json": {"data": explained(full_firm, operation)}} if operation.body else {}
        call(full_firm, mock, operation, **sent)
        check_changes(mock.world, before, since)
        assert operation.kind not in ("create", "destroy") or mock.world.outbox.sequence > since


WRITES = st.one_of(
    st.tuples(st.sampled_from(CASES), st.integers(0, 1)),
    st.tuples(st.sampled_from([(operation, None) for operation in DESTROYS]), st.just(0)),
)


@given(writes=st.lists(WRITES, min_size=1, max_size=12))
@bounded(60, 2000)
def test_any_writes_publish_exactly_what_they_changed(full_firm: FullFirm, writes: list[Any]) -> None:
    with MockClio.of(full_firm.world.fork("default")) as mock:
        for (operation, attribute), place in writes:
            before, since, revision = rows_of(mock.world), mock.world.outbox.sequence, digest(mock.world)
            if attribute is None:
                response = call(full_firm, mock, operation)
            else:
                write = Write(full_firm, mock, operation, attribute)
                response = write.attempt(write.values()[place])
            assert response.status_code < 500, response.text
            check_changes(mock.world, before, since)
            if response.status_code >= 400:
                assert (mock.world.outbox.sequence, digest(mock.world)) == (since, revision)
