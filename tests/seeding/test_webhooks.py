"""Webhooks that firms come with are as good as those that are made through the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio import MockClio
from mockclio.seeding.build import RECIPES
from mockclio.store.clock import stamp


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_every_webhook_of_a_firm_can_be_renewed(name: str) -> None:
    with MockClio(name) as mock:
        until = stamp(mock.clock.now() + timedelta(days=30))
        refused = {}
        for row in list(mock.world.table("webhooks")):
            mock._worlds.grant(mock.world, "of-its-user", row["user"])
            headers, body = {"Authorization": "Bearer of-its-user"}, {"data": {"expires_at": until}}
            answer = mock.http.patch(f"/api/v4/webhooks/{row['id']}", json=body, headers=headers)
            if answer.status_code != 200 or mock.world.table("webhooks").get(row["id"])["expires_at"] != until:  # type: ignore[index]
                refused[row["id"]] = answer.text
        assert refused == {}
