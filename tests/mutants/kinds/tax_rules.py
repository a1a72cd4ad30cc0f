"""Rules of taxes that do not hold: which rates there are, who may write them, and which taxes an expense or a line gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mockclio.errors import APIError, Conflict, Forbidden, InvalidArgument, NotFound
from mockclio.practice.activities import expense_categories, expenses
from mockclio.practice.activities.values import EXPENSES
from mockclio.practice.billing import tax_rate_configurations as rates
from mockclio.practice.billing import tax_settings
from tests.mutants.kinds.tax_lines import RULES_OF_LINES
from tests.mutants.kinds.tax_story import story
from tests.mutants.mutant import Apply, Mutant
from tests.mutants.patches import Change, acting, in_class, valued

Row = dict[str, Any]
Configurations = rates.TaxRateConfigurations


def rules() -> Iterator[Mutant]:
    for name, (words, apply) in {**RATES, **SETTINGS, **RULES_OF_LINES}.items():
        yield Mutant("taxes", f"rules/{name}", words, apply, story, "chambers")


def _nothing(sound: Change, *arguments: Any) -> Any:
    return None


def _refusing(error: type[Exception]) -> Change:
    """Refuses with another status."""

    def act(sound: Change, *arguments: Any) -> Any:
        try:
            return sound(*arguments)
        except APIError:
            raise error from None

    return act


def _without(rule: str) -> Change:
    """One refusal does not come."""

    def act(sound: Change, *arguments: Any) -> Any:
        try:
            return sound(*arguments)
        except APIError as refused:
            if refused.rule != rule:
                raise
            return None

    return act


def _unused(words: str) -> Change:
    """One kind of use does not keep a rate from being deleted."""
    return lambda sound, *arguments: "" if (use := sound(*arguments)) == words else use


def _check(change: Callable[[Any, Row | None, Row], None]) -> Apply:
    """One more thing is refused when a rate is written."""

    def check(sound: Change, session: Any, row: Row | None, data: Row) -> None:
        sound(session, row, data)
        change(session, row, data)

    return in_class(Configurations, "check", check)


def _positive(session: Any, row: Row | None, data: Row) -> None:
    if (data.get("rate") or 0) < 0:
        raise InvalidArgument("rate must be 0 or more")


def _really_deleted(sound: Change, session: Any, table: str, row: Row) -> None:
    session.delete(table, row["id"])


RATES: dict[str, tuple[str, Apply]] = {
    "deleted listed": ("deleted rates are listed", in_class(Configurations, "visible", _nothing)),
    "system left out": (
        "rates of the system are listed only if they are asked for",
        in_class(
            Configurations,
            "visible",
            lambda sound, view, arguments: (
                sound(view, arguments) if arguments.get("include_system") else lambda row: row["active"] and not row["is_system"]
            ),
        ),
    ),
    "include_system ignored": ("include_system is passed over", in_class(Configurations, "include_system", _nothing)),
    "include_system turned": (
        "include_system says what is left out",
        in_class(Configurations, "include_system", lambda sound, view, value, arguments: sound(view, not value, arguments)),
    ),
    "system alone": (
        "include_system false leaves only rates of the system",
        in_class(Configurations, "include_system", lambda sound, view, value, arguments: None if value else lambda row: row["is_system"]),
    ),
    "blank accepted": ("a blank name or country is accepted", in_class(Configurations, "check", _without("taxes.name-rate-and-country"))),
    "negative refused": ("a negative rate is refused", _check(_positive)),
    "system changed": (
        "a rate of the system can be changed",
        in_class(Configurations, "check", _without("taxes.system-rates-are-not-changed")),
    ),
    "deleted changed": ("a deleted rate can be changed", in_class(Configurations, "check", _without("taxes.deleted-rates-are-not-used"))),
    "changes are 409": ("what cannot be changed is refused with 409", acting(rates._require_changeable, _refusing(Conflict))),
    "system deleted": (
        "a rate of the system can be deleted",
        in_class(Configurations, "before_destroy", _without("taxes.system-rates-are-not-deleted")),
    ),
    "deleted twice": (
        "a deleted rate can be deleted again",
        in_class(Configurations, "before_destroy", _without("taxes.deleted-twice-is-409")),
    ),
    "used deleted": (
        "a rate that is used can be deleted",
        in_class(Configurations, "before_destroy", _without("taxes.used-rates-are-not-deleted")),
    ),
    "deletions are 422": (
        "a rate that cannot be deleted is refused with 422",
        in_class(Configurations, "before_destroy", _refusing(InvalidArgument)),
    ),
    "deletions are 403": (
        "a rate that cannot be deleted is refused with 403",
        in_class(Configurations, "before_destroy", _refusing(Forbidden)),
    ),
    "used by default": ("a rate that bills bear by default can be deleted", acting(rates._user_of, _unused("the default of bills"))),
    "used by expense": ("a rate of an expense can be deleted", acting(rates._user_of, _unused("an expense"))),
    "used by category": ("a rate of an expense category can be deleted", acting(rates._user_of, _unused("an expense category"))),
    "used by bill": ("a rate of an unpaid bill can be deleted", acting(rates._user_of, _unused("an unpaid bill"))),
    "drafts do not count": ("a rate of a draft can be deleted", valued(rates.UNPAID, rates.UNPAID[1:])),
    "really deleted": ("a deleted rate is gone", in_class(Configurations, "destroy", _really_deleted)),
    "stays active": ("a deleted rate stays active", in_class(Configurations, "destroy", _nothing)),
    "sixteen": ("a firm may have one rate more", in_class(Configurations, "before_create", _without("taxes.at-most-fifteen-rates"))),
    "limit is 409": ("one rate too many is refused with 409", in_class(Configurations, "before_create", _refusing(Conflict))),
    "authority not needed": (
        "a Canadian account needs no authority",
        acting(rates._authority, _without("taxes.authority-is-required-in-canada")),
    ),
    "authority anywhere": ("every account takes an authority", acting(rates._authority, _without("taxes.authority-is-for-canada-alone"))),
    "authority blank": (
        "a blank authority is one",
        acting(rates._authority, lambda sound, session, sent: sound(session, sent if sent is None else sent.strip() or "-")),
    ),
    "percentage cut": (
        "rate_as_percentage is cut to whole per cent",
        in_class(Configurations, "rate_as_percentage", lambda sound, view, row: float(int(sound(view, row)))),
    ),
    "percentage rounded": (
        "rate_as_percentage has two decimals",
        in_class(Configurations, "rate_as_percentage", lambda sound, view, row: round(sound(view, row), 2)),
    ),
    "percentage is rate": (
        "rate_as_percentage shows the fraction",
        in_class(Configurations, "rate_as_percentage", lambda sound, view, row: row["rate"]),
    ),
    "formatted zeros": (
        "formatted rates keep zeros at the end",
        acting(tax_settings.formatted, lambda sound, rate: f"{tax_settings.percentage(rate):.3f}%"),
    ),
    "formatted cut": (
        "formatted rates have two decimals at most",
        acting(tax_settings.formatted, lambda sound, rate: f"{round(tax_settings.percentage(rate), 2).normalize():f}%"),
    ),
    "formatted bare": ("formatted rates have no sign", acting(tax_settings.formatted, lambda sound, rate: sound(rate).rstrip("%"))),
}


def _written(change: Callable[[list[Row]], list[Row]]) -> Apply:
    """Changes a list of taxes before it is checked."""
    return acting(tax_settings.written, lambda sound, session, name, sent: sound(session, name, change([dict(one) for one in sent])))


def _kept_list(change: Callable[[list[Row]], list[Row]]) -> Apply:
    """Changes a list of taxes that was checked."""
    return acting(tax_settings.written, lambda sound, session, name, sent: change(sound(session, name, sent)))


def _three(sound: Change, session: Any, name: str, sent: Any) -> list[Row]:
    members = [dict(one) for one in sent]
    last = [{**tax_settings._setting(session, name, {**one, "order": 2}), "order": 3} for one in members[2:] if one.get("order") == 3]
    return [*sound(session, name, members[:2]), *last]


def _unsorted(sound: Change, session: Any, name: str, sent: Any) -> list[Row]:
    rank = [one["order"] for one in sent]
    return sorted(sound(session, name, sent), key=lambda one: rank.index(one["order"]))


def _renumbered(taxes: list[Row]) -> list[Row]:
    return [{**tax, "order": place} for place, tax in enumerate(taxes, 1)]


def _any_rate(sound: Change, session: Any, place: str, sent: Row) -> Row:
    """A rate that was deleted is taken."""
    try:
        return sound(session, place, sent)
    except InvalidArgument as refused:
        if refused.rule != "taxes.deleted-rates-are-not-used":
            raise
        return {"tax_rate_configuration_id": sent["tax_rate_configuration_id"], "order": sent["order"], "rule": tax_settings._rule(sent)}


def _settled(change: Callable[[Any, Row | None, Row, Row], None]) -> Apply:
    """Changes what an expense takes from its category; it gets session, the row before and now, and the body."""

    def settle(sound: Change, session: Any, before: Row | None, row: Row, data: Row) -> None:
        sound(session, before, row, data)
        change(session, before, row, data)

    return acting(expenses.settle, settle)


def _untaken(session: Any, before: Row | None, row: Row, data: Row) -> None:
    if "tax_settings" not in data:
        row["tax_settings"] = (before or {}).get("tax_settings")


def _unkept(session: Any, before: Row | None, row: Row, data: Row) -> None:
    if before is not None and "tax_settings" not in data and "expense_category" not in data:
        row["tax_settings"] = None


def _first_only(session: Any, before: Row | None, row: Row, data: Row) -> None:
    if before is not None and "tax_settings" not in data:
        row["tax_settings"] = before.get("tax_settings")


def _category_wins(session: Any, before: Row | None, row: Row, data: Row) -> None:
    category = session.get("expense_categories", row.get("expense_category")) or {}
    if category.get("tax_settings") is not None and row.get("tax_settings") is not None:
        row["tax_settings"] = category["tax_settings"]


def _empty_is_none(session: Any, before: Row | None, row: Row, data: Row) -> None:
    if data.get("tax_settings") == []:
        row["tax_settings"] = None


SETTINGS: dict[str, tuple[str, Apply]] = {
    "list unsorted": ("taxes are kept in the order in which they were sent", acting(tax_settings.written, _unsorted)),
    "list backwards": ("taxes are kept with the second one first", _kept_list(lambda taxes: taxes[::-1])),
    "orders renumbered": ("the order of a tax is its place in the list", _written(_renumbered)),
    "three taken": ("three taxes are cut to two", _written(lambda taxes: taxes[:2])),
    "three kept": ("a list may have three taxes", acting(tax_settings.written, _three)),
    "last of an order": (
        "of two taxes with one order the last is kept",
        _written(lambda taxes: list({tax.get("order"): tax for tax in taxes}.values())),
    ),
    "first of an order": (
        "of two taxes with one order the first is kept",
        _written(lambda taxes: list({tax.get("order"): tax for tax in reversed(taxes)}.values())[::-1]),
    ),
    "any order": (
        "an order beyond 2 is taken as 2",
        _written(lambda taxes: [{**tax, "order": min(tax["order"], 2)} if "order" in tax else tax for tax in taxes]),
    ),
    "order 0": (
        "an order of 0 is taken as 1",
        _written(lambda taxes: [{**tax, "order": max(tax["order"], 1)} if "order" in tax else tax for tax in taxes]),
    ),
    "second is first": (
        "a tax that stands alone gets the order 1",
        _written(lambda taxes: [{**taxes[0], "order": 1}] if len(taxes) == 1 else taxes),
    ),
    "first Post": ("the first tax may have the rule Post", acting(tax_settings._rule, lambda sound, sent: sent.get("rule") or "Pre")),
    "first Post refused": (
        "the rule Post of a first tax is refused",
        acting(
            tax_settings._rule,
            lambda sound, sent: sound(sent) if sent.get("rule") != "Post" or sent["order"] != 1 else _refuse("rule must be Pre"),
        ),
    ),
    "default Post": (
        "the second tax has the rule Post if none is sent",
        acting(tax_settings._rule, lambda sound, sent: sound(sent) if sent.get("rule") or sent["order"] == 1 else "Post"),
    ),
    "rule lost": ("every tax is kept with the rule Pre", acting(tax_settings._rule, lambda sound, sent: "Pre")),
    "deleted rate taken": ("a tax may name a deleted rate", acting(tax_settings._setting, _any_rate)),
    "system rate refused": (
        "a tax may not name a rate of the system",
        acting(
            tax_settings._setting,
            lambda sound, session, place, sent: (
                _refuse("the rate belongs to the system")
                if (session.get(tax_settings.TABLE, sent["tax_rate_configuration_id"]) or {}).get("is_system")
                else sound(session, place, sent)
            ),
        ),
    ),
    "unknown is 404": ("a tax with an unknown rate is refused with 404", acting(tax_settings._setting, _refusing(NotFound))),
    "category gives none": ("an expense does not take the taxes of its category", _settled(_untaken)),
    "category gives once": ("an expense keeps its taxes when it gets another category", _settled(_first_only)),
    "category wins": ("the taxes of the category come before those of the body", _settled(_category_wins)),
    "lost on update": ("an update without taxes takes them away", _settled(_unkept)),
    "empty is unset": ("an empty list means that the expense says nothing of taxes", _settled(_empty_is_none)),
    "input as output": (
        "input taxes of a category become taxes of the expense",
        valued(expenses.KEYS, {**expenses.KEYS, "tax_settings": "_input_tax_settings"}),
    ),
    "output as input": (
        "taxes of a category become input taxes of the expense",
        valued(expenses.KEYS, {**expenses.KEYS, "input_tax_settings": "tax_settings"}),
    ),
    "input anywhere": (
        "every expense takes input taxes",
        valued(expenses.TAXES, {**expenses.TAXES, "input_tax_settings": EXPENSES}),
    ),
    "hard costs untaxed": (
        "a hard cost has no taxes",
        valued(expenses.TAXES, {**expenses.TAXES, "tax_settings": ("ExpenseEntry", "SoftCostEntry")}),
    ),
    "soft category takes input": (
        "a category of soft costs takes input taxes",
        in_class(expense_categories.ExpenseCategories, "check", _without("taxes.input-taxes-are-for-hard-costs")),
    ),
}


def _refuse(message: str) -> Any:
    raise InvalidArgument(message)
