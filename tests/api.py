"""The API as tests ask it: short calls that give the `data` of an answer, and refuse a status that was not expected."""

from __future__ import annotations

from typing import Any

import httpx

from mockclio import MockClio

Data = Any


class Api:
    """Calls to one mock. Each method gives `data`; `refused` gives the error of a call that must not succeed."""

    def __init__(self, mock: MockClio) -> None:
        self.mock = mock

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.mock.http.request(method, f"/api/v4{path}", **options)

    def get(self, path: str, fields: str = "", **parameters: Any) -> Data:
        return self._data(self.call("GET", path, params=_parameters(fields, parameters)), 200)

    def post(self, path: str, body: dict[str, Any], fields: str = "") -> Data:
        return self._data(self.call("POST", path, params=_parameters(fields, {}), json={"data": body}), 201)

    def patch(self, path: str, body: dict[str, Any], fields: str = "") -> Data:
        return self._data(self.call("PATCH", path, params=_parameters(fields, {}), json={"data": body}), 200)

    def delete(self, path: str) -> None:
        response = self.call("DELETE", path)
        assert response.status_code == 204, response.text

    def refused(self, status: int, method: str, path: str, body: dict[str, Any] | None = None, **parameters: Any) -> str:
        """The message of the refusal."""
        response = self.call(method, path, params=_parameters("", parameters), **({"json": {"data": body}} if body is not None else {}))
        assert response.status_code == status, f"{response.status_code}: {response.text}"
        return str(response.json()["error"]["message"])

    @staticmethod
    def _data(response: httpx.Response, status: int) -> Data:
        assert response.status_code == status, f"{response.status_code}: {response.text}"
        return response.json()["data"]


def _parameters(fields: str, parameters: dict[str, Any]) -> dict[str, Any]:
    results = {name.removesuffix("_"): value for name, value in parameters.items()}
    return {**results, "fields": fields} if fields else results
