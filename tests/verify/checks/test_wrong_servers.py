"""A server that is wrong in one place is found out by the check of that place, from a few of its cases."""

from __future__ import annotations

import base64
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import unquote_plus

import orjson
import pytest

from mockclio.practice.activities import activities
from mockclio.practice.billing import line_taxes, lines, tax_settings, totals
from mockclio.practice.billing.money import NOTHING, percent
from mockclio.practice.billing.tax_rate_configurations import TaxRateConfigurations
from mockclio.practice.calendars import access, calendar_entries
from mockclio.practice.communications import memberships
from mockclio.practice.contacts.contacts import Contacts
from mockclio.practice.tasks import tasks
from mockclio.server import coerce, ordering, paging, rendering, scopes
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.checks import checks

Wrong = Callable[[pytest.MonkeyPatch], None]
DRAWN = 12


def polymorphic_records_are_open(patch: pytest.MonkeyPatch) -> None:
    right = rendering.may_read
    patch.setattr(rendering, "may_read", lambda allowed, record, value: record.polymorphic or right(allowed, record, value))


def related_contacts_need_matters_alone(patch: pytest.MonkeyPatch) -> None:
    patch.delitem(scopes.BESIDES, "related_contacts")


def second_tax_of_bills_on_the_first_alone(patch: pytest.MonkeyPatch) -> None:
    def wrong(bill: Any, result: list[Any]) -> tuple[Decimal, Decimal]:
        tax = percent(bill.get("tax_rate"), sum((part.taxable for part in result), NOTHING))
        base = sum((part.secondary_taxable for part in result), NOTHING)
        return tax, percent(bill.get("secondary_tax_rate"), base + (tax if bill.get("_secondary_tax_rule") == "Post" else NOTHING))

    patch.setattr(totals, "bill_taxes", wrong)


def second_tax_of_lines_on_the_first_alone(patch: pytest.MonkeyPatch) -> None:
    right = line_taxes.raised

    def wrong(line: Any, amount: Decimal) -> dict[int, Decimal]:
        post = any(tax["rule"] == "Post" for tax in line.get("tax_settings") or ())
        return right({**line, "secondary_taxable": True} if post and line.get("taxable") else line, amount)

    for module in (line_taxes, totals):
        patch.setattr(module, "raised", wrong)


def limited_viewers_see_the_location(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(access, "SHOWN_TO_LIMITED", access.SHOWN_TO_LIMITED | {"location"})
    patch.setattr(calendar_entries, "LIMITED_FIELDS", access.LIMITED_FIELDS | {"location"})


def ties_descend(patch: pytest.MonkeyPatch) -> None:
    right = ordering.sort_key

    def wrong(*args: Any) -> Callable[[Any], Any]:
        key = right(*args)
        return lambda row: (*key(row)[:2], -key(row)[2])

    patch.setattr(ordering, "sort_key", wrong)


def tokens_of_other_orders_are_taken(patch: pytest.MonkeyPatch) -> None:
    right = paging.read_token

    def wrong(text: str, first: paging.Cursor) -> paging.Cursor:
        _, order, *_ = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return right(text, replace(first, order=order))

    patch.setattr(paging, "read_token", wrong)


def bare_dates_are_compared_as_texts(patch: pytest.MonkeyPatch) -> None:
    right = coerce.KINDS["datetime"]
    patch.setitem(coerce.KINDS, "datetime", lambda value, zone: value if len(value) == 10 else right(value, zone))


def last_pages_lead_on(patch: pytest.MonkeyPatch) -> None:
    right = paging._page_by_key

    def wrong(result: Any, table: Any, limit: int, *rest: Any) -> paging.Page:
        page = right(result, table, limit, *rest)
        if page.next is None and page.rows and len(page.rows) == limit:
            page.next = rest[-1].at(len(result), result[-1][0])
        return page

    patch.setattr(paging, "_page_by_key", wrong)


def tokens_of_other_filters_are_taken(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(paging, "_filtering", lambda call: [])


def hidden_contacts_are_shown(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Contacts, "hides", lambda self, view, row: not view)


def untaxed_expenses_bear_the_first_tax(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(lines.TAXES, "no_tax", (True, False))


def first_taxes_may_be_post(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tax_settings, "_rule", lambda sent: sent.get("rule") or "Pre")


def deleted_rates_are_listed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TaxRateConfigurations, "visible", lambda self, view, arguments: None)


def private_tasks_are_seen_by_everybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tasks, "_may_see", lambda user, row: True)


def hours_are_seen_by_everybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(activities, "hidden", lambda user, row, what: False)


def conversations_are_seen_by_everybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(memberships, "is_visible", lambda view, row: True)


def hidden_entries_are_shown(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(calendar_entries.CalendarEntries, "hides", lambda own, view, row: False)


def pages_reached_backwards_end_the_walk(patch: pytest.MonkeyPatch) -> None:
    right = paging.page_of

    def wrong(call: Any, rows: Any = None) -> paging.Page:
        page = right(call, rows)
        if isinstance(page.next, paging.Cursor) and "page_token" in call.arguments and page.previous is None:
            page.next = None
        return page

    _everywhere(patch, "page_of", wrong)


def links_of_offsets_overlap(patch: pytest.MonkeyPatch) -> None:
    right = paging._page_by_offset

    def wrong(*args: Any) -> paging.Page:
        page = right(*args)
        if isinstance(page.next, int) and len(page.rows) > 1:
            page.next -= 1
        return page

    patch.setattr(paging, "_page_by_offset", wrong)


def links_are_not_escaped(patch: pytest.MonkeyPatch) -> None:
    right = paging._link
    patch.setattr(paging, "_link", lambda call, place: unquote_plus(right(call, place)))


def links_lose_filters(patch: pytest.MonkeyPatch) -> None:
    right = paging._link
    patch.setattr(paging, "_link", lambda call, place: right(call, place).replace("Two+Words", "Two"))


def links_add_an_order(patch: pytest.MonkeyPatch) -> None:
    right = paging._link
    patch.setattr(paging, "_link", lambda call, place: f"{right(call, place)}&order=id(desc)")


def the_last_offset_is_refused(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(paging, "OFFSET_CEILING", 9_999)


def an_offset_comes_before_a_token(patch: pytest.MonkeyPatch) -> None:
    right = paging.page_of

    def wrong(call: Any, rows: Any = None) -> paging.Page:
        if "offset" in call.arguments:
            call.arguments.pop("page_token", None)
        return right(call, rows)

    _everywhere(patch, "page_of", wrong)


def tokens_count_rows(patch: pytest.MonkeyPatch) -> None:
    def wrong(table: Any, limit: int, descending: bool, cursor: Any, first: Any) -> paging.Page:
        start = cursor.passed if cursor else 0
        ids = list(table.ids_descending() if descending else table.ids())
        page = paging.Page(table.take(ids[start : start + limit]), len(ids))
        page.next = first.at(start + limit, (0,)) if start + limit < len(ids) else None
        return page

    patch.setattr(paging, "_page_by_id", wrong)


def filters_do_not_hold_at_an_offset(patch: pytest.MonkeyPatch) -> None:
    right = paging.conditions
    patch.setattr(paging, "conditions", lambda view, operation, given: [] if "offset" in given else right(view, operation, given))


def filters_are_passed_over_beside_others(patch: pytest.MonkeyPatch) -> None:
    right = paging.conditions

    def wrong(view: Any, operation: Any, given: dict[str, Any]) -> Any:
        return right(view, operation, {"created_since": given["created_since"]} if "created_since" in given else given)

    patch.setattr(paging, "conditions", wrong)


def plain_id_has_a_ceiling(patch: pytest.MonkeyPatch) -> None:
    right = paging.require_in_bounds

    def wrong(call: Any, cursor: paging.Cursor) -> None:
        if call.request.args.get("order") == "id" and cursor.passed >= call.view.world.settings.page_token_ceiling:
            raise paging.bad_token()
        right(call, cursor)

    patch.setattr(paging, "require_in_bounds", wrong)


def _everywhere(patch: pytest.MonkeyPatch, name: str, wrong: Any) -> None:
    """Replace a function of pages under every name that a module has for it."""
    right = getattr(paging, name)
    for key, module in list(sys.modules.items()):
        if key.startswith("mockclio.") and vars(module).get(name) is right:
            patch.setattr(module, name, wrong)


WRONG: list[tuple[Wrong, str, str]] = [
    (polymorphic_records_are_open, "oauth/redacted-associations", "e"),
    (polymorphic_records_are_open, "oauth/redacted-updates", "/assignee"),
    (related_contacts_need_matters_alone, "oauth/scopes-needed", "Contacts#"),
    (second_tax_of_bills_on_the_first_alone, "totals/taxes", "Post/"),
    (second_tax_of_lines_on_the_first_alone, "totals/taxes", "Post/"),
    (limited_viewers_see_the_location, "fields/limited", "lo"),
    (ties_descend, "orders/ties", ""),
    (tokens_of_other_orders_are_taken, "paging/token-of-another-order", ""),
    (bare_dates_are_compared_as_texts, "filters/day-edges", "since"),
    (last_pages_lead_on, "paging/last-page-in-order", ""),
    (tokens_of_other_filters_are_taken, "paging/token-of-other-filters", "Task#"),
    (hidden_contacts_are_shown, "fields/hidden", "Matter"),
    (untaxed_expenses_bear_the_first_tax, "taxes/lines", "by-setting"),
    (first_taxes_may_be_post, "taxes/lists", "kept"),
    (deleted_rates_are_listed, "taxes/rates", "listed"),
    (private_tasks_are_seen_by_everybody, "permissions/views", "private-tasks"),
    (hours_are_seen_by_everybody, "permissions/work", "hours-and-rates"),
    (conversations_are_seen_by_everybody, "permissions/work", "conversations"),
    (hidden_entries_are_shown, "fields/hidden", "Activity#index/calendar_entry"),
    (pages_reached_backwards_end_the_walk, "paging/next-after-back", ""),
    (links_of_offsets_overlap, "paging/links-of-offsets", ""),
    (links_are_not_escaped, "paging/links-are-escaped", ""),
    (links_lose_filters, "filters/links", "query"),
    (links_add_an_order, "paging/links", ""),
    (the_last_offset_is_refused, "paging/last-offset", ""),
    (an_offset_comes_before_a_token, "paging/token-beside-offset", ""),
    (tokens_count_rows, "paging/deleted-meanwhile", ""),
    (filters_do_not_hold_at_an_offset, "filters", "status"),
    (filters_are_passed_over_beside_others, "filters/beside-what-holds", ""),
    (plain_id_has_a_ceiling, "paging/ceiling", ""),
]


@pytest.mark.parametrize(("wrong", "name", "part"), WRONG, ids=[f"{wrong.__name__}-{name}" for wrong, name, _ in WRONG])
def test_a_wrong_server_is_found(target: Target, monkeypatch: pytest.MonkeyPatch, wrong: Wrong, name: str, part: str) -> None:
    cases = [case for case in checks()[name].cases() if part in case.id.removeprefix(name)]
    few = random.Random(13).sample(cases, min(DRAWN, len(cases)))
    broken = []
    wrong(monkeypatch)
    for case in few:
        try:
            case.run(target)
        except CheckFailed:
            broken.append(case.id)
        except Inconclusive:
            continue
    monkeypatch.undo()
    assert broken
    assert target.clean() == []
