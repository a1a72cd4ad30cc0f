"""The files of reports: the same table as text, as a page, as a sheet and on paper."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import orjson

from mockclio.practice.reports.formats import FORMATS
from mockclio.practice.reports.kinds import Table

MADE = datetime(2026, 6, 1, 13, 0, tzinfo=UTC)
TABLE = Table("Łódź & co", ("name", "paid_in", "count", "is_client"), [['Ann <b>, "Q"', 1234.5, 3, True], ["=1+1", None, 0, False]])


def made(format: str) -> bytes:
    return FORMATS[format][0](TABLE, MADE)


def test_csv_has_titles_and_amounts_with_two_decimals() -> None:
    assert list(csv.reader(io.StringIO(made("csv").decode()))) == [
        ["Name", "Paid in", "Count", "Is client"],
        ['Ann <b>, "Q"', "1234.50", "3", "yes"],
        ["=1+1", "", "0", "no"],
    ]


def test_json_has_rows_as_objects_with_values_of_their_own_types() -> None:
    assert orjson.loads(made("json")) == {
        "title": "Łódź & co",
        "generated_at": "2026-06-01T13:00:00+00:00",
        "columns": ["name", "paid_in", "count", "is_client"],
        "rows": [
            {"name": 'Ann <b>, "Q"', "paid_in": 1234.5, "count": 3, "is_client": True},
            {"name": "=1+1", "paid_in": None, "count": 0, "is_client": False},
        ],
    }


def test_html_is_a_page_in_which_nothing_is_taken_for_markup() -> None:
    page = ElementTree.fromstring(made("html").decode().removeprefix("<!doctype html>").replace('<meta charset="utf-8">', ""))
    assert page.findtext(".//h1") == "Łódź & co"
    assert [[cell.text for cell in row] for row in page.iter("tr")] == [
        ["Name", "Paid in", "Count", "Is client"],
        ['Ann <b>, "Q"', "1234.50", "3", "yes"],
        ["=1+1", None, "0", "no"],
    ]


def test_xlsx_holds_numbers_as_numbers_and_text_that_looks_like_a_formula_as_text() -> None:
    book = zipfile.ZipFile(io.BytesIO(made("xlsx")))
    sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    strings = [item.findtext("{*}t") for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
    cells = {cell.get("r"): (cell.get("t"), cell.findtext("{*}v")) for cell in sheet.findall(".//{*}c")}
    assert cells["B2"] == (None, "1234.5")
    assert cells["D2"] == ("b", "1")
    assert strings[int(cells["A3"][1] or 0)] == "=1+1"
    assert sheet.findall(".//{*}f") == []


def test_pdf_opens_with_its_title_and_a_page() -> None:
    content = made("pdf")
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"/Count 1" in content


def test_a_long_report_goes_on_over_several_pages() -> None:
    long = Table("Long", ("name",), [["x" * 500]] * 100)
    assert b"/Count 4" in FORMATS["pdf"][0](long, MADE)


def test_zip_holds_the_table_as_csv_and_as_a_page() -> None:
    packed = zipfile.ZipFile(io.BytesIO(made("zip")))
    assert {name: packed.read(name) for name in packed.namelist()} == {"report.csv": made("csv"), "report.html": made("html")}


def test_the_same_table_at_the_same_time_gives_the_same_bytes() -> None:
    assert {format: made(format) for format in FORMATS} == {format: made(format) for format in FORMATS}
