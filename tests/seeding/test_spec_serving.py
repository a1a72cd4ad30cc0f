"""A spec at the verbs and in tests: `serve --watch`, `world create`, the mark, and a mock that runs elsewhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.assembly import firm_files, open_worlds
from mockclio.cli._watching import Watch, watching
from mockclio.cli.serve import serve
from mockclio.cli.world import world
from mockclio.store.worlds import Worlds
from mockclio.testing.remote import RemoteServer
from tests.testing.plugin.runs import run

SPEC = "users: [{name: Ada Quill, token: ada-token}]\ncontacts: [Ada Quill]\nmatters: [{client: Ada Quill, description: Lease}]\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "firm.yaml"
    made.write_text(SPEC, "utf-8")
    return made


def change(path: Path, text: str) -> None:
    """Write a file with a later time, whatever the clock of the disk is."""
    before = path.stat().st_mtime_ns
    path.write_text(text, "utf-8")
    os.utime(path, ns=(before + 1_000_000_000, before + 1_000_000_000))


def described(worlds: Worlds) -> list[str]:
    return [row["description"] for row in worlds.default.table("matters")]


def test_a_changed_spec_is_loaded_again(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worlds = open_worlds(str(path))
    watch = Watch(worlds, str(path), "dev-token")
    assert not watch.look()
    change(path, SPEC.replace("Lease", "Will").replace("ada-token", "new-token"))
    now = worlds.default.clock.now()
    assert watch.look()
    assert described(worlds) == ["Will"]
    assert worlds.default.clock.now() >= now
    assert {value for value, token in worlds.default.access.tokens.items() if not token.revoked} == {"dev-token", "new-token"}
    owned = worlds.by_token("new-token")
    assert owned is not None
    assert owned[0].table("users")[owned[1].user]["name"] == "Ada Quill"
    assert "is loaded again" in capsys.readouterr().err
    worlds.reset(worlds.default)
    assert described(worlds) == ["Will"]


def test_a_wrong_spec_leaves_the_firm_as_it_was(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worlds = open_worlds(str(path))
    watch = Watch(worlds, str(path), "dev-token")
    change(path, SPEC.replace("description", "descripton"))
    assert watch.look()
    assert described(worlds) == ["Lease"]
    message = capsys.readouterr().err
    assert f"{path}:3: matters[0].descripton: unknown; did you mean 'description'?" in message
    assert "the firm stays as it was" in message
    assert not watch.look()
    change(path, SPEC.replace("Lease", "Will"))
    assert watch.look()
    assert described(worlds) == ["Will"]


def test_tables_and_documents_are_watched_too(tmp_path: Path, path: Path) -> None:
    (tmp_path / "a.txt").write_text("A", "utf-8")
    (tmp_path / "tasks.csv").write_text("name\nCall\n", "utf-8")
    path.write_text(f"{SPEC}tasks: tasks.csv\ndocuments: [{{file: a.txt}}]\n", "utf-8")
    assert firm_files(path) == {path, tmp_path / "tasks.csv", tmp_path / "a.txt"}
    assert tmp_path in firm_files(tmp_path)
    assert [file.name for file in firm_files("small")] == ["small.json"]


def test_the_thread_of_a_watch_ends(path: Path) -> None:
    with watching(open_worlds(str(path)), str(path), "dev-token"):
        pass


def test_serve_refuses_to_watch_and_to_keep(path: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(serve, ["--firm", str(path), "--watch", "--persist", str(tmp_path / "a.db")])
    assert (done.exit_code, "choose one" in done.output) == (2, True)


def test_world_create_sends_the_rows_of_a_spec(path: Path, tmp_path: Path) -> None:
    with MockClio("empty") as mock:
        done = CliRunner().invoke(world, ["create", "--firm", str(path), "--name", "mine", "--json", "--url", mock.url])
        assert done.exit_code == 0, done.output
        assert json.loads(done.output)["world"]["rows"]["matters"] == 1
        me = mock.http.get("/api/v4/users/who_am_i.json", headers={"Authorization": "Bearer ada-token"})
        assert me.json()["data"]["name"] == "Ada Quill"
        path.write_text("taks: []\n", "utf-8")
        wrong = CliRunner().invoke(world, ["create", "--firm", str(path), "--url", mock.url])
        assert (wrong.exit_code, "did you mean 'tasks'?" in wrong.output) == (2, True)
        missing = CliRunner().invoke(world, ["create", "--firm", str(tmp_path / "none.yaml"), "--url", mock.url])
        assert (missing.exit_code, "there is no such file" in missing.output) == (2, True)


def test_a_server_elsewhere_is_sent_the_rows(path: Path) -> None:
    with MockClio("empty") as mock:
        server = RemoteServer(mock.url)
        try:
            for firm in (path, {"contacts": ["Ada Quill"], "matters": [{"client": "Ada Quill", "description": "Lease"}]}):
                with server.fork(firm) as remote:
                    shown = remote.http.get("/api/v4/matters.json", params={"fields": "description"}).json()["data"]
                    assert [row["description"] for row in shown] == ["Lease"]
        finally:
            server.close()


def test_the_mark_takes_a_spec(tmp_path: Path, path: Path) -> None:
    done = run(
        tmp_path,
        """
        import pytest

        FIRM = {"contacts": ["Ada Quill"], "users": [{"name": "Ben Okafor", "token": "ben"}]}


        @pytest.mark.mockclio(firm=FIRM)
        def test_a_mapping(mockclio):
            assert [row["name"] for row in mockclio.world.contacts] == ["Ada Quill"]


        @pytest.mark.mockclio(firm=FIRM)
        def test_the_same_mapping(mockclio):
            me = mockclio.http.get("/api/v4/users/who_am_i.json", headers={"Authorization": "Bearer ben"}).json()
            assert me["data"]["name"] == "Ben Okafor"


        @pytest.mark.mockclio(firm="firm.yaml")
        def test_a_file(mockclio):
            assert [row["description"] for row in mockclio.world.matters] == ["Lease"]
        """,
    )
    assert set(done.outcomes.values()) == {"PASSED"}, done.text
    assert len(done.outcomes) == 3
