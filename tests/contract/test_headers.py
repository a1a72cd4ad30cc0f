"""Check: each header that an operation lists changes its answer: the version, and the conditions on the record as it is."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.sample_data import bodies as examples
from mockclio.testing.sample_data.advice import explained
from mockclio.verify.prepared_firm import lacking
from tests.contract.coverage import DOCUMENTED, PLAIN, Covers
from tests.contract.documents import FullFirmMock
from tests.contract.listing import Lists
from tests.contract.support import name
from tests.hashing import digest

NEVER = '"00000000000000000000000000000000"'


CALLED = [operation for operation in PLAIN if operation.path_parameters]


def listing(header: str, *methods: str) -> list[AnyOperation]:
    return [operation for operation in DOCUMENTED if header in operation.headers and operation.method in methods]


@pytest.mark.parametrize("operation", listing("X-API-VERSION", "GET"), ids=name)
def test_a_read_answers_in_the_version_that_was_asked_for(lists: Lists, operation: AnyOperation, covers: Covers) -> None:
    for version in ("4.0.13", "4.0.12"):
        answer = lists.caller.get(operation, headers={"X-API-VERSION": version})
        assert answer is not None, lacking(operation, "their ids", "no record can be asked for")
        assert (answer.status_code, answer.headers["X-API-VERSION"]) == (operation.status, version), answer.text
    refused = lists.caller.get(operation, headers={"X-API-VERSION": "4.0.99"})
    assert refused is not None
    assert refused.status_code == 410
    covers(operation, "X-API-VERSION")


@pytest.mark.parametrize("operation", listing("X-API-VERSION", "POST", "PATCH", "DELETE"), ids=name)
def test_a_write_happens_in_a_known_version_only(full_firm_mock: FullFirmMock, operation: AnyOperation, covers: Covers) -> None:
    before = digest(full_firm_mock.mock.world)
    assert full_firm_mock.call(operation, {"X-API-VERSION": "4.0.99"}).status_code == 410
    assert digest(full_firm_mock.mock.world) == before
    answer = full_firm_mock.call(operation, {"X-API-VERSION": "4.0.12"})
    assert (answer.status_code, answer.headers["X-API-VERSION"]) == (operation.status, "4.0.12"), explained(operation, answer)
    covers(operation, "X-API-VERSION")


@pytest.mark.parametrize("operation", listing("IF-NONE-MATCH", "GET"), ids=name)
def test_a_read_is_spared_while_the_etag_is_the_same(lists: Lists, operation: AnyOperation, covers: Covers) -> None:
    plain = lists.caller.get(operation)
    assert plain is not None, lacking(operation, "their ids", "no record can be asked for")
    same = lists.caller.get(operation, headers={"If-None-Match": plain.headers["ETag"]})
    other = lists.caller.get(operation, headers={"If-None-Match": NEVER})
    assert same is not None
    assert other is not None
    assert (same.status_code, same.content) == (304, b"")
    assert (other.status_code, other.json()) == (200, plain.json())
    covers(operation, "IF-NONE-MATCH")


@pytest.mark.parametrize("operation", listing("IF-MODIFIED-SINCE", "GET"), ids=name)
def test_a_read_is_spared_when_nothing_changed_since(lists: Lists, operation: AnyOperation, covers: Covers) -> None:
    plain = lists.caller.get(operation)
    assert plain is not None, lacking(operation, "their ids", "no record can be asked for")
    changed = parsedate_to_datetime(plain.headers["Last-Modified"])
    same = lists.caller.get(operation, headers={"If-Modified-Since": format_datetime(changed, usegmt=True)})
    earlier = lists.caller.get(operation, headers={"If-Modified-Since": format_datetime(changed - timedelta(seconds=1), usegmt=True)})
    assert same is not None
    assert earlier is not None
    assert (same.status_code, same.content) == (304, b"")
    assert (earlier.status_code, earlier.json()) == (200, plain.json())
    covers(operation, "IF-MODIFIED-SINCE")


@pytest.mark.parametrize("operation", listing("IF-MATCH", "PATCH", "DELETE"), ids=name)
def test_a_write_asks_for_the_record_as_it_is(full_firm_mock: FullFirmMock, operation: AnyOperation, covers: Covers) -> None:
    before = digest(full_firm_mock.mock.world)
    assert full_firm_mock.call(operation, {"If-Match": NEVER}).status_code == 412
    assert digest(full_firm_mock.mock.world) == before
    answer = full_firm_mock.call(operation, {"If-Match": present_etag(full_firm_mock, operation)})
    assert answer.status_code == operation.status, explained(operation, answer)
    covers(operation, "IF-MATCH")


def present_etag(full_firm_mock: FullFirmMock, operation: AnyOperation) -> str:
    """The etag that a read of the record gives, else the list that it stands in, else the answer to a write of it."""
    path = examples.path(full_firm_mock.full_firm, operation)
    read = full_firm_mock.mock.http.get(f"/api/v4{path}")
    if "ETag" in read.headers:
        return read.headers["ETag"]
    listed = full_firm_mock.mock.http.get(f"/api/v4{operation.collection.path}", params={"fields": "id,etag"})
    result = [row["etag"] for row in listed.json()["data"] if path.endswith(f"/{row['id']}")] if listed.status_code == 200 else []
    return result[0] if result else full_firm_mock.call(operation).headers["ETag"]


@pytest.mark.parametrize("operation", CALLED, ids=name)
def test_an_operation_without_parameters_answers(
    full_firm_mock: FullFirmMock, lists: Lists, operation: AnyOperation, covers: Covers
) -> None:
    answer = full_firm_mock.call(operation) if operation.method != "GET" else lists.caller.some(operation)
    assert answer.status_code == operation.status, explained(operation, answer)
    covers(operation)
