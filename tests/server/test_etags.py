"""ETags and conditional requests, on every operation that has them."""

from __future__ import annotations

import re
from email.utils import format_datetime

import pytest

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.store.clock import parse_time
from tests.api import Api
from tests.contract.support import Caller
from tests.hashing import digest

SHOWS = [one for one in operations().values() if "IF-NONE-MATCH" in one.headers]
GUARDED = [one for one in operations().values() if "IF-MATCH" in one.headers]


@pytest.mark.rule("etags.conditional-reads-are-304")
@pytest.mark.parametrize("operation", SHOWS, ids=lambda one: one.operation_id)
def test_a_conditional_read_of_an_unchanged_record_is_304_and_empty(caller: Caller, operation: AnyOperation) -> None:
    first = caller.get(operation)
    assert first is not None
    assert first.status_code == 200, first.text
    assert re.fullmatch(r'"[0-9a-f]{32}"', first.headers["ETag"])
    path = caller.path(operation) or ""
    for headers in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = caller.mock.http.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
    assert caller.mock.http.get(path, headers={"If-None-Match": '"0"'}).status_code == 200
    earlier = format_datetime(parse_time("2001-01-01T00:00:00Z"), usegmt=True)
    assert caller.mock.http.get(path, headers={"If-Modified-Since": earlier}).status_code == 200


@pytest.mark.rule("etags.if-match-is-412")
@pytest.mark.parametrize("operation", GUARDED, ids=lambda one: one.operation_id)
def test_a_write_with_an_old_etag_is_412_and_changes_nothing(caller: Caller, operation: AnyOperation) -> None:
    path = caller.path(operation)
    assert path is not None, "the practice has no such record"
    before = digest(caller.mock.world)
    refused = caller.mock.http.request(operation.method, path, json={"data": {}}, headers={"If-Match": '"0"'})
    assert (refused.status_code, refused.json()["error"]["type"]) == (412, "PreconditionFailedError")
    assert digest(caller.mock.world) == before


@pytest.mark.rule("etags.if-match-is-412")
def test_a_write_with_the_present_etag_goes_through_and_changes_it(api: Api) -> None:
    made = api.post("/contacts", {"type": "Company", "name": "Acme"}, "id,etag")
    path = f"/contacts/{made['id']}"
    first = api.call("PATCH", path, json={"data": {"name": "Acme Ltd"}}, headers={"If-Match": made["etag"]})
    assert first.status_code == 200
    assert first.headers["ETag"] == first.json()["data"]["etag"] != made["etag"]
    assert api.call("PATCH", path, json={"data": {"name": "Acme"}}, headers={"If-Match": made["etag"]}).status_code == 412
    assert api.call("PATCH", path, json={"data": {"name": "Acme"}}, headers={"If-Match": "*"}).status_code == 200


def test_two_changes_within_a_second_give_two_etags(api: Api) -> None:
    id = api.post("/contacts", {"type": "Company", "name": "A"})["id"]
    seen = {api.patch(f"/contacts/{id}", {"name": name}, "etag")["etag"] for name in ("B", "C", "D")}
    assert len(seen) == 3


def test_an_unchanged_record_has_an_etag_of_clios_form(api: Api) -> None:
    made = api.post("/contacts", {"type": "Company", "name": "A"}, "id,etag,updated_at")
    changed = int(parse_time(made["updated_at"]).timestamp())
    assert made["etag"] == f'"{made["id"]:x}{changed:08x}6a68f6d0d2c3633492"'
