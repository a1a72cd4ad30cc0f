"""How a coverage is counted and shown: lines, the gate, the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mockclio.catalog import operations
from mockclio.openapi.surface import MEASURES, Count, events, measure, offers
from mockclio.testing.coverage import Report, merge, write_page
from mockclio.testing.coverage.page import page
from tests.counts import ATTRIBUTES, COLLECTIONS, ERRORS, EVENTS, FIELDS, OPERATIONS, PARAMETERS, VALUES, covered, percent

Run = Callable[..., dict[str, Any]]
SHARE = float(percent(1, OPERATIONS).removesuffix("%"))
SEEN = "/matters.json?limit=1&status=open&fields=id,client{name}"


def test_what_there_is_to_touch_is_what_the_official_document_lists() -> None:
    counts = measure(merge([]))
    assert (counts["operations"].of, counts["parameters"].of) == (OPERATIONS, PARAMETERS)
    assert {name: count.covered for name, count in counts.items()} == dict.fromkeys(MEASURES, 0)
    assert "matter.matter_opened" in events()


def test_all_of_it_can_be_covered() -> None:
    """What a server can note of each operation counts to the last name."""
    whole = {
        offer.id: {
            "calls": {"200": 1},
            "parameters": {name: list(values) for name, values in offer.parameters.items()},
            "fields": list(offer.fields),
            "body": list(offer.attributes),
            "errors": {str(status): [] for status in offer.errors},
            "faults": [],
        }
        for offer in offers()
    }
    counts = measure({"operations": whole, "events": list(events()), "unmatched": 0})
    assert {name: count.percent for name, count in counts.items()} == dict.fromkeys(MEASURES, 100.0)


def test_a_refused_operation_is_not_covered_but_its_refusal_is(run: Run) -> None:
    counts = measure(run("/matters/1.json"))
    assert (counts["operations"].covered, counts["errors"].covered) == (0, 1)


def test_operations_that_this_version_does_not_know_are_passed_over(run: Run) -> None:
    covered = run(SEEN)
    covered["operations"]["Spaceship#launch"] = covered["operations"]["Matter#index"]
    assert measure(covered)["operations"] == Count(1, OPERATIONS)


def test_the_lines_say_what_was_covered_and_what_least(run: Run) -> None:
    assert Report(run(SEEN, "/users/who_am_i.json", "/nowhere.json")).lines() == [
        "Coverage of the Clio API",
        covered("operations", 2, OPERATIONS),
        covered("parameters", 3, PARAMETERS),
        covered("values of parameters", 1, VALUES),
        covered("fields", 5, FIELDS),
        covered("attributes of bodies", 0, ATTRIBUTES),
        covered("error answers", 0, ERRORS),
        covered("webhook events", 0, EVENTS + 1),  # the handshake is told, too
        "  least covered: Matters 1 of 5, Users 1 of 3",
        f"  {COLLECTIONS - 2} of {COLLECTIONS} tags were not touched",
        "  1 request reached no operation",
    ]


def test_the_lines_of_some_tags_count_those_alone(run: Run) -> None:
    lines = Report(run(SEEN, "/nowhere.json"), ["Matters"]).lines()
    assert lines[:2] == ["Coverage of Matters", "  operations                1 of     5   20.0%"]
    assert not any("events" in line or "reached no operation" in line for line in lines)


@pytest.mark.parametrize(("under", "enough"), [(None, True), (0, True), (SHARE, True), (SHARE + 0.1, False), (100, False)])
def test_less_than_was_asked_for_is_a_failure(run: Run, under: float | None, enough: bool) -> None:
    failure = Report(run(SEEN)).failure(under)
    assert failure == "" if enough else failure.startswith(f"operations: {percent(1, OPERATIONS)} covered (1 of {OPERATIONS}), and ")


class Links(HTMLParser):
    """What a page points at and what can be pointed at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.outside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        results = dict(attrs)
        if tag == "a":
            self.targets.append((results["href"] or "").removeprefix("#"))
        if tag == "details":
            self.ids.append(results["id"] or "")
        self.outside += [results[name] or "" for name in ("src", "href") if tag != "a" and name in results]


def test_the_page_maps_every_operation_to_its_details(run: Run) -> None:
    links = Links(page(Report(run(SEEN))))
    assert len(links.ids) == len({*links.ids}) == sum(one.documented for one in operations().values())
    assert sorted(links.targets) == sorted(links.ids)


def test_the_page_needs_nothing_from_elsewhere(run: Run) -> None:
    text = page(Report(run(SEEN)))
    assert (Links(text).outside, re.findall(r"https?://|url\(", text)) == ([], [])
    assert text.count("Content-Security-Policy") == 1


def test_the_page_marks_what_was_covered(run: Run) -> None:
    text = page(Report(run(SEEN, "/matters/1.json")))
    (details,) = re.findall(r'<details id="Matter-index">.*?</details>', text)
    assert "<b>client{name}</b>" in details
    assert re.search(r"<b>status \([^)]*<b>open</b>[^)]*<i>pending</i>", details)
    assert "<i>group_id</i>" in details
    (refused,) = re.findall(r'<details id="Matter-show"><summary class="refused">.*?</details>', text)
    assert "<b>404 NotFoundError</b>" in refused


def test_the_page_escapes_what_a_damaged_file_brings(run: Run) -> None:
    covered = run("/matters/1.json")
    covered["operations"]["Matter#show"]["errors"]["404"] = ["<script>"]
    assert "404 &lt;script&gt;" in page(Report(covered))


def test_the_page_of_some_tags_holds_those_alone(run: Run) -> None:
    assert len(Links(page(Report(run(SEEN), ["Matters"]))).ids) == 5


def test_the_page_is_written_into_a_folder_that_is_made(run: Run, tmp_path: Path) -> None:
    assert write_page(Report(run(SEEN)), tmp_path / "new" / "covered") == tmp_path / "new" / "covered" / "index.html"
