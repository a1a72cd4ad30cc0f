"""Where a table of the checks lacks an entry, the check fails with the file, the line to write, and what the server said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog import operations, webhook_models
from mockclio.catalog.arguments import Special
from mockclio.catalog.places import place_of
from mockclio.catalog.schema import parameters
from mockclio.seeding.builder import Builder
from mockclio.store.world import World
from mockclio.testing.outcomes import CheckFailed, MissingEntry
from mockclio.testing.sample_data import advice, bodies, exceptions, existing, recipes, required_parameters, valid
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target
from mockclio.verify import prepared_firm, rows
from mockclio.verify.checks import checks
from mockclio.verify.checks.reading import meanings, sorting
from mockclio.webhooks import triggers
from tests.conventions.source import ROOT

MessageOf = Callable[[str], str]
OPERATIONS = operations()


@pytest.fixture
def message_of(target: Target) -> MessageOf:
    """What the case of that id says when it fails."""

    def judged(id: str) -> str:
        (case,) = [case for check in checks().values() for case in check.cases() if case.id == id]
        with pytest.raises((CheckFailed, MissingEntry)) as caught:
            case.run(target)
        return str(caught.value)

    return judged


def line(module: Any, text: str, why: str) -> str:
    return f"{place_of(module)}: {text}  ({why})"


def test_the_places_are_those_of_the_modules() -> None:
    assert place_of(bodies.body) == place_of(bodies) == place_of(bodies.__name__)
    assert (ROOT / place_of(bodies)).samefile(str(bodies.__file__))


def test_a_body_that_the_catalogue_does_not_make_right(message_of: MessageOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(bodies.NEW, "Group#create")
    wanted = line(bodies, 'add to NEW: "Group#create": lambda p: {...}', "the server said: 422 An invalid argument was supplied: ")
    for case in ("fields/written-default/Group#create", "written-is-read/Group#update/name"):
        assert wanted.removesuffix(")") in message_of(case)


def test_a_value_that_the_catalogue_does_not_make_right(message_of: MessageOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(valid.VALUES, ("BillTheme", "config"))
    wanted = 'add to VALUES: ("BillTheme#update", "config"): plain(<a value>, <another>)'
    assert f"{place_of(valid)}: {wanted}  (the server said: 422 " in message_of("written-is-read/BillTheme#update/config")


def test_what_must_be_sent_beside_an_attribute(monkeypatch: pytest.MonkeyPatch, target: Target) -> None:
    response = target.send("POST", "/groups.json", json={"data": {}})
    monkeypatch.setitem(bodies.NEW, "Group#create", lambda p: {})
    wanted = 'add to BESIDE: ("Group#create", "users"): beside(<what must be sent with it>)'
    assert advice.refused(OPERATIONS["Group#create"], response, "users").startswith(f"{place_of(valid)}: {wanted}  (the server said: 422 ")


def test_a_record_that_something_keeps_from_being_deleted(message_of: MessageOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bodies.TARGETS, "calendars", "calendar.firm")
    monkeypatch.setattr(SampleData, "fresh", lambda self, name: self[name])
    wanted = 'add to GOES: "Calendar#destroy": "<the name of a record that nothing stands in the way of deleting>"'
    assert f"{place_of(bodies)}: {wanted}  (the server said: 403 " in message_of("deleted-is-gone/Calendar#destroy")


def test_a_record_that_cannot_be_written_to(message_of: MessageOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(existing.EXISTING, "bill_theme.one", lambda p: 1)
    wanted = 'add to TARGETS: "bill_themes": "<the name of a record that can be written to>"'
    assert f"{place_of(bodies)}: {wanted}  (the server said: 404 " in message_of("fields/written-default/BillTheme#update")


def test_what_is_meant_and_no_exception_names(message_of: MessageOf, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of(exceptions)
    monkeypatch.delitem(exceptions.SOFT, "CustomField#destroy")
    line = 'add to SOFT: "CustomField#destroy": (404, "<the rule>")  (what was deleted can still be read)'
    assert message_of("deleted-is-gone/CustomField#destroy").endswith(f"if that is meant: {place}: {line}")
    monkeypatch.delitem(exceptions.MOVES, ("Communication#update", "date"))
    line = 'add to MOVES: ("Communication#update", "date"): {"received_at"}  (received_at moved with date)'
    assert message_of("update-keeps-the-rest/Communication#update/date").endswith(f"if that is meant: {place}: {line}")
    monkeypatch.delitem(exceptions.STAYS, "Calendar#update")
    line = 'add to STAYS: "Calendar#update": ("visible",)  (null passes over it)'
    assert message_of("null-clears/Calendar#update/visible").endswith(f"if that is meant: {place}: {line}")
    monkeypatch.delitem(exceptions.KEPT, ("Communication#update", "received_at"))
    line = 'add to KEPT: ("Communication#update", "received_at"): "<the rule>"  (null sets it to another value)'
    assert message_of("null-clears/Communication#update/received_at").endswith(f"if that is meant: {place}: {line}")
    monkeypatch.delitem(valid.SHOWN_AS, ("Reminder#create", "duration_unit"))
    line = 'add to SHOWN_AS: ("Reminder#create", "duration_unit"): lambda sent, shown: ...'
    assert f"if that is meant: {place_of(valid)}: {line}  (it is shown" in message_of("written-is-read/Reminder#create/duration_unit")


def test_a_record_that_nothing_makes(target: Target) -> None:
    wanted = f'{place_of(recipes)}: add to RECIPES: "bailiff.one": made("/...", ...)'
    for ask in (lambda p: p["bailiff.one"], lambda p: p.two("bailiffs")):
        with pytest.raises(MissingEntry, match=re.escape(wanted)):
            ask(SampleData(target, alone=True))


def test_a_special_parameter_of_which_nobody_says_what_it_means() -> None:
    listed, known = OPERATIONS["Task#index"], parameters(OPERATIONS["Task#index"])
    own = f'{place_of(meanings)}: add to MEANINGS["Task#index"]: "query": flag(lambda row, lists: ...)'
    with pytest.raises(MissingEntry, match=re.escape(own)):
        meanings.reference(listed, replace(known["query"], meaning=Special()))
    first = f'{place_of(meanings)}: add to MEANINGS: "Damage#index": {{"ids": flag(lambda row, lists: ...)}}'
    with pytest.raises(MissingEntry, match=re.escape(first)):
        meanings.reference(OPERATIONS["Damage#index"], replace(known["ids"], meaning=Special()))


def test_an_order_that_no_field_explains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sorting.SPECIAL, ("Contact#index", "shared_at"))
    wanted = f'{place_of(sorting)}: add to SPECIAL: ("Contact#index", "shared_at"): along("...")  (Contact has no field shared_at)'
    with pytest.raises(MissingEntry, match=re.escape(wanted)):
        sorting.key_of(OPERATIONS["Contact#index"], "shared_at")


def test_a_list_that_needs_a_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(required_parameters.REQUIRED, "LaukExpenseCategory#index")
    wanted = f'{place_of(required_parameters)}: add to REQUIRED: "LaukExpenseCategory#index": {{"region": "<a value>"}}'
    with pytest.raises(MissingEntry, match=re.escape(wanted)):
        required_parameters.required(OPERATIONS["LaukExpenseCategory#index"])


def test_rows_that_the_catalogue_does_not_make(practice_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(bodies.NEW, "Grant#create")
    builder = Builder(practice_world)
    for id in list(practice_world.table("grants").ids()):
        with builder.session() as session:
            session.delete("grants", id)
    wanted = f"{place_of(prepared_firm)}: add to STEPS: a step that makes grants  (the server said: 422 "
    with pytest.raises(MissingEntry, match=re.escape(wanted)):
        rows.fill(practice_world, prepared_firm.target_of)


def test_rows_that_a_parameter_does_not_divide() -> None:
    message = prepared_firm.lacking(OPERATIONS["Grant#index"], "year", "no value had a row in and a row out")
    assert message == line(
        prepared_firm, "add to STEPS: a step that makes rows of grants that differ in year", "no value had a row in and a row out"
    )


def test_a_model_of_webhooks_that_cannot_be_made_as_declared(mock: MockClio, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = triggers.Writer(mock.http)
    monkeypatch.setattr(triggers, "TABLE", {name: model for name, model in triggers.TABLE.items() if name != "contact"})
    wanted = f'{place_of(triggers)}: add to TABLE: "contact": Model("/contacts", "<a text that changes>", lambda writer: {{...}})'
    with pytest.raises(triggers.CannotTrigger, match=re.escape(wanted)):
        triggers.trigger(writer, "contact.created")
    monkeypatch.setattr(triggers, "TABLE", {name: model for name, model in triggers.TABLE.items() if name != "bill"})
    with pytest.raises(triggers.CannotTrigger, match=r'bill: no create, or no text to change, is declared\. .*: add to TABLE: "bill"'):
        triggers.recipe("bill")
    with pytest.raises(webhook_models.UndeclaredModel):
        triggers.recipe("bailiff")
