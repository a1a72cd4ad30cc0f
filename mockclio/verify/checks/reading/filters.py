"""Checks of filters: a list shows exactly the rows for which a parameter holds, as a reference that reads only answers judges it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, listed_parameters, parameters
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import LISTS, Row, good
from mockclio.verify.checks.reading.listing import Lists, Parameters, identities, identity
from mockclio.verify.checks.reading.meanings import MEANINGS, reference
from mockclio.verify.checks.reading.references import ALONE, SHOWN, Call, Reference

STANDARD = ("limit", "page_token", "order", "fields")
NOT_A_FILTER = {
    ("ActivityDescription#index", "rate_for_matter_id"),
    ("ActivityDescription#index", "rate_for_user_id"),
    ("CalendarEntry#index", "expanded"),
    ("CalendarEntry#index", "owner_entries_across_all_users"),
    ("Contact#index", "custom_field_ids"),
    ("DocumentVersion#index", "id"),
    ("LaukExpenseCategory#index", "region"),
    ("Matter#index", "custom_field_ids"),
    ("MatterContacts#index", "custom_field_ids"),
}
"""Parameters of lists that change what rows show, or which rows there are; `parameters` holds what each does."""
FILTERS = [
    (operation, attribute)
    for operation in LISTS
    for name, attribute in listed_parameters(operation).items()
    if name not in STANDARD and (operation.operation_id, name) not in NOT_A_FILTER
]
MOST_CANDIDATES, MOST_PROPER, MOST_OTHER, MOST_BESIDE = 120, 8, 2, 3
INTERTWINED = ("scope", "include_deleted", "deleted", "expanded", "source", "visible", "state", "show_uncompleted")
"""Parameters that say which rows there are to choose from, or how another one is meant, so that they are judged alone."""
BEGINNING = "1990-01-01T00:00:00Z"
"""A time that every record was made after."""
SIGN = re.compile(r"[<>=]*")


def chosen_from(lists: Lists, operation: AnyOperation, holds: Reference, pick: int) -> list[Row]:
    """Every row that some call of the reference shows."""
    shown_by = lists.rows_of_ids if operation.ids_only else lists.rows
    calls = [shown_by(operation, call, pick) for call in holds.among(lists)]
    if len(calls) == 1:
        return calls[0]
    return list({identity(row): row for rows in calls for row in rows}.values())


class Question:
    """One value of one filter, asked of one list."""

    def __init__(self, lists: Lists, operation: AnyOperation, attribute: Attribute, rows: list[Row], value: str) -> None:
        holds = reference(operation, attribute)
        self.value = value
        query = holds.ask(value) if holds.ask else {attribute.wire: value}
        beside = holds.beside(rows, value)
        call = Call(lists, {**query, **beside})
        self.parameters = call.parameters
        each = value.split(",") if attribute.kind == "enum" else [value]
        fitting = [row for row in rows if any(holds.test(row, one, call) for one in each)]
        for wire, other in beside.items():
            companion = next(one for one in parameters(operation).values() if one.wire == wire)
            fitting = [row for row in fitting if reference(operation, companion).test(row, other, call)]
        self.expected = identities(fitting)

    def key(self) -> frozenset[tuple[str, int]]:
        return frozenset(self.expected.items())

    def form(self, attribute: Attribute) -> tuple[Any, ...]:
        """What kind of value this is: filters go wrong on null, on several values, on an operator, on capitals, on a second word."""
        if self.value in ("null", "true", "false") or attribute.kind == "enum":
            return (self.value,)
        name, _, condition = self.value.partition("=") if attribute.kind == "custom_field_conditions" else ("", "", self.value)
        sign = SIGN.match(condition)
        return name, sign[0] if sign else "", "," in condition, " " in condition, condition != condition.lower()


def questions(lists: Lists, operation: AnyOperation, attribute: Attribute, rows: list[Row]) -> list[Question]:
    """Questions with different answers that divide the rows, of each form some; one or two that do not; a text beyond a value.

    An enumeration is also asked for two members at once.
    """
    values = reference(operation, attribute).values
    assert values is not None
    proposed = list(dict.fromkeys(values(rows, lists)))
    step = max(1, len(proposed) // MOST_CANDIDATES)
    proposed = proposed[::step]
    if (attribute.many or attribute.several or attribute.kind == "enum") and attribute.kind != "date_condition":
        proposed += [f"{one},{two}" for one, two in pairwise(proposed[:9]) if "null" not in (one, two)]
    longer = _longer(proposed) if _is_plain_text(operation, attribute) else []
    candidates = [Question(lists, operation, attribute, rows, value) for value in [*proposed, *longer]]
    proper = [question for question in candidates if 0 < question.expected.total() < len(rows)]
    forms: dict[Any, Question] = {}
    for question in proper:
        forms.setdefault(question.form(attribute), question)
    telling = [*forms.values(), *_precise(lists, operation, attribute, rows, proper), *{one.key(): one for one in proper}.values()]
    other = {question.key(): question for question in candidates if question not in proper}
    most = max(MOST_PROPER, len(forms) + 2)
    beyond = [question for question in candidates if question.value in longer]
    return list(dict.fromkeys([*list(dict.fromkeys(telling))[:most], *list(other.values())[:MOST_OTHER], *beyond]))


def _longer(proposed: list[str]) -> list[str]:
    """Texts that go on beyond a value: with the same word, with another one, and within the word."""
    longest = max(proposed, key=len, default="")
    return [f"{proposed[0]} {proposed[0]}", f"{longest} {NO_WORD}", f"{longest}{NO_WORD}"] if longest else []


NO_WORD = "qxz"
"""It stands in no record."""


def _is_plain_text(operation: AnyOperation, attribute: Attribute) -> bool:
    return attribute.kind == "str" and (attribute.name == "query" or attribute.name not in MEANINGS.get(operation.operation_id, {}))


def _precise(lists: Lists, operation: AnyOperation, attribute: Attribute, rows: list[Row], candidates: list[Question]) -> list[Question]:
    """Of a text, one that finds less than its beginning does, and one that finds less than its first word."""
    if not _is_plain_text(operation, attribute):
        return []
    results: dict[str, Question] = {}
    for question in candidates:
        for name, part in (("beginning", question.value[:3]), ("first word", (question.value.split() or [""])[0])):
            if name in results or not part.strip() or part == question.value:
                continue
            if Question(lists, operation, attribute, rows, part).expected != question.expected:
                results[name] = question
    return list(results.values())


def ask_values(lists: Lists, operation: AnyOperation, attribute: Attribute) -> tuple[bool, int]:
    """Ask the list; whether some value divided its rows, and how many different answers came."""
    holds = reference(operation, attribute)
    divided, answers = False, set()
    for pick in lists.parents(operation):
        rows = chosen_from(lists, operation, holds, pick)
        put = questions(lists, operation, attribute, rows)
        for question in put:
            result = expect_matches(lists, operation, pick, question.parameters, question.expected)
            answers.add(frozenset(result.items()))
            divided = divided or 0 < result.total() < len(rows)
        for question in put[:1]:
            expect_rest(lists, operation, pick, question)
    return divided, len(answers)


def expect_matches(lists: Lists, operation: AnyOperation, pick: int, parameters: Parameters, expected: Counter[str]) -> Counter[str]:
    """What the list finds, in two pages, which must be what is expected; and it must say how many that are."""
    result = lists.matches(operation, parameters, pick, -(-expected.total() // 2))
    call = lists.caller.described(operation, pick, parameters)
    if result != expected:
        missing, beyond = _ids(expected - result), _ids(result - expected)
        raise CheckFailed({"missing": [], "too many": []}, {"missing": missing, "too many": beyond}, "data", call)
    return result


def expect_rest(lists: Lists, operation: AnyOperation, pick: int, question: Question) -> None:
    """What the list finds after the first row: a filter holds at an offset too."""
    place, total = lists.caller.place(operation, pick), question.expected.total()
    if place is None or total > operation.limit:
        return
    body = good(lists.caller.at(operation, place, {**question.parameters, "offset": "1"})).json()
    if (body["meta"]["records"], len(body["data"])) != (total, max(0, total - 1)):
        actual = [body["meta"]["records"], len(body["data"])]
        raise CheckFailed([total, max(0, total - 1)], actual, "meta.records and rows at offset 1", lists.target.last)


def beside(lists: Lists, operation: AnyOperation, attribute: Attribute) -> int:
    """Ask for two filters at once, which find what both find; how many such questions there were."""
    if not _plain(operation, attribute):
        return 0
    count, pick = 0, 0
    mine = _kept(lists, operation, attribute)
    for other in (one for result, one in FILTERS if result is operation and one.name != attribute.name and _plain(operation, one)):
        pairs = [(one, two) for one in mine for two in _kept(lists, operation, other)[:4]]
        telling = [(one, two) for one, two in pairs if (one.expected & two.expected) not in (one.expected, two.expected)]
        for one, two in telling[:1]:
            expect_matches(lists, operation, pick, {**two.parameters, **one.parameters}, one.expected & two.expected)
            count += 1
        if count >= MOST_BESIDE:
            break
    return count


def _kept(lists: Lists, operation: AnyOperation, attribute: Attribute) -> list[Question]:
    """The questions of a filter under the first parent, thought of once."""
    key: Any = ("questions", operation.operation_id, attribute.name)
    if key not in lists.kept:
        rows = chosen_from(lists, operation, reference(operation, attribute), 0)
        lists.kept[key] = questions(lists, operation, attribute, rows)  # type: ignore[assignment]
    result: list[Any] = lists.kept[key]
    return result


def _plain(operation: AnyOperation, attribute: Attribute) -> bool:
    """Whether a filter chooses from the rows that the list shows, by itself."""
    holds = reference(operation, attribute)
    return attribute.name not in INTERTWINED and holds.among is SHOWN and holds.beside is ALONE


def _ids(rows: Counter[str]) -> list[Any]:
    """Ids as numbers, so that a report may show them."""
    return [int(id) if id.isdigit() else id for id in sorted(rows.elements())]


def _beside(operation: AnyOperation, attribute: Attribute, target: Target) -> None:
    lists = Lists.of(target)
    if not lists.parents(operation) or not beside(lists, operation, attribute):
        raise Inconclusive("no other filter of the list leaves some of its rows and takes others")


def _check(operation: AnyOperation, attribute: Attribute, target: Target) -> None:
    divided, answers = ask_values(Lists.of(target), operation, attribute)
    if not divided or answers < 2:
        raise Inconclusive("no value of this parameter divides the rows of the account")


@check("filters", "filters")
def filters() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A list shows exactly the rows for which its parameter holds."""
    for operation, attribute in FILTERS:
        yield operation, attribute.wire, partial(_check, operation, attribute)


@check("filters/beside", "filters")
def filters_beside_others() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """Two filters at once find the rows for which both hold."""
    for operation, attribute in FILTERS:
        if _plain(operation, attribute):
            yield operation, attribute.wire, partial(_beside, operation, attribute)


@check("filters/beside-what-holds", "filters")
def filters_beside_what_holds() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A filter that says which rows there are finds the same beside created_since, where all rows were made since then."""
    for operation, attribute in FILTERS:
        if "created_since" in parameters(operation) and not _plain(operation, attribute):
            yield operation, attribute.wire, partial(_beside_what_holds, operation, attribute)


def _beside_what_holds(operation: AnyOperation, attribute: Attribute, target: Target) -> None:
    lists, pick = Lists.of(target), 0
    if not lists.parents(operation):
        raise Inconclusive("the account has no record that holds such a list")
    for question in _kept(lists, operation, attribute)[:MOST_BESIDE]:
        expect_matches(lists, operation, pick, {**question.parameters, "created_since": BEGINNING}, question.expected)
