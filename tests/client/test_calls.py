"""Lists, records, files, reports and webhooks as a caller meets them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import anyio
import pytest

from mockclio import AsyncClio, Clio, MockClio
from mockclio.client import MemoryCache, NotFinished, Upload, UploadBroken, as_dict
from mockclio.client.versions import DeprecatedVersion
from mockclio.errors import PreconditionFailed
from mockclio.handle.time import WorldTime
from mockclio.handle.transport import InProcess
from mockclio.mock import IN_PROCESS

MIB = 1024**2


def paths(mock: MockClio) -> list[str]:
    return [f"{entry.method} {entry.path.removeprefix('/api/v4')}" for entry in mock.requests]


def test_a_list_asks_for_a_page_when_its_rows_are_wanted(mock: MockClio, clio: Clio) -> None:
    matters = clio.matters.select("id").list(limit=5)
    assert paths(mock) == []
    rows = iter(matters)
    for _ in range(6):
        next(rows)
    assert len(paths(mock)) == 2
    progress: list[tuple[int, int]] = []
    assert [len(page) for page in matters.progress(lambda done, total: progress.append((done, total))).pages()] == [5, 5, 5, 5, 1]
    assert progress == [(5, 21), (10, 21), (15, 21), (20, 21), (21, 21)]
    assert matters.count == 21
    assert matters.first() == next(iter(matters))
    assert clio.matters.list(query="nobody has this").first() is None


def test_cursor_and_offset_find_the_same_rows(clio: Clio) -> None:
    by_cursor = [row.id for row in clio.contacts.list(limit=7, order="name(asc)")]
    assert [row.id for row in clio.contacts.list(limit=7, order="name(asc)", offset=0)] == by_cursor
    assert [row.id for row in clio.contacts.list(limit=7, order="name(asc)", offset=10)] == by_cursor[10:]


def test_the_awaited_client_does_the_same_with_pages_fetched_ahead(mock: MockClio, clio: Clio) -> None:
    async def ask() -> None:
        async with mock.async_client as other:
            matters = other.matters.select("id,client{name}").list(limit=4)
            ahead = [as_dict(row) async for row in matters.prefetch(2)]
            assert ahead == [as_dict(row) for row in clio.matters.select("id,client{name}").list()]
            assert (await matters.count, len(await matters.all())) == (21, 21)
            first = await matters.first()
            assert first is not None
            assert (await other.matters.select("status").get(first.id)).status in ("Open", "Pending", "Closed")

    anyio.run(ask)


def test_a_record_reads_its_fields_by_their_types_and_says_what_was_not_selected(clio: Clio) -> None:
    matter = clio.matters.select("id,open_date,created_at,client{name},status").list(status="open").first()
    assert matter is not None
    assert isinstance(matter.open_date, date)
    assert matter.created_at.tzinfo is not None
    assert matter.client is matter.client
    assert "status" in matter
    assert "etag" not in matter
    for read, why in (
        (lambda: matter.etag, r"Matter.etag was not selected: ask for it with .select\('etag'\)"),
        (lambda: matter.client.type, r"ask for it with .select\('client{type}'\)"),
        (lambda: matter.clint, "no field 'clint'; did you mean 'client'?"),  # type: ignore[attr-defined]
    ):
        with pytest.raises(AttributeError, match=why.replace("?", r"\?").replace("{", r"\{")):
            read()


def test_a_call_that_is_not_declared_is_a_type_error_with_a_hint(clio: Clio) -> None:
    for call, why in (
        (lambda: clio.matters.list(statsu="open"), "did you mean 'status'"),  # type: ignore[call-arg]
        (lambda: clio.matters.get(), "takes id"),  # type: ignore[call-arg]
        (lambda: clio.matters.create(description="x"), "needs client"),  # type: ignore[call-arg]
        (lambda: clio.mattes.list(), "has no 'mattes'"),  # type: ignore[attr-defined]
    ):
        with pytest.raises((TypeError, AttributeError), match=why):
            call()


def test_a_guarded_update_is_refused_when_the_record_changed_meanwhile(clio: Clio) -> None:
    read = clio.matters.select("id,etag").list().first()
    assert read is not None
    clio.matters.update(read.id, description="first", if_match=read)
    with pytest.raises(PreconditionFailed):
        clio.matters.update(read.id, description="second", if_match=read)
    with pytest.raises(AttributeError, match="etag was not selected"):
        clio.matters.update(read.id, description="third", if_match=clio.matters.select("id").get(read.id))


def test_with_a_cache_an_unchanged_record_comes_without_its_body(mock: MockClio) -> None:
    clio = Clio(mock.token, base_url=IN_PROCESS, transport=InProcess(mock._answer), cache=MemoryCache())
    matters = clio.matters.select("id,etag,description")
    id = next(iter(mock.world.table("matters").ids()))
    first, second = matters.get(id), matters.get(id)
    assert first == second
    clio.matters.update(id, description="changed")
    assert matters.get(id).description == "changed"
    assert [entry.status for entry in mock.requests if entry.method == "GET"] == [200, 304, 200]


def test_a_bulk_call_gives_an_outcome_for_each_row_in_order(clio: Clio) -> None:
    rows = [{"type": "Person", "first_name": f"P{number}"} if number % 3 else {"type": "Person"} for number in range(9)]
    progress: list[int] = []
    outcomes = clio.contacts.select("id,name").create_many(rows, at_once=3, progress=lambda done, total: progress.append(done))
    assert [outcome.record.name if outcome.record else None for outcome in outcomes] == [f"P{n}" if n % 3 else None for n in range(9)]
    assert [str(outcome.error)[:20] for outcome in outcomes if outcome.error] == ["An invalid argument "] * 3
    assert progress == list(range(1, 10))


def test_a_file_goes_up_and_comes_down_the_same(clio: Clio, tmp_path: Path) -> None:
    matter = clio.matters.list().first()
    assert matter is not None
    small = tmp_path / "brief.txt"
    small.write_bytes(b"In the matter of")
    document = clio.documents.select("id,name,latest_document_version{size,fully_uploaded}").upload(
        small, parent={"id": matter.id, "type": "Matter"}
    )
    assert document.latest_document_version is not None
    assert document.name == "brief.txt"
    assert (document.latest_document_version.size, document.latest_document_version.fully_uploaded) == (16, True)
    assert clio.documents.download(document.id).content == b"In the matter of"
    (tmp_path / "there").mkdir()
    fetched = clio.documents.download(document.id, to=tmp_path / "there")
    assert fetched.path is not None
    assert fetched.path.read_bytes() == b"In the matter of"
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["brief.txt"]
    stream = io.BytesIO()
    clio.documents.download(document.id, to=stream)
    assert stream.getvalue() == b"In the matter of"


def test_a_large_file_goes_in_parts_and_is_taken_up_where_it_broke(mock: MockClio, clio: Clio, tmp_path: Path) -> None:
    content = bytes(range(256)) * (12 * MIB // 256) + b"the end"
    large = tmp_path / "large.bin"
    large.write_bytes(content)
    matter = next(iter(mock.world.table("matters").ids()))
    mock.faults.add("status", status=422, path="/api/v4/documents/*", method="PATCH", count=1)
    with pytest.raises(UploadBroken, match="stopped after 3 parts") as caught:
        clio.documents.upload(large, parent={"id": matter, "type": "Matter"}, part_size=5 * MIB)
    caught.value.upload.save(tmp_path / "state.json")
    resumed = Upload.load(tmp_path / "state.json")
    resumed.done.remove(2)
    progress: list[tuple[int, int]] = []
    document = clio.documents.upload(
        large,
        parent={"id": matter, "type": "Matter"},
        resume=resumed,
        progress=lambda done, total: progress.append((done, total)),
    )
    assert clio.documents.download(document.id).content == content
    assert len(progress) == 1
    with pytest.raises(ValueError, match="not the one"):
        clio.documents.upload(b"another", name="x", parent={"id": matter, "type": "Matter"}, resume=resumed)


def test_a_report_is_waited_for_and_fetched(clio: Clio) -> None:
    progress: list[int] = []
    report = clio.reports.run(kind="matter", format="csv", progress=lambda done, total: progress.append(done))
    assert report.filename.endswith(".csv")
    assert report.size == len(report.content) > 0
    assert progress[-1] == 100


def test_a_report_that_fails_or_takes_too_long_is_not_finished(clio: Clio) -> None:
    with pytest.raises(NotFinished, match="after 0 seconds"):
        clio.reports.run(kind="matter", format="csv", timeout=0)


def test_ensuring_a_webhook_makes_it_once_and_renews_it_in_time(mock: MockClio, clio: Clio) -> None:
    time = WorldTime(mock.world)
    for old in clio.webhooks.list().all():
        clio.webhooks.delete(old.id)
    made = clio.webhooks.ensure(url="http://127.0.0.1:9/hooks", model="matter", fields="id,status")
    same = clio.webhooks.ensure(url="http://127.0.0.1:9/hooks", model="matter", fields="id, status")
    assert (same.id, same.etag) == (made.id, made.etag)
    changed = clio.webhooks.ensure(url="http://127.0.0.1:9/hooks", model="matter", fields="id,etag", events=["deleted"])
    assert (changed.id, changed.fields, changed.events) == (made.id, "id,etag", ["deleted"])
    assert clio.webhooks.renew() == []
    days = []

    def stop() -> bool:
        days.append(mock.clock.now())
        return len(days) > 60

    clio.webhooks.keep_alive(stop=stop)
    kept = clio.webhooks.select("id,expires_at").get(made.id)
    assert mock.clock.now() - days[0] == timedelta(days=60)
    assert kept.expires_at > datetime.fromtimestamp(time.now(), UTC) + timedelta(days=8)


def test_the_version_is_pinned_and_an_old_one_is_warned_of(mock: MockClio, clio: Clio) -> None:
    clio.users.who_am_i()
    assert dict(next(iter(mock.requests)).headers)["X-Api-Version"] == "4.0.13"
    with pytest.warns(DeprecatedVersion, match="4.0.5 of the API is deprecated"):
        Clio("token", version="4.0.5")
    with pytest.raises(ValueError, match=r"must look like 4\.0\.13"):
        Clio("token", version="v4")


def test_a_client_wants_one_token_and_says_so() -> None:
    for wrong in (lambda: Clio(), lambda: AsyncClio()):
        with pytest.raises(TypeError, match="either a token or an auth"):
            wrong()
