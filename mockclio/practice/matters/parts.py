"""Parts of a matter: budget, retainer, payers, grants, stage, balances, and values that follow from settings of the account."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.view import View
from mockclio.server.writing import DESTROY, require
from mockclio.store.revisions import revised
from mockclio.store.session import Session
from mockclio.store.tables import Row

MOST_GRANTS = 3
MAILDROP = "maildrop.mockclio.test"
LEGAL_AID = "legal_aid"
"""The category of practice areas for legal aid in England and Wales."""


def check_budget(row: Row | None, data: dict[str, Any]) -> None:
    """A budget is for hourly or outcome-based work and warns at a percentage."""
    sent = data.get("matter_budget")
    if "matter_budget" in data:
        rule("matters.budget-is-one")
    removed = "matter_budget" in data and (sent is None or sent.get("_destroy"))
    budget = None if removed else sent or (row or {}).get("matter_budget")
    kind = (data.get("custom_rate") or {}).get("type") or ((row or {}).get("custom_rate") or {}).get("type")
    if budget and kind == "FlatRate":
        raise InvalidArgument(
            "matter_budget: a matter with a FlatRate has no budget; remove it with _destroy, or change custom_rate.type",
            rule="matters.no-budget-with-flat-rate",
        )
    threshold = (sent or {}).get("notification_threshold")
    if threshold is not None and not 0 <= threshold <= 100:
        raise InvalidArgument(
            "matter_budget.notification_threshold must be between 0 and 100", rule="matters.budget-threshold-is-a-percentage"
        )
    if ((sent or {}).get("budget") or 0) < 0:
        raise InvalidArgument("matter_budget.budget must be at least 0", rule="matters.budget-threshold-is-a-percentage")


def retainer(session: Session, before: Row | None, data: dict[str, Any] | None) -> Row | None:
    """The evergreen retainer after a write: the sent values replace earlier ones. Its recipients are users."""
    rule("matters.retainer-is-merged")
    if data is None or data.get("_destroy"):
        return None
    row: Row = dict(before) if before else {"id": session.world.ids.next(), "created_at": session.now, "minimum_threshold": None}
    if "minimum_threshold" in data:
        if (data["minimum_threshold"] or 0) < 0:
            raise InvalidArgument("evergreen_retainer.minimum_threshold must be at least 0", rule="matters.retainer-is-merged")
        row["minimum_threshold"] = data["minimum_threshold"]
    recipients = list(row.get("recipients") or [])
    for step in data.get("recipients") or []:
        if step.get("id") is None:
            raise InvalidArgument("evergreen_retainer.recipients: each member needs the id of a user", rule="matters.retainer-is-merged")
        if any(step.get(mark) for mark in DESTROY):
            recipients = [id for id in recipients if id != step["id"]]
        elif step["id"] not in recipients:
            recipients.append(require(session, "users", step["id"], "evergreen_retainer.recipients")["id"])
    row["recipients"] = recipients
    return row if row == before else revised(row, before, session.now)


def settle_payers(session: Session, row: Row) -> None:
    """Refuse payers that do not exist or whose parts do not add up to the whole. Values that are not sent stay."""
    payers = row.get("split_invoice_payers") or []
    for payer in payers:
        for name in ("contact_id", "split_portion"):
            if payer.get(name) is None:
                raise InvalidArgument(f"split_invoice_payers.{name} is required", rule="matters.payers-pay-the-whole")
        require(session, "contacts", payer["contact_id"], "split_invoice_payers.contact_id")
    if payers and sum(Decimal(str(payer["split_portion"])) for payer in payers) != 100:
        raise InvalidArgument("split_invoice_payers: the members' split_portion must add up to 100", rule="matters.payers-pay-the-whole")
    if len({payer["contact_id"] for payer in payers}) < len(payers) or any(payer["split_portion"] <= 0 for payer in payers):
        raise InvalidArgument(
            "split_invoice_payers: each contact may stand there once, with a split_portion above 0", rule="matters.payers-pay-the-whole"
        )
    row["split_invoice_payers"] = [{**payer, "matter_id": row["id"]} for payer in payers]


def write_grants(session: Session, row: Row, steps: list[dict[str, Any]]) -> None:
    """Link a matter to at most three grants. `grants` holds their ids for filters and activities."""
    rows = list(row.get("grant_matters") or [])
    for step in steps:
        named = step.get("grant", {}).get("id")
        place = next((one for one in rows if one["id"] == step.get("id") or one["grant"] == named), None)
        if any(step.get(mark) for mark in DESTROY):
            rows = [one for one in rows if one is not place]
        elif place is None:
            if named is None:
                raise InvalidArgument("grant_matters: each new member needs grant.id", rule="matters.at-most-three-grants")
            rows.append({"id": session.world.ids.next(), "grant": require(session, "grants", named, "grant_matters.grant")["id"]})
    if len(rows) > MOST_GRANTS:
        raise InvalidArgument(f"grant_matters: a matter has at most {MOST_GRANTS} grants", rule="matters.at-most-three-grants")
    row["grant_matters"], row["grants"] = rows, [one["grant"] for one in rows]


def check_stage(session: Session, row: Row, data: dict[str, Any]) -> None:
    if (data.get("matter_stage") or {}).get("id") is not None and not stage_fits(session, row):
        stage = session.table("matter_stages")[row["matter_stage"]]
        raise InvalidArgument(
            f"matter_stage: {stage['name']} is a stage of the practice area {stage['practice_area_id']}, which is not that of the matter",
            rule="matters.stage-belongs-to-practice-area",
        )


def stage_fits(session: Session, row: Row) -> bool:
    """Whether a matter's stage belongs to its practice area, or to none."""
    stage = session.get("matter_stages", row.get("matter_stage")) or {}
    return stage.get("practice_area_id") in (None, str(row.get("practice_area")))


def maildrop(row: Row) -> str:
    """The mail address that files emails to the matter. It contains the id, so it is unique."""
    rule("matters.maildrop-is-unique")
    return f"matter-{row['id']:x}@{MAILDROP}"


def allocation(session: Session, row: Row) -> Row | None:
    """How the account splits the credit for a new matter between its two attorneys, if it does."""
    account = next(iter(session.table("accounts")), {})
    split = account.get("_attorney_allocation")
    if not split:
        return None
    rule("matters.allocation-is-the-accounts")
    return {
        "id": session.world.ids.next(),
        "created_at": session.now,
        "updated_at": session.now,
        "account_id": account["id"],
        "resource_id": row["id"],
        "resource_type": "Matter",
        "originating_attorney_allocation": split["originating"],
        "responsible_attorney_allocation": split["responsible"],
    }


def settle_legal_aid(session: Session, row: Row) -> None:
    """Keep the legal aid values of a matter while its practice area is one of legal aid."""
    area = session.get("practice_areas", row.get("practice_area")) or {}
    present = row.get("legal_aid_uk_matter")
    if area.get("category") == LEGAL_AID:
        before = present or {"id": session.world.ids.next(), "created_at": session.now}
        after = {**before, "case_start_date": row.get("open_date"), "category_as_string": area["name"]}
        if after != present:
            rule("matters.legal-aid-follows-practice-area")
            row["legal_aid_uk_matter"] = revised(after, before, session.now)
    elif present is not None:
        rule("matters.legal-aid-follows-practice-area")
        row["legal_aid_uk_matter"] = None


def balances(view: View, value: dict[str, float]) -> list[Row]:
    """One row per bank account with the money of the matter. `held` has the amounts; its keys are account ids as text."""
    rule("matters.balances-by-bank-account")
    return [
        {
            "id": account["id"],
            "balance": value.get(str(account["id"]), 0.0),
            "type": account["type"],
            "name": account.get("name") or "",
            "currency_id": next((row["id"] for row in view.rows("currencies", "code", account.get("currency"))), None),
        }
        for account in view.world.table("bank_accounts")
    ]
