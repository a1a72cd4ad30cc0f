"""Taxes on what is passed on to clients, a bill that bears them, money that moved between matters, funds that are set aside."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing import actions
from mockclio.seeding.small.timeline import Firm, Id, Step, change, make, note, product, put, ref, remove

LAST = "2026-06-01T12"
"""Everything of this module was set up in the last minutes, so that it changes nothing of what came before."""


def steps() -> list[Step]:
    return [*_rates(), *_expenses(), *_money(), (f"{LAST}:59", _settings)]


def _rates() -> list[Step]:
    place: dict[str, Any] = {"country": "US", "region": "NY"}
    return [
        put(
            f"{LAST}:56",
            "tax.exempt",
            "tax_rate_configurations",
            name="Exempt",
            rate=0.0,
            country="US",
            region=None,
            is_system=True,
            active=True,
        ),
        make(f"{LAST}:56", "tax.sales", "tax_rate_configurations", name="New York City sales tax", rate=0.08875, **place),
        make(f"{LAST}:57", "tax.local", "tax_rate_configurations", name="Local tax", rate=0.015, **place),
        make(f"{LAST}:58", "tax.former", "tax_rate_configurations", name="Sales tax until July 2009", rate=0.08375, **place),
        remove(f"{LAST}:59", "tax.former", "tax_rate_configurations"),
    ]


def _expenses() -> list[Step]:
    return [
        make(
            f"{LAST}:57",
            "expense_category.transcripts",
            "expense_categories",
            name="Transcripts",
            entry_type="hard_cost",
            description="Transcript of the hearing",
            tax_settings=[_tax("sales", 1)],
            input_tax_settings=[_tax("sales", 1)],
        ),
        make(
            f"{LAST}:57",
            "cost.transcript",
            "activities",
            type="HardCostEntry",
            date="2026-06-01",
            price=240.0,
            matter=ref("matter.lease"),
            expense_category=ref("expense_category.transcripts"),
            vendor=ref("contact.atlas"),
            reference="INV-4501",
        ),
        make(
            f"{LAST}:57",
            "cost.binding",
            "activities",
            type="SoftCostEntry",
            date="2026-06-01",
            price=32.5,
            quantity=2,
            matter=ref("matter.lease"),
            note="Binding of the exhibits",
            tax_settings=[_tax("sales", 1), _tax("local", 2, rule="Post")],
        ),
        product(
            f"{LAST}:57",
            "bill.taxed",
            actions.make_bill,
            matters=[Id("matter.lease")],
            activities=[Id("cost.transcript"), Id("cost.binding")],
            issued_at="2026-06-01",
            subject="Exhibits",
        ),
    ]


def _money() -> list[Step]:
    authorized = {"primary_authorizer": "Margaret Hartwell", "secondary_authorizer": "Kwame Osei"}
    return [
        make(
            f"{LAST}:58",
            "transfer.appeal",
            "matter_transfers",
            bank_account=ref("bank_account.trust"),
            client=ref("contact.johnson"),
            source_matter=ref("matter.defense"),
            destination_matter=ref("matter.appeal"),
            amount=750.0,
            date="2026-06-01",
            description="Costs of the appeal",
        ),
        note(f"{LAST}:58", "transfer.appeal", "matter_transfers", **authorized),
        *(
            put(
                f"{LAST}:{minute}",
                "",
                "matter_protected_funds",
                _matter=Id(f"matter.{matter}"),
                _bank_account=Id("bank_account.trust"),
                _amount=amount,
            )
            for minute, matter, amount in ((57, "guardianship", 1200.0), (57, "marlow", 5000.0), (58, "marlow", 2500.0))
        ),
        change(f"{LAST}:59", "matter.closing", "matters", require_utbms_codes=True),
    ]


def _tax(name: str, order: int, **more: Any) -> dict[str, Any]:
    return {"tax_rate_configuration_id": Id(f"tax.{name}"), "order": order, **more}


def _settings(firm: Firm) -> None:
    """The firm's own work is exempt."""
    exempt = {"tax_rate_configuration_id": firm.office["tax.exempt"], "order": 1, "rule": "Pre"}
    with firm.builder.session() as session:
        session.update("billing_settings", firm.office["billing_settings"], {"tax_settings": [exempt]})
