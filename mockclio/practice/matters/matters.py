"""Behaviour of matters: numbers, states, dates, the records that come with a matter, and what happens to them when it is deleted."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.matters import MatterChanges
from mockclio.catalog.schema import attributes
from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities import utbms
from mockclio.practice.billing.currencies import account_currency, currency_of
from mockclio.practice.common import rate_tables
from mockclio.practice.common.detaching import detach
from mockclio.practice.communications import subscribers
from mockclio.practice.custom_fields import values
from mockclio.practice.documents import folder_tree
from mockclio.practice.matters import numbers, parts, rates, task_lists
from mockclio.practice.people.recently_viewed import note_opening
from mockclio.server import writing
from mockclio.server.behavior import Behavior, Predicate, computed, filters, orders
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

DATES = {"Open": "open_date", "Pending": "pending_date", "Closed": "close_date"}
"""The date field that each status sets."""
VANISH = {"tasks": "matter", "notes": "matter", "relationships": "matter", "damages": "matter", "medical_records_details": "matter"}
"""Records that are deleted with their matter. All other records stay and lose the reference."""
KEPT = ("billable", "description", "status")
"""Attributes that cannot be cleared."""
ENOUGH = {"client", "description"}
"""The required attributes of a new matter."""
DEFAULTED = {"billable", "custom_rate", "group", "open_date", "status"}
"""The default values of a new matter."""
LISTS = (
    "custom_field_set_associations",
    "custom_field_values",
    "custom_rate",
    "grant_matters",
    "kyc_field_values",
    "matter_bill_recipients",
    "notification_event_subscribers",
    "split_invoice_payers",
    "task_template_list_instances",
)
"""The fields of the lists that a matter's row holds."""
CUSTOM_RATE = attributes(MatterChanges)["custom_rate"]


class Matters(Behavior):
    """A new matter gets a number, a folder and a mail address. It can have tasks and a fee activity."""

    defaults = {"billable": True, "status": "Open", "billing_method": "hourly", "shared": False, "has_tasks": False, "custom_number": None}
    takes = values.TAKES | {
        "currency",
        "custom_rate",
        "display_number",
        "evergreen_retainer",
        "grant_matters",
        "statute_of_limitations",
        "task_template_list_instances",
    }

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        for name in KEPT:
            if name in data and (data[name] is None or (name == "description" and not data[name].strip())):
                raise InvalidArgument(f"{name} can't be blank", rule="matters.description-and-status-stay")
        if "status" in data:
            rule("matters.status-is-capitalised-on-read")
        if "matter_bill_recipients" in data:
            rule("matters.bill-recipients-may-be-written")
        parts.check_budget(row, data)

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if data.keys() <= ENOUGH:
            rule("matters.client-and-description-are-enough")
        if not data.keys() >= DEFAULTED:
            rule("matters.defaults-of-a-new-matter")
        row["user"] = row.get("user") or (session.user or {}).get("id")
        if row.get("group") is None:
            row["group"] = next((group["id"] for group in session.rows("groups", "type", "AccountGroup")), None)
        self._stamp(session, row, data)
        self._put(session, row, data)
        values.born(session, "Matter", row)
        utbms.settle_matter(session, None, row, data)
        numbers.assign(session, row, data)
        row["currency"] = row.get("currency") or _currency_of_client(session, row)
        row["attorney_allocation"] = row.get("attorney_allocation") or parts.allocation(session, row)
        if row.get("folder") is None:
            rule("matters.folder-is-made-with-it")
            row["folder"] = folder_tree.make_folder(session, row["display_number"], matter=row["id"])["id"]
        if row.get("matter_stage") is not None:
            rule("matters.stage-change-is-stamped")
            row["matter_stage_updated_at"] = session.now

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        self._follow(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if row["status"] != before["status"]:
            self._stamp(session, row, data)
            if row["status"] == "Closed":
                rule("matters.closing-removes-nothing")
            elif before["status"] == "Closed" and "close_date" not in data and row.get("close_date"):
                rule("matters.reopening-clears-close-date")
                row["close_date"] = None
        self._put(session, row, data)
        utbms.settle_matter(session, before, row, data)
        numbers.rename(session, row, data)
        _rename_folder(session, before, row)
        moved = row.get("practice_area") != before.get("practice_area") and "matter_stage" not in data
        if moved and row.get("matter_stage") is not None and not parts.stage_fits(session, row):
            rule("matters.stage-belongs-to-practice-area")
            row["matter_stage"] = None
        if row.get("matter_stage") != before.get("matter_stage"):
            rule("matters.stage-change-is-stamped")
            row["matter_stage_updated_at"] = session.now
        if any(row.get(name) != before.get(name) for name in LISTS):
            rule("matters.nested-write-changes-the-matter")

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._follow(session, row, data)

    def _stamp(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        """Set the date of the new status. The default is today, unless the row has the date or the body sends one."""
        name = DATES[row["status"]]
        if row.get(name) is None and name not in data:
            rule("matters.status-stamps-its-date")
            row[name] = session.today

    def _put(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        """Write the values of the body that the generic algorithm does not write into the row."""
        values.write(session, "Matter", row, data)
        rate_tables.assign(row, data)
        if "currency" in data:
            row["currency"] = currency_of(session, data["currency"]) or _currency_of_client(session, row)
        if "custom_rate" in data:
            rates.write(session, row, CUSTOM_RATE, data["custom_rate"])
        if "evergreen_retainer" in data:
            row["evergreen_retainer"] = parts.retainer(session, row.get("evergreen_retainer"), data["evergreen_retainer"])
        if "grant_matters" in data:
            parts.write_grants(session, row, data["grant_matters"] or [])
        if "notification_event_subscribers" in data:
            subscribers.settle(session, row)
        if "split_invoice_payers" in data:
            parts.settle_payers(session, row)
        if data.get("task_template_list_instances"):
            assigned = [task_lists.instance_of(session, sent) for sent in data["task_template_list_instances"]]
            row["task_template_list_instances"] = [*(row.get("task_template_list_instances") or []), *assigned]
        parts.check_stage(session, row, data)
        parts.settle_legal_aid(session, row)

    def _follow(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        """Write the values of the body that belong to other tables."""
        if "statute_of_limitations" in data:
            task_lists.write_statute(session, row, data["statute_of_limitations"])
        if data.get("task_template_list_instances"):
            for instance in row["task_template_list_instances"][-len(data["task_template_list_instances"]) :]:
                task_lists.make_tasks(session, row, instance)
        if "custom_rate" in data:
            rates.settle_fee(session, session.table("matters")[row["id"]])

    def before_destroy(self, session: Session, row: Row) -> None:
        for table, key in VANISH.items():
            for result in session.rows(table, key, row["id"]):
                if session.get(table, result["id"]) is not None:
                    rule("matters.delete-takes-tasks-and-notes")
                    writing.destroy(session, table, result)
        rule("matters.delete-is-final")
        if detach(session, "matters", row["id"]):
            rule("matters.delete-detaches-the-rest")

    def on_show(self, view: View, row: Row) -> None:
        note_opening(view, "Matter", row)

    @computed("client_id")
    def client_id(self, view: View, row: Row) -> int:
        client: int = row["client"]
        return client

    @computed("maildrop_address")
    def maildrop_address(self, view: View, row: Row) -> str:
        return parts.maildrop(row)

    @computed("custom_field_values")
    def custom_field_values(self, view: View, row: Row) -> list[Row]:
        return values.shown(view, "Matter", row)

    @computed("custom_rate")
    def custom_rate(self, view: View, row: Row) -> Row:
        """The rates, with the id of their matter. The nested record needs it to find the fee activity."""
        return {**(row.get("custom_rate") or rates.HOURLY), "_matter": row["id"]}

    @computed("contingency_fee")
    def contingency_fee(self, view: View, row: Row) -> Row | None:
        custom = row.get("custom_rate") or rates.HOURLY
        return {**custom["rates"][0], "_matter": row["id"]} if custom["type"] == "ContingencyFee" and custom["rates"] else None

    @computed("statute_of_limitations")
    def statute_of_limitations(self, view: View, row: Row) -> int | None:
        task = task_lists.statute_of(view, row["id"])
        return task["id"] if task else None

    @computed("account_balances")
    def account_balances(self, view: View, row: Row) -> list[Row]:
        return parts.balances(view, row.get("_balances") or {})

    @filters("notification_event_subscriber_user_id", "subscriber_user_id")
    def subscriber(self, view: View, value: int | None, arguments: dict[str, Any]) -> Predicate:
        rule("matters.subscriber-filters-agree")
        return lambda row: not subscribers.users(row) if value is None else value in subscribers.users(row)

    @orders("clients")
    def by_clients(self, view: View, row: Row) -> Any:
        return (view.get("contacts", row.get("client")) or {}).get("name")

    @orders("grants")
    def by_grants(self, view: View, row: Row) -> Any:
        names = sorted((view.get("grants", id) or {}).get("name") or "" for id in row.get("grants") or [])
        return ", ".join(names) or None


def _currency_of_client(session: Session, row: Row) -> int | None:
    """A matter is billed in the currency of its client, otherwise in that of the firm."""
    rule("matters.currency-is-the-clients")
    return (session.get("contacts", row["client"]) or {}).get("currency") or account_currency(session)


def _rename_folder(session: Session, before: Row, row: Row) -> None:
    """Rename the matter's folder to the new number, unless somebody renamed the folder."""
    folder = session.get("folders", row.get("folder"))
    if folder and folder["name"] == before["display_number"] != row["display_number"]:
        rule("matters.folder-is-made-with-it")
        session.update("folders", folder["id"], {"name": row["display_number"]})
