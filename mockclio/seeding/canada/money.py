"""Trust money: retainers, a transfer between the matters of one client, funds that are set aside."""

from __future__ import annotations

from mockclio.seeding.small.timeline import Id, Step, make, note, put, ref

RETAINERS = (
    ("2025-01-21T19:00", "lease", 5000.0, "Wire 20-1"),
    ("2025-03-11T19:00", "estate", 2500.0, "Cheque 441"),
    ("2025-05-06T19:00", "purchase", 12000.0, "Wire 20-7"),
    ("2025-09-16T19:00", "separation", 3000.0, "Cheque 12"),
)
"""Time, matter, amount, confirmation."""


def steps() -> list[Step]:
    return [
        *(_retainer(*values) for values in RETAINERS),
        make(
            "2025-02-04T19:00",
            "transfer.trademark",
            "matter_transfers",
            bank_account=ref("bank_account.trust"),
            client=ref("contact.cedar"),
            source_matter=ref("matter.lease"),
            destination_matter=ref("matter.trademark"),
            amount=1200.0,
            date="2025-02-04",
            description="For the fee of the trademark office",
        ),
        note("2025-02-04T19:05", "transfer.trademark", "matter_transfers", primary_authorizer="Emi Nakamura"),
        put(
            "2025-05-06T19:30",
            "",
            "matter_protected_funds",
            _matter=Id("matter.purchase"),
            _bank_account=Id("bank_account.trust"),
            _amount=10000.0,
        ),
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
