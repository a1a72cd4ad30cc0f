"""Emails, calls, secure messages and notes."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Firm, Id, Step, change, make, nested, note, ref

USER, CONTACT = {"type": "User"}, {"type": "Contact"}


def steps() -> list[Step]:
    return [*_communications(), *_conversations(), *_notes()]


def _communications() -> list[Step]:
    return [
        make(
            "2025-01-22T20:00",
            "email.chen",
            "communications",
            type="EmailCommunication",
            subject="Engagement letter",
            body="Please find the letter attached.",
            matter=ref("matter.divorce"),
            senders=[ref("user.owner", **USER)],
            receivers=[ref("contact.chen", **CONTACT), ref("contact.stone", **CONTACT)],
            external_properties=[{"name": "message_id", "value": "<20250122@mail.test>"}],
        ),
        note("2025-01-22T20:05", "email.chen", "communications", communication_eml_file=nested()),
        make(
            "2025-02-06T16:00",
            "call.unity",
            "communications",
            by="user.osei",
            type="PhoneCommunication",
            subject="Call with the adjuster",
            body="They accept liability in principle.",
            date="2025-02-05",
            matter=ref("matter.collision"),
            senders=[ref("contact.unity", **CONTACT)],
            receivers=[ref("user.osei", **USER)],
            notification_event_subscribers=[{"user_id": Id("user.owner")}],
        ),
        make(
            "2025-09-15T15:00",
            "call.bank",
            "communications",
            type="PhoneCommunication",
            subject="Call about the new account",
            body="They will send the forms.",
            senders=[ref("user.bell", **USER)],
            receivers=[ref("contact.clinic", **CONTACT)],
        ),
        make(
            "2026-04-21T15:00",
            "email.stone",
            "communications",
            by="user.osei",
            type="EmailCommunication",
            subject="Adjournment",
            body="We consent.",
            received_at="2026-04-20T21:12:00Z",
            matter=ref("matter.marlow"),
            senders=[ref("contact.stone", **CONTACT)],
            receivers=[ref("user.osei", **USER), ref("user.owner", **USER)],
            external_properties=[{"name": "message_id", "value": "<20260420@mail.test>"}, {"name": "folder", "value": "Inbox"}],
        ),
    ]


def _conversations() -> list[Step]:
    chen = [ref("contact.chen", **CONTACT)]
    return [
        _message(
            "2025-01-23T15:00", "talk.chen", "", "Your documents", "Please upload your tax returns.", chen, matter=ref("matter.divorce")
        ),
        change("2025-01-24T15:00", "talk.chen", "conversations", read=True),
        _message(
            "2025-02-19T15:00", "talk.osei", "user.osei", "Two witnesses", "Can you see Amy Foster on Friday?", [ref("user.owner", **USER)]
        ),
        _message("2025-03-06T15:00", "talk.petrov", "", "Signing", "Would the 28th suit you?", [ref("contact.petrov", **CONTACT)]),
        change("2025-04-01T15:00", "talk.petrov", "conversations", archived=True, read=True),
        _message(
            "2025-06-12T15:00",
            "talk.team",
            "user.osei",
            "Deposition of the master",
            "Tomas, please book the interpreter.",
            [ref("user.novak", **USER), ref("contact.helen", **CONTACT)],
            matter=ref("matter.marlow"),
        ),
        _message("2026-05-20T15:30", "", "", "Your documents", "Thank you, they are complete.", chen, conversation=ref("talk.chen")),
        _message(
            "2026-05-27T15:00",
            "",
            "user.osei",
            "Two witnesses",
            "And Dr. Nair on Monday?",
            [ref("user.owner", **USER)],
            conversation=ref("talk.osei"),
        ),
    ]


def _message(moment: str, key: str, by: str, subject: str, body: str, receivers: list[dict[str, Any]], **more: Any) -> Step:
    """A message. The conversation that it opens gets the name."""

    def work(firm: Firm) -> None:
        with firm.acting(by):
            message = firm.known({"subject": subject, "body": body, "receivers": receivers, **more})
            made = firm.builder.post("conversation_messages", **message)
        if key:
            firm.office[key] = made["conversation"]

    return moment, work


def _notes() -> list[Step]:
    return [
        make(
            "2025-01-29T18:00",
            "note.intake",
            "notes",
            type="Matter",
            matter=ref("matter.divorce"),
            subject="First meeting",
            detail="Two children, a flat in Brooklyn, a business of his.",
            notification_event_subscribers=[{"user_id": Id("user.novak")}],
        ),
        make(
            "2025-02-07T18:00",
            "note.site",
            "notes",
            by="user.osei",
            type="Matter",
            matter=ref("matter.collision"),
            subject="Visit to the site",
            detail="<p>No <b>skid marks</b> are left.</p>",
            detail_text_type="rich_text",
            date="2025-02-06",
            notification_event_subscribers=[{"user_id": Id("user.owner")}],
        ),
        make("2026-02-12T18:00", "note.phone", "notes", type="Matter", matter=ref("matter.marlow"), detail="Caspian wants to talk."),
        make(
            "2025-02-21T18:00",
            "note.nair",
            "notes",
            type="Contact",
            contact=ref("contact.nair"),
            subject="Fees",
            detail="4,500 for a report, 3,000 a day in court.",
            notification_event_subscribers=[{"user_id": Id("user.bell")}],
        ),
        make(
            "2025-05-06T18:00", "note.ruth", "notes", type="Contact", contact=ref("contact.ruth"), subject="Visits", detail="Mornings only."
        ),
    ]
