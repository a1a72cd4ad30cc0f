"""Bank accounts and their money: retainers, deposits, transfers, a closed account, an empty one, one dedicated to a client."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing import actions
from mockclio.seeding.small.timeline import Firm, Id, Step, make, note, product, ref

RETAINERS = (
    ("2025-01-23T16:00", "divorce", 7500.0, "Check 1120"),
    ("2025-01-28T17:00", "marlow", 40000.0, "Wire 88-1"),
    ("2025-03-18T16:00", "defense", 6000.0, "Check 204"),
    ("2025-05-07T16:00", "guardianship", 5000.0, "Check 9"),
    ("2026-03-10T16:00", "asylum", 400.0, "Cash"),
)
"""Time, matter, amount, confirmation."""


def steps() -> list[Step]:
    return [
        *(_retainer(*values) for values in RETAINERS),
        make(
            "2025-01-07T19:00",
            "bank_account.savings",
            "bank_accounts",
            type="Operating",
            currency="USD",
            name="Tax reserve",
            account_number="4410027735",
            balance=10000,
            domicile_branch="Harbor Street 4",
            general_ledger_number="1010",
            institution="Harbor Street Bank",
            holder="Hartwell & Osei LLP",
            swift="HARBUS33",
            transit_number="021000128",
        ),
        make(
            "2025-01-07T19:10",
            "bank_account.old",
            "bank_accounts",
            type="Trust",
            currency="USD",
            name="Former trust account",
            institution="First Pier Bank",
        ),
        product("2025-09-30T20:00", "", actions.close_account, id=Id("bank_account.old")),
        make(
            "2026-04-01T15:00",
            "bank_account.empty",
            "bank_accounts",
            by="user.bell",
            type="Operating",
            currency="GBP",
            name="Sterling account",
        ),
        make(
            "2025-02-10T19:00",
            "bank_account.escrow",
            "bank_accounts",
            type="Trust",
            currency="USD",
            name="Escrow Northgate",
            client=ref("contact.northgate"),
            controlled_account=True,
            institution="Harbor Street Bank",
        ),
        _entered("2025-09-10T19:00", "bank_account.escrow", 250000, "contact.northgate", "Deposit of the buyer", "Wire 90-7"),
        _entered("2025-12-18T19:00", "bank_account.escrow", -250000, "contact.northgate", "Paid to the seller", "Wire 90-8"),
        _entered("2025-04-01T19:00", "bank_account.operating", 1200, "", "Refund of a deposit for furniture", "", source="Office supplier"),
        _entered("2025-04-02T19:00", "bank_account.operating", -3150.25, "", "Rent of the archive", "ACH 7"),
        _entered("2025-06-24T19:00", "bank_account.trust", 1500, "contact.ruth", "Advance for disbursements", "Check 12"),
        make(
            "2025-06-25T19:00",
            "transaction.pounds",
            "bank_transactions",
            bank_account=ref("bank_account.operating"),
            amount=640,
            date="2025-06-25",
            currency="GBP",
            exchange_rate=1.36,
            description="Deposit in pounds",
            client=ref("contact.whitfield"),
        ),
        product(
            "2025-07-01T19:00",
            "",
            actions.transfer_funds,
            source=Id("bank_account.operating"),
            destination=Id("bank_account.savings"),
            amount=1000.0,
            description="Reserve for the second quarter",
            primary_authorizer="Margaret Hartwell",
            secondary_authorizer="Kwame Osei",
        ),
        product(
            "2025-09-02T19:00",
            "",
            actions.transfer_funds,
            source=Id("bank_account.trust"),
            destination=Id("bank_account.operating"),
            amount=500.0,
            matter=Id("matter.guardianship"),
            description="Costs of the evaluation",
        ),
        ("2025-07-31T20:00", _reconciled),
        note("2025-07-31T20:30", "bank_account.operating", "bank_accounts", domicile_branch="Harbor Street 1", swift="HARBUS33"),
    ]


def _retainer(moment: str, matter: str, amount: float, confirmation: str) -> Step:
    return make(
        moment,
        f"retainer.{matter}",
        "bank_transactions",
        bank_account=ref("bank_account.trust"),
        amount=amount,
        date=moment[:10],
        matter=ref(f"matter.{matter}"),
        description="Retainer",
        confirmation=confirmation,
        source="Client",
    )


def _entered(moment: str, account: str, amount: float, client: str, description: str, confirmation: str, **more: Any) -> Step:
    message: dict[str, Any] = {"description": description, "confirmation": confirmation, **more}
    if client:
        message["client"] = ref(client)
    return make(moment, "", "bank_transactions", bank_account=ref(account), amount=amount, date=moment[:10], **message)


def _reconciled(firm: Firm) -> None:
    """All transactions until the end of June are on the bank's statements."""
    with firm.builder.session() as session:
        actions.reconcile(session, [row["id"] for row in session.table("bank_transactions") if row["date"] < "2025-07-01"])
