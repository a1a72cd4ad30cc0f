"""What the list of matters can be narrowed and sorted by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockclio.seeding.office import Office, add_user
from tests.api import Api
from tests.practice.cases import client, insert, matter


def ids_of(api: Api, **parameters: Any) -> list[int]:
    return [row["id"] for row in api.get("/matters", **parameters)]


@pytest.fixture
def other(api: Api, office: Office) -> int:
    """A second user."""
    with api.mock.world.session() as session:
        return add_user(session, office["account"], "Tom", "Baker", "tom@hartwell-osei.test")


def test_by_scalars_and_associations(api: Api, office: Office, other: int) -> None:
    contact, group = client(api, "Bob", "Lee"), insert(api, "groups", name="Team", type="AdhocGroup", users=[])
    currency, area = insert(api, "currencies", code="XTS", sign="X"), insert(api, "practice_areas", name="Space", category="other")
    people = {"responsible_attorney": {"id": other}, "originating_attorney": {"id": other}, "responsible_staff": {"id": other}}
    hit = matter(
        api, client={"id": contact}, billable=False, group={"id": group}, currency={"id": currency}, practice_area={"id": area}, **people
    )["id"]
    miss = matter(api)["id"]
    for parameters in (
        {"client_id": contact},
        {"billable": "false"},
        {"group_id": group},
        {"currency_id": currency},
        {"practice_area_id": area},
        {"responsible_attorney_id": other},
        {"originating_attorney_id": other},
        {"responsible_staff_id": other},
        {"ids[]": hit},
    ):
        assert ids_of(api, **parameters) == [hit], parameters
    for name in ("responsible_attorney_id", "originating_attorney_id", "responsible_staff_id"):
        assert ids_of(api, **{name: "null"}) == [miss]
    assert ids_of(api, billable="true") == [miss]


@pytest.mark.parametrize("name", ["client_id", "group_id", "practice_area_id", "currency_id"])
def test_null_is_refused_where_a_matter_always_has_one(api: Api, name: str) -> None:
    api.refused(422, "GET", "/matters", **{name: "null"})


def test_by_status_one_or_several(api: Api) -> None:
    opened, closed, pending = (matter(api, status=status)["id"] for status in ("open", "closed", "pending"))
    assert ids_of(api, status="open") == [opened]
    assert ids_of(api, status="closed,pending") == [closed, pending]
    assert api.call("GET", "/matters", params={"status": "archived"}).status_code == 422


@pytest.mark.parametrize("name", ["open_date", "close_date", "pending_date"])
def test_by_dates_with_operators(api: Api, name: str) -> None:
    early, late = (matter(api, **{"open_date": "2020-01-01", name: date})["id"] for date in ("2021-03-01", "2021-03-05"))
    both = {early, late}
    for condition, expected in (
        (">2021-03-01", [late]),
        (">=2021-03-01", [early, late]),
        ("=2021-03-05", [late]),
        ("2021-03-05", [late]),
        ("<=2021-03-01", [early]),
        ("<2021-03-05", [early]),
    ):
        assert [id for id in ids_of(api, **{f"{name}[]": condition}) if id in both] == expected, condition
    assert ids_of(api, **{f"{name}[]": [">2021-02-01", "<2021-03-04"]}) == [early]
    assert ids_of(api, **{name: "=2021-03-05"}) == [late]
    api.refused(422, "GET", "/matters", **{f"{name}[]": "~2021"})


def test_by_words_of_number_description_and_client(api: Api) -> None:
    hit = matter(api, client={"id": client(api, "Zora", "Quill")}, description="Boundary dispute")["id"]
    matter(api, description="Lease")
    for words in ("quill", "ZORA", "boundary", "00001-Q"):
        assert ids_of(api, query=words) == [hit], words


@pytest.mark.rule("matters.at-most-three-grants")
def test_by_grant(api: Api) -> None:
    grant = insert(api, "grants", name="Housing")
    hit, miss = matter(api, grant_matters=[{"grant": {"id": grant}}])["id"], matter(api)["id"]
    assert (ids_of(api, grant_id=grant), ids_of(api, grant_id="null")) == ([hit], [miss])


@pytest.mark.rule("matters.subscriber-filters-agree")
@pytest.mark.parametrize("name", ["subscriber_user_id", "notification_event_subscriber_user_id"])
def test_by_subscriber(api: Api, other: int, name: str) -> None:
    hit = matter(api, notification_event_subscribers=[{"user_id": str(other)}])["id"]
    miss = matter(api)["id"]
    assert (ids_of(api, **{name: other}), ids_of(api, **{name: "null"})) == ([hit], [miss])


def test_since(api: Api) -> None:
    old = matter(api)["id"]
    api.mock.clock.advance(timedelta(days=1))
    new = matter(api)["id"]
    assert ids_of(api, created_since="2026-06-02T00:00:00Z") == [new]
    api.mock.clock.advance(timedelta(days=1))
    api.patch(f"/matters/{old}", {"location": "Attic"})
    assert ids_of(api, updated_since="2026-06-03T00:00:00Z") == [old]


def test_by_custom_field_value(api: Api) -> None:
    field = api.post("/custom_fields", {"name": "Value", "field_type": "currency", "parent_type": "Matter"})["id"]
    low, high = (matter(api, custom_field_values=[{"custom_field": {"id": field}, "value": value}])["id"] for value in (40, 60))
    matter(api)
    assert ids_of(api, **{f"custom_field_values[{field}]": ">=50"}) == [high]
    assert ids_of(api, **{f"custom_field_values[{field}]": "[>=30, <50]"}) == [low]


@pytest.mark.parametrize(
    ("order", "body"),
    [
        ("description", None),
        ("display_number", {}),
        ("custom_number", {}),
        ("id", {}),
        ("client.name", {}),
        ("clients", {}),
        ("open_date", {"open_date": "2026-01-0{n}"}),
        ("close_date", {"close_date": "2026-01-0{n}"}),
        ("pending_date", {"pending_date": "2026-01-0{n}"}),
        ("updated_at", {}),
        ("created_at", {}),
    ],
)
def test_sorted_by_its_own_values(api: Api, order: str, body: dict[str, str] | None) -> None:
    made = []
    for n in (1, 2, 3):
        values = {key: value.format(n=n) for key, value in (body or {}).items()}
        made.append(matter(api, client={"id": client(api, "X", f"Name{n}")}, **values)["id"])
        api.mock.clock.advance(timedelta(seconds=60))
    if body is None:
        api.refused(422, "GET", "/matters", order=order)
        return
    assert ids_of(api, order=f"{order}(asc)") == made
    assert ids_of(api, order=f"{order}(desc)") == made[::-1]


def test_sorted_by_what_it_refers_to(api: Api, office: Office, other: int) -> None:
    areas = [insert(api, "practice_areas", name=name) for name in ("Zoning", "Agriculture")]
    stages = [insert(api, "matter_stages", name=name, order=1, practice_area_id=None) for name in ("Zenith", "Advent")]
    grants = [insert(api, "grants", name=name) for name in ("Zeal", "Aid")]
    users = [other, office["user.owner"]]
    made = []
    for place, due in enumerate(("2027-02-01", "2027-01-01")):
        values = {
            "practice_area": {"id": areas[place]},
            "matter_stage": {"id": stages[place]},
            "grant_matters": [{"grant": {"id": grants[place]}}],
        }
        values |= {
            "responsible_attorney": {"id": users[place]},
            "originating_attorney": {"id": users[place]},
            "statute_of_limitations": {"due_at": due},
        }
        made.append(matter(api, **values)["id"])
    for term in (
        "practice_area.name",
        "matter_stage.name",
        "grants",
        "responsible_attorney.name",
        "originating_attorney.name",
        "statute_of_limitations.due_at",
    ):
        assert ids_of(api, order=f"{term}(asc)") == made[::-1], term
    api.mock.clock.advance(timedelta(seconds=60))
    api.patch(f"/matters/{made[0]}", {"matter_stage": {"id": stages[1]}})
    assert ids_of(api, order="matter_stage_updated_at(desc)") == made
