"""The spec that `mockclio seed --init` writes. It works as it stands."""

STARTER = """\
# A firm for mockclio. Serve it:              mockclio serve --firm firm.yaml --watch
# For your editor, write the schema first:     mockclio seed --schema > firm.schema.json
# yaml-language-server: $schema=./firm.schema.json
#
# An entry has the attributes with which the API creates such a record. Other records are named by their name or their key.
# Dates may count from today: -3d, +2w, `+1d 09:30`. What is left out is filled as the account would.

base: empty                 # or small, or canada: the firm that this one is added to

users:
  - {name: Ada Quill, email: ada@quill.test, owner: true, rate: 350, token: ada-token}
  - {name: Ben Okafor, email: ben@quill.test, rate: 240, token: ben-token, scopes: [Matters, Contacts]}

custom_fields:
  - Court
  - {name: Filed on, field_type: date}
  - {name: Stage, picklist_options: [Pleadings, Discovery, Trial]}
  - {name: VIP, parent_type: Contact, field_type: checkbox}

contacts:
  - Brightwater Foods Inc.
  - {name: Lin Chen, email: lin@chen.test, phone: 212-555-0100, custom: {VIP: true}}

matters:
  - key: lease
    client: Brightwater Foods Inc.
    description: Lease review
    practice_area: Real Estate
    custom: {Court: Kings County}
  - key: divorce
    client: Lin Chen
    description: Divorce
    open_date: -60d
    responsible_attorney: Ben Okafor
    custom: {Court: New York County, Filed on: -20d, Stage: Discovery}

activities:
  - {matter: lease, hours: 2.5, note: Review of the lease, date: -10d}
  - {matter: divorce, hours: 1, note: Draft of the petition, date: -21d, user: Ben Okafor}
  - {matter: divorce, price: 210, note: Filing fee, date: -20d}

tasks:
  - {matter: divorce, name: Collect bank statements, due_at: +1w}

calendar_entries:
  - {matter: divorce, summary: Hearing, start_at: +2w 09:30, attendees: [Lin Chen]}

bills:
  - {matter: divorce, state: awaiting_payment, issued_at: -15d}
  - {matter: lease, state: draft}

trust:
  - {matter: divorce, amount: 5000, date: -60d}

documents:
  - {matter: lease, name: Letter.txt, content: The lease is attached.}
  # - {matter: lease, file: ./lease.pdf}
"""
