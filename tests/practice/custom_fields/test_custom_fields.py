"""Custom fields and sets: the definitions."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.practice.cases import change, client, matter

SHOWN = "id,name,field_type,parent_type,displayed,required,deleted,display_order"
OPTIONS = "picklist_options{id,option,deleted_at}"


def field(api: Api, name: str = "Court", fields: str = "", **body: Any) -> Data:
    return api.post("/custom_fields", {"name": name, "field_type": "text_line", "parent_type": "Matter", **body}, fields=fields)


def unchanged(api: Api, path: str, body: dict[str, Any], status: int = 422) -> str:
    before = api.get(path, "etag")
    message = api.refused(status, "PATCH", path, body)
    assert api.get(path, "etag") == before
    return message


@pytest.mark.rule("custom_fields.display-order-is-next")
def test_a_custom_field_is_displayed_optional_and_last(api: Api) -> None:
    first, second, other = field(api, fields=SHOWN), field(api, "Judge", SHOWN), field(api, "Size", SHOWN, parent_type="Contact")
    assert first == {
        "id": first["id"],
        "name": "Court",
        "field_type": "text_line",
        "parent_type": "Matter",
        "displayed": True,
        "required": False,
        "deleted": False,
        "display_order": 1,
    }
    assert (second["display_order"], other["display_order"]) == (2, 1)
    assert field(api, "Far", SHOWN, display_order=9)["display_order"] == 9
    assert field(api, "Next", SHOWN)["display_order"] == 10


def test_name_type_and_parent_are_required(api: Api) -> None:
    message = api.refused(422, "POST", "/custom_fields", {})
    assert all(f"{name} is required" in message for name in ("name", "field_type", "parent_type"))
    api.refused(422, "POST", "/custom_fields", {"name": "X", "field_type": "blob", "parent_type": "Matter"})
    assert api.get("/custom_fields") == []


def test_type_and_parent_stay(api: Api) -> None:
    id = field(api)["id"]
    sent = {"name": "Venue", "displayed": False, "required": True, "display_order": 4, "field_type": "date", "parent_type": "Contact"}
    changed = api.patch(f"/custom_fields/{id}", sent, SHOWN)
    assert changed == {"id": id, "deleted": False, **sent, "field_type": "text_line", "parent_type": "Matter"}


@pytest.mark.rule("custom_fields.definition-cannot-be-emptied")
@pytest.mark.parametrize("name", ["name", "displayed", "required", "display_order"])
def test_a_definition_cannot_be_emptied(api: Api, name: str) -> None:
    unchanged(api, f"/custom_fields/{field(api)['id']}", {name: None})


@pytest.mark.rule("custom_fields.only-administrators-write")
def test_only_administrators_write(api: Api, office: Office) -> None:
    id, set_id = field(api)["id"], api.post("/custom_field_sets", {"name": "Set"})["id"]
    change(api, "users", office["user.owner"], account_owner=False, roles=["Billing"])
    for path, one in (("/custom_fields", id), ("/custom_field_sets", set_id)):
        api.refused(403, "POST", path, {"name": "X", "field_type": "date", "parent_type": "Matter"})
        api.refused(403, "PATCH", f"{path}/{one}", {"name": "X"})
        api.refused(403, "DELETE", f"{path}/{one}")
    change(api, "users", office["user.owner"], roles=["Admin"])
    assert (api.get(f"/custom_fields/{id}", "name,deleted"), len(api.get("/custom_field_sets"))) == ({"name": "Court", "deleted": False}, 1)


@pytest.mark.rule("custom_fields.options-are-steps")
@pytest.mark.rule("custom_fields.deleted-option-stays-for-its-values")
def test_options_are_added_renamed_and_marked_as_deleted(api: Api) -> None:
    made = field(api, "Kind", f"id,{OPTIONS}", field_type="picklist", picklist_options=[{"option": "Red"}, {"option": "Blue"}])
    red, blue = made["picklist_options"]
    steps = [{"id": red["id"], "_deleted": True}, {"id": blue["id"], "option": "Navy"}, {"option": "Green"}]
    changed = api.patch(f"/custom_fields/{made['id']}", {"picklist_options": steps}, OPTIONS)["picklist_options"]
    assert changed == [
        {**red, "deleted_at": "2026-06-01T09:00:00-04:00"},
        {**blue, "option": "Navy"},
        {"id": changed[2]["id"], "option": "Green", "deleted_at": None},
    ]


@pytest.mark.rule("custom_fields.options-are-steps")
def test_a_blank_or_unknown_option_is_refused(api: Api) -> None:
    id = field(api, field_type="picklist")["id"]
    unchanged(api, f"/custom_fields/{id}", {"picklist_options": [{"option": " "}]})
    unchanged(api, f"/custom_fields/{id}", {"picklist_options": [{"id": 7, "option": "Red"}]})


@pytest.mark.rule("custom_fields.options-belong-to-picklists")
def test_options_belong_to_picklists(api: Api) -> None:
    body = {"name": "X", "field_type": "date", "parent_type": "Matter", "picklist_options": [{"option": "Red"}]}
    made = api.post("/custom_fields", body, "id,field_type,picklist_options{option}")
    assert made == {"id": made["id"], "field_type": "date", "picklist_options": []}
    changed = api.patch(f"/custom_fields/{made['id']}", {"name": "Y", "picklist_options": [{"option": "Red"}]}, "name,picklist_options")
    assert changed == {"name": "Y", "picklist_options": []}


@pytest.mark.rule("custom_fields.delete-is-soft")
@pytest.mark.rule("custom_fields.deleted-ones-are-hidden")
def test_a_deleted_field_is_hidden_but_stays(api: Api) -> None:
    removed, kept = field(api)["id"], field(api, "Judge")["id"]
    set_id = api.post("/custom_field_sets", {"name": "Set", "custom_field_ids": [removed, kept]})["id"]
    api.delete(f"/custom_fields/{removed}")
    assert [row["id"] for row in api.get("/custom_fields")] == [kept]
    assert [row["id"] for row in api.get("/custom_fields", deleted="false")] == [kept]
    assert [row["id"] for row in api.get("/custom_fields", deleted="true")] == [removed]
    assert api.get(f"/custom_fields/{removed}", "deleted") == {"deleted": True}
    assert api.get(f"/custom_field_sets/{set_id}", "custom_fields{id}") == {"custom_fields": [{"id": kept}]}
    unchanged(api, f"/custom_fields/{removed}", {"name": "Back"})


@pytest.mark.rule("custom_fields.parent-type-filter-is-lower-case")
def test_fields_are_filtered_by_parent_type_and_words(api: Api) -> None:
    of_matter, of_contact = field(api)["id"], field(api, "Shoe size", parent_type="Contact", field_type="numeric")["id"]

    def ids_of(**parameters: Any) -> list[int]:
        return [row["id"] for row in api.get("/custom_fields", **parameters)]

    assert (ids_of(parent_type="matter"), ids_of(parent_type="Contact")) == ([of_matter], [of_contact])
    assert (ids_of(field_type="numeric"), ids_of(query="shoe")) == ([of_contact], [of_contact])
    api.refused(422, "GET", "/custom_fields", parent_type="bill")


@pytest.mark.rule("custom_fields.visible-and-required-are-both")
def test_visible_and_required_means_both(api: Api) -> None:
    both = field(api, required=True)["id"]
    others = [field(api, required=True, displayed=False)["id"], field(api)["id"]]
    assert [row["id"] for row in api.get("/custom_fields", visible_and_required="true")] == [both]
    assert [row["id"] for row in api.get("/custom_fields", visible_and_required="false")] == others


@pytest.mark.parametrize("term", ["id", "name", "display_order"])
def test_fields_are_sorted(api: Api, term: str) -> None:
    made = [field(api, name, display_order=place)["id"] for place, name in enumerate("ABC", 1)]
    assert [row["id"] for row in api.get("/custom_fields", order=f"{term}(desc)")] == made[::-1]


@pytest.mark.rule("custom_fields.set-members-are-written-as-ids")
@pytest.mark.rule("custom_fields.set-takes-parent-of-its-fields")
def test_a_set_is_written_with_ids_and_read_with_fields(api: Api) -> None:
    first, second = field(api)["id"], field(api, "Judge")["id"]
    shown = "id,name,displayed,parent_type,custom_fields{name}"
    made = api.post("/custom_field_sets", {"name": "Set", "custom_field_ids": [second, first, second]}, shown)
    members = [{"name": "Judge"}, {"name": "Court"}]
    assert made == {"id": made["id"], "name": "Set", "displayed": True, "parent_type": "Matter", "custom_fields": members}
    changes = {"name": "Other", "displayed": False, "custom_field_ids": [first]}
    changed = api.patch(f"/custom_field_sets/{made['id']}", changes, shown)
    assert changed == {"id": made["id"], "name": "Other", "displayed": False, "parent_type": "Matter", "custom_fields": [{"name": "Court"}]}


@pytest.mark.rule("custom_fields.set-members-share-its-parent")
def test_a_set_holds_live_fields_of_its_own_kind(api: Api) -> None:
    of_matter, of_contact, removed = field(api)["id"], field(api, parent_type="Contact")["id"], field(api)["id"]
    api.delete(f"/custom_fields/{removed}")
    for ids in ([of_contact], [removed], [of_matter, of_contact]):
        api.refused(422, "POST", "/custom_field_sets", {"name": "Set", "parent_type": "Matter", "custom_field_ids": ids})
    api.refused(404, "POST", "/custom_field_sets", {"name": "Set", "custom_field_ids": [7]})
    api.refused(422, "POST", "/custom_field_sets", {})
    assert api.get("/custom_field_sets") == []


@pytest.mark.rule("custom_fields.definition-cannot-be-emptied")
def test_a_set_keeps_its_name(api: Api) -> None:
    unchanged(api, f"/custom_field_sets/{api.post('/custom_field_sets', {'name': 'Set'})['id']}", {"name": None})


def test_sets_are_filtered_and_sorted(api: Api) -> None:
    first = api.post("/custom_field_sets", {"name": "Alpha", "parent_type": "Matter", "displayed": False})["id"]
    second = api.post("/custom_field_sets", {"name": "Beta", "parent_type": "Contact"})["id"]

    def ids_of(**parameters: Any) -> list[int]:
        return [row["id"] for row in api.get("/custom_field_sets", **parameters)]

    assert (ids_of(parent_type="Matter"), ids_of(displayed="true"), ids_of(displayed="false")) == ([first], [second], [first])
    assert (ids_of(query="bet"), ids_of(order="name(desc)"), ids_of(order="parent_type(asc)")) == (
        [second],
        [second, first],
        [second, first],
    )


@pytest.mark.rule("custom_fields.set-delete-ends-its-associations")
def test_a_deleted_set_is_gone_from_its_records(api: Api) -> None:
    set_id, kept = (api.post("/custom_field_sets", {"name": name})["id"] for name in ("Gone", "Kept"))
    associations = [{"custom_field_set": {"id": id}} for id in (set_id, kept)]
    id = matter(api, client={"id": client(api)}, custom_field_set_associations=associations)["id"]
    api.delete(f"/custom_field_sets/{set_id}")
    api.refused(404, "GET", f"/custom_field_sets/{set_id}")
    left = api.get(f"/matters/{id}", "custom_field_set_associations{display_order}")
    assert left == {"custom_field_set_associations": [{"display_order": 2}]}
