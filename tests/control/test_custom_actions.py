"""A click on a custom action, and what the application does with it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.hashing import digest
from tests.practice.work import colleague, contact, matter

ACTION = {"label": "Open in Brief", "target_url": "https://brief.test/open?from=clio", "ui_reference": "matters/show"}


def click(mock: MockClio, action: int, status: int = 200, **body: Data) -> Data:
    response = mock.http.post(f"/_mockclio/custom_actions/{action}/click", json=body)
    assert response.status_code == status, response.text
    return {name: values[0] for name, values in parse_qs(urlsplit(response.json().get("url", "")).query).items()}


@pytest.fixture
def action(api: Api) -> int:
    return int(api.post("/custom_actions", ACTION)["id"])


@pytest.mark.rule("people.custom-action-click")
def test_a_click_sends_what_was_clicked_by_whom(mock: MockClio, api: Api, action: int, office: Office) -> None:
    id = matter(api)
    sent = click(mock, action, subject=id)
    assert sent.pop("custom_action_nonce")
    owner = str(office["user.owner"])
    assert sent == {"from": "clio", "custom_action_id": str(action), "user_id": owner, "subject_url": f"/api/v4/matters/{id}"}
    click(mock, action, 422, subject=contact(api))
    click(mock, action, 400)
    click(mock, 1, 404, subject=id)


@pytest.mark.rule("people.custom-action-nonce-is-checked")
def test_a_nonce_is_good_once_for_a_minute_on_what_was_clicked(mock: MockClio, api: Api, action: int, office: Office) -> None:
    id, other = matter(api), matter(api)

    def status(sent: Data, path: str = "", **more: str) -> int:
        nonce = {"custom_action_nonce": sent["custom_action_nonce"]}
        return mock.http.get(path or sent["subject_url"], params=nonce, **more).status_code  # type: ignore[arg-type]

    sent = click(mock, action, subject=id)
    assert [status(sent), status(sent)] == [200, 403]
    assert status(click(mock, action, subject=id), f"/api/v4/matters/{id}.json") == 200
    assert status(click(mock, action, subject=id), f"/api/v4/matters/{other}") == 403
    late = click(mock, action, subject=id)
    mock.clock.advance(timedelta(seconds=61))
    before = digest(mock.world)
    assert status({"custom_action_nonce": "made up", "subject_url": f"/api/v4/matters/{id}"}) == 403
    assert digest(mock.world) == before
    assert status(late) == 403
    assert status(click(mock, action, subject=id, user=colleague(mock, office))) == 403


@pytest.mark.rule("people.custom-action-label-is-unique")
def test_another_application_may_use_the_same_label(mock: MockClio, api: Api, action: int) -> None:
    api.refused(422, "POST", "/custom_actions", ACTION)
    mock.world.access.applications["other-client"] = mock.world.access.applications["dev-client"]
    token = mock.http.post("/_mockclio/tokens", json={"client_id": "other-client"}).json()["access_token"]
    response = mock.http.post("/api/v4/custom_actions", json={"data": ACTION}, headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 201, response.text
