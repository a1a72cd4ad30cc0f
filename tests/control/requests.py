"""The control interface as tests ask it."""

from __future__ import annotations

from typing import Any

import httpx

from mockclio import MockClio


class Asking:
    """`control.get("worlds")` gives the JSON of an answer; `refused` gives status and message of one that must not succeed."""

    def __init__(self, mock: MockClio) -> None:
        self.mock = mock

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.mock.http.request(method, f"/_mockclio/{path}", **options)

    def get(self, path: str, /, **query: Any) -> Any:
        return self._json(self.call("GET", path, params=query))

    def post(self, path: str, body: dict[str, Any] | None = None, /, **query: Any) -> Any:
        return self._json(self.call("POST", path, json=body or {}, params=query))

    def delete(self, path: str, /, **query: Any) -> Any:
        return self._json(self.call("DELETE", path, params=query))

    def refused(self, method: str, path: str, body: dict[str, Any] | None = None, /, **query: Any) -> tuple[int, str]:
        response = self.call(method, path, params=query, **({"json": body} if body is not None else {}))
        assert response.status_code >= 400, response.text
        return response.status_code, response.json()["error"]["message"]

    def with_token(self, token: str) -> httpx.Client:
        """The API as the holder of a token has it."""
        return httpx.Client(
            transport=self.mock.http._transport, base_url="http://mockclio.test", headers={"Authorization": f"Bearer {token}"}
        )

    @staticmethod
    def _json(response: httpx.Response) -> Any:
        assert response.status_code == 200, f"{response.status_code}: {response.text}"
        return response.json()
