"""What the command line says after the usual mistakes."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from mockclio import MockClio
from mockclio.cli import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, [*words], env={"COLUMNS": "80"})


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ("worl list", 2, "there is no verb 'worl': did you mean world?"),
        ("zzz", 2, "there is no verb 'zzz': `mockclio --help` lists all of them"),
        ("world lst", 2, "No such command 'lst'"),
        ("requests --stats 4xx", 2, "No such option '--stats'"),
        ("health --url http://127.0.0.1:9", 3, "http://127.0.0.1:9 does not answer ([Errno 111] Connection refused): start a server"),
        ("trigger task.delted", 2, "did you mean task.deleted"),
        ("trigger task.zzz", 2, "write one of task.created, task.updated, task.deleted"),
        ("trigger zzz", 2, "write MODEL.EVENT, as in matter.created; the models are matter, "),
        ("bill", 2, "name the MATTERS to bill, or a client with --client"),
        ("coverage nowhere.json", 2, "nowhere.json cannot be read (No such file or directory)"),
    ],
)
def test_a_mistake_is_answered_with_what_would_be_right(words: str, code: int, why: str) -> None:
    done = run(*words.split())
    assert (done.exit_code, why in done.stderr) == (code, True), done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("GET matterz", "there is no GET matterz in the API: did you mean matters or matters/1?"),
        ("GET matters -p limti=1", "GET /matters has no parameter 'limti': did you mean 'limit'?"),
        ("GET users/who_am_i -p zzzzz=1", "GET /users/who_am_i has no parameter 'zzzzz': it takes fields"),
        ("POST contacts -d @nowhere.json", "--data @nowhere.json: No such file or directory: write @ and the path of a file"),
        ("FETCH matters", "Invalid value for 'METHOD'"),
    ],
)
def test_a_wrong_call_names_what_may_have_been_meant(mock: MockClio, words: str, why: str) -> None:
    done = run("api", *words.split(), "--url", mock.url)
    assert (done.exit_code, why in done.stderr) == (2, True), done.stderr


def test_a_file_of_bytes_is_no_body(mock: MockClio, tmp_path: pytest.TempPathFactory) -> None:
    file = f"{tmp_path}/photo.png"
    with open(file, "wb") as photo:
        photo.write(b"\x89PNG\xff")
    done = run("api", "POST", "contacts", "-d", f"@{file}", "--url", mock.url)
    assert (done.exit_code, "it is not text in UTF-8" in done.stderr) == (2, True)


def test_the_list_of_verbs_has_whole_sentences() -> None:
    done = run("--help")
    assert done.exit_code == 0
    assert "Run the checks against an account." in done.stdout
    cut = [line for line in done.stdout.splitlines()[1:] if line.endswith("...") and "matter_closed" not in line]
    assert cut == []
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_causes_of_a_missing_delivery_stand_on_lines_of_their_own() -> None:
    with MockClio("small") as mock:
        done = run("webhooks", "wait", "--timeout", "0", "--url", mock.url)
    lines = done.stderr.splitlines()
    assert lines[0] == "Error: no delivery of any kind arrived within 0 s:"
    assert len(lines) > 2
    assert all(line.startswith("  ") for line in lines[1:])
