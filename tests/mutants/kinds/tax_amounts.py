"""Amounts of taxes that are computed wrong: everywhere, or in one field of a bill or a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any

from mockclio import MockClio
from mockclio.practice.billing import line_taxes, totals
from mockclio.practice.billing.money import NOTHING, cents, exact, percent
from tests.mutants.kinds.recomputing import computing, declared, restated
from tests.mutants.kinds.tax_story import story
from tests.mutants.mutant import Apply, Mutant
from tests.mutants.patches import Change, replaced

Changes = Mapping[Callable[..., Any], Change]
Row = dict[str, Any]


def amounts() -> Iterator[Mutant]:
    """Every mistake everywhere, and every mistake in every field that shows taxes."""
    for name, (words, changes) in MISTAKES.items():
        if name not in ONLY_IN_FIELDS:
            yield Mutant("taxes", f"amounts/{name}", f"taxes everywhere: {words}", _everywhere(changes), story, "chambers")
        for table, known in FIELDS.items():
            for field in known.split():
                apply = _in_field(table, field, changes)
                yield Mutant("taxes", f"{table}.{field}/{name}", f"{field} of {table}: {words}", apply, story, "chambers")


FIELDS = {
    "bills": "tax_sum secondary_tax_sum total_tax total due balance balances matter_totals services_tax services_secondary_tax "
    "taxable_sub_total secondary_taxable_sub_total",
    "line_items": "tax secondary_tax tax_settings",
}
"""The fields that show taxes or contain them."""


def _everywhere(changes: Changes) -> Apply:
    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with ExitStack() as stack:
            for function, change in changes.items():
                stack.enter_context(replaced(function, _act(function, change, lambda: True)))
            restated(mock.world)
            yield

    return apply


def _act(function: Change, change: Change, active: Callable[[], bool]) -> Change:
    return lambda *arguments: change(function, *arguments) if active() else function(*arguments)


def _in_field(table: str, field: str, changes: Changes) -> Apply:
    """One field is computed with the mistake, the others as they should be."""
    value = next(one for one in declared() if one.table == table and field in one.field.split())
    wrong: list[None] = []

    def make(sound: Change) -> Change:
        def compute(session: Any, row: Row) -> Any:
            right = sound(session, row)
            wrong.append(None)
            try:
                return {**right, field: sound(session, row)[field]}
            finally:
                wrong.pop()

        return compute

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with ExitStack() as stack:
            for function, change in changes.items():
                stack.enter_context(replaced(function, _act(function, change, lambda: bool(wrong))))
            stack.enter_context(computing(value, make)(mock))
            yield

    return apply


# --- lines and bills that are read wrong -------------------------------------------------------------------------------------------------


def _lines(change: Callable[[Row], Row]) -> Changes:
    """Taxes are computed from other lines than there are."""
    return {
        totals.line_taxes: lambda sound, bill, line: sound(bill, change(line)),
        totals.counted_lines: lambda sound, session, bill: [change(line) for line in sound(session, bill)],
        line_taxes.shown: lambda sound, line, amount: sound(change(line), amount),
    }


def _bill(change: Callable[[Row], Row]) -> Changes:
    """Taxes are computed from another bill than there is."""
    return {
        totals.line_taxes: lambda sound, bill, line: sound(change(bill), line),
        totals.bill_taxes: lambda sound, bill, parts: sound(change(bill), parts),
    }


def _own(change: Callable[[list[Row]], list[Row]]) -> Changes:
    """The own taxes of lines are read wrong."""
    return _lines(lambda line: {**line, "tax_settings": change(line["tax_settings"])} if line.get("tax_settings") else line)


def _all_of(taxes: list[Row], **values: Any) -> list[Row]:
    return [{**tax, **values} for tax in taxes]


def _second(taxes: list[Row], **values: Any) -> list[Row]:
    return [{**tax, **values} if tax["order"] == 2 else tax for tax in taxes]


def _turned(taxes: list[Row]) -> list[Row]:
    """The two taxes have each other's rates."""
    rates = [tax["rate"] for tax in taxes][::-1]
    return [{**tax, "rate": rate} for tax, rate in zip(taxes, rates, strict=True)]


def _rounded(rounding: str) -> Changes:
    def part(base: Decimal, rate: Any) -> Decimal:
        exactly: Decimal = base * rate
        return exactly.quantize(Decimal("0.01"), rounding=rounding)

    def raised(sound: Change, line: Row, amount: Decimal) -> dict[int, Decimal]:
        results: dict[int, Decimal] = {}
        for tax in line.get("tax_settings") or ():
            base = amount + (results.get(1, NOTHING) if tax["rule"] == "Post" else NOTHING)
            applies = line.get(line_taxes.FLAGS[tax["order"]])
            results[tax["order"]] = part(base, exact(tax["rate"])) if applies else NOTHING
        return results

    return {line_taxes.raised: raised, totals.bill_taxes: _taxed(lambda rate, base: part(base, exact(rate) / 100))}


def _taxed(take: Callable[[Any, Decimal], Decimal], first: Change | None = None) -> Change:
    """The taxes of a bill by another reckoning of one tax; `first` changes the bases: it gets part and base."""
    of = first or (lambda part, base: base)

    def taxes(sound: Change, bill: Row, parts: list[Any]) -> tuple[Decimal, Decimal]:
        tax = take(bill.get("tax_rate"), sum((of(part, part.taxable) for part in parts), NOTHING))
        base = sum((of(part, part.secondary_taxable) for part in parts), NOTHING)
        if bill.get("_secondary_tax_rule") == "Post":
            base += take(bill.get("tax_rate"), sum((of(part, part.both_taxable) for part in parts), NOTHING))
        return tax, take(bill.get("secondary_tax_rate"), base)

    return taxes


def _after_discount(sound: Change, bill: Row, parts: list[Any]) -> tuple[Decimal, Decimal]:
    """The discount of the bill comes off before taxes."""
    whole = sum((part.sub_total for part in parts), NOTHING)
    left = (whole - totals.discount(bill, parts)) / whole if whole else Decimal(1)
    first, second = sound(bill, parts)
    return cents(first * left), cents(second * left)


def _with(name: str, sign: int = 1) -> Change:
    """The bases of taxes with another sum of the part in them."""

    def base(part: Any, value: Decimal) -> Decimal:
        more = part.settled[False] if name == "settled" else getattr(part, name)
        return value + sign * more if value else value

    return _taxed(percent, base)


def _by_parts(sound: Change, bill: Row, parts: list[Any]) -> tuple[Decimal, Decimal]:
    """Taxes are rounded for each matter and then added."""
    results = [sound(bill, [part]) for part in parts]
    return sum((one[0] for one in results), NOTHING), sum((one[1] for one in results), NOTHING)


def _by_lines() -> Changes:
    """Taxes at the rates of the bill are rounded for each line and then added."""
    kept: list[Row] = []

    def counted(sound: Change, session: Any, bill: Row) -> list[Row]:
        kept[:] = sound(session, bill)
        return list(kept)

    def taxes(sound: Change, bill: Row, parts: list[Any]) -> tuple[Decimal, Decimal]:
        results = [totals.line_taxes(bill, line) for line in kept if not line.get("tax_settings")]
        return sum((one[0] for one in results), NOTHING), sum((one[1] for one in results), NOTHING)

    return {totals.counted_lines: counted, totals.bill_taxes: taxes}


def _without_own_base(sound: Change, line: Row, amount: Decimal) -> dict[int, Decimal]:
    """A tax of a line is raised on the amount before the discount of the line."""
    return sound(line, totals.line_amounts({**line, "discount": None})[1])


MISTAKES: dict[str, tuple[str, Changes]] = {
    "all taxable": ("lines bear the first tax whatever they say", _lines(lambda line: {**line, "taxable": True})),
    "all secondary": ("lines bear the second tax whatever they say", _lines(lambda line: {**line, "secondary_taxable": True})),
    "second follows first": (
        "a line bears the second tax if it bears the first",
        _lines(lambda line: {**line, "secondary_taxable": line.get("taxable")}),
    ),
    "second needs first": (
        "a line bears the second tax only beside the first",
        _lines(lambda line: {**line, "secondary_taxable": line.get("taxable") and line.get("secondary_taxable")}),
    ),
    "flags turned": (
        "taxable and secondary_taxable stand for each other",
        _lines(lambda line: {**line, "taxable": line.get("secondary_taxable"), "secondary_taxable": line.get("taxable")}),
    ),
    "expenses free": (
        "expenses bear no taxes",
        _lines(lambda line: line if line["kind"] == "Service" else {**line, "taxable": False, "secondary_taxable": False}),
    ),
    "services free": (
        "services bear no taxes",
        _lines(lambda line: line if line["kind"] != "Service" else {**line, "taxable": False, "secondary_taxable": False}),
    ),
    "own taxes ignored": (
        "own taxes of lines are passed over, and the rates of the bill hold",
        _lines(lambda line: {**line, "tax_settings": None}),
    ),
    "own first alone": (
        "of the own taxes of a line only the first is raised",
        _own(lambda taxes: [tax for tax in taxes if tax["order"] == 1]),
    ),
    "own Post ignored": ("the rule Post of own taxes is passed over", _own(lambda taxes: _all_of(taxes, rule="Pre"))),
    "own always Post": ("the second own tax is always raised on the first too", _own(lambda taxes: _second(taxes, rule="Post"))),
    "own rates turned": ("the own taxes of a line have each other's rates", _own(_turned)),
    "own second at first": ("the second own tax has the rate of the first", _own(lambda taxes: _second(taxes, rate=taxes[0]["rate"]))),
    "own rates cut": ("own rates are cut to whole per cent", _own(lambda taxes: [{**tax, "rate": round(tax["rate"], 2)} for tax in taxes])),
    "own in per cent": ("own rates are taken in per cent", _own(lambda taxes: [{**tax, "rate": tax["rate"] / 100} for tax in taxes])),
    "own before discount": ("own taxes are raised before the discount of the line", {line_taxes.raised: _without_own_base}),
    "rates turned": (
        "the two rates of the bill stand for each other",
        _bill(lambda bill: {**bill, "tax_rate": bill.get("secondary_tax_rate"), "secondary_tax_rate": bill.get("tax_rate")}),
    ),
    "Post ignored": ("the rule Post of the second tax is passed over", _bill(lambda bill: {**bill, "_secondary_tax_rule": "Pre"})),
    "always Post": ("the second tax is always raised on the first too", _bill(lambda bill: {**bill, "_secondary_tax_rule": "Post"})),
    "second at first": (
        "the second tax has the rate of the first",
        _bill(lambda bill: {**bill, "secondary_tax_rate": bill.get("tax_rate")}),
    ),
    "second missing": ("the second tax is not raised", _bill(lambda bill: {**bill, "secondary_tax_rate": None})),
    "first missing": ("the first tax is not raised", _bill(lambda bill: {**bill, "tax_rate": None})),
    "rates added": (
        "the first tax is raised at both rates together",
        _bill(lambda bill: {**bill, "tax_rate": (bill.get("tax_rate") or 0) + (bill.get("secondary_tax_rate") or 0)}),
    ),
    "rates cut": (
        "the rates of the bill are cut to whole per cent",
        _bill(lambda bill: {**bill, **{name: int(bill.get(name) or 0) for name in ("tax_rate", "secondary_tax_rate")}}),
    ),
    "one decimal": (
        "the rates of the bill have one decimal",
        _bill(lambda bill: {**bill, **{name: round(bill.get(name) or 0, 1) for name in ("tax_rate", "secondary_tax_rate")}}),
    ),
    "rounded down": ("taxes are rounded down to the cent", _rounded(ROUND_FLOOR)),
    "rounded up": ("taxes are rounded up to the cent", _rounded(ROUND_CEILING)),
    "half even": ("taxes are rounded half to even", _rounded(ROUND_HALF_EVEN)),
    "whole units": (
        "taxes are rounded to whole units",
        {totals.bill_taxes: _taxed(lambda rate, base: percent(rate, base).quantize(Decimal(1)))},
    ),
    "by lines": ("taxes of a bill are rounded for each line", _by_lines()),
    "by matters": ("taxes of a bill are rounded for each matter", {totals.bill_taxes: _by_parts}),
    "after discount": ("the discount of a bill comes off before taxes", {totals.bill_taxes: _after_discount}),
    "on interest": ("taxes are raised on interest", {totals.bill_taxes: _with("interest")}),
    "less payments": ("taxes fall with partial payments", {totals.bill_taxes: _with("settled", -1)}),
    "less discounts": ("taxes are raised on what a discount of services leaves", {totals.bill_taxes: _with("services", -1)}),
    "own twice": (
        "lines with own taxes bear the rates of the bill too",
        {totals.bill_taxes: _taxed(percent, lambda part, base: base + part.own_taxable)},
    ),
    "first part alone": (
        "taxes are raised on the first matter of a bill only",
        {totals.bill_taxes: lambda sound, bill, parts: sound(bill, parts[:1])},
    ),
    "inclusive": (
        "prices are taken as if taxes were in them",
        {totals.bill_taxes: _taxed(lambda rate, base: cents(base * exact(rate) / (100 + exact(rate))))},
    ),
}
ONLY_IN_FIELDS = ("less payments", "on interest")
"""Mistakes in which what is paid would follow from what is paid."""
