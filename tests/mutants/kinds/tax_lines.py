"""Rules of taxes on lines that do not hold: which taxes a line of a bill gets, and what a change of them does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockclio.practice.activities import pricing
from mockclio.practice.billing import line_items, line_taxes, lines
from tests.mutants.mutant import Apply
from tests.mutants.patches import Change, acting, in_class, valued

Row = dict[str, Any]


def _nothing(sound: Change, *arguments: Any) -> Any:
    return None


def _flags(change: Callable[[tuple[bool, bool]], tuple[bool, bool]]) -> Apply:
    return acting(lines.taxed, lambda sound, bill, activity: change(sound(bill, activity)))


def _by_default(change: Callable[[list[bool], Row, Any], list[bool]]) -> Apply:
    return acting(
        lines.taxed_by_default, lambda sound, session, terms: change(sound(session, terms), pricing.billing_settings(session), terms)
    )


def _today(sound: Change, present: list[Row], setting: Row) -> Row | None:
    """A line that is taxed anew takes the rate of today."""
    return None


def _always_present(sound: Change, present: list[Row], setting: Row) -> Row | None:
    """A tax that the line has stays as it is, whatever rule it gets."""
    return next((tax for tax in present if tax["tax_rate_configuration_id"] == setting["tax_rate_configuration_id"]), None)


def _without_flags(sound: Change, session: Any, line: Row, sent: Any) -> Row:
    changed = sound(session, line, sent)
    return {**changed, **{flag: line.get(flag, False) for flag in line_taxes.FLAGS.values()}}


def _added(sound: Change, session: Any, line: Row, sent: Any) -> Row:
    """New taxes of a line are added to those that it has."""
    changed = sound(session, line, sent)
    taken = {tax["order"] for tax in changed["tax_settings"]}
    more = [tax for tax in line.get("tax_settings") or [] if tax["order"] not in taken]
    return {**changed, "tax_settings": sorted([*changed["tax_settings"], *more], key=lambda tax: int(tax["order"]))}


def _list_wins(sound: Change, session: Any, before: Row, row: Row, data: Row) -> None:
    """taxable and secondary_taxable are passed over beside a list of taxes."""
    flags = line_taxes.FLAGS.values() if "tax_settings" in data else ()
    sound(session, before, row, {name: value for name, value in data.items() if name not in flags})


RULES_OF_LINES: dict[str, tuple[str, Apply]] = {
    "settings before rates": (
        "the taxes of the settings come before the rates of a bill",
        acting(line_taxes.of_bill, lambda sound, session, terms: sound(session, {})),
    ),
    "settings ignored": ("new bills do not bear the taxes of the settings", acting(line_taxes.of_bill, lambda sound, session, terms: [])),
    "settings first alone": (
        "new bills bear the first tax of the settings only",
        acting(line_taxes.of_bill, lambda sound, session, terms: sound(session, terms)[:1]),
    ),
    "expense ignored": ("the line of an expense is taxed like its bill", acting(line_taxes.of_activity, _nothing)),
    "empty means bill": (
        "an expense with an empty list is taxed like its bill",
        acting(line_taxes.of_activity, lambda sound, session, activity: sound(session, activity) or None),
    ),
    "unset means none": (
        "an expense without a list bears no taxes",
        acting(line_taxes.of_activity, lambda sound, session, activity: sound(session, activity) or []),
    ),
    "flags ignored": (
        "a new line gets all taxes of the settings",
        acting(line_taxes.of_line, lambda sound, session, settings, taxable, secondary: sound(session, settings, True, True)),
    ),
    "flags turned": (
        "taxable and secondary_taxable choose each other's tax for a new line",
        acting(line_taxes.of_line, lambda sound, session, settings, taxable, secondary: sound(session, settings, secondary, taxable)),
    ),
    "settings of expenses ignored": (
        "tax_setting of an expense is passed over",
        acting(lines.taxed, lambda sound, bill, activity: tuple(bill["_taxed"])),
    ),
    "setting swaps": ("tax_1_only and tax_2_only stand for each other", _flags(lambda pair: pair[::-1])),
    "setting of both": ("tax_1_and_tax_2 means the first tax", valued(lines.TAXES, {**lines.TAXES, "tax_1_and_tax_2": (True, False)})),
    "no_tax is default": (
        "no_tax means what the bill does",
        acting(
            lines.taxed,
            lambda sound, bill, activity: tuple(bill["_taxed"]) if activity.get("tax_setting") == "no_tax" else sound(bill, activity),
        ),
    ),
    "never by default": ("lines bear no taxes by default", _by_default(lambda flags, settings, terms: [False, False])),
    "always by default": ("lines bear both taxes by default", _by_default(lambda flags, settings, terms: [True, True])),
    "rate does not tax": (
        "a rate of a new bill does not make its lines taxable",
        _by_default(
            lambda flags, settings, terms: [
                bool(settings.get("apply_tax_by_default")),
                bool(settings.get("apply_secondary_tax_by_default")),
            ]
        ),
    ),
    "second by first": (
        "lines bear the second tax by default if they bear the first",
        _by_default(lambda flags, settings, terms: [flags[0], flags[0]]),
    ),
    "retaxed at today": ("a line that is taxed anew takes rates of today for taxes that it has", acting(line_taxes._present, _today)),
    "rule kept": ("a tax that a line has keeps its order and rule", acting(line_taxes._present, _always_present)),
    "flags do not follow": ("taxable and secondary_taxable do not follow a new list of taxes", acting(line_taxes.changed, _without_flags)),
    "taxes added": ("new taxes of a line are added to those that it has", acting(line_taxes.changed, _added)),
    "list wins": (
        "taxable and secondary_taxable are passed over beside a list of taxes",
        in_class(line_items.LineItems, "before_update", _list_wins),
    ),
    "amounts forgotten": (
        "the own taxes of a line show no amounts",
        acting(line_taxes.shown, lambda sound, line, amount: line.get("tax_settings")),
    ),
}
