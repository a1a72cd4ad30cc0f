"""A connector collects the pages of a list that is longer than a walk without an order."""

from __future__ import annotations

from mockclio import MockClio
from mockclio.verify.connectors.environment import Environment


def test_bundles_are_collected_beyond_the_ceiling() -> None:
    with MockClio("small", page_token_ceiling=4) as mock:
        environment = Environment(mock)
        assert len(environment.bundles("/contacts", None, page=2)) == mock.client.contacts.list().count > 4
