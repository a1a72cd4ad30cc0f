"""Bodies that only a machine writes: parts without a name, null where an object must stand."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from tests.api import Api

BOUNDARY = "frontier"
NAMELESS = f'--{BOUNDARY}\r\nContent-Disposition: form-data; filename="a.txt"\r\n\r\nHello\r\n--{BOUNDARY}--\r\n'


def test_a_part_without_a_name_is_passed_over(mock: MockClio) -> None:
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    response = mock.http.post("/api/v4/tasks", content=NAMELESS, headers=headers)
    assert response.status_code == 400
    assert '"data"' in response.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/folders", "/documents"])
def test_an_object_that_must_be_there_cannot_be_null(api: Api, path: str) -> None:
    assert "parent" in api.refused(422, "POST", path, {"name": "Drafts", "parent": None})


def test_a_time_before_there_were_time_zones_has_an_offset_in_whole_minutes(api: Api) -> None:
    made = api.post("/task_types", {"name": "Errand", "deleted_at": "1044-10-12"}, fields="deleted_at")
    assert made == {"deleted_at": "1044-10-12T00:00:02-04:56"}
