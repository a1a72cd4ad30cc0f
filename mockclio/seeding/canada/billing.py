"""Bills with two taxes, with the tax of another province, with none on some lines; paid, paid in part, unissued."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing import actions
from mockclio.seeding.canada.taxes import settings
from mockclio.seeding.small.timeline import Firm, Id, Step, on, product

move = on("bills", actions.move_bill)


def steps() -> list[Step]:
    return [
        _bill("2025-03-03T17:00", "lease", "2025-02-28"),
        product("2025-03-18T17:00", "", actions.record_payment, bills=[Id("bill.lease")], source=Id("bank_account.trust")),
        _bill("2025-04-01T17:00", "trademark", "2025-03-31", discount={"rate": 10, "type": "percentage", "note": "Second matter"}),
        product("2025-04-14T17:00", "", actions.record_payment, bills=[Id("bill.trademark")], amount=500.0, reference="Cheque 455"),
        _bill("2025-05-01T17:00", "estate", "2025-04-30"),
        _bill("2025-07-02T17:00", "purchase", "2025-06-30", state="draft", subject="Purchase of shares"),
        ("2025-07-02T17:10", _of_ontario),
        product("2025-07-03T17:00", "", move, row=Id("bill.purchase"), state="awaiting_payment"),
        product("2025-07-21T17:00", "", actions.record_payment, bills=[Id("bill.purchase")], amount=4000.0, reference="Wire 20-9"),
        _bill("2025-11-03T18:00", "separation", "2025-10-31", discount={"rate": 100, "type": "money", "note": "Courtesy"}),
        product("2025-11-10T18:00", "", actions.issue_credit, bills=[Id("bill.separation")], amount=50.0, description="Complaint"),
        _bill("2026-05-29T17:00", "audit", state="awaiting_approval"),
        _bill("2026-05-29T17:30", "draft", matter="separation", state="draft"),
    ]


def _bill(moment: str, key: str, end: str = "", *, matter: str = "", state: str = "awaiting_payment", **terms: Any) -> Step:
    """A bill for the work on a matter until a day, with the taxes of the settings."""
    until: dict[str, Any] = {"end": end} if end else {}
    covered = [Id(f"matter.{matter or key}")]
    return product(moment, f"bill.{key}", actions.make_bill, matters=covered, state=state, issued_at=moment[:10], **until, **terms)


def _of_ontario(firm: Firm) -> None:
    """A client in Ontario is charged HST in place of the two taxes."""
    for line in firm.builder.world.table("line_items").rows("bill", firm.office["bill.purchase"]):
        firm.builder.patch("line_items", line["id"], tax_settings=firm.known(settings("hst")))
