"""What deletion means, over every operation that deletes, and what cannot be deleted at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.catalog import collections
from mockclio.store.world import World
from tests.api import Api
from tests.hashing import digest

MARKED = {"bills", "custom_fields", "documents", "folders", "matter_dockets", "tax_rate_configurations"}
"""Where the row stays: in another state, in the trash, or with a mark."""

DELETABLE = {
    collection.name: collection
    for collection in collections().values()
    if any(operation.kind == "destroy" and operation.path.endswith("/{id}") for operation in collection.operations.values())
}
KEPT = (
    "allocations",
    "bank_transfers",
    "matter_transfers",
    "safe_custody/locations",
    "safe_custody/packets",
    "safe_custody/records",
    "bill_themes",
    "clio_payments/links",
    "clio_payments/payments",
    "conversation_messages",
    "conversations",
    "credit_memos",
    "currencies",
    "document_archives",
    "document_automations",
    "log_entries",
    "matter_stages",
    "reports",
    "task_calendars",
    "task_types",
    "trust_line_items",
    "trust_requests",
    "users",
    "utbms/codes",
    "utbms/sets",
)
"""Paths of what the product keeps."""


@pytest.fixture(scope="module")
def firm() -> World:
    return open_firm("small", at=None, frozen=True)


@pytest.fixture
def api(firm: World) -> Iterator[Api]:
    with MockClio.of(firm.fork("default")) as mock:
        yield Api(mock)


@pytest.mark.rule("wire.unknown-id-is-404")
@pytest.mark.parametrize("name", sorted(DELETABLE.keys() - MARKED))
def test_what_is_deleted_is_gone(api: Api, name: str) -> None:
    path, table = DELETABLE[name].path, api.mock.world.table(name)
    deleted = next((row["id"] for row in table if api.call("DELETE", f"{path}/{row['id']}").status_code in (200, 204)), None)
    assert deleted is not None, f"the firm has nothing in {name} that can be deleted"
    assert table.get(deleted) is None
    before = digest(api.mock.world)
    for method, body in (("GET", None), ("PATCH", {}), ("DELETE", None)):
        api.refused(404, method, f"{path}/{deleted}", body)
    assert digest(api.mock.world) == before


@pytest.mark.rule("wire.unknown-route-is-404")
@pytest.mark.parametrize("path", KEPT)
def test_what_the_product_keeps_takes_no_delete(api: Api, path: str) -> None:
    tables = {collection.path.strip("/"): name for name, collection in collections().items()}
    row = next(iter(api.mock.world.table(tables.get(path, path))), {"id": 1})
    before = digest(api.mock.world)
    api.refused(404, "DELETE", f"/{path}/{row['id']}")
    assert digest(api.mock.world) == before


@pytest.mark.rule("wire.unknown-route-is-404")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/bills"),
        ("GET", "/line_items/1"),
        ("POST", "/contacts/1/email_addresses"),
        ("POST", "/contacts/1/phone_numbers"),
        ("POST", "/users"),
        ("PATCH", "/users/1"),
        ("POST", "/currencies"),
        ("POST", "/utbms/codes"),
        ("POST", "/matter_stages"),
        ("GET", "/document_archives"),
        ("GET", "/bank_transfers"),
        ("POST", "/medical_records"),
        ("POST", "/medical_bills"),
        ("GET", "/medical_bills/1"),
        ("GET", "/trust_requests"),
        ("GET", "/grant_funding_sources/1"),
        ("GET", "/matter_transfers"),
        ("GET", "/safe_custody/locations/1"),
        ("POST", "/matters/1/protected_funds"),
        ("GET", "/clio_file/submissions_reports"),
    ],
)
def test_what_the_api_does_not_offer_is_not_found(api: Api, method: str, path: str) -> None:
    api.refused(404, method, path, {} if method != "GET" else None)
