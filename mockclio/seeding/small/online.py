"""Payment links and payments on them, one in each state that an online payment can have."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing import actions
from mockclio.seeding.small.timeline import Id, Step, change, make, note, on, product, ref

MONTHS, HOUR = 60 * 86_400, 3_600
OPERATING, TRUST = ref("bank_account.operating"), ref("bank_account.trust")
pay, go_on = on("clio_payments_links", actions.pay_link), on("clio_payments_payments", actions.move_online)

STATES = (
    ("2026-04-06", "dubois", TRUST, "completed_requiring_allocation", ("completed",)),
    ("2026-04-07", "rahman", TRUST, "authorized", ("authorized",)),
    ("2026-04-08", "kowalski", TRUST, "failed", ("failed",)),
    ("2026-04-09", "petrov", OPERATING, "canceled", ("canceled",)),
    ("2026-04-10", "johnson", TRUST, "voided", ("completed", "voided")),
    ("2026-04-13", "alvarez", TRUST, "requires_confirmation", ("requires_confirmation",)),
)
"""Day, payer, account, last state, and the states before it."""


def steps() -> list[Step]:
    return [
        *(step for values in STATES for step in _paid(*values)),
        _link("2026-03-03T15:00", "second", ref("bill.second", type="Bill"), OPERATING, email_address="helen.marlow@mail.test"),
        product("2026-03-05T15:00", "online.second", pay, row=Id("link.second"), state="pending"),
        _link(
            "2026-03-04T15:00",
            "lease",
            ref("bill.lease", type="Bill"),
            OPERATING,
            amount=500.0,
            destination_contact=ref("contact.northgate"),
        ),
        product("2026-03-06T15:00", "online.lease", pay, row=Id("link.lease"), email="office@northgate.test"),
        _link("2026-05-18T15:00", "open", ref("bill.asylum", type="Bill"), OPERATING, duration=MONTHS),
        _link(
            "2026-05-18T15:10",
            "page",
            ref("bank_account.operating", type="BankAccount"),
            OPERATING,
            is_allocated_as_revenue=True,
            amount=None,
        ),
        note("2026-05-18T15:15", "link.page", "clio_payments_links", redirect_url="https://www.hartwell-osei.test/thanks"),
        _link("2026-05-19T15:00", "ended", ref("contact.brightwater", type="Contact"), OPERATING, duration=HOUR),
        _link("2026-05-19T15:10", "taken", ref("contact.ruth", type="Contact"), TRUST, amount=100.0),
        change("2026-05-19T15:20", "link.taken", "clio_payments_links", expired=True),
    ]


def _link(moment: str, key: str, subject: dict[str, Any], account: dict[str, Any], **message: Any) -> Step:
    message = {"duration": MONTHS, **{name: value for name, value in message.items() if value is not None}}
    return make(
        moment,
        f"link.{key}",
        "clio_payments_links",
        currency="USD",
        description=f"Payment to Hartwell & Osei LLP ({key})",
        destination_account=account,
        subject=subject,
        **message,
    )


def _paid(day: str, contact: str, account: dict[str, Any], state: str, way: tuple[str, ...]) -> list[Step]:
    """A link for a contact, a payment on it, and the states of the payment."""
    link, payment = f"link.{contact}", f"online.{contact}"
    return [
        _link(f"{day}T14:00", contact, ref(f"contact.{contact}", type="Contact"), account, amount=120.0 + len(state)),
        product(f"{day}T14:10", payment, pay, row=Id(link), state="pending"),
        *(product(f"{day}T14:2{place}", "", go_on, row=Id(payment), state=stage) for place, stage in enumerate(way)),
    ]
