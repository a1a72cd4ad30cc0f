"""Firms of any size, made with Faker. The same number and seed give the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from mockclio.seeding.builder import Builder
from mockclio.seeding.office import AS_OF, FOUNDED, Office, add_user, new_account
from mockclio.store.tables import Row
from mockclio.store.world import World

if TYPE_CHECKING:
    from faker import Faker

MATTERS_PER_USER = 250
KINDS = ("Divorce", "Estate plan", "Lease review", "Contract dispute", "Collision claim", "Incorporation", "Employment claim", "Closing")
WORK = ("Draft letter", "Review documents", "Telephone call with client", "Research", "Prepare for hearing", "Negotiate settlement")
DUTIES = ("Collect documents", "File motion", "Send engagement letter", "Schedule deposition", "Review discovery")
STATUSES = ("open",) * 7 + ("pending",) + ("closed",) * 2
Progress = Callable[[int], None]


def make(matters: int, seed: int, progress: Progress = lambda done: None) -> World:
    """Make a firm with a number of matters and their records: clients, tasks, time, expenses, notes, calendar entries, calls."""
    from faker import Faker

    faker = Faker("en_US")
    faker.seed_instance(seed)
    world, office = new_account("default")
    world.seed = seed
    world.random.seed(seed)
    world.clock.set(FOUNDED)
    firm = _Firm(Builder(world), office, faker, Random(seed))
    firm.hire(max(2, min(60, matters // MATTERS_PER_USER)))
    step = (AS_OF - FOUNDED) / max(1, matters)
    for number in range(matters):
        world.clock.set(FOUNDED + step * number)
        firm.open_matter()
        progress(number + 1)
    world.clock.set(AS_OF)
    world.as_of = AS_OF
    return world


class _Firm:
    """A firm during its construction."""

    def __init__(self, builder: Builder, office: Office, faker: Faker, random: Random) -> None:
        self.builder, self.office, self.faker, self.random = builder, office, faker, random
        self.users = [office["user.owner"]]
        self.clients: list[Row] = []
        self.areas = [area["id"] for area in builder.world.table("practice_areas")]

    def hire(self, users: int) -> None:
        with self.builder.session() as session:
            for _ in range(users):
                first, last = self.faker.first_name(), self.faker.last_name()
                email = f"{first}.{last}@hartwell-osei.test".lower()
                rate = self.random.randrange(120, 420, 10)
                self.users.append(add_user(session, self.office["account"], first, last, email, rate=rate))

    def open_matter(self) -> None:
        """Create a matter with its records, in one session."""
        builder, random = self.builder, self.random
        with builder.session() as session:

            def create(collection: str, **data: Any) -> Row:
                return builder.create(session, collection, data)

            client = self._client(create)
            today = builder.world.clock.now().date()
            status = random.choice(STATUSES)
            body: dict[str, Any] = {
                "client": {"id": client["id"]},
                "description": f"{random.choice(KINDS)} for {client['name']}",
                "status": status,
            }
            body["responsible_attorney"] = {"id": random.choice(self.users)}
            if self.areas:
                body["practice_area"] = {"id": random.choice(self.areas)}
            matter = {"id": create("matters", **body)["id"]}
            due = (today + timedelta(days=random.randrange(3, 60))).isoformat()
            assignee = {"id": random.choice(self.users), "type": "User"}
            create("tasks", name=random.choice(DUTIES), description=self.faker.sentence(), assignee=assignee, matter=matter, due_at=due)
            for _ in range(2):
                hours = random.randrange(1, 16) * 900
                worker = {"id": random.choice(self.users)}
                create(
                    "activities",
                    type="TimeEntry",
                    date=today.isoformat(),
                    quantity=hours,
                    matter=matter,
                    user=worker,
                    note=random.choice(WORK),
                )
            create("notes", type="Matter", matter=matter, subject=self.faker.catch_phrase(), detail=self.faker.sentence())
            start = datetime(today.year, today.month, today.day, 15, tzinfo=UTC) + timedelta(days=random.randrange(1, 30))
            create(
                "calendar_entries",
                summary=f"Meeting with {client['name']}",
                start_at=start.isoformat(),
                end_at=(start + timedelta(hours=1)).isoformat(),
                calendar_owner={"id": self.office["calendar.firm"]},
                matter=matter,
            )

    def _client(self, create: Callable[..., Row]) -> Row:
        """A client: often a new one, sometimes an earlier one."""
        if self.clients and self.random.random() < 0.3:
            return self.random.choice(self.clients)
        faker = self.faker
        details: dict[str, Any] = {
            "email_addresses": [{"name": "Work", "address": faker.safe_email(), "default_email": True}],
            "phone_numbers": [{"name": "Mobile", "number": faker.numerify("(###) 555-01##"), "default_number": True}],
            "addresses": [{"name": "Home", "street": faker.street_address(), "city": faker.city(), "province": faker.state_abbr()}],
        }
        if self.random.random() < 0.25:
            made = create("contacts", type="Company", name=faker.company(), **details)
        else:
            made = create("contacts", type="Person", first_name=faker.first_name(), last_name=faker.last_name(), **details)
        self.clients.append(made)
        return made
