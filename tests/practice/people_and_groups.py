"""Other users of the same firm, and the API as they see it."""

from __future__ import annotations

from typing import Any

import httpx

from mockclio import MockClio
from mockclio.seeding.office import Office, add_user
from tests.api import Api


class ApiOf(Api):
    """Calls with the token of one user."""

    def __init__(self, mock: MockClio, user: int) -> None:
        super().__init__(mock)
        self.user = user
        self._token = f"token-of-{user}"
        mock._worlds.grant(mock.world, self._token, user)

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}", **options.pop("headers", {})}
        return super().call(method, path, headers=headers, **options)


def hire(mock: MockClio, office: Office, first: str = "Ravi", last: str = "Osei", **values: Any) -> ApiOf:
    """A new user, and the API as that user sees it."""
    with mock.world.session() as session:
        user = add_user(session, office["account"], first, last, f"{first.lower()}@hartwell-osei.test", **values)
    return ApiOf(mock, user)
