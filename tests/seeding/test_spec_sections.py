"""Every section takes an entry, every reference has a table, and the JSON Schema knows all of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from mockclio import MockClio
from mockclio.catalog.schema import Attribute
from mockclio.cli.seed import seed
from mockclio.seeding.spec.schema import schema
from mockclio.seeding.spec.sections import sections, target
from mockclio.seeding.spec.starter import STARTER
from mockclio.store.yaml_lines import parse

Row = dict[str, Any]
ALL: Row = {
    "base": "small",
    "at": "2026-07-01T12:00:00Z",
    "account": {"name": "Quill LLP"},
    "users": [{"name": "Ada Quill", "email": "ada@quill.test", "token": "ada"}],
    "groups": [{"name": "Litigation"}],
    "applications": [{"client_id": "sync", "client_secret": "secret"}],
    "practice_areas": ["Space law"],
    "custom_fields": ["Orbit", {"name": "Paid", "field_type": "checkbox", "parent_type": "Contact"}],
    "custom_field_sets": [{"name": "Space", "parent_type": "Matter", "custom_field_ids": ["Orbit"]}],
    "bank_accounts": [{"name": "Escrow", "type": "Trust"}],
    "tax_rate_configurations": [{"name": "VAT", "rate": 0.2, "country": "GB"}],
    "calendars": ["Launches"],
    "calendar_entry_event_types": ["Launch"],
    "contacts": ["Orbit Inc.", {"name": "Bo Li", "company": "Orbit Inc.", "email": "bo@li.test", "custom": {"Paid": True}}],
    "matters": [
        {"key": "m", "client": "Orbit Inc.", "description": "Launch", "practice_area": "Space law", "custom": {"Orbit": "low"}},
        {"key": "n", "client": "Orbit Inc.", "description": "Landing", "relationships": [{"contact": "Bo Li", "description": "Pilot"}]},
    ],
    "task_types": ["Burn"],
    "task_template_lists": [{"key": "l", "name": "Countdown", "description": "Before a launch", "practice_area": "Space law"}],
    "activity_descriptions": [{"name": "Steering", "rate": {"amount": 100, "type": "User"}}],
    "expense_categories": ["Fuel"],
    "activities": [{"matter": "m", "hours": 1, "user": "Ada Quill", "activity_description": "Steering"}, {"matter": "m", "price": 9}],
    "activity_rates": [{"contact_id": "Orbit Inc.", "rate": 100}],
    "calendar_entries": [{"summary": "Lift-off", "start_at": "+1d", "attendees": ["Bo Li"], "calendar_owner": "Ada Quill"}],
    "clio_payments_links": [
        {"currency": "USD", "description": "Fee", "amount": 5, "duration": 86400, "destination_account": "Operating Account"}
        | {"subject": "Orbit Inc.", "destination_contact": "Orbit Inc."}
    ],
    "comments": [{"item": "Plan.txt", "message": "Fine"}],
    "communications": [{"matter": "m", "subject": "Call about fuel"}],
    "conversation_messages": [{"subject": "Hello", "body": "There", "receivers": ["Bo Li"]}],
    "custom_actions": [{"label": "Open", "target_url": "https://example.test/", "ui_reference": "matters/show"}],
    "damages": [{"matter_id": "m", "amount": 5, "damage_type": "general", "description": "Dent"}],
    "document_templates": [{"file": "e30=", "filename": "A.docx"}],
    "grant_funding_sources": ["Space fund"],
    "grants": ["Moon grant"],
    "matter_dockets": [
        {"name": "Docket", "start_date": "today", "matter": "m"}
        | {"jurisdiction": "United States District Court, Southern District of New York, Civil", "trigger": "Entry of judgment"}
    ],
    "matter_transfers": [
        {"amount": 5, "bank_account": "IOLTA Trust Account", "client": "Orbit Inc.", "date": "today"}
        | {"source_matter": "m", "destination_matter": "n"}
    ],
    "medical_records_details": [
        {"matter_id": "m", "medical_provider_id": "Bo Li", "in_treatment": False}
        | {"records_status": "requested", "bills_status": "requested"}
    ],
    "notes": [{"matter": "m", "subject": "Fuel", "detail": "Low"}, {"contact": "Bo Li", "subject": "Shy"}],
    "relationships": [{"matter": "n", "contact": "Bo Li", "description": "Engineer"}],
    "reminders": [{"subject": "Lift-off"}],
    "report_presets": [{"name": "Owed", "kind": "accounts_receivable", "format": "csv"}],
    "report_schedules": [
        {"report_preset_id": "Owed", "frequency": "monthly", "day_of_month": 1} | {"time_of_day": "now", "time_zone": "UTC"}
    ],
    "reports": [{"kind": "accounts_receivable", "format": "csv"}],
    "safe_custody_packet_locations": ["Vault"],
    "safe_custody_packets": [{"key": "p", "contact_id": "Bo Li", "safe_custody_location_id": "Vault", "description": "Papers"}],
    "safe_custody_records": [{"title": "Deed", "safe_custody_packet_id": "p"}],
    "task_templates": [{"name": "Check fuel", "task_template_list": "l"}],
    "tasks": [{"matter": "m", "name": "Fuel", "due_at": "+3d", "task_type": "Burn"}],
    "text_snippets": [{"phrase": "lo", "snippet": "lift-off"}],
    "document_categories": ["Plans"],
    "folders": [{"name": "Plans", "parent": "m"}],
    "documents": [{"folder": "Plans", "name": "Plan.txt", "content": "Up", "document_category": "Plans"}],
    "bank_transactions": [{"bank_account": "Escrow", "client": "Orbit Inc.", "amount": 12}],
    "trust": [{"client": "Bo Li", "amount": 40}, {"matter": "m", "amount": 50}],
    "trust_requests": [{"client_id": "Orbit Inc.", "due_date": "+30d", "trust_amount": 100}],
    "bills": [{"key": "b", "matter": "m", "state": "awaiting_payment"}],
    "payments": [{"bill": "b", "amount": 9}],
}


def test_the_example_has_every_section() -> None:
    assert ALL.keys() == {"base", "at", "account", *sections()}


def test_an_entry_of_every_section_is_made() -> None:
    with MockClio(ALL) as mock, MockClio("small", at=ALL["at"]) as small:
        for name, section in sections().items():
            if ALL[name] and section.table:
                before = len(small.world.tables.get(section.table, ()))
                assert len(mock.world.table(section.table)) > before, name


def test_the_schema_takes_the_example_and_the_starter() -> None:
    shown = json.loads(CliRunner().invoke(seed, ["--schema"]).output)
    assert shown == schema()
    Draft202012Validator.check_schema(shown)
    for data in (ALL, parse(STARTER, "firm.yaml", exact=True)[0], {"matters": "matters.csv"}):
        Draft202012Validator(shown).validate(data)


@pytest.mark.parametrize(
    "data",
    [{"taks": []}, {"matters": [{"descripton": "x"}]}, {"base": "smal"}, {"bills": [{"state": "payd"}]}, {"matters": "matters.xlsx"}],
)
def test_the_schema_refuses_what_the_reader_refuses(data: Row) -> None:
    assert not Draft202012Validator(schema()).is_valid(data)


def _references(attributes: dict[str, Attribute]) -> Iterator[Attribute]:
    for attribute in attributes.values():
        if attribute.kind == "ref":
            yield attribute
        yield from _references(attribute.keys if attribute.kind == "object" else {})


def test_every_reference_has_a_table() -> None:
    missing = {
        (name, attribute.name)
        for name, section in sections().items()
        for attribute in _references(section.attributes)
        if not target(section, attribute)
    }
    assert missing == set()


def test_the_starter_names_commands_that_there_are() -> None:
    assert "mockclio seed --schema > firm.schema.json" in STARTER
    assert "mockclio serve --firm firm.yaml --watch" in STARTER
