"""What a spec can get wrong: each message names the file, the line, what is wrong, and what would be right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.assembly import firm_document
from mockclio.cli.seed import seed
from mockclio.cli.serve import serve
from mockclio.seeding.spec import papers, source
from mockclio.seeding.spec.source import WrongSpec
from mockclio.store.saved_states import SavedStates
from mockclio.store.state import WrongState, build, load, written

ADA = "contacts: [Ada Quill]\n"
MATTER = "matters:\n- client: Ada Quill\n  description: L\n"
LEASE = f"{ADA}matters: [{{client: Ada Quill, description: Lease}}]\n"
MISTAKES = [
    (f"{ADA}matters:\n  - client: Ada Quill\n    descripton: Lease\n", "4: matters[0].descripton: unknown; did you mean 'description'?"),
    (f"{ADA}matters:\n  - client: Ada Quill\n    name: Lease\n", "4: matters[0].name: unknown; did you mean 'description'?"),
    (f"{ADA}taks: []\n", "2: taks: there is no such section; did you mean 'tasks'?"),
    (f"{ADA}tasks:\n", "2: tasks: is empty: write a list of entries below it, or leave it out"),
    (f"{ADA}tasks: {{name: Call}}\n", "2: tasks: must be a list of entries"),
    (f"{ADA}tasks: [Call, 3]\n", "2: tasks[1]: an entry is text or a mapping of attributes, not 3"),
    ("bills: [All]\n", "1: bills[0]: an entry is a mapping of attributes, not 'All'"),
    ("base: smal\n", "1: base: must be one of canada, empty, small, not 'smal'"),
    ("at: soon\n", "1: at: 'soon' is not a time: write ISO 8601"),
    ("account: {nam: Quill}\n", "1: account.nam: unknown; did you mean 'name'?"),
    ("account: {time_zone: Europe/Viena}\n", "1: account.time_zone: there is no time zone 'Europe/Viena'; did you mean"),
    (
        f"{ADA}matters: [{{client: Ada Qill, description: L}}]",
        "2: matters[0].client: there is no 'Ada Qill' in contacts; did you mean 'Ada Quill'?",
    ),
    (
        "contacts: [Ada Quill, Ada Quill]\nmatters: [{client: Ada Quill, description: L}]",
        "'Ada Quill' names 2 records of contacts: give yours a `key:`",
    ),
    ("contacts: [{name: A B, key: a}, {name: C D, key: a}]", "1: contacts[1]: key 'a' is that of another entry too"),
    ("contacts: [{name: A B, key: 3}]", "1: contacts[0].key: must be text"),
    (f"{ADA}matters: [{{client: 12, description: L}}]", "2: matters[0].client: there is no record with id 12 in contacts"),
    (f"{ADA}matters: [{{client: Ada Quill}}]", "2: matters[0]: description is required"),
    (f"{ADA}matters: [{{client: [1], description: L}}]", "2: matters[0].client: must be the name, the key or the id of a record, not [1]"),
    (f"{ADA}{MATTER}  status: opne\n", "5: matters[0].status: must be one of its choices, not 'opne'; did you mean 'open'?"),
    (f"{ADA}{MATTER}  open_date: 2026-13-01\n", "5: matters[0].open_date: open_date must be an ISO 8601 date"),
    (f"{ADA}{MATTER}  open_date: -3h\n", "5: matters[0].open_date: must be a date; write days or weeks, as in -3d or +2w, not '-3h'"),
    (f"{ADA}{MATTER}  open_date: -999999d\n", "leads to a time that no clock shows"),
    (f"{LEASE}calendar_entries: [{{summary: H, start_at: +1d 25:00}}]", "3: calendar_entries[0].start_at: must be a time"),
    (
        "custom_fields: [Court]\n" + ADA + MATTER + "  custom:\n    Cort: x\n",
        "7: matters[0].custom.Cort: no custom field of a matter has this name; did you mean 'Court'?",
    ),
    (
        "custom_fields: [{name: Stage, picklist_options: [Early, Late]}]\n" + ADA + MATTER + "  custom: {Stage: Lat}\n",
        "6: matters[0].custom.Stage: 'Lat' is no option of this field; did you mean 'Late'?",
    ),
    ("custom_fields: [Court]\n" + ADA + MATTER + "  custom: Court\n", "must be a mapping of field names to values"),
    (f"{LEASE}bills:\n  - matter: Lease\n    status: paid\n", "5: bills[0].status: unknown; did you mean 'state'?"),
    (
        f"{LEASE}bills:\n  - matter: Lease\n    state: payd\n",
        "5: bills[0].state: must be one of its choices, not 'payd'; did you mean 'paid'?",
    ),
    (f"{LEASE}bills: [{{matter: Lease}}]", "3: bills[0]: there is nothing to bill"),
    (f"{LEASE}bills: [{{matter: Lease, lines: [{{pric: 3}}]}}]", "3: bills[0].lines[0].pric: unknown; did you mean 'price'?"),
    (f"{LEASE}bills: [{{matter: Lease, activities: [{{ours: 3}}]}}]", "3: bills[0].activities[0].ours: unknown; did you mean 'hours'?"),
    (f"{LEASE}trust: [{{matter: Lease}}]", "3: trust[0]: amount is required"),
    (f"{LEASE}trust: [{{matter: Lease, amount: -5}}]", "3: trust[0]"),
    (f"{LEASE}documents: [{{matter: Lease, file: lease.pdf}}]", "3: documents[0].file: there is no file"),
    (f"{LEASE}documents: [{{matter: Lease}}]", "3: documents[0]: wants either `file`, the path of a file, or `content`, its text"),
    (f"{LEASE}documents: [{{matter: Lease, content: x}}]", "3: documents[0]: name is required beside `content`"),
    (f"{LEASE}documents: [{{matter: Lease, contact: Ada Quill, name: a, content: x}}]", "name one of matter, contact and folder"),
    ("users: [{name: Ada}]", "1: users[0]: name must have a first and a last name, as in `name: Ada Quill`"),
    ("users: [{name: Ada Quill, token: a b}]", "1: users[0].token: must be 1 to 200 letters, digits or signs without spaces"),
    ("users: [{name: A B, token: t}, {name: C D, token: t}]", "1: users[1].token: 't' is another user's token"),
    ("users: [{name: A B, token: t, enabled: false}]", "1: users[0].token: nobody can log in with it: the user is not enabled"),
    ("users: [{name: A B, token: t, scopes: [Maters]}]", "1: users[0].scopes: there is no scope 'Maters'; did you mean 'Matters'"),
    ("applications: [{client_id: a, client_secret: b, redirect_uris: [here]}]", "1: applications[0].redirect_uris: 'here' is no address"),
    ("applications: [{client_id: a}]", "1: applications[0]: client_secret is required"),
    ("contacts: [{name: A B, email_addresses: 5}]", "1: contacts[0].email_addresses: email_addresses must be an array"),
    ("contacts: [Ada Quill\n", "not YAML"),
    ("contacts: []\ncontacts: []\n", "2: contacts stands twice; the first is in line 1"),
    ("- contacts\n", "a spec is a mapping of sections"),
    ("", "the file is empty"),
    ("contacts: people.csv\n", "there is no such file"),
]


@pytest.mark.parametrize(("text", "words"), MISTAKES, ids=[words[:60] for _, words in MISTAKES])
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "firm.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(WrongSpec) as refused:
        firm_document(path)
    expected = f"{path}:{words}" if words[0].isdigit() else words
    assert expected in str(refused.value)
    assert str(tmp_path) in str(refused.value)


def test_all_wrong_keys_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "firm.yaml"
    path.write_text("contacts:\n" + "".join(f"  - {{name: A B, emial{n}: x}}\n" for n in range(12)), "utf-8")
    with pytest.raises(WrongSpec) as refused:
        firm_document(path)
    lines = str(refused.value).split("\n")
    assert len(lines) == 11
    assert lines[0] == f"{path}:2: contacts[0].emial0: unknown; did you mean 'email'?"
    assert lines[-1] == "and 2 more"


def test_a_mapping_has_no_lines() -> None:
    with pytest.raises(WrongSpec, match=r"^firm: contacts\[0\]\.emial: unknown; did you mean 'email'\?$"):
        MockClio({"contacts": [{"name": "A B", "emial": "x"}]})
    with pytest.raises(WrongSpec, match=r"^firm: contacts\[0\]\.name: must be text, a number, a date, a list or a mapping, not {'A'}$"):
        MockClio({"contacts": [{"name": {"A"}}]})
    with pytest.raises(WrongSpec, match=r"trust\[0\]\.amount: must be text, a number.* not nan$"):
        MockClio({"trust": [{"amount": float("nan")}]})
    endless: dict[str, Any] = {}
    endless["contacts"] = [endless]
    with pytest.raises(WrongSpec, match="nested more than 50 deep"):
        MockClio(endless)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("client,descripton\nAda Quill,Lease\nAda Quill,Will\n", ":2: matters[0].descripton: unknown; did you mean 'description'?"),
        ("client,description\nAda Quill,Lease\n\nAda Qill,Will\n", ":4: matters[1].client: there is no 'Ada Qill' in contacts"),
        ("client,description\nAda Quill,Lease,open\n", ":2: 3 cells, but the first line names 2 columns"),
        ("client,client\nAda Quill,Lease\n", ":1: client: named twice"),
        ("client,\nAda Quill,Lease\n", ":1: the first line names the columns"),
        ("", ":1: the first line names the columns"),
        ('client,description\n"Ada" Quill,Lease\n', ":2: not CSV"),
    ],
)
def test_a_mistake_of_a_table_is_named_with_its_line(tmp_path: Path, table: str, words: str) -> None:
    (tmp_path / "firm.yaml").write_text(ADA, "utf-8")
    path = tmp_path / "matters.csv"
    path.write_text(table, "utf-8")
    with pytest.raises(WrongSpec) as refused:
        firm_document(tmp_path)
    assert str(refused.value).startswith(f"{path}{words}")
    assert "\n" not in str(refused.value)


def test_a_section_in_two_files_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongSpec, match=r"a folder with a firm has firm\.yaml, or CSV files"):
        firm_document(tmp_path)
    (tmp_path / "firm.yaml").write_text(ADA, "utf-8")
    (tmp_path / "contacts.csv").write_text("name\nA B\n", "utf-8")
    with pytest.raises(WrongSpec, match=r"firm\.yaml:1: contacts: this section is also in .*contacts\.csv"):
        firm_document(tmp_path)


def test_json_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "firm.json"
    path.write_text('{\n\t"contacts": [\n\t\t{"name": "A B", "emial": "x"}\n\t]\n}\n', "utf-8")
    with pytest.raises(WrongSpec, match=r"firm\.json:3: contacts\[0\]\.emial: unknown"):
        firm_document(path)


def test_json_has_no_nan(tmp_path: Path) -> None:
    path = tmp_path / "firm.json"
    path.write_text('{"base": "empty", "trust": [{"amount": NaN}]}', "utf-8")
    with pytest.raises(WrongSpec, match=r"firm\.json:1: not JSON: NaN is no number"):
        firm_document(path)


def test_nothing_is_unbounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "firm.yaml"
    path.write_text(ADA, "utf-8")
    (tmp_path / "table.csv").write_text("name\nA B\nC D\n", "utf-8")
    monkeypatch.setattr(source, "RECORDS", 1)
    with pytest.raises(WrongSpec, match="firm: 2 records, more than 1"):
        firm_document({"contacts": ["A B", "C D"]})
    with pytest.raises(WrongSpec, match=r"table\.csv:3: more than 1 records"):
        firm_document(tmp_path / "table.csv")
    monkeypatch.setattr(source, "YAML_BYTES", 10)
    with pytest.raises(WrongSpec, match=r"firm\.yaml: longer than 10 bytes"):
        firm_document(path)
    (tmp_path / "a.bin").write_bytes(b"123")
    monkeypatch.setattr(papers, "DOCUMENT_BYTES", 2)
    with pytest.raises(WrongSpec, match="is longer than 2 bytes"):
        firm_document({"documents": [{"file": str(tmp_path / "a.bin")}]})
    monkeypatch.setattr(papers, "DOCUMENT_BYTES", 3)
    monkeypatch.setattr(papers, "DOCUMENTS_BYTES", 2)
    with pytest.raises(WrongSpec, match="all documents together are longer than 2 bytes"):
        firm_document({"documents": [{"file": str(tmp_path / "a.bin")}]})


def test_serve_and_seed_refuse_at_once(tmp_path: Path) -> None:
    path = tmp_path / "firm.yaml"
    path.write_text("taks: []\n", "utf-8")
    for verb, arguments in ((serve, ["--firm", str(path)]), (seed, ["--spec", str(path)])):
        done = CliRunner().invoke(verb, arguments)
        assert done.exit_code == 2
        assert f"{path}:1: taks: there is no such section; did you mean 'tasks'?" in done.output
    for arguments in (["--spec", "x", "--schema"], ["--at", "2026-01-01"], ["--spec", str(tmp_path / "none.yaml")]):
        assert CliRunner().invoke(seed, arguments).exit_code == 2


HEAD = {"1": {"format": 1, "as_of": "2026-06-01T13:00:00Z"}}
ACCOUNT = {"1": {"id": 1, "name": "Quill LLP"}}
USER = {"id": 2, "name": "Ada Quill", "enabled": True}


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({}, "accounts: there is none, so nobody can log in"),
        ({"accounts": ACCOUNT}, "users: there is none, so nobody can log in"),
        ({"accounts": ACCOUNT, "users": {"2": {**USER, "enabled": False}}}, "users: none is enabled, so nobody can log in"),
    ],
)
def test_a_hand_written_firm_without_anybody_is_refused_at_the_start(tmp_path: Path, tables: dict[str, Any], words: str) -> None:
    path = tmp_path / "firm.json"
    path.write_text(json.dumps({"_default": HEAD, **tables}), "utf-8")
    with pytest.raises(WrongState, match=words):
        MockClio(str(path))
    done = CliRunner().invoke(serve, ["--firm", str(path)])
    assert (done.exit_code, words in done.output) == (2, True)


def test_an_unknown_key_of_a_row_is_refused() -> None:
    document = {"_default": HEAD, "accounts": ACCOUNT, "users": {"2": USER}}
    assert build(document, "firm.json").owner() == USER
    matter = {"id": 3, "descripton": "Lease"}
    with pytest.raises(WrongState, match=r"^firm\.json: matters/3: descripton: unknown; did you mean 'description'"):
        build({**document, "matters": {"3": matter}}, "firm.json")


def test_a_wrong_row_of_a_file_is_named_with_its_line(tmp_path: Path) -> None:
    document = {"_default": HEAD, "accounts": ACCOUNT, "users": {"2": USER}, "matters": {"3": {"id": 3, "descripton": "Lease"}}}
    path = tmp_path / "firm.json"
    path.write_bytes(written(document))
    line = 1 + path.read_text("utf-8").split("\n").index('"3": {"id":3,"descripton":"Lease"}')
    for open_ in (lambda: MockClio(str(path)), lambda: load(path), lambda: SavedStates(tmp_path).load("firm")):
        with pytest.raises(WrongState) as refused:
            open_()
        assert str(refused.value).startswith(f"{path}:{line}: matters/3: descripton: unknown; did you mean 'description'?")
