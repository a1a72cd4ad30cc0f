"""Custom actions and text snippets."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.hashing import digest
from tests.practice.people_and_groups import hire

ACTION = {"label": "Open in Acme", "target_url": "https://acme.test/open", "ui_reference": "matters/show"}
SNIPPETS = "/settings/text_snippets"


def test_custom_actions_read_back_and_change(api: Api) -> None:
    selection = "id,label,target_url,ui_reference"
    made = api.post("/custom_actions", ACTION, selection)
    assert made == {"id": made["id"], **ACTION}
    assert api.patch(f"/custom_actions/{made['id']}", {"label": "Open"}, selection) == {**made, "label": "Open"}
    assert [row["id"] for row in api.get("/custom_actions")] == [made["id"]]
    api.delete(f"/custom_actions/{made['id']}")
    assert api.get("/custom_actions") == []


@pytest.mark.rule("people.custom-action-is-complete")
@pytest.mark.parametrize(
    "wrong",
    [{"label": " "}, {"target_url": "acme.test"}, {"target_url": "javascript:x"}, {"ui_reference": "bills/show"}, {"ui_reference": None}],
)
def test_a_custom_action_is_complete(api: Api, mock: MockClio, wrong: dict[str, Any]) -> None:
    made = api.post("/custom_actions", {**ACTION, "label": "First"})["id"]
    before = digest(mock.world)
    api.refused(422, "POST", "/custom_actions", {**ACTION, **wrong})
    api.refused(422, "PATCH", f"/custom_actions/{made}", wrong)
    assert digest(mock.world) == before


@pytest.mark.rule("people.custom-action-label-is-unique")
@pytest.mark.rule("people.custom-action-belongs-to-its-maker")
def test_a_label_is_unique_in_one_place_for_one_user(api: Api, mock: MockClio, office: Office) -> None:
    ravi = hire(mock, office)
    mine = api.post("/custom_actions", ACTION)["id"]
    elsewhere = api.post("/custom_actions", {**ACTION, "ui_reference": "contacts/show"})["id"]
    theirs = ravi.post("/custom_actions", ACTION)["id"]
    assert "label must be new" in api.refused(422, "POST", "/custom_actions", ACTION)
    api.refused(422, "PATCH", f"/custom_actions/{elsewhere}", {"ui_reference": "matters/show"})
    assert [row["id"] for row in api.get("/custom_actions")] == [mine, elsewhere]
    for method, body in (("GET", None), ("PATCH", {"label": "x"}), ("DELETE", None)):
        api.refused(404, method, f"/custom_actions/{theirs}", body)


@pytest.mark.rule("people.snippets-match-parts-of-words-unless-said")
def test_text_snippets_read_back_are_found_and_sorted(api: Api) -> None:
    selection = "id,snippet,phrase,whole_word"
    one = api.post(SNIPPETS, {"snippet": "zz", "phrase": "attorney at law"}, selection)
    two = api.post(SNIPPETS, {"snippet": "aa", "phrase": "zebra", "whole_word": "true"}, selection)
    assert one == {"id": one["id"], "snippet": "zz", "phrase": "attorney at law", "whole_word": False}
    assert two["whole_word"] is True
    assert api.get(SNIPPETS, selection, query="AT LAW") == [one]
    assert api.get(SNIPPETS, selection, query="zz") == [one]
    assert api.get(SNIPPETS, selection, order="snippet(asc)")[0] == two
    assert api.get(SNIPPETS, selection, order="phrase(desc)")[0] == two
    assert api.patch(f"{SNIPPETS}/{one['id']}", {"phrase": "solicitor"}, selection) == {**one, "phrase": "solicitor"}
    api.delete(f"{SNIPPETS}/{one['id']}")
    api.refused(404, "GET", f"{SNIPPETS}/{one['id']}")


@pytest.mark.rule("people.snippet-needs-both-sides")
def test_a_snippet_needs_both_sides(api: Api, mock: MockClio) -> None:
    made = api.post(SNIPPETS, {"snippet": "zz", "phrase": "zebra"})["id"]
    before = digest(mock.world)
    for body in ({"snippet": "a"}, {"phrase": "a"}, {"snippet": " ", "phrase": "a"}, {"snippet": "a", "phrase": None}):
        api.refused(422, "POST", SNIPPETS, body)
    api.refused(422, "PATCH", f"{SNIPPETS}/{made}", {"phrase": ""})
    assert digest(mock.world) == before


def test_a_new_account_has_some_snippets(api: Api) -> None:
    assert {"snippet": "tcw", "phrase": "telephone call with"} in api.get(SNIPPETS, "snippet,phrase")
