"""A firm with two records of every kind that a body can refer to, and one record for every update, deletion and action."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mockclio import MockClio
from mockclio.seeding.builder import Builder
from mockclio.seeding.office import AS_OF, ZONE, Office, add_user, new_account
from mockclio.store.world import World
from mockclio.testing.sample_data.declared import every_name
from mockclio.testing.sample_data.forks import Fork
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target


class FullFirm(SampleData):
    """A world and the ids of what is in it, by a name such as `matter.lease`. A fork of the world has the same ids."""

    def __init__(self, world: World, ids: dict[str, int], target: Target) -> None:
        super().__init__(target, ids, alone=True)
        self.world = world

    def say(self, name: str) -> str:
        return name

    def pending(self, name: str) -> str:
        return str(self.world.table("document_versions").rows("document_id", self[name])[0]["uuid"])

    @property
    def now(self) -> datetime:
        return AS_OF

    @property
    def zone(self) -> ZoneInfo:  # type: ignore[override]
        return ZoneInfo(ZONE)


def build() -> FullFirm:
    """What the API cannot make is put there; everything else is made by the recipes of the checks or by declaration, over HTTP."""
    world, office = new_account("chambers")
    builder = Builder(world)
    ids = _given(builder, office)
    builder.close()
    with MockClio.of(world) as mock:
        target = Fork(Target(mock.http), {"name": world.name, "token": mock.token, "applications": []})
        sample_data = SampleData(target, ids, alone=True)
        for name in every_name():
            if not name.startswith("timer"):
                sample_data[name]
        ids["timer.owner"] = sample_data["timer.owner"]
        ids["my_event.one"] = next(row["id"] for row in mock.world.table("my_events") if row["user"] == ids["user.owner"])
    with MockClio.of(world.fork("chambers")) as mock:  # what is due is done before anybody compares worlds
        mock.http.get("/api/v4/users/who_am_i")
        return FullFirm(mock.world, ids, target)


def _given(builder: Builder, office: Office) -> dict[str, int]:
    """A second user, places in the product that the API only shows; the firm numbers its matters by hand and must bill by LEDES."""
    ids: dict[str, int] = dict(office.ids)
    with builder.session() as session:
        ids["user.osei"] = add_user(session, ids["account"], "Daniel", "Osei", "daniel@hartwell-osei.test", rate=280, roles=["Admin"])
        for key, user in (("owner", ids["user.owner"]), ("osei", ids["user.osei"])):
            ids[f"user_calendar.{key}"] = _of(session.table("calendars"), user)
            ids[f"notification_method.{key}"] = _of(session.table("notification_methods"), user)
        ids["calendar_visibility.owner"] = next(iter(session.table("calendar_visibilities").ids()))
        for key in ("one", "two"):
            ids[f"client_portal.{key}"] = session.insert("client_portals", {"user": ids["user.owner"], "unread_count": 0})["id"]
            conversation = session.insert("text_message_conversations", {"user": ids["user.owner"], "unread_count": 0})
            ids[f"text_message_conversation.{key}"] = conversation["id"]
        session.update("accounts", ids["account"], {"_matter_numbering": {"manual": True}})
        session.update("billing_settings", ids["billing_settings"], {"_mandatory_ledes": True})
    triggers = builder.world.table("jurisdictions_to_triggers")
    for key, system in (("york", 1204), ("california", 4101)):
        court = ids[f"jurisdiction.{system}"]
        ids[f"trigger.{key}"], ids[f"trigger.{key}.other"] = triggers.find("_jurisdiction", court)[:2]
        ways = [row["id"] for row in builder.world.table("service_types") if court in row["_jurisdictions"]]
        ids[f"service_type.{key}"], ids[f"service_type.{key}.other"] = ways[:2]
    ids["stage.one"], ids["stage.two"] = list(builder.world.table("matter_stages").ids())[:2]
    ids["practice_area.staged"] = int(builder.world.table("matter_stages")[ids["stage.one"]]["practice_area_id"])
    return ids


def _of(table: Any, user: int) -> int:
    return int(next(row["id"] for row in table if row.get("user") == user))
