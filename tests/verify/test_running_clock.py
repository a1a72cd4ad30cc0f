"""The clock of a served mock runs: what two answers say may differ by a second, and is no finding for that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio import MockClio
from mockclio.verify import verify
from mockclio.verify.checks.reading.shown import unsigned
from mockclio.verify.prepared_firm import target_of


@pytest.mark.parametrize(
    "match",
    ["fields/sibling/Folder#list/latest_document_version", "written-is-read/Document#create/multiparts", "fields/elsewhere/Document#"],
)
def test_signed_addresses_are_signed_anew_every_second(mock: MockClio, match: str) -> None:
    target = target_of(mock)
    mock.http.event_hooks["request"] = [lambda request: mock.clock.advance(timedelta(seconds=1))]
    report = verify(target, match=match)
    assert [(finding.case, finding.actual) for finding in report.findings] == []
    assert report.passed


def test_only_the_query_of_a_signed_address_is_passed_over() -> None:
    signed = {"put_url": "https://a.test/x?X-Amz-Date=1&X-Amz-Signature=2", "url": "https://a.test/x?page=2"}
    assert unsigned([signed]) == [{"put_url": "https://a.test/x", "url": "https://a.test/x?page=2"}]
