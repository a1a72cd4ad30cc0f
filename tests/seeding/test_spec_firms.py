"""A spec in the ways in which it can be given: YAML, JSON, CSV, a folder, a mapping; at a server, in a fixture, over HTTP."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.assembly import is_spec, open_firm
from mockclio.cli.seed import seed
from mockclio.store import resources
from mockclio.store.clock import parse_time
from mockclio.testing.server import Server

Row = dict[str, Any]
TEN = """
users: [{name: Ada Quill, email: ada@quill.test, owner: true, token: ada-token}]
custom_fields: [Court, {name: Filed on, field_type: date}, {name: Stage, picklist_options: [Early, Late]}]
contacts: [Brightwater Foods Inc., {name: Lin Chen, email: lin@chen.test}]
matters:
  - {client: Brightwater Foods Inc., description: Lease, custom: {Court: Kings County, Filed on: -3d, Stage: Late}}
  - {client: Lin Chen, description: Divorce, open_date: -30d, responsible_attorney: Ada Quill}
activities: [{matter: Divorce, hours: 2, note: Petition, date: -3d}]
bills: [{matter: Divorce, state: awaiting_payment, issued_at: -1d}, {matter: Lease, amount: 900, state: paid}]
trust: [{matter: Divorce, amount: 5000}]
"""


def rows(mock: MockClio, path: str, fields: str, **params: str) -> list[Row]:
    answer = mock.http.get(f"/api/v4/{path}.json", params={"fields": fields, **params})
    assert answer.status_code == 200, answer.text
    data: list[Row] = answer.json()["data"]
    return data


def write(path: Path, text: str) -> Path:
    path.write_text(textwrap.dedent(text), "utf-8")
    return path


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    return write(tmp_path / "firm.yaml", TEN)


def test_a_firm_of_ten_matters_with_custom_fields_two_bills_and_trust_money() -> None:
    firm = {
        "custom_fields": ["Court"],
        "contacts": ["Ada Quill"],
        "matters": [{"client": "Ada Quill", "description": f"Matter {n}", "custom": {"Court": f"Court {n}"}} for n in range(10)],
        "activities": [{"matter": "Matter 0", "hours": 1}],
        "bills": [{"matter": "Matter 0", "state": "awaiting_payment"}, {"matter": "Matter 1", "state": "draft", "amount": 300}],
        "trust": [{"matter": "Matter 2", "amount": 1500}],
    }
    with MockClio(firm) as mock:
        matters = rows(mock, "matters", "description,custom_field_values{field_name,value},account_balances{type,balance}")
        assert [(row["description"], row["custom_field_values"][0]["value"]) for row in matters] == [
            (f"Matter {n}", f"Court {n}") for n in range(10)
        ]
        assert [one["balance"] for one in matters[2]["account_balances"] if one["type"] == "Trust"] == [1500]
        assert [(row["state"], row["total"]) for row in rows(mock, "bills", "state,total")] == [("awaiting_payment", 350), ("draft", 300)]


def test_ten_lines_of_yaml_are_a_firm(ten: Path) -> None:
    with MockClio(ten) as mock:
        fields = "description,open_date,status,responsible_attorney{name},custom_field_values{field_name,value}"
        lease, divorce = rows(mock, "matters", fields)
        stage = rows(mock, "custom_fields", "name,picklist_options{id,option}", query="Stage")[0]["picklist_options"][1]
        assert {one["field_name"]: one["value"] for one in lease["custom_field_values"]} == {
            "Court": "Kings County",
            "Filed on": "2026-05-29",
            "Stage": stage["id"],
        }
        assert (divorce["open_date"], divorce["status"]) == ("2026-05-02", "Open")
        assert divorce["responsible_attorney"]["name"] == "Ada Quill"
        bills = rows(mock, "bills", "state,issued_at,due_at,total,balances")
        assert [(row["state"], row["issued_at"]) for row in bills] == [("awaiting_payment", "2026-05-31"), ("paid", "2026-06-01")]
        contacts = rows(mock, "contacts", "name,type,primary_email_address")
        assert [(row["name"], row["type"]) for row in contacts] == [("Brightwater Foods Inc.", "Company"), ("Lin Chen", "Person")]
        assert contacts[1]["primary_email_address"] == "lin@chen.test"


def test_json_csv_and_a_folder_give_the_same_firm(tmp_path: Path) -> None:
    lease = {"client": "Ada Quill", "description": "Lease", "custom": {"Court": "Kings"}}
    matters = [lease, {"client": "Ada Quill", "description": "Will"}]
    data = {"custom_fields": ["Court"], "contacts": ["Ada Quill"], "matters": matters}
    as_json = tmp_path / "firm.json"
    as_json.write_text(json.dumps(data, indent="\t"), "utf-8")
    folder = tmp_path / "firm"
    folder.mkdir()
    write(folder / "firm.yaml", "custom_fields: [Court]\ncontacts: people.csv\n")
    write(folder / "people.csv", "name\nAda Quill\n")
    write(folder / "matters.csv", "\ufeffclient;description;custom.Court\nAda Quill;Lease;Kings\nAda Quill;Will;\n")
    shown = []
    for firm in (data, as_json, folder):
        with MockClio(firm) as mock:
            shown.append(rows(mock, "matters", "id,display_number,description,client{name},custom_field_values{value}"))
    assert shown[0] == shown[1] == shown[2]
    assert len(shown[0]) == 2


def test_one_csv_file_is_a_firm_of_one_section(tmp_path: Path) -> None:
    with MockClio(write(tmp_path / "contacts.csv", 'name,phone\nAda Quill,0212 555\n"Quill, Inc.",\n')) as mock:
        shown = rows(mock, "contacts", "name,type,primary_phone_number")
    assert [(row["name"], row["type"], row["primary_phone_number"]) for row in shown] == [
        ("Ada Quill", "Person", "0212 555"),
        ("Quill, Inc.", "Company", None),
    ]


def test_a_spec_adds_to_the_firm_small() -> None:
    firm = {"base": "small", "matters": [{"client": "Marlow Shipping Co.", "description": "Collision in the harbor"}]}
    with MockClio(firm) as mock, MockClio("small") as small:
        added = rows(mock, "matters", "description,client{name}", query="harbor")
        assert [row["client"]["name"] for row in added] == ["Marlow Shipping Co."]
        count = [one.http.get("/api/v4/matters.json?limit=1").json()["meta"]["records"] for one in (mock, small)]
        assert count[0] == count[1] + 1


def test_each_user_has_a_token_and_an_application_is_known(ten: Path) -> None:
    firm = {
        "users": [
            {"name": "Ada Quill", "owner": True, "token": "ada-token"},
            {"name": "Ben Okafor", "token": "ben-token", "scopes": {"Contacts": "read"}},
        ],
        "applications": [{"client_id": "sync", "client_secret": "sync-secret", "redirect_uris": ["http://127.0.0.1:9/cb"]}],
    }
    with MockClio(firm) as mock:
        for token, name in (("ada-token", "Ada Quill"), ("dev-token", "Ada Quill")):
            me = mock.http.get("/api/v4/users/who_am_i.json", headers={"Authorization": f"Bearer {token}"})
            assert me.json()["data"]["name"] == name
        ben = {"Authorization": "Bearer ben-token"}
        assert mock.http.get("/api/v4/contacts.json", headers=ben).status_code == 200
        assert mock.http.get("/api/v4/matters.json", headers=ben).status_code == 403
        assert mock.world.access.applications["sync"].redirect_uris == ["http://127.0.0.1:9/cb"]
        assert "dev-client" in mock.world.access.applications
        assert {row["name"] for row in rows(mock, "calendars", "name")} == {"Firm", "Ada Quill", "Ben Okafor"}


def test_documents_are_uploaded_from_files(tmp_path: Path) -> None:
    (tmp_path / "lease.pdf").write_bytes(b"%PDF-1.4 lease")
    path = write(
        tmp_path / "firm.yaml",
        """
        contacts: [Ada Quill]
        matters: [{key: lease, client: Ada Quill, description: Lease}]
        folders: [{name: Exhibits, parent: {type: Matter, name: lease}}]
        documents:
          - {matter: lease, file: ./lease.pdf}
          - {folder: Exhibits, name: A.txt, content: One}
          - {name: Office.txt, content: Two}
        """,
    )
    with MockClio(path) as mock:
        shown = rows(mock, "documents", "id,name,matter{description}")
        assert [(row["name"], (row["matter"] or {}).get("description")) for row in shown] == [
            ("lease.pdf", "Lease"),
            ("A.txt", "Lease"),
            ("Office.txt", None),
        ]
        sent = mock.http.get(f"/api/v4/documents/{shown[0]['id']}/download", follow_redirects=True)
        assert sent.content == b"%PDF-1.4 lease"


def test_dates_count_from_the_clock_that_the_firm_begins_with(ten: Path) -> None:
    world = open_firm(ten, at=parse_time("2027-03-10T15:00:00Z"))
    assert [row["issued_at"] for row in world.table("bills")] == ["2027-03-09", "2027-03-10"]
    assert not world.clock.frozen
    assert world.clock.now() >= parse_time("2027-03-10T15:00:00Z")


def test_a_time_of_day_is_one_of_the_firm() -> None:
    entry = {"summary": "Hearing", "start_at": "+1d 09:30"}
    firm = {"at": "2026-07-01T12:00:00Z", "account": {"time_zone": "Europe/Vienna"}, "calendar_entries": [entry]}
    with MockClio(firm) as mock:
        (made,) = mock.world.calendar_entries
        assert (made["start_at"], made["end_at"]) == ("2026-07-02T07:30:00Z", "2026-07-02T08:30:00Z")
        assert mock.clock.stamp() == "2026-07-01T12:00:00Z"


def test_an_entry_may_name_a_later_one() -> None:
    people = [{"name": "Ada Quill", "company": "Quill LLC"}, "Quill LLC"]
    with MockClio({"contacts": people}) as mock:
        assert [row["company"] for row in rows(mock, "contacts", "company{name}", type="Person")] == [{"name": "Quill LLC"}]


def test_bills_are_brought_into_their_states() -> None:
    states = ["draft", "awaiting_approval", "awaiting_payment", "paid", "void"]
    firm = {
        "contacts": ["Ada Quill"],
        "matters": [{"client": "Ada Quill", "description": "Lease"}],
        "bills": [
            *({"matter": "Lease", "state": state, "lines": [{"description": "Advice", "price": 100, "quantity": 2}]} for state in states),
            {"client": "Ada Quill", "amount": 50, "state": "awaiting_payment", "paid": 20},
            {"matter": "Lease", "activities": [{"hours": 1, "note": "Call"}]},
        ],
    }
    with MockClio(firm) as mock:
        shown = rows(mock, "bills", "state,total,balance")
        assert [(row["state"], row["total"]) for row in shown[:5]] == [(state, 200) for state in states]
        assert (shown[5]["state"], shown[5]["total"], shown[5]["balance"]) == ("awaiting_payment", 50, 30)
        assert (shown[6]["state"], shown[6]["total"]) == ("draft", 350)


def test_seed_writes_the_firm_of_a_spec(ten: Path, tmp_path: Path) -> None:
    output = tmp_path / "made.json"
    done = CliRunner().invoke(seed, ["--spec", str(ten), "--output", str(output), "--at", "2026-09-01T12:00:00Z"])
    assert done.exit_code == 0, done.output
    with MockClio(str(output)) as mock:
        assert [row["description"] for row in rows(mock, "matters", "description")] == ["Lease", "Divorce"]
        assert mock.clock.stamp() == "2026-09-01T12:00:00Z"
        me = mock.http.get("/api/v4/users/who_am_i.json", headers={"Authorization": "Bearer ada-token"})
        assert me.json()["data"]["name"] == "Ada Quill"


def test_the_starter_is_written_once_and_is_a_firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(seed, ["--init"]).exit_code == 0
    with MockClio("firm.yaml") as mock:
        assert [row["description"] for row in rows(mock, "matters", "description")] == ["Lease review", "Divorce"]
    again = CliRunner().invoke(seed, ["--init"])
    assert (again.exit_code, "firm.yaml is there already" in again.output) == (1, True)


def test_a_world_is_made_of_a_document(ten: Path) -> None:
    from mockclio.assembly import firm_document

    document, _ = firm_document(ten)
    with MockClio("empty") as mock:
        made = mock.control("POST", "worlds", {"name": "ten", "document": document, "frozen": True}, world=None)["world"]
        headers = {"Authorization": f"Bearer {made['token']}"}
        assert mock.http.get("/api/v4/matters.json", headers=headers).json()["meta"]["records"] == 2
        assert mock.http.get("/api/v4/matters.json", headers={"Authorization": "Bearer ada-token"}).json()["meta"]["records"] == 2
        for body, words in (
            ({"document": {"matters": []}}, "must have the table _default"),
            ({"document": document, "firm": "small"}, "not both"),
            ({"firm": str(ten)}, "the rows of another one are sent as document"),
        ):
            with pytest.raises(ValueError, match=words):
                mock.control("POST", "worlds", body, world=None)


def test_forks_of_the_fixture_have_the_credentials_of_the_spec() -> None:
    server = Server()
    firm = {"users": [{"name": "Ada Quill", "token": "ada-token"}]}
    try:
        for _ in range(2):
            with server.fork(firm) as mock:
                me = mock.http.get("/api/v4/users/who_am_i.json", headers={"Authorization": "Bearer ada-token"})
                assert me.json()["data"]["name"] == "Ada Quill"
                assert "dev-token" not in mock.world.access.tokens
        assert len(server._firms) == 1
    finally:
        server.close()


def test_a_firm_that_ships_and_a_saved_world_are_no_specs(tmp_path: Path) -> None:
    assert not is_spec("small")
    assert not is_spec(resources.firm("small"))
    assert not is_spec(tmp_path / "missing.json")
    assert is_spec(write(tmp_path / "a.json", '{"contacts": []}'))
    assert not is_spec(write(tmp_path / "b.json", '{"contacts": {"1": {}}}'))


def test_the_same_spec_gives_the_same_firm(ten: Path) -> None:
    from mockclio.assembly import firm_document

    assert firm_document(ten)[0] == firm_document(ten)[0]
