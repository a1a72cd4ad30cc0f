"""Users and their groups."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.hashing import digest
from tests.practice.people_and_groups import ApiOf, hire


@pytest.fixture
def ravi(mock: MockClio, office: Office) -> ApiOf:
    return hire(mock, office, roles=["Accounts", "Billing"], subscription_type="NonAttorney", enabled=False, rate=120)


def ids(api: Api, path: str, **parameters: Any) -> list[int]:
    return [row["id"] for row in api.get(path, **parameters)]


@pytest.mark.rule("people.who-am-i-is-the-caller")
def test_who_am_i_is_the_caller(api: Api, ravi: ApiOf) -> None:
    assert ravi.get("/users/who_am_i") == {"id": ravi.user, "etag": ravi.get(f"/users/{ravi.user}")["etag"], "name": "Ravi Osei"}
    me = api.get("/users/who_am_i", "name,email,account{name},account_owner,job_title{name},groups{name,type},notification_methods{type}")
    assert me == {
        "name": "Margaret Hartwell",
        "email": "margaret@hartwell-osei.test",
        "account": {"name": "Hartwell & Osei LLP"},
        "account_owner": True,
        "job_title": {"name": "Managing partner"},
        "groups": [{"name": "Margaret Hartwell", "type": "UserGroup"}, {"name": "Firm", "type": "AccountGroup"}],
        "notification_methods": [{"type": "Email"}, {"type": "Popup"}],
    }
    seen = api.call("GET", "/users/who_am_i")
    assert api.call("GET", "/users/who_am_i", headers={"If-None-Match": seen.headers["ETag"]}).status_code == 304


@pytest.mark.rule("people.role-in-any-case")
def test_users_are_filtered(api: Api, ravi: ApiOf, office: Office) -> None:
    owner = office["user.owner"]
    assert ids(api, "/users") == [owner, ravi.user]
    assert (ids(api, "/users", enabled="true"), ids(api, "/users", enabled="false")) == ([owner], [ravi.user])
    assert (ids(api, "/users", role="admin"), ids(api, "/users", role="billing")) == ([owner], [ravi.user])
    assert ids(api, "/users", role="reports") == []
    assert ids(api, "/users", subscription_type="nonattorney") == [ravi.user]
    assert ids(api, "/users", subscription_type="attorney") == [owner]
    assert (ids(api, "/users", name="Ravi Osei"), ids(api, "/users", name="Ravi")) == ([ravi.user], [])
    assert ids(api, "/users", order="last_name(desc)") == [ravi.user, owner]
    assert ids(api, "/users", **{"ids[]": owner}) == [owner]
    api.refused(422, "GET", "/users", role="boss")


@pytest.mark.rule("people.pending-setup")
@pytest.mark.rule("people.co-counsel-only-on-request")
def test_those_who_are_not_set_up_or_from_outside(api: Api, mock: MockClio, office: Office) -> None:
    new, outside = hire(mock, office, "New", "Hire", _pending_setup=True), hire(mock, office, "Out", "Sider", _co_counsel=True)
    owner = office["user.owner"]
    assert (ids(api, "/users", pending_setup="true"), ids(api, "/users", pending_setup="false")) == ([new.user], [owner])
    assert ids(api, "/users", include_co_counsel="true") == [owner, new.user, outside.user]
    assert ids(api, "/users", include_co_counsel="false") == [owner, new.user]


@pytest.mark.rule("wire.unknown-route-is-404")
def test_users_are_not_written(api: Api, office: Office) -> None:
    for method, path in (("POST", "/users"), ("PATCH", f"/users/{office['user.owner']}"), ("DELETE", f"/users/{office['user.owner']}")):
        api.refused(404, method, path, {"name": "x"})


@pytest.mark.rule("people.new-groups-are-adhoc")
@pytest.mark.rule("people.group-needs-a-name")
def test_a_new_group_is_adhoc_and_has_a_name(api: Api, mock: MockClio) -> None:
    made = api.post("/groups", {"name": "Litigation"}, "id,name,type,users,client_connect_user")
    assert made == {"id": made["id"], "name": "Litigation", "type": "AdhocGroup", "users": [], "client_connect_user": False}
    assert api.patch(f"/groups/{made['id']}", {"name": "Appeals"}, "name") == {"name": "Appeals"}
    before = digest(mock.world)
    for body in ({}, {"name": " "}, {"name": None}):
        assert "name can't be blank" in api.refused(422, "POST", "/groups", body)
    api.refused(422, "PATCH", f"/groups/{made['id']}", {"name": ""})
    assert digest(mock.world) == before


@pytest.mark.rule("people.archived-groups")
def test_groups_are_filtered(api: Api, mock: MockClio, ravi: ApiOf, office: Office) -> None:
    made = api.post("/groups", {"name": "Litigation"})["id"]
    firm, (mine, theirs) = office["group.firm"], ids(api, "/groups", type="UserGroup")
    assert ids(api, "/groups", type="AccountGroup") == [firm]
    assert ids(api, "/groups", type="AdhocGroup") == [made]
    assert ids(api, "/groups", user_id=ravi.user) == [firm, theirs]
    assert (ids(api, "/groups", name="Firm"), ids(api, "/groups", name="Fir")) == ([firm], [])
    assert ids(api, "/groups", query="litig") == [made]
    assert ids(api, "/groups", order="name(asc)") == [firm, made, mine, theirs]
    assert ids(api, "/groups", archived="true") == []
    with mock.world.session() as session:
        session.update("groups", made, {"_archived": True})
    assert (ids(api, "/groups", archived="true"), ids(api, "/groups", archived="false")) == ([made], [mine, firm, theirs])


@pytest.mark.rule("people.only-adhoc-groups-are-deleted")
def test_the_groups_of_the_account_and_of_users_stay(api: Api, mock: MockClio, office: Office) -> None:
    before = digest(mock.world)
    for group in (office["group.firm"], *ids(api, "/groups", type="UserGroup")):
        api.refused(403, "DELETE", f"/groups/{group}")
    assert digest(mock.world) == before


@pytest.mark.rule("people.matters-of-a-deleted-group-go-to-the-firm")
def test_matters_of_a_deleted_group_go_to_the_firm(api: Api, office: Office) -> None:
    group = api.post("/groups", {"name": "Litigation"})["id"]
    client = api.post("/contacts", {"type": "Person", "name": "Ada King"})["id"]
    matter = api.post("/matters", {"client": {"id": client}, "description": "Engine", "group": {"id": group}})["id"]
    category = api.post("/expense_categories", {"name": "Couriers", "groups": [{"id": group}]}, "id,groups{id}")
    assert category["groups"] == [{"id": group}]
    api.delete(f"/groups/{group}")
    api.refused(404, "GET", f"/groups/{group}")
    assert api.get(f"/matters/{matter}", "group{id}") == {"group": {"id": office["group.firm"]}}
    assert api.get(f"/expense_categories/{category['id']}", "groups") == {"groups": []}
