"""The rules that a request names: those that decided something in its answer, and no others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.ledger import Recording, recording, rule
from mockclio.seeding.office import new_account
from mockclio.webhooks import delivery_queue_of
from mockclio.webhooks.hosts import Hosts
from tests.api import Api
from tests.documents import upload
from tests.hashing import digest

PERSON = {"type": "Person", "first_name": "Ann", "last_name": "Quay"}
HOOK = {"url": "https://hooks.example/new", "model": "contact", "fields": "id", "events": ["created"], "expires_at": "2026-06-05T09:00:00Z"}
PENDING = ["webhooks.starts-pending", "webhooks.secret"]


def recorded(mock: MockClio) -> list[str]:
    return list(list(mock.requests)[-1].rules)


def named(mock: MockClio) -> list[str]:
    """What the header of the last answer names."""
    headers = dict(list(mock.requests)[-1].answer_headers)
    return headers["X-Mockclio-Rule"].split(", ") if "X-Mockclio-Rule" in headers else []


@pytest.fixture
def serving(api: Api) -> Api:
    """A mock whose webhooks reach its own machine only, as that of the command does."""
    delivery_queue_of(api.mock.world).hosts = Hosts(at_once=True)
    return api


def test_the_first_request_after_a_start_has_nothing_to_do_with_the_trash() -> None:
    """The firm's trash is older than 30 days by then, and gone before anybody asks."""
    world = open_firm("small", at=datetime(2026, 9, 1, tzinfo=UTC))
    assert len(world.table("documents")) < len(open_firm("small", frozen=True).table("documents"))
    with MockClio.of(world) as mock:
        before = digest(mock.world)
        assert mock.http.get("/api/v4/documents", params={"include_deleted": "true", "fields": "id"}).status_code == 200
        assert recorded(mock) == ["documents.hidden-until-uploaded"]
        assert digest(mock.world) == before


@pytest.mark.rule("documents.trash-lasts-30-days")
def test_the_request_that_empties_the_trash_says_so(api: Api, mock: MockClio, office: Any) -> None:
    document = upload(api, office["folder.root"])
    api.delete(f"/documents/{document}")
    assert "documents.trash-lasts-30-days" not in recorded(mock)
    mock.world.clock.moved = lambda: None  # time goes by, and nobody looks
    mock.world.clock.advance(timedelta(days=31))
    api.get("/contacts")
    assert recorded(mock) == ["documents.trash-lasts-30-days"]
    api.get("/contacts")
    assert recorded(mock) == []


@pytest.mark.rule("mock.webhook-hosts")
def test_an_address_that_this_mock_may_not_reach_is_refused_by_a_rule_of_its_own(serving: Api, mock: MockClio) -> None:
    assert "own machine only" in serving.refused(422, "POST", "/webhooks", HOOK)
    assert (recorded(mock), named(mock)) == (["mock.webhook-hosts"], ["mock.webhook-hosts"])
    serving.post("/webhooks", {**HOOK, "url": "https://localhost:9/new"})
    assert recorded(mock) == PENDING


@pytest.mark.rule("webhooks.https-only")
def test_an_address_without_https_is_refused_by_the_rule_of_clio(serving: Api, mock: MockClio) -> None:
    for url in ("http://hooks.example/new", "ftp://hooks.example/new", "hooks.example"):
        serving.refused(422, "POST", "/webhooks", {**HOOK, "url": url})
        assert recorded(mock) == ["webhooks.https-only"]
    delivery_queue_of(mock.world).hosts = Hosts(https_only=True)
    serving.refused(422, "POST", "/webhooks", {**HOOK, "url": "http://localhost:9/new"})
    assert recorded(mock) == ["webhooks.https-only"]


@pytest.mark.rule("mock.webhooks-over-http")
def test_an_address_without_https_on_this_machine_is_taken_by_a_rule_of_the_mock(serving: Api, mock: MockClio) -> None:
    serving.post("/webhooks", {**HOOK, "url": "http://localhost:9/new"})
    assert (recorded(mock), named(mock)) == (["mock.webhooks-over-http", *PENDING], ["mock.webhooks-over-http"])


def test_deliveries_are_no_part_of_an_answer(api: Api, mock: MockClio) -> None:
    webhook = api.post("/webhooks", HOOK)["id"]
    with mock.world.session() as session:
        session.update("webhooks", webhook, {"status": "enabled"})
    api.post("/contacts", PERSON)
    assert len(mock.webhooks.deliveries(webhook=webhook)) == 2
    assert [id for id in recorded(mock) if id.startswith("deliveries.")] == []


def test_what_a_list_leaves_out_is_said_again_though_the_list_is_kept(api: Api, mock: MockClio) -> None:
    kept, deleted = (api.post("/custom_fields", {"name": name, "field_type": "text_line", "parent_type": "Matter"})["id"] for name in "ab")
    api.get("/custom_fields")
    assert recorded(mock) == []
    api.delete(f"/custom_fields/{deleted}")
    for _ in range(2):
        assert [one["id"] for one in api.get("/custom_fields")] == [kept]
        assert recorded(mock) == ["custom_fields.deleted-ones-are-hidden"]


def test_a_value_that_follows_from_others_is_named_when_it_changes(api: Api, mock: MockClio) -> None:
    client = api.post("/contacts", PERSON)["id"]
    matters = [api.post("/matters", {"client": {"id": client}, "description": "Sale"})["id"] for _ in range(2)]
    assert "contacts.client-of-a-matter-is-a-client" not in recorded(mock)
    other = api.post("/contacts", PERSON)["id"]
    for matter, id, follows in ((matters[0], other, True), (matters[0], other, False), (matters[1], other, True)):
        api.patch(f"/matters/{matter}", {"client": {"id": id}})
        assert recorded(mock) == ["contacts.client-of-a-matter-is-a-client"] * follows


def test_each_refused_record_of_a_batch_drops_its_own_rules_only(api: Api, mock: MockClio) -> None:
    mock.world.settings.lenient_bodies = True
    company = {"type": "Company", "name": "Harbour Ltd"}
    answer = api.call("POST", "/contacts", json=[company, {**company, "prefix": "Dr."}])
    assert answer.status_code == 422
    assert recorded(mock) == [
        "contacts.attributes-of-the-other-type",
        "mock.lenient-bodies",
        "contacts.initials",
        "folders.matters-and-contacts-have-one",
    ]


def test_the_file_store_and_the_login_pages_name_their_own_rules(api: Api, mock: MockClio) -> None:
    api.post("/contacts", PERSON)
    assert mock.http.get("/_storage/files/none/none.png").status_code == 404
    assert recorded(mock) == ["documents.storage-errors-are-xml"]
    assert mock.http.get("/oauth/approval", params={"code": "x"}).status_code == 200
    assert recorded(mock) == ["oauth.approval-page"]


def test_nothing_is_noted_outside_of_a_request(api: Api, mock: MockClio) -> None:
    api.post("/contacts", PERSON)
    before = recorded(mock)
    new_account("beside")
    mock.webhooks.deliver()
    with mock.world.session(mock.world.owner()) as session:
        session.insert("folders", {"name": "Beside", "type": "Folder", "root": False, "parent": None, "locked": False})
    rule("wire.unknown-id-is-404")
    assert recorded(mock) == before
    mock.http.get("/_mockclio/rules")
    api.get("/contacts")
    assert recorded(mock) == []


def test_a_recording_is_of_one_thread_and_of_the_innermost_request() -> None:
    outer, inner = Recording(), Recording()
    with recording(outer):
        rule("outer")
        with recording(inner):
            rule("inner")
        with recording(None):
            rule("nowhere")
        other = Thread(target=rule, args=("elsewhere",))
        other.start()
        other.join()
        rule("after")
        rule("outer")
    rule("outside")
    assert (list(outer), list(inner)) == (["outer", "after"], ["inner"])


def test_what_was_committed_stands_and_the_rest_is_dropped() -> None:
    noted = Recording()
    for id in ("one", "two"):
        noted.note(id)
        noted.keep()
    noted.note("three")
    noted.drop()
    noted.drop()
    assert list(noted) == ["one", "two"]
