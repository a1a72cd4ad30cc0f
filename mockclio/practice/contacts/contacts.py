"""Behaviour of contacts: names, contact details, values that follow from matters and conversations, and the limits on deletion."""

from __future__ import annotations

from typing import Any, ClassVar

from mockclio.catalog.activity_rates import ActivityRate, NewActivityRate
from mockclio.errors import Conflict, InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.activities import utbms
from mockclio.practice.billing.currencies import account_currency, currency_of
from mockclio.practice.common import rate_tables
from mockclio.practice.common.detaching import detach
from mockclio.practice.contacts import avatars, details, names
from mockclio.practice.custom_fields import values as custom_values
from mockclio.practice.documents import folder_tree
from mockclio.practice.matters import parts
from mockclio.practice.people.recently_viewed import note_opening
from mockclio.server import writing
from mockclio.server.behavior import Behavior, Predicate, computed, filters, handles, leaving_out, orders
from mockclio.server.call import Answer, Call
from mockclio.server.verbs import VERBS
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

OPEN_BILLS = ("draft", "awaiting_approval", "awaiting_payment")
LIMIT_SINCE, CUT_SINCE = (4, 0, 13), (4, 0, 11)


class Contacts(Behavior):
    """People and companies."""

    takes: ClassVar[frozenset[str]] = custom_values.TAKES | {"avatar", "currency", "co_counsel_rate", "name"}

    @handles("Contact#create", "Contact#update")
    def write(self, call: Call) -> Answer:
        if call.view.version >= LIMIT_SINCE:
            details.require_few(call.view.get("contacts", call.ids.get("id")), call.data)
        return VERBS[call.operation.kind](call)

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        hidden = set(view.world.table("contacts").find("_hidden_from", view.user["id"]))
        if not hidden:
            return None
        return leaving_out(lambda row: row["id"] not in hidden, rule="contacts.hidden-from-users-without-permission")

    def hides(self, view: View, row: Row) -> bool:
        if view.user["id"] not in row.get("_hidden_from", ()):
            return False
        rule("contacts.hidden-from-users-without-permission")
        return True

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        avatars.check(data.get("avatar"))
        _require_visible(session.user, row)
        value = (row or {}).get("clio_connect_email")
        if (row or {}).get("client_connect_user_id") is not None and data.get("clio_connect_email", value) != value:
            raise InvalidArgument(
                "clio_connect_email is locked: the contact logs in with it", rule="contacts.connect-email-is-locked-for-those-who-log-in"
            )

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        profile = next(iter(session.table("payment_profiles")), None)
        row.setdefault("payment_profile", profile["id"] if profile else None)
        if "co_counsel_rate" in data:
            rule("contacts.co-counsel-rate-is-for-updates")
        self._fill(session, None, row, data)
        custom_values.born(session, "Contact", row)

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        folder = folder_tree.make_folder(session, row["name"], contact=row["id"])
        session.update("contacts", row["id"], {"folder": folder["id"]})
        _notify_by_email(session, row)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if row["type"] == "Person" and before["type"] == "Company" and session.table("contacts").find("company", row["id"]):
            raise InvalidArgument(
                "type cannot become Person: other contacts belong to this company", rule="contacts.company-must-be-a-company"
            )
        self._fill(session, before, row, data)
        if "co_counsel_rate" in data:
            _write_co_counsel_rate(session, row["id"], data["co_counsel_rate"])

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        _notify_by_email(session, row)

    def _fill(self, session: Session, before: Row | None, row: Row, data: dict[str, Any]) -> None:
        names.name(before, row, data)
        _require_company(session, row)
        details.settle(session, before, row)
        custom_values.write(session, "Contact", row, data)
        rate_tables.assign(row, data)
        utbms.settle_contact(session, row, data)
        if "currency" in data or "currency" not in row:
            row["currency"] = currency_of(session, data.get("currency")) or account_currency(session)
        if "avatar" in data:
            row["avatar"] = avatars.written(session, row.get("avatar"), data["avatar"])
        if before is not None and any(row.get(name) != before.get(name) for name in (*details.LISTS, *custom_values.TAKES)):
            rule("contacts.nested-writes-change-the-contact")

    def before_destroy(self, session: Session, row: Row) -> None:
        _require_visible(session.user, row)
        bills = [bill for bill in session.rows("bills", "client", row["id"]) if bill.get("state") in OPEN_BILLS]
        if bills:
            raise Conflict("Client has open bills", rule="contacts.open-bills-are-409")
        matters = session.rows("matters", "client", row["id"])
        if matters:
            raise InvalidArgument(
                f"{row['name']} is the client of {len(matters)} matters: give them another client or delete them first",
                rule="contacts.client-of-a-matter-is-422",
            )

    def after_destroy(self, session: Session, row: Row) -> None:
        _drop_reminders(session, session.table("notification_methods").find("contact", row["id"]))
        for table, key in OWNED:
            for owned in session.rows(table, key, row["id"]):
                rule("contacts.delete-takes-notes-relationships-and-rates")
                writing.destroy(session, table, owned)
        for task in session.rows("tasks", "assignee", row["id"]):
            rule("contacts.tasks-of-a-deleted-contact-go-back")
            session.update("tasks", task["id"], {"assignee": {"type": "User", "id": task["assigner"]}})
        avatars.removed(session, row.get("avatar"))
        top = session.get("folders", row.get("folder"))
        if top and not folder_tree.children(session, top["id"]):
            session.delete("folders", top["id"])
        detach(session, "contacts", row["id"])

    def on_show(self, view: View, row: Row) -> None:
        _require_visible(view.user, row)
        note_opening(view, "Contact", row)

    @filters("client_only")
    def client_only(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        return (lambda row: bool(row.get("is_client"))) if value else None

    @filters("clio_connect_only")
    def clio_connect_only(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        return (lambda row: self.has_clio_for_clients_permission(view, row)) if value else None

    @filters("email_only")
    def email_only(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        return (lambda row: bool(row.get("email_addresses"))) if value else None

    @filters("initial")
    def initial(self, view: View, value: str | list[str], arguments: dict[str, Any]) -> Predicate:
        rule("contacts.initial-is-of-the-last-name")
        return lambda row: names.sort_letter(row) in value

    @filters("shared_resource_id")
    def shared_resource_id(self, view: View, value: int, arguments: dict[str, Any]) -> Predicate:
        rule("contacts.shared-by-conversation")

        def shared(row: Row) -> bool:
            conversations = _conversations(view, row)
            messages = [message for item in conversations for message in view.rows("conversation_messages", "conversation", item["id"])]
            return value in {item["id"] for item in conversations} | {item.get("matter") for item in conversations} | {
                message.get("document") for message in messages
            }

        return shared

    @filters("query")
    def query(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        rule("contacts.query-reaches-matters-and-company")
        words = value.casefold().split()

        def matches(row: Row) -> bool:
            text = details.searchable(view.world, row)
            return all(word in text for word in words)

        return matches

    @orders("shared_at")
    def shared_at(self, view: View, row: Row) -> str | None:
        return min((item["created_at"] for item in _conversations(view, row)), default=None)

    @computed("custom_field_values")
    def custom_field_values(self, view: View, row: Row) -> list[Row]:
        return custom_values.shown(view, "Contact", row)

    @computed("email_addresses")
    def email_addresses(self, view: View, row: Row) -> list[Row]:
        return _cut(view, row, "email_addresses")

    @computed("phone_numbers")
    def phone_numbers(self, view: View, row: Row) -> list[Row]:
        return _cut(view, row, "phone_numbers")

    @computed("primary_email_address", "Client.primary_email_address")
    def primary_email_address(self, view: View, row: Row) -> str | None:
        return (details.nth(row, "email_addresses", 0) or {}).get("address")

    @computed("secondary_email_address")
    def secondary_email_address(self, view: View, row: Row) -> str | None:
        return (details.nth(row, "email_addresses", 1) or {}).get("address")

    @computed("primary_phone_number", "Client.primary_phone_number")
    def primary_phone_number(self, view: View, row: Row) -> str | None:
        return (details.nth(row, "phone_numbers", 0) or {}).get("number")

    @computed("secondary_phone_number")
    def secondary_phone_number(self, view: View, row: Row) -> str | None:
        return (details.nth(row, "phone_numbers", 1) or {}).get("number")

    @computed("primary_address")
    def primary_address(self, view: View, row: Row) -> Row | None:
        return details.nth(row, "addresses", 0)

    @computed("secondary_address")
    def secondary_address(self, view: View, row: Row) -> Row | None:
        return details.nth(row, "addresses", 1)

    @computed("primary_work_address")
    def primary_work_address(self, view: View, row: Row) -> Row | None:
        return details.work_address(row)

    @computed("primary_web_site")
    def primary_web_site(self, view: View, row: Row) -> Row | None:
        return details.nth(row, "web_sites", 0)

    @computed("has_clio_for_clients_permission")
    def has_clio_for_clients_permission(self, view: View, row: Row) -> bool:
        rule("contacts.shared-by-conversation")
        return bool(view.world.table("conversations").find("_members", row["id"]))

    @computed("is_clio_for_client_user", "locked_clio_connect_email")
    def is_clio_for_client_user(self, view: View, row: Row) -> bool:
        return row.get("client_connect_user_id") is not None

    @computed("co_counsel_rate")
    def co_counsel_rate(self, view: View, row: Row) -> int | None:
        return next(iter(view.world.table("activity_rates").find("co_counsel_contact_id", row["id"])), None)

    @computed("account_balances")
    def account_balances(self, view: View, row: Row) -> list[Row]:
        return parts.balances(view, row.get("_balances") or {})

    @computed("related_contacts")
    def related_contacts(self, view: View, row: Row) -> list[int]:
        """The people of a company, and every contact that has a relationship to a matter of the contact."""
        rule("contacts.related-through-company-and-matters")
        results = view.world.table("contacts").find("company", row["id"])
        for matter in view.world.table("matters").find("client", row["id"]):
            results += [link["contact"] for link in view.rows("relationships", "matter", matter)]
        return [id for id in dict.fromkeys(results) if id not in (None, row["id"])]


OWNED = (
    ("notes", "contact"),
    ("relationships", "contact"),
    ("activity_rates", "contact_id"),
    ("activity_rates", "co_counsel_contact_id"),
    ("notification_methods", "contact"),
)
"""Records that are deleted with a contact."""


def _require_visible(user: Row | None, row: Row | None) -> None:
    if user and row and user["id"] in row.get("_hidden_from", ()):
        raise NotFound(rule="contacts.hidden-from-users-without-permission")


def _conversations(view: View, row: Row) -> list[Row]:
    return view.rows("conversations", "_members", row["id"])


def _cut(view: View, row: Row, name: str) -> list[Row]:
    """The list. From version 4.0.11 on it is cut to the number of members that a contact may show."""
    members: list[Row] = row.get(name) or []
    if view.version < CUT_SINCE or len(members) <= details.MOST:
        return members
    rule("contacts.shows-at-most-200-of-a-kind")
    return members[: details.MOST]


def _require_company(session: Session, row: Row) -> None:
    company = session.get("contacts", row.get("company"))
    if company is not None and company["type"] != "Company":
        raise InvalidArgument(
            f"company must be a contact of type Company, and {company['name']} is a person", rule="contacts.company-must-be-a-company"
        )


def _write_co_counsel_rate(session: Session, contact: int, sent: dict[str, Any] | None) -> None:
    rule("contacts.co-counsel-rate-is-for-updates")
    present = next(iter(session.rows("activity_rates", "co_counsel_contact_id", contact)), None)
    if not sent or sent.get("rate") is None:
        if present is not None and (sent is None or "rate" in sent):
            writing.destroy(session, "activity_rates", present)
    elif present is not None:
        session.update("activity_rates", present["id"], {"rate": sent["rate"]})
    else:
        writing.create(session, ActivityRate, NewActivityRate, {"co_counsel_contact_id": contact, "rate": sent["rate"]})


def _notify_by_email(session: Session, row: Row) -> None:
    """Keep one notification method for each email address."""
    wanted = {member["id"]: member for member in row.get("email_addresses") or [] if member.get("address")}
    default = next(iter(details.preferred(row, "email_addresses")), None)
    for method in session.rows("notification_methods", "contact", row["id"]):
        if method.get("_email_address") not in wanted:
            rule("contacts.e-mail-addresses-are-notification-methods")
            _drop_reminders(session, [method["id"]])
            session.delete("notification_methods", method["id"])
    known = {method["_email_address"]: method for method in session.rows("notification_methods", "contact", row["id"])}
    for id, member in wanted.items():
        values = {"email_address": member["address"], "is_default_email_address": member is default}
        if id in known and values.items() <= known[id].items():
            continue
        rule("contacts.e-mail-addresses-are-notification-methods")
        if id in known:
            session.update("notification_methods", known[id]["id"], values)
        else:
            session.insert("notification_methods", {"type": "Email", "contact": row["id"], "_email_address": id, **values})


def _drop_reminders(session: Session, methods: list[int]) -> None:
    """Delete reminders that can no longer reach anybody."""
    for method in methods:
        for reminder in session.rows("reminders", "notification_method", method):
            writing.destroy(session, "reminders", reminder)
