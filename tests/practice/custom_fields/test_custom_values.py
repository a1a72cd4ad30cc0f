"""Values of custom fields, sets and know-your-client answers, on matters and contacts alike."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api import Api, Data
from tests.practice.cases import client, matter

VALUES = "custom_field_values{id,value,field_name,custom_field}"
ANSWERS = "kyc_field_values{id,field_name,field_label,field_type,field_value,field_possible_values,group}"


@pytest.fixture(params=["Matter", "Contact"])
def owner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def field(api: Api, owner: str, kind: str = "text_line", name: str = "Court", **body: Any) -> int:
    return api.post("/custom_fields", {"name": name, "field_type": kind, "parent_type": owner, **body})["id"]


def record(api: Api, owner: str, **body: Any) -> str:
    """The path of a new record of that kind."""
    if owner == "Matter":
        return f"/matters/{matter(api, **body)['id']}"
    return f"/contacts/{api.post('/contacts', {'type': 'Company', 'name': 'Acme', **body})['id']}"


def values(shown: Data) -> list[tuple[Any, Any]]:
    return [(value["id"], value["value"]) for value in shown["custom_field_values"]]


def unchanged(api: Api, path: str, body: dict[str, Any], status: int = 422) -> str:
    before = api.get(path, "etag")
    message = api.refused(status, "PATCH", path, body)
    assert api.get(path, "etag") == before
    return message


@pytest.mark.rule("custom_fields.value-id-is-composite")
@pytest.mark.rule("custom_fields.value-is-destroyed-by-id")
def test_a_value_is_added_changed_cleared_and_destroyed(api: Api, owner: str) -> None:
    id = field(api, owner)
    path = record(api, owner, custom_field_values=[{"custom_field": {"id": id}, "value": "High Court"}])
    shown = api.get(path, VALUES)["custom_field_values"]
    key = shown[0]["id"]
    assert shown == [
        {"id": key, "value": "High Court", "field_name": "Court", "custom_field": {"id": id, "etag": shown[0]["custom_field"]["etag"]}}
    ]
    assert key.startswith("text_line-")
    assert key.removeprefix("text_line-").isdigit()
    assert values(api.patch(path, {"custom_field_values": [{"id": key, "value": "Low Court"}]}, VALUES)) == [(key, "Low Court")]
    assert values(api.patch(path, {"custom_field_values": [{"id": key, "value": None}]}, VALUES)) == [(key, None)]
    assert values(api.patch(path, {"custom_field_values": [{"id": key, "_destroy": True}]}, VALUES)) == []
    ((again, value),) = values(api.patch(path, {"custom_field_values": [{"custom_field": {"id": id}, "value": "New Court"}]}, VALUES))
    assert (again != key, value) == (True, "New Court")


def test_a_value_has_an_etag_and_times_of_its_own(api: Api, owner: str) -> None:
    id = field(api, owner)
    path = record(api, owner, custom_field_values=[{"custom_field": {"id": id}, "value": "A"}])
    fields = "custom_field_values{id,etag,created_at,updated_at}"
    (before,) = api.get(path, fields)["custom_field_values"]
    assert len(before["etag"]) == 34
    assert before["created_at"] == "2026-06-01T09:00:00-04:00"
    (after,) = api.patch(path, {"custom_field_values": [{"id": before["id"], "value": "B"}]}, fields)["custom_field_values"]
    assert after["id"] == before["id"]
    assert after["etag"] != before["etag"]


@pytest.mark.rule("custom_fields.values-are-born-with-their-record")
def test_a_new_record_has_a_value_of_every_displayed_field(api: Api, owner: str) -> None:
    field(api, owner, name="Judge", display_order=2)
    field(api, owner, display_order=1)
    field(api, owner, name="Hidden", displayed=False)
    field(api, "Contact" if owner == "Matter" else "Matter", name="Elsewhere")
    path = record(api, owner)
    of_field = "field_name,field_type,field_required,field_displayed,field_display_order"
    fields = f"custom_field_values{{id,value,created_at,updated_at,{of_field},soft_deleted,picklist_option}}"
    born = {"value": None, "created_at": "2026-06-01T09:00:00-04:00", "updated_at": "2026-06-01T09:00:00-04:00", "soft_deleted": False}
    field_facts = {"field_type": "text_line", "field_required": False, "field_displayed": True, "picklist_option": None}
    shown = api.get(path, fields)["custom_field_values"]
    assert shown == [
        {**born, **field_facts, "id": shown[0]["id"], "field_name": "Court", "field_display_order": 1},
        {**born, **field_facts, "id": shown[1]["id"], "field_name": "Judge", "field_display_order": 2},
    ]
    assert all(one["id"].removeprefix("text_line-").isdigit() for one in shown)
    assert api.get(path, fields)["custom_field_values"] == shown
    written = api.patch(path, {"custom_field_values": [{"id": shown[1]["id"], "value": "Deed"}]}, "custom_field_values{id,value}")
    assert values(written) == [(shown[0]["id"], None), (shown[1]["id"], "Deed")]


@pytest.mark.rule("custom_fields.values-are-born-with-their-record")
def test_what_a_body_says_of_a_field_is_its_value_from_the_beginning(api: Api, owner: str) -> None:
    first, second = field(api, owner), field(api, owner, name="Judge")
    sent = [{"custom_field": {"id": second}, "value": "Deed"}]
    shown = api.get(record(api, owner, custom_field_values=sent), VALUES)["custom_field_values"]
    assert [(one["custom_field"]["id"], one["value"]) for one in shown] == [(second, "Deed"), (first, None)]


@pytest.mark.rule("custom_fields.values-are-born-with-their-record")
@pytest.mark.parametrize("displayed", [True, False])
def test_a_field_that_came_later_or_is_not_displayed_is_absent_until_it_is_written(api: Api, owner: str, displayed: bool) -> None:
    path = record(api, owner) if displayed else ""
    id = field(api, owner, displayed=displayed)
    path = path or record(api, owner)
    assert api.get(path, VALUES) == {"custom_field_values": []}
    ((key, value),) = values(api.patch(path, {"custom_field_values": [{"custom_field": {"id": id}, "value": "A"}]}, VALUES))
    assert (key.startswith("text_line-"), value) == (True, "A")
    assert values(api.get(path, VALUES)) == [(key, "A")]


@pytest.mark.rule("custom_fields.second-value-is-422")
@pytest.mark.parametrize("kind", ["checkbox", "date", "text_line"])
def test_a_value_that_a_record_was_born_with_is_written_by_its_own_id_only(api: Api, owner: str, kind: str) -> None:
    id, sent = field(api, owner, kind), {"checkbox": True, "date": "2026-02-03", "text_line": "A"}[kind]
    path = record(api, owner)
    message = unchanged(api, path, {"custom_field_values": [{"custom_field": {"id": id}, "value": sent}]})
    assert "custom field value for custom field" in message
    assert "already exists" in message
    ((key, _),) = values(api.get(path, VALUES))
    assert values(api.patch(path, {"custom_field_values": [{"id": key, "value": sent}]}, VALUES)) == [(key, sent)]


def test_reading_a_record_writes_nothing(api: Api, owner: str) -> None:
    path = record(api, owner)
    field(api, owner)
    _, table, id = path.split("/")
    before = api.mock.world.table(table)[int(id)]
    api.get(path, VALUES)
    api.get(f"/{table}", VALUES)
    assert api.mock.world.table(table)[int(id)] is before


@pytest.mark.rule("custom_fields.values-come-with-a-set")
@pytest.mark.rule("custom_fields.association-comes-last")
def test_an_associated_set_makes_its_fields_appear(api: Api, owner: str) -> None:
    hidden = [field(api, owner, name=name, displayed=False) for name in ("One", "Two")]
    sets = [api.post("/custom_field_sets", {"name": "Set", "custom_field_ids": [id]})["id"] for id in hidden]
    path = record(api, owner)
    assert api.get(path, VALUES) == {"custom_field_values": []}
    fields = f"{VALUES},custom_field_set_associations{{id,display_order}}"
    shown = api.patch(path, {"custom_field_set_associations": [{"custom_field_set": {"id": id}} for id in sets]}, fields)
    assert [(value["value"], value["custom_field"]["id"]) for value in shown["custom_field_values"]] == [
        (None, hidden[0]),
        (None, hidden[1]),
    ]
    assert all(value["id"].startswith("text_line-") for value in shown["custom_field_values"])
    first, second = shown["custom_field_set_associations"]
    assert (first["display_order"], second["display_order"]) == (1, 2)
    steps = [{"id": first["id"], "_destroy": True}, {"id": second["id"], "display_order": 5}, {"custom_field_set": {"id": sets[1]}}]
    changed = api.patch(path, {"custom_field_set_associations": steps}, fields)
    assert changed["custom_field_set_associations"] == [{"id": second["id"], "display_order": 5}]
    assert changed["custom_field_values"] == shown["custom_field_values"]
    message = api.refused(422, "PATCH", path, {"custom_field_values": [{"custom_field": {"id": hidden[1]}, "value": "x"}]})
    assert "already exists" in message


@pytest.mark.rule("custom_fields.set-is-for-its-parent-only")
@pytest.mark.rule("custom_fields.unknown-association-is-422")
def test_wrong_associations_are_refused(api: Api, owner: str) -> None:
    other = "Contact" if owner == "Matter" else "Matter"
    strange = api.post("/custom_field_sets", {"name": "Set", "parent_type": other})["id"]
    path = record(api, owner)
    unchanged(api, path, {"custom_field_set_associations": [{"custom_field_set": {"id": strange}}]})
    unchanged(api, path, {"custom_field_set_associations": [{"id": 7, "display_order": 1}]})
    unchanged(api, path, {"custom_field_set_associations": [{"display_order": 1}]})
    unchanged(api, path, {"custom_field_set_associations": [{"custom_field_set": {"id": 7}}]}, 404)


@pytest.mark.rule("custom_fields.ids-narrow-the-values")
def test_custom_field_ids_narrow_every_answer(api: Api, owner: str) -> None:
    one, two = field(api, owner), field(api, owner, name="Judge")
    sent = [{"custom_field": {"id": one}, "value": "x"}]
    collection = "/matters" if owner == "Matter" else "/contacts"
    body = {"client": {"id": client(api)}, "description": "A"} if owner == "Matter" else {"type": "Company", "name": "Acme"}
    parameters = {"fields": "id,custom_field_values{value}", "custom_field_ids[]": two}
    made = api.call("POST", collection, params=parameters, json={"data": {**body, "custom_field_values": sent}}).json()["data"]
    path = f"{collection}/{made['id']}"
    assert made["custom_field_values"] == [{"value": None}]
    assert api.call("PATCH", path, params=parameters, json={"data": {}}).json()["data"]["custom_field_values"] == [{"value": None}]
    assert api.get(path, "custom_field_values{value}", **{"custom_field_ids[]": one}) == {"custom_field_values": [{"value": "x"}]}
    assert api.get(path, "custom_field_values{value}", **{"custom_field_ids[]": [one, two]})["custom_field_values"] == [
        {"value": "x"},
        {"value": None},
    ]
    rows = api.get(collection, "id,custom_field_values{value}", **{"custom_field_ids[]": one, "ids[]": made["id"]})
    assert rows == [{"id": made["id"], "custom_field_values": [{"value": "x"}]}]


TYPED = [
    ("checkbox", "true", True),
    ("checkbox", False, False),
    ("currency", "12.50", 12.5),
    ("numeric", 3, 3),
    ("date", "2026-02-03", "2026-02-03"),
    ("time", "14:30", "14:30:00"),
    ("email", "a@b.test", "a@b.test"),
    ("text_line", "x", "x"),
    ("text_area", "x\ny", "x\ny"),
    ("url", "https://x.test", "https://x.test"),
]


@pytest.mark.rule("custom_fields.value-of-wrong-type-is-422")
@pytest.mark.parametrize(("kind", "sent", "shown"), TYPED)
def test_a_value_is_typed(api: Api, owner: str, kind: str, sent: Any, shown: Any) -> None:
    path = record(api, owner, custom_field_values=[{"custom_field": {"id": field(api, owner, kind)}, "value": sent}])
    ((id, value),) = values(api.get(path, VALUES))
    assert (id.startswith(f"{kind}-"), value, type(value)) == (True, shown, type(shown))


@pytest.mark.rule("custom_fields.text-line-has-255-characters")
@pytest.mark.parametrize("kind", ["text_line", "text_area", "url"])
def test_a_line_of_text_has_255_characters(api: Api, owner: str, kind: str) -> None:
    other, id = field(api, owner, name="Judge"), field(api, owner, kind)
    path = record(api, owner)
    keys = {one["custom_field"]["id"]: one["id"] for one in api.get(path, VALUES)["custom_field_values"]}
    steps = [{"id": keys[other], "value": "Deed"}, {"id": keys[id], "value": "x" * 256}]
    if kind == "text_line":
        assert "Court must be at most 255 characters long" in unchanged(api, path, {"custom_field_values": steps})
        steps[1]["value"] = "x" * 255
    api.patch(path, {"custom_field_values": steps})
    assert [one["value"] for one in api.get(path, VALUES)["custom_field_values"]] == ["Deed", steps[1]["value"]]


WRONG = [("checkbox", "perhaps"), ("currency", "much"), ("numeric", "7x"), ("date", "yesterday"), ("time", "25:00"), ("email", "nobody")]


@pytest.mark.rule("custom_fields.value-of-wrong-type-is-422")
@pytest.mark.parametrize(("kind", "value"), [*WRONG, ("picklist", 7), ("contact", "Ann"), ("matter", "Case"), ("text_line", {"a": 1})])
def test_a_value_of_the_wrong_type_is_refused(api: Api, owner: str, kind: str, value: Any) -> None:
    path = record(api, owner)
    id = field(api, owner, kind)
    assert "Court must be" in unchanged(api, path, {"custom_field_values": [{"custom_field": {"id": id}, "value": value}]})


@pytest.mark.rule("custom_fields.deleted-option-stays-for-its-values")
def test_a_picklist_value_is_the_id_of_an_option(api: Api, owner: str) -> None:
    made = api.post(
        "/custom_fields",
        {"name": "Kind", "field_type": "picklist", "parent_type": owner, "picklist_options": [{"option": "Red"}, {"option": "Blue"}]},
        "id,picklist_options{id,option}",
    )
    red, blue = made["picklist_options"]
    path = record(api, owner, custom_field_values=[{"custom_field": {"id": made["id"]}, "value": str(red["id"])}])
    fields = "custom_field_values{id,value,picklist_option}"
    (value,) = api.get(path, fields)["custom_field_values"]
    assert (value["value"], value["picklist_option"]["id"]) == (red["id"], red["id"])
    api.patch(
        f"/custom_fields/{made['id']}", {"picklist_options": [{"id": red["id"], "_deleted": True}, {"id": blue["id"], "_deleted": True}]}
    )
    (kept,) = api.patch(path, {"custom_field_values": [{"id": value["id"], "value": red["id"]}]}, fields)["custom_field_values"]
    assert (kept["value"], kept["picklist_option"]["id"]) == (red["id"], red["id"])
    unchanged(api, path, {"custom_field_values": [{"id": value["id"], "value": blue["id"]}]})


def test_contact_and_matter_values_show_whom_they_mean(api: Api, owner: str) -> None:
    contact, case = client(api, "Bob", "Lee"), matter(api, "id,display_number")
    sent = {"contact": contact, "matter": case["id"]}
    steps = [{"custom_field": {"id": field(api, owner, kind, kind)}, "value": value} for kind, value in sent.items()]
    path = record(api, owner, custom_field_values=steps)
    first, second = api.get(path, "custom_field_values{value,contact,matter,picklist_option}")["custom_field_values"]
    assert (first["value"], first["contact"]["name"], first["matter"], first["picklist_option"]) == (contact, "Bob Lee", None, None)
    assert second == {"value": case["id"], "contact": None, "matter": case, "picklist_option": None}
    for kind in sent:
        missing = {"custom_field": {"id": field(api, owner, kind, "Other")}, "value": 7}
        unchanged(api, path, {"custom_field_values": [missing]}, 404)


@pytest.mark.rule("custom_fields.second-value-is-422")
def test_a_second_value_by_the_definition_is_refused(api: Api, owner: str) -> None:
    id = field(api, owner, displayed=False)
    again = {"custom_field_values": [{"custom_field": {"id": id}, "value": "B"}]}
    path = record(api, owner, custom_field_values=[{"custom_field": {"id": id}, "value": "A"}])
    ((key, _),) = values(api.get(path, VALUES))
    words = f"a custom field value for custom field {id} already exists"
    assert words in unchanged(api, path, again)
    assert values(api.patch(path, {"custom_field_values": [{"id": key, "value": None}]}, VALUES)) == [(key, None)]
    assert words in unchanged(api, path, again)
    twice = {"custom_field_values": [{"id": key, "_destroy": True}, *again["custom_field_values"], *again["custom_field_values"]]}
    assert words in unchanged(api, path, twice)
    assert values(api.get(path, VALUES)) == [(key, None)]


@pytest.mark.rule("custom_fields.unknown-value-id-is-422")
@pytest.mark.rule("custom_fields.value-needs-a-field")
@pytest.mark.rule("custom_fields.value-stays-with-its-field")
@pytest.mark.rule("custom_fields.value-needs-a-field-of-its-parent")
def test_a_value_that_names_the_wrong_thing_is_refused(api: Api, owner: str) -> None:
    id, other = field(api, owner), field(api, owner, name="Judge")
    strange = field(api, "Contact" if owner == "Matter" else "Matter")
    path = record(api, owner, custom_field_values=[{"custom_field": {"id": id}, "value": "A"}])
    key = values(api.get(path, VALUES))[0][0]
    unchanged(api, path, {"custom_field_values": [{"id": "text_line-7", "value": "B"}]})
    unchanged(api, path, {"custom_field_values": [{"value": "B"}]})
    unchanged(api, path, {"custom_field_values": [{"id": key, "custom_field": {"id": other}, "value": "B"}]})
    unchanged(api, path, {"custom_field_values": [{"custom_field": {"id": strange}, "value": "B"}]})
    unchanged(api, path, {"custom_field_values": [{"custom_field": {"id": 7}, "value": "B"}]}, 404)


@pytest.mark.rule("custom_fields.values-outlive-their-field")
@pytest.mark.rule("custom_fields.deleted-field-takes-no-new-value")
def test_values_outlive_their_field(api: Api, owner: str) -> None:
    id = field(api, owner, displayed=False)
    path = record(api, owner, custom_field_values=[{"custom_field": {"id": id}, "value": "A"}])
    empty = record(api, owner)
    api.delete(f"/custom_fields/{id}")
    fields = "custom_field_values{value,soft_deleted}"
    assert api.get(path, fields) == {"custom_field_values": [{"value": "A", "soft_deleted": True}]}
    assert api.get(empty, fields) == {"custom_field_values": []}
    assert "is deleted" in unchanged(api, empty, {"custom_field_values": [{"custom_field": {"id": id}, "value": "B"}]})


@pytest.mark.rule("custom_fields.values-outlive-their-field")
def test_a_value_that_was_never_set_outlives_its_field_too(api: Api, owner: str) -> None:
    id = field(api, owner)
    path = record(api, owner)
    api.delete(f"/custom_fields/{id}")
    assert api.get(path, "custom_field_values{value,soft_deleted}") == {"custom_field_values": [{"value": None, "soft_deleted": True}]}
    assert api.get(record(api, owner), "custom_field_values{value}") == {"custom_field_values": []}


@pytest.mark.rule("custom_fields.required-is-only-a-mark")
def test_a_required_field_may_stay_empty(api: Api, owner: str) -> None:
    field(api, owner, required=True)
    path = record(api, owner)
    assert api.get(path, "custom_field_values{field_required,value}") == {"custom_field_values": [{"field_required": True, "value": None}]}


@pytest.mark.rule("custom_fields.kyc-answers-are-steps")
def test_answers_are_added_and_changed(api: Api, owner: str) -> None:
    sent = [
        {"field_name": "risk_rating", "field_type": "picklist", "field_value": "Low"},
        {"field_name": "favourite_colour", "field_type": "text", "field_value": "Blue"},
    ]
    path = record(api, owner, kyc_field_values=sent)
    first, second = api.get(path, ANSWERS)["kyc_field_values"]
    assert first == {
        "id": first["id"],
        **sent[0],
        "field_label": "Risk rating",
        "field_possible_values": ["Low", "Medium", "High"],
        "group": "Risk",
    }
    assert second == {"id": second["id"], **sent[1], "field_label": "Favourite colour", "field_possible_values": [], "group": None}
    steps = [{"id": first["id"], "field_value": "High"}, {"field_name": "favourite_colour", "field_value": "Red"}]
    changed = api.patch(path, {"kyc_field_values": steps}, ANSWERS)["kyc_field_values"]
    assert changed == [{**first, "field_value": "High"}, {**second, "field_value": "Red"}]
    unchanged(api, path, {"kyc_field_values": [{"id": 7, "field_value": "x"}]})
    unchanged(api, path, {"kyc_field_values": [{"field_name": "height", "field_value": "x"}]})


@pytest.mark.rule("custom_fields.kyc-answer-fits-its-question")
@pytest.mark.parametrize(
    "answer",
    [
        {"field_name": "risk_rating", "field_type": "picklist", "field_value": "Extreme"},
        {"field_name": "risk_rating", "field_type": "text", "field_value": "Low"},
        {"field_name": "risk_reviewed_on", "field_type": "date", "field_value": "soon"},
        {"field_name": "birthday_of_cat", "field_type": "date", "field_value": "soon"},
    ],
)
def test_an_answer_that_does_not_fit_is_refused(api: Api, owner: str, answer: dict[str, str]) -> None:
    unchanged(api, record(api, owner), {"kyc_field_values": [answer]})
