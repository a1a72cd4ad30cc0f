"""The story that a probe of taxes tells: rates, who names them, bills of every kind with them, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockclio import MockClio
from mockclio.catalog import operations
from tests.mutants.kinds.rights import with_token
from tests.mutants.worlds import all_fields, full_firm, seen

RATES = "/api/v4/tax_rate_configurations"
READ = ("TaxRateConfiguration#index", "ExpenseCategory#index", "Activity#index", "Bill#index", "LineItem#index", "BillingSetting#show")
Sent = list[dict[str, Any]]


def story(mock: MockClio) -> Iterator[Any]:
    made = _Rates(mock)
    for part in (_rates, _settings, _bills, _used, _canada, _fifteen):
        yield from part(mock, made)
        yield from _read(mock)


class _Rates:
    """Rates of the firm, one of the system, one that was deleted."""

    def __init__(self, mock: MockClio) -> None:
        self.gst, self.pst = self._made(mock, "GST", 0.05), self._made(mock, "PST", 0.08375)
        self.deleted = self._made(mock, "Old", 0.11)
        mock.http.delete(f"{RATES}/{self.deleted}")
        self.spare = self._made(mock, "Spare", 0.0725)
        with mock.world.session() as session:
            values = {"name": "System", "rate": 0.2, "country": "US", "region": None, "is_system": True, "active": True}
            self.system = session.insert("tax_rate_configurations", values)["id"]

    @staticmethod
    def _made(mock: MockClio, name: str, rate: float) -> int:
        return int(mock.http.post(RATES, json={"data": {"name": name, "rate": rate, "country": "US"}}).json()["data"]["id"])


def _taxes(*ids: int, second: str | None = "Pre") -> Sent:
    rules: list[dict[str, Any]] = [{"rule": "Pre"}, {"rule": second} if second else {}, {}]
    return [{"tax_rate_configuration_id": id, "order": order, **rules[order - 1]} for order, id in enumerate(ids, 1)]


def _send(mock: MockClio, method: str, path: str, headers: dict[str, str] | None = None, **data: Any) -> Any:
    address = f"/api/v4/{path}"
    return seen(mock.http.request(method, address, json={"data": data} if data else None, headers=headers))


def _read(mock: MockClio) -> Iterator[Any]:
    for id in READ:
        operation = operations()[id]
        yield seen(mock.http.get(f"/api/v4{operation.path}", params={"fields": all_fields(operation.record)}))
    for wanted in ("true", "false"):
        yield seen(mock.http.get(RATES, params={"include_system": wanted}))


def _settle(mock: MockClio, **values: Any) -> None:
    """Change the billing settings of the firm, which the API only shows."""
    with mock.world.session() as session:
        session.update("billing_settings", next(iter(session.table("billing_settings").ids())), values)


def _rates(mock: MockClio, made: _Rates) -> Iterator[Any]:
    """Rates that are written, refused and deleted."""
    sound: dict[str, Any] = {"name": "City", "rate": 0.0099, "country": "US", "region": "NY"}
    for change in (
        {},
        {"rate": 1.5},
        {"rate": 1},
        {"rate": -0.25},
        {"rate": -1.5},
        {"rate": None},
        {"name": " "},
        {"country": ""},
        {"tax_authority": "CRA"},
    ):
        yield _send(mock, "POST", "tax_rate_configurations", **{**sound, **change})
    for place in range(1, 4):
        yield _send(mock, "PATCH", f"tax_rate_configurations/{made.spare}", rate=place / 8, name=f"Spare {place}", tax_authority="CRA")
    for id in (made.deleted, made.system, made.spare):
        yield seen(mock.http.get(f"{RATES}/{id}", params={"fields": all_fields(operations()["TaxRateConfiguration#show"].record)}))
    for id in (made.deleted, made.system):
        yield _send(mock, "PATCH", f"tax_rate_configurations/{id}", name="Changed")
        yield _send(mock, "DELETE", f"tax_rate_configurations/{id}")
    for order in ("rate(asc)", "name(desc)"):
        yield seen(mock.http.get(RATES, params={"order": order}))
    for roles in ((), ("Admin",), ("Billing",)):
        user = full_firm()["user.osei"]
        with mock.world.session() as session:
            session.update("users", user, {"roles": list(roles)})
        headers = with_token(mock, user=user)
        yield _send(mock, "POST", "tax_rate_configurations", headers, **sound)
        yield _send(mock, "PATCH", f"tax_rate_configurations/{made.spare}", headers, region="NJ")


def _wrong(made: _Rates) -> list[Sent]:
    """Lists of taxes of every kind, most of them refused."""
    first, second = _taxes(made.gst, made.pst, second="Post")
    return [
        [first, second],
        [second, first],
        [{**first, "rule": "Post"}, {**second, "rule": "Pre"}],
        [second],
        [{**first, "order": 2}],
        [first, {**second, "order": 1}],
        [first, {**second, "order": 3}],
        [first, {**second, "order": 0}],
        [first, second, {"tax_rate_configuration_id": made.spare, "order": 3}],
        [{**first, "tax_rate_configuration_id": made.deleted}],
        [{**first, "tax_rate_configuration_id": 1}],
        [{**first, "tax_rate_configuration_id": made.system}],
        [{"order": 1}],
        _taxes(made.gst, made.pst, second=None),
        [],
    ]


def _settings(mock: MockClio, made: _Rates) -> Iterator[Any]:
    """Categories and expenses that name taxes, or take them."""
    matter = full_firm().ref("matter.lease")
    shown = {"fields": "id,tax_settings{tax_rate_configuration_id,order,rule}"}
    for place, taxes in enumerate(_wrong(made)):
        for body in (
            {"type": "ExpenseEntry", "matter": matter, "date": "2026-06-01", "price": 10, "tax_settings": taxes},
            {"type": "HardCostEntry", "matter": matter, "date": "2026-06-01", "price": 10, "input_tax_settings": taxes},
        ):
            yield seen(mock.http.post("/api/v4/activities", json={"data": body}))
        yield _send(mock, "POST", "expense_categories", name=f"Taxed {place}", tax_settings=taxes)
    yield _send(
        mock, "POST", "activities", type="TimeEntry", matter=matter, date="2026-06-01", quantity=3600, tax_settings=_taxes(made.gst)
    )
    yield _send(mock, "POST", "activities", type="SoftCostEntry", matter=matter, date="2026-06-01", input_tax_settings=_taxes(made.gst))
    for kind in ("hard_cost", "soft_cost"):
        values: dict[str, Any] = {"entry_type": kind, "input_tax_settings": _taxes(made.pst)}
        yield _send(mock, "POST", "expense_categories", name=kind, tax_settings=_taxes(made.gst, made.pst, second="Post"), **values)
    category = {row["name"]: {"id": row["id"]} for row in mock.world.table("expense_categories")}
    for kind in ("ExpenseEntry", "HardCostEntry"):
        body = {
            "type": kind,
            "matter": matter,
            "date": "2026-06-02",
            "price": 33.33,
            "expense_category": category.get("hard_cost", {"id": 1}),
        }
        answer = mock.http.post("/api/v4/activities", params=shown, json={"data": body})
        yield seen(answer)
        if answer.status_code == 201:
            path = f"activities/{answer.json()['data']['id']}"
            yield _send(mock, "PATCH", path, note="The same taxes")
            yield _send(mock, "PATCH", path, expense_category=category.get("Taxed 3", {"id": 1}))
            yield _send(mock, "PATCH", path, tax_settings=_taxes(made.pst))
    without = {
        "type": "ExpenseEntry",
        "matter": matter,
        "date": "2026-06-03",
        "price": 12,
        "expense_category": category.get("Taxed 0", {"id": 1}),
    }
    yield seen(mock.http.post("/api/v4/activities", params=shown, json={"data": {**without, "tax_settings": []}}))
    for setting in ("no_tax", "tax_1_only", "tax_2_only", "tax_1_and_tax_2"):
        yield _send(mock, "POST", "activities", type="ExpenseEntry", matter=matter, date="2026-06-04", price=9.99, tax_setting=setting)


def _lines(made: _Rates) -> Sent:
    both = {"taxable": True, "secondary_taxable": True}
    off = {"discount": {"rate": 10, "type": "percentage"}}
    return [
        {"description": "Advice", "kind": "Service", "price": 333.33, "quantity": 1.5, **both},
        {"description": "Copies", "kind": "Expense", "price": 0.35, "quantity": 33, **both, **off},
        {"description": "Calls", "kind": "Service", "price": 40.1, "quantity": 0.3, "taxable": True, "secondary_taxable": False},
        {"description": "Courier", "kind": "Expense", "price": 20.01, "quantity": 1, "taxable": False, "secondary_taxable": True},
        {"description": "Free", "kind": "Expense", "price": 5.5, "quantity": 1, "taxable": False, "secondary_taxable": False},
        {
            "description": "Filing",
            "kind": "Expense",
            "price": 70.07,
            "quantity": 1,
            "tax_settings": _taxes(made.gst, made.pst, second="Post"),
            **off,
        },
        {"description": "Expert", "kind": "Service", "price": 150.15, "quantity": 1, "tax_settings": _taxes(made.gst, made.pst)},
    ]


def _bills(mock: MockClio, made: _Rates) -> Iterator[Any]:
    """Bills at rates of their own, under both rules, and with the taxes of the settings; discounts, payments and credits."""
    place = full_firm()
    rates: dict[str, Any] = {"tax_rate": 7.25, "secondary_tax_rate": 3.125}
    issued = []
    for rule in ("Pre", "Post"):
        _settle(mock, secondary_tax_rule=rule, use_secondary_tax=True, tax_rate=5, secondary_tax_rate=2)
        for discount in ({}, {"discount": {"rate": 5, "type": "percentage"}}, {"discount": {"rate": 12.5, "type": "money"}}):
            issued.append(_bill(mock, place["matter.will"], made, activities=[], state="awaiting_payment", **rates, **discount))
        _bill(
            mock,
            place["matter.will"],
            made,
            activities=[],
            discount_services_only=True,
            discount={"rate": 8, "type": "percentage"},
            **rates,
        )
    _settle(mock, tax_settings=_taxes(made.gst, made.pst, second="Post"), apply_tax_by_default=True, apply_secondary_tax_by_default=True)
    issued.append(_bill(mock, place["matter.lease"], made))
    draft = _bill(mock, place["matter.will"], made, activities=[])
    issued.append(_bill(mock, place["matter.spare"], made, kind="aggregate_all", **rates))
    for bill in issued[:3]:
        mock.pay(bill, amount=100.01)
        mock.credit(bill, amount=7.77)
    yield from _read(mock)
    yield _send(mock, "PATCH", f"tax_rate_configurations/{made.gst}", rate=0.06, name="GST 2027")
    yield _send(mock, "PATCH", f"bills/{draft}", tax_rate=9)
    lines = mock.world.table("line_items").find("bill", draft)
    yield _send(mock, "PATCH", f"line_items/{lines[0]}", tax_settings=_taxes(made.pst))
    yield _send(mock, "PATCH", f"line_items/{lines[1]}", tax_settings=_taxes(made.gst, made.pst), secondary_taxable=False)
    yield _send(mock, "PATCH", f"line_items/{lines[5]}", tax_settings=_taxes(made.gst, made.pst, second="Post"))
    yield _send(mock, "PATCH", f"line_items/{lines[2]}", taxable=False)
    yield _send(mock, "PATCH", f"line_items/{lines[3]}", tax_settings=[])
    yield _send(mock, "PATCH", f"line_items/{lines[4]}", price=99.99)
    yield seen(mock.http.get(f"/api/v4/bills/{draft}/preview"))
    for taxes in _wrong(made):
        yield _send(mock, "PATCH", f"line_items/{lines[6]}", tax_settings=taxes)


def _bill(mock: MockClio, matter: int, made: _Rates, **terms: Any) -> int:
    return int(mock.bill(matter, lines=_lines(made), **terms)["id"])


def _used(mock: MockClio, made: _Rates) -> Iterator[Any]:
    """Rates that are used in one place only are deleted."""
    matter, made_of = full_firm()["matter.will"], _Rates._made
    alone = [made_of(mock, f"Alone {place}", 0.01) for place in range(4)]
    _send(mock, "POST", "activities", type="ExpenseEntry", matter={"id": matter}, date="2026-06-05", price=1, tax_settings=_taxes(alone[0]))
    _send(mock, "POST", "expense_categories", name="Alone", tax_settings=_taxes(alone[1]))
    mock.bill(matter, activities=[], lines=[{"description": "Alone", "price": 1, "quantity": 1, "tax_settings": _taxes(alone[2])}])
    _settle(mock, tax_settings=_taxes(alone[3]))
    for id in (*alone, made.spare):
        yield _send(mock, "DELETE", f"tax_rate_configurations/{id}")


def _canada(mock: MockClio, made: _Rates) -> Iterator[Any]:
    _settle(mock, _tax_authorities=True)
    authorities: list[dict[str, Any]] = [{}, {"tax_authority": "CRA"}, {"tax_authority": " "}]
    for authority in authorities:
        yield _send(mock, "POST", "tax_rate_configurations", name="HST", rate=0.13, country="CA", **authority)
    _settle(mock, _tax_authorities=False)


def _fifteen(mock: MockClio, made: _Rates) -> Iterator[Any]:
    """One rate after the other until no more is taken."""
    for place in range(12):
        yield _send(mock, "POST", "tax_rate_configurations", name=f"Rate {place}", rate=0.01, country="US")
