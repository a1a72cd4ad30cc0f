"""Bills in every state and of every kind, their lines, trust requests, and interest on overdue bills."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing import actions
from mockclio.seeding.small.timeline import Firm, Id, Step, call, change, note, on, product, ref, remove

move, interest = on("bills", actions.move_bill), on("bills", actions.charge_interest)
NINE = {"rate": 9.0, "type": "simple", "period": 30}


def steps() -> list[Step]:
    return [*_paid(), *_owed(), *_undone(), *_unissued(), *_trust(), *_interest()]


def _bill(moment: str, key: str, matter: str, end: str = "", state: str = "awaiting_payment", **terms: Any) -> Step:
    """A bill for the work on a matter up to a day."""
    covered: dict[str, Any] = {"matters": [Id(f"matter.{matter}")]} if matter else {}
    until: dict[str, Any] = {"end": end} if end else {}
    return product(moment, f"bill.{key}", actions.make_bill, state=state, issued_at=moment[:10], **covered, **until, **terms)


def _paid() -> list[Step]:
    return [
        _bill("2025-02-28T15:00", "formation", "formation", "2025-02-27", sent=True, subject="Incorporation"),
        _bill("2025-03-03T15:00", "divorce", "divorce", "2025-02-28", sent=True, memo="Thank you for your trust."),
        _bill(
            "2025-04-01T14:00",
            "marlow",
            "marlow",
            "2025-03-31",
            sent=True,
            purchase_order="MSC-PO-118",
            subject="Services in the first quarter",
        ),
        _bill("2025-07-01T14:00", "purchase", "purchase", "2025-06-30", tax_rate=8.875, secondary_tax_rate=1.5, sent=True),
        _bill("2025-11-24T20:00", "comp", "comp", "2025-11-23"),
    ]


def _owed() -> list[Step]:
    return [
        _bill("2025-04-01T14:10", "cargo", "cargo", "2025-03-31", due_at="2025-05-01", interest=NINE, sent=True),
        _bill("2025-04-01T14:20", "lease", "lease", "2025-03-31", discount={"rate": 150, "type": "money", "note": "Introductory"}),
        _bill(
            "2025-06-02T14:00",
            "guardianship",
            "guardianship",
            "2025-05-31",
            sent=True,
            split_invoice={
                "split_portion": 60.0,
                "split_connection_id": "guardianship-1",
            },
        ),
        _bill(
            "2025-06-02T14:03",
            "joel",
            "guardianship",
            activities=[],
            lines_=[{"description": "Part of the costs that Joel Thompson bears", "price": 475.2, "quantity": 1}],
            split_invoice={"split_portion": 40.0, "split_connection_id": "guardianship-1"},
        ),
        ("2025-06-02T14:05", _split),
        _bill(
            "2025-11-03T15:00",
            "overtime",
            "overtime",
            "2025-10-31",
            discount={"rate": 5, "type": "percentage", "note": "Agreed by telephone"},
            discount_services_only="true",
            interest={"rate": 12.0, "type": "compound", "period": 30},
            original_bill=Id("bill.wrong"),
        ),
        product(
            "2025-10-01T14:00",
            "bill.northgate",
            actions.make_bill,
            client=Id("contact.northgate"),
            state="awaiting_payment",
            kind="aggregate_split",
            end="2025-09-30",
            lines_=[
                {
                    "description": "Closing binder",
                    "note": "Closing binder",
                    "price": 250,
                    "quantity": 2,
                    "kind": "Expense",
                    "taxable": True,
                },
                {
                    "description": "Archive",
                    "price": 90,
                    "quantity": 1,
                    "matter": Id("matter.closing"),
                    "discount": {"rate": 10, "type": "percentage"},
                },
            ],
            tax_rate=8.875,
            due_at="2026-07-15",
        ),
        _bill("2026-02-02T15:00", "second", "marlow", "2026-01-31", kind="summary_kind", due_at="2026-06-30", sent=True),
        _bill("2026-05-04T14:00", "asylum", "asylum", "2026-04-30", start="2026-03-01", due_at="2026-07-04"),
    ]


def _undone() -> list[Step]:
    return [
        _bill("2025-08-01T14:00", "wrong", "overtime", "2025-07-31", subject="Wrong rates"),
        product("2025-08-05T14:00", "", move, row=Id("bill.wrong"), state="void"),
        _bill("2026-04-01T14:00", "dropped", "asylum", "2026-03-31", state="draft"),
        remove("2026-04-02T14:00", "bill.dropped", "bills"),
    ]


def _unissued() -> list[Step]:
    return [
        _bill(
            "2026-05-29T14:00", "draft", "marlow", state="draft", lines_=[{"description": "Conference room", "price": 120, "quantity": 1}]
        ),
        ("2026-05-29T14:10", _trimmed),
        _bill("2026-05-29T14:30", "approval", "divorce", state="awaiting_approval", secondary_tax_rate=1.5, tax_rate=4.0),
        change("2026-05-29T14:40", "bill.approval", "bills", bill_theme=ref("bill_theme.short"), due_at="2026-06-29"),
    ]


def _trust() -> list[Step]:
    due = {"issue_date": "2026-05-11", "due_date": "2026-06-11"}
    return [
        call(
            "2026-05-11T14:00",
            "POST",
            "/trust_requests",
            "bill.trust.petrov",
            json={
                "data": {
                    "client_id": Id("contact.petrov"),
                    "approved": True,
                    "trust_type": "client",
                    "trust_amount": 900,
                    "note": "Advance",
                    **due,
                }
            },
        ),
        call(
            "2026-05-11T14:10",
            "POST",
            "/trust_requests",
            "bill.trust.johnson",
            json={
                "data": {
                    "client_id": Id("contact.johnson"),
                    "approved": False,
                    "trust_type": "matter",
                    "trust_amount": 3000,
                    "matter": [
                        {"id": Id("matter.defense"), "trust_amount": 1000, "note": "Trial"},
                        {"id": Id("matter.appeal"), "trust_amount": 2000, "note": "Appeal"},
                    ],
                    **due,
                }
            },
        ),
        call(
            "2025-03-25T14:00",
            "POST",
            "/trust_requests",
            "bill.trust.marlow",
            json={
                "data": {
                    "client_id": Id("contact.marlow"),
                    "approved": True,
                    "trust_type": "matter",
                    "trust_amount": 10000,
                    "issue_date": "2025-03-25",
                    "due_date": "2025-04-25",
                    "matter": [{"id": Id("matter.marlow"), "trust_amount": 10000, "note": "Experts"}],
                }
            },
        ),
    ]


def _interest() -> list[Step]:
    return [
        product("2025-06-02T20:00", "interest.cargo", interest, row=Id("bill.cargo"), date="2025-06-02"),
        product("2025-07-02T20:00", "", interest, row=Id("bill.cargo"), date="2025-07-02"),
        product("2026-01-05T20:00", "", interest, row=Id("bill.overtime"), date="2026-01-05"),
        product("2026-02-05T20:00", "", interest, row=Id("bill.overtime"), date="2026-02-05"),
        note("2025-06-02T20:10", "bill.cargo", "bills", group=Id("group.firm")),
    ]


def _split(firm: Firm) -> None:
    """The two parts of a split bill refer to each other."""
    first, second = firm.row("bills", "bill.guardianship"), firm.row("bills", "bill.joel")
    with firm.builder.session() as session:
        for bill, other in ((first, second), (second, first)):
            linked = {"linked_invoices_ids": [other["id"]], "linked_invoices_display_numbers": [other["number"]]}
            session.update("bills", bill["id"], {"split_invoice": {**bill["split_invoice"], "bill_id": bill["id"], **linked}})


def _trimmed(firm: Firm) -> None:
    """A discount on the first line of the draft, with a note about it."""
    bill = firm.office["bill.draft"]
    line = firm.builder.world.table("line_items").rows("bill", bill)[0]
    firm.builder.patch("line_items", line["id"], discount={"rate": 10, "type": "percentage"}, note="Shared with another matter")
