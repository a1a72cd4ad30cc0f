"""The events that a change stands for."""

from __future__ import annotations

import pytest

from mockclio.webhooks.events import events_of
from tests.api import Api
from tests.practice.cases import client, matter


def events(api: Api, since: int, table: str = "matters") -> list[list[str]]:
    return [events_of(change) for change in api.mock.world.outbox.since(since) if change.table == table]


@pytest.mark.rule("matters.status-change-is-an-event")
@pytest.mark.parametrize(
    ("first", "second", "event"),
    [("open", "closed", "matter_closed"), ("closed", "open", "matter_opened"), ("open", "pending", "matter_pended")],
)
def test_a_matters_new_status_is_an_event_besides_updated(api: Api, first: str, second: str, event: str) -> None:
    id = matter(api, status=first)["id"]
    since = api.mock.world.outbox.sequence
    api.patch(f"/matters/{id}", {"status": second})
    assert events(api, since) == [["updated", event]]


@pytest.mark.rule("matters.status-change-is-an-event")
def test_other_changes_are_created_updated_and_deleted(api: Api) -> None:
    contact = client(api)
    since = api.mock.world.outbox.sequence
    id = matter(api, client={"id": contact}, status="closed")["id"]
    api.patch(f"/matters/{id}", {"location": "Attic"})
    api.delete(f"/matters/{id}")
    assert events(api, since) == [["created"], ["updated"], ["deleted"]]
