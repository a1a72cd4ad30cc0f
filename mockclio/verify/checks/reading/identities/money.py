"""What work amounts to, and what bank accounts hold."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Any

from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.identities.bills import HOLDING, ISSUED
from mockclio.verify.checks.reading.identities.identity import NOTHING, UNKNOWN, cents, follows, id_of, number, pointing, total
from mockclio.verify.checks.reading.listing import Lists

HOURS = Decimal("0.000001")


def settings(lists: Lists) -> Row:
    """How the firm rounds."""
    if "billing" not in lists.kept:
        params = lists.target.get("/settings/billing.json", fields="rounding,use_decimal_rounding,currency")
        lists.kept["billing"] = [params["data"]]
    return lists.kept["billing"][0]


def rounded(seconds: Any, lists: Lists) -> Decimal:
    """Seconds as the firm bills them: rounded up to its minutes, or to hundredths of an hour."""
    step = 36 if settings(lists)["use_decimal_rounding"] else 60 * int(settings(lists)["rounding"] or 0)
    return (number(seconds) / step).to_integral_value(ROUND_CEILING) * step if step else number(seconds)


def hours(seconds: Any) -> Decimal:
    return (number(seconds) / 3600).quantize(HOURS)


@follows("Activity", "rounded_quantity", "quantity_in_hours", "rounded_quantity_in_hours")
def quantities(row: Row, lists: Lists) -> Any:
    if row["quantity"] is None:
        return UNKNOWN
    if row["type"] != "TimeEntry":
        return {"rounded_quantity": number(row["quantity"]), "quantity_in_hours": None, "rounded_quantity_in_hours": None}
    seconds = rounded(row["quantity"], lists)
    return {"rounded_quantity": seconds, "quantity_in_hours": hours(row["quantity"]), "rounded_quantity_in_hours": hours(seconds)}


def amount(row: Row) -> Any:
    """What an entry amounts to, billable or not."""
    price = number(row["price"])
    if row["type"] == "HardCostEntry" or row["flat_rate"] or row["contingency_fee"]:
        return cents(price)
    if row["rounded_quantity"] is None:
        return UNKNOWN
    return cents(price * number(row["rounded_quantity"]) / (3600 if row["type"] == "TimeEntry" else 1))


@follows("Activity", "total")
def activity_total(row: Row, lists: Lists) -> Any:
    return None if row["non_billable"] else amount(row)


@follows("Activity", "non_billable_total")
def non_billable_total(row: Row, lists: Lists) -> Any:
    return amount(row) if row["non_billable"] else None


@follows("Activity", "bill")
def bill(row: Row, lists: Lists) -> Any:
    """The bill that holds a line of the activity."""
    bills = lists.by_id("/bills")
    lines = pointing(lists.answers("/line_items"), "activity", row["id"])
    holding = {line["bill"]["id"] for line in lines if bills.get(str(line["bill"]["id"]), {"state": ""})["state"] in HOLDING}
    if row["bill"] is None:
        return None if not holding else {"id": next(iter(holding))}
    return row["bill"] if row["bill"]["id"] in holding else None


@follows("Activity", "on_bill")
def on_bill(row: Row, lists: Lists) -> Any:
    return row["bill"] is not None


@follows("Activity", "billed")
def billed(row: Row, lists: Lists) -> Any:
    return row["bill"] is not None and lists.by_id("/bills")[str(row["bill"]["id"])]["state"] in ISSUED


@follows("Activity", "currency")
def currency(row: Row, lists: Lists) -> Any:
    """That of the matter, else that of the firm."""
    matter = lists.by_id("/matters").get(str(id_of(row["matter"])))
    wanted = id_of(matter["currency"]) if matter else None
    if wanted is None:
        wanted = next((one["id"] for one in lists.answers("/currencies") if one["code"] == settings(lists)["currency"]), None)
    return row["currency"] if wanted == id_of(row["currency"]) else {"id": wanted}


def entries(lists: Lists, account: Any) -> list[Row]:
    """The transactions of an account in the order of their days."""
    rows = [row for row in lists.answers("/bank_transactions") if row["bank_account_id"] == account]
    return sorted(rows, key=lambda row: (row["date"], row["id"]))


def opening(rows: list[Row]) -> Decimal:
    """What the account was opened with: what its first entry left, without that entry."""
    return cents(rows[0]["current_account_balance"]) - cents(rows[0]["amount"])


@follows("BankAccount", "balance")
def account_balance(row: Row, lists: Lists) -> Any:
    """What the last entry left, and all that came in and went out since the account was opened."""
    rows = entries(lists, row["id"])
    return opening(rows) + total(one["amount"] for one in rows) if rows else UNKNOWN


@follows("BankAccount", "bank_transactions_count")
def transactions_count(row: Row, lists: Lists) -> Any:
    return len(entries(lists, row["id"]))


@follows("BankAccount", "currency_symbol", "currency_id")
def account_currency(row: Row, lists: Lists) -> Any:
    result = next((one for one in lists.answers("/currencies") if one["code"] == row["currency"]), None)
    return {"currency_symbol": result["sign"], "currency_id": result["id"]} if result else UNKNOWN


@follows("BankTransaction", "current_account_balance")
def running_balance(row: Row, lists: Lists) -> Any:
    rows = entries(lists, row["bank_account_id"])
    place = [one["id"] for one in rows].index(row["id"])
    known = lists.by_id("/bank_accounts").get(str(row["bank_account_id"]))
    after = total(one["amount"] for one in rows[place + 1 :])
    return cents(known["balance"]) - after if known else opening(rows) + total(one["amount"] for one in rows[: place + 1])


@follows("BankTransaction", "funds_in")
def funds_in(row: Row, lists: Lists) -> Any:
    return max(number(row["amount"]), NOTHING)


@follows("BankTransaction", "funds_out")
def funds_out(row: Row, lists: Lists) -> Any:
    return max(-number(row["amount"]), NOTHING)


@follows("BankTransaction", "currency_id")
def transaction_currency(row: Row, lists: Lists) -> Any:
    return next((one["id"] for one in lists.answers("/currencies") if one["code"] == row["currency"]), UNKNOWN)


def ledger_balance(lists: Lists, key: str, id: Any, account: Any) -> Decimal:
    """What an account holds for a matter or a client."""
    return total(row["amount"] for row in pointing(lists.answers("/bank_transactions"), key, id) if row["bank_account_id"] == account)


def by_account(shown: list[Row], lists: Lists, key: str, id: Any) -> Any:
    """The balances by account as they are, where they are right; else what is right."""
    right = {one["id"]: ledger_balance(lists, key, id, one["id"]) for one in lists.answers("/bank_accounts")}
    known = lists.by_id("/bank_accounts")
    results = {one["id"]: cents(one["balance"]) for one in shown}
    if any(
        known[str(one["id"])][name] != one[name] for one in shown if str(one["id"]) in known for name in ("type", "name", "currency_id")
    ):
        return "the type, name and currency of each account"
    return shown if results == right else {str(id): float(value) for id, value in right.items()}


@follows("Matter", "account_balances")
def matter_balances(row: Row, lists: Lists) -> Any:
    return by_account(row["account_balances"], lists, "matter", row["id"])


@follows("Contact", "account_balances")
def contact_balances(row: Row, lists: Lists) -> Any:
    return by_account(row["account_balances"], lists, "client", row["id"])


def in_trust(lists: Lists, key: str, id: Any) -> Decimal:
    trust = [one["id"] for one in lists.answers("/bank_accounts") if one["type"] == "Trust"]
    return sum((ledger_balance(lists, key, id, account) for account in trust), NOTHING)


def waiting(lists: Lists, matter: Any) -> list[Row]:
    """Entries of a matter that no bill asks for yet."""
    rows = pointing(lists.answers("/activities", status="unbilled"), "matter", matter)
    return [row for row in rows if not row["non_billable"] and not row["on_bill"]]


@follows("BillableMatter", "unbilled_hours", "unbilled_amount", "amount_in_trust")
def billable_matter(row: Row, lists: Lists) -> Any:
    rows = waiting(lists, row["id"])
    return {
        "unbilled_hours": hours(sum((number(one["rounded_quantity"]) for one in rows if one["type"] == "TimeEntry"), NOTHING)),
        "unbilled_amount": total(one["total"] for one in rows),
        "amount_in_trust": in_trust(lists, "matter", row["id"]),
    }


@follows("BillableMatter", "display_number", "client", "currency_id", "currency_code")
def billable_matter_is(row: Row, lists: Lists) -> Any:
    matter = lists.by_id("/matters").get(str(row["id"]))
    if matter is None:
        return UNKNOWN
    money = matter["currency"] or {"id": row["currency_id"]}
    code = next((one["code"] for one in lists.answers("/currencies") if one["id"] == money["id"]), None)
    own = id_of(matter["client"]) == id_of(row["client"])
    client = row["client"] if own else {"id": id_of(matter["client"])}
    return {"display_number": matter["display_number"], "client": client, "currency_id": money["id"], "currency_code": code}


@follows("BillableClient", "unbilled_hours", "unbilled_amount", "amount_in_trust", "billable_matters_count", "billable_matters", "name")
def billable_client(row: Row, lists: Lists) -> Any:
    rows = [one for one in lists.answers("/billable_matters") if id_of(one["client"]) == row["id"]]
    contact = lists.by_id("/contacts").get(str(row["id"]))
    right = sorted(one["id"] for one in rows) == sorted(one["id"] for one in row["billable_matters"])
    return {
        "unbilled_hours": sum((number(one["unbilled_hours"]) for one in rows), NOTHING),
        "unbilled_amount": total(one["unbilled_amount"] for one in rows),
        "amount_in_trust": in_trust(lists, "client", row["id"]),
        "billable_matters_count": len(rows),
        "billable_matters": row["billable_matters"] if right else sorted(one["id"] for one in rows),
        "name": contact["name"] if contact else UNKNOWN,
    }
