"""Reports on clients: work for them, their money, their contact details."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from mockclio.practice.reports.firm import Firm, hours, ordered
from mockclio.practice.reports.kinds import Rows, listing, report
from mockclio.practice.reports.ledgers import Entry, running
from mockclio.store.tables import Row


@report("client_activity", "client", "client matter date type user note hours total")
def client_activity(firm: Firm) -> Rows:
    """Every time and expense entry, by client."""
    results = []
    for entry in firm.rows("activities", on="date", keep=lambda row: row.get("matter") is not None):
        matter = firm.get("matters", entry["matter"])
        results.append(
            {
                "client": firm.name("contacts", matter.get("client")),
                "matter": matter.get("display_number"),
                "date": entry["date"],
                "type": entry["type"],
                "user": firm.name("users", entry["user"]),
                "note": entry.get("note"),
                "hours": hours(entry),
                "total": firm.value("Activity", entry, "total"),
            }
        )
    return ordered(results, "client", "matter", "date")


@report("client_ledger", "client", "client date account matter description received paid_out balance")
def client_ledger(firm: Firm) -> Rows:
    """Money held for or received from each client in all accounts, with a running balance."""
    return running(firm, entries(firm), by=lambda entry: entry.client, name="client")


def entries(firm: Firm) -> Iterable[Entry]:
    for row in firm.session.table("bank_transactions"):
        client = row.get("client") or firm.get("matters", row.get("matter")).get("client")
        if client is not None and firm.passes(row.get("matter"), client):
            yield Entry(
                row["date"], row["id"], client, row.get("matter"), row["bank_account"], row.get("description"), Decimal(str(row["amount"]))
            )


@listing(
    "contact_information",
    "client",
    "Contact",
    "name type company=company.name title email=primary_email_address phone=primary_phone_number street=addresses.street "
    "city=addresses.city province=addresses.province postal_code=addresses.postal_code country=addresses.country is_client",
)
def contact_information(firm: Firm) -> Iterable[Row]:
    reported = {matter.get("client") for matter in firm.matters.values()} if firm.narrowed else None
    contacts = (row for row in firm.session.table("contacts") if reported is None or row["id"] in reported)
    wanted = firm.criteria.client
    return sorted((row for row in contacts if wanted in (None, row["id"])), key=lambda row: row["name"].casefold())
