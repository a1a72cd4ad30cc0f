"""Documents with bytes: versions, folders, categories, the trash, comments, templates, automations, an archive."""

from __future__ import annotations

import base64
from typing import Any

from mockclio.practice.common.pdf import pdf
from mockclio.seeding.reference.documents import docx
from mockclio.seeding.small.timeline import Firm, Id, Step, call, change, make, note, ref, remove

LETTER = docx(("Hartwell & Osei LLP", "Dear Ms. Chen,", "This letter confirms our agreement of today.", "Margaret Hartwell"))
COMPLAINT = pdf(["Marlow Shipping Co. v. Caspian Lines", "COMPLAINT", "Plaintiff demands judgment for $1,250,000."])
LEDGER = b"date,item,amount\n2024-11-18,demurrage,812000.00\n2024-11-20,survey,9400.00\n"
STATEMENT = "I was driving home when the truck changed lanes.\n— Miguel Alvarez\n".encode()
MERGED = docx(("<<matter.display_number>>", "Estimated fee for <<matter.client.name>>", "<<matter.responsible_attorney.name>>"))


def steps() -> list[Step]:
    return [
        _upload(
            "2025-01-22T20:10", "letter", "Engagement letter.docx", LETTER, ref("matter.divorce", type="Matter"), category="Agreements"
        ),
        note("2025-01-22T20:12", "document.letter", "documents", communication_id=Id("email.chen")),
        _folder("2025-01-28T15:00", "pleadings", "Pleadings", ref("matter.marlow", type="Matter"), category="Pleadings"),
        _folder("2025-01-28T15:05", "exhibits", "Exhibits", ref("folder.pleadings", type="Folder"), category="Evidence"),
        _upload("2025-01-28T15:10", "complaint", "Complaint.pdf", COMPLAINT, ref("folder.pleadings", type="Folder"), category="Pleadings"),
        ("2025-03-20T15:00", _revised),
        _upload(
            "2025-01-28T15:20",
            "ledger",
            "Demurrage.csv",
            LEDGER,
            ref("folder.exhibits", type="Folder"),
            category="Evidence",
            external_properties=[{"name": "scanner", "value": "room-4"}],
            received_at="2025-01-27T21:00:00Z",
        ),
        _upload(
            "2025-02-07T19:00",
            "statement",
            "Statement.txt",
            STATEMENT,
            ref("matter.collision", type="Matter"),
            external_properties=[{"name": "scanner", "value": "phone"}],
        ),
        _upload("2025-03-06T15:30", "passport", "Passport.txt", b"P<FRADUBOIS<<CLAIRE\n", ref("contact.dubois", type="Contact")),
        _folder("2025-03-06T15:40", "visa", "Evidence of merit", ref("contact.dubois", type="Contact")),
        _upload(
            "2025-02-13T19:00", "xray", "Records of St. Mary.txt", b"Fracture of the left radius.\n", ref("matter.collision", type="Matter")
        ),
        _upload(
            "2025-02-13T19:10",
            "invoice",
            "Invoice of St. Mary.csv",
            b"item,amount\nsurgery,18400\n",
            ref("matter.collision", type="Matter"),
        ),
        _upload("2025-04-10T15:00", "old", "Old lease.txt", b"Superseded.\n", ref("matter.lease", type="Matter")),
        _folder("2025-04-10T15:10", "drafts", "Drafts", ref("matter.lease", type="Matter")),
        _upload("2025-04-10T15:12", "draft", "Draft lease.txt", b"Not for signature.\n", ref("folder.drafts", type="Folder")),
        _folder("2025-05-07T14:50", "sealed", "Sealed", ref("matter.guardianship", type="Matter")),
        _upload("2025-05-07T15:00", "sealed", "Medical affirmation.txt", b"Under seal.\n", ref("folder.sealed", type="Folder")),
        note("2025-05-08T15:00", "document.sealed", "documents", locked=True),
        note("2025-05-08T15:05", "folder.sealed", "folders", locked=True),
        call(
            "2026-05-29T15:00",
            "POST",
            "/documents",
            "document.coming",
            json={"data": {"name": "Appraisal.pdf", "parent": ref("folder.exhibits", type="Folder")}},
        ),
        *_of_the_office(),
        remove("2026-05-22T15:00", "document.old", "documents"),
        remove("2026-05-22T15:10", "folder.drafts", "folders"),
        make("2025-01-28T16:00", "", "comments", item=ref("document.complaint"), message="Is the date of the charter right?"),
        make("2025-01-28T16:30", "", "comments", by="user.osei", item=ref("document.complaint"), message="Yes, 3 November."),
        make("2025-02-14T16:00", "", "comments", item=ref("folder.exhibits"), message="Number them A to K."),
        make("2025-01-07T18:00", "", "document_categories", name="Billing"),
        make(
            "2025-01-13T18:00",
            "template.estimate",
            "document_templates",
            file=base64.b64encode(MERGED).decode(),
            filename="Estimate.docx",
        ),
        make(
            "2025-01-23T18:00",
            "automation.letter",
            "document_automations",
            document_template=ref("document_template.letter"),
            matter=ref("matter.divorce"),
            filename="Letter to Lin Chen",
            formats=["original", "pdf"],
        ),
        call("2025-01-23T18:10", "GET", "/document_automations"),
        make(
            "2026-05-28T15:00",
            "automation.estimate",
            "document_automations",
            document_template=ref("template.estimate"),
            matter=ref("matter.visa"),
            filename="Estimate",
            formats=["pdf"],
        ),
        call("2026-05-28T15:10", "GET", "/document_automations"),
        ("2026-05-28T16:00", _unreadable),
        make(
            "2026-05-29T16:00",
            "archive.marlow",
            "document_archives",
            items=[ref("folder.pleadings", type="Folder"), ref("document.statement", type="Document")],
        ),
        call("2026-05-29T16:10", "GET", "/document_archives/{archive.marlow}"),
        change("2026-05-30T15:00", "folder.visa", "folders", external_properties=[{"name": "box", "value": "12"}]),
        change("2026-05-30T15:05", "folder.pleadings", "folders", external_properties=[{"name": "box", "value": "13"}]),
        make(
            "2026-05-30T15:10",
            "",
            "conversation_messages",
            subject="Your documents",
            body="A copy for you.",
            receivers=[ref("contact.chen", type="Contact")],
            conversation=ref("talk.chen"),
            attachment={"document_id": Id("document.letter")},
        ),
    ]


def _of_the_office() -> list[Step]:
    """Documents without a matter, in the root folder. Two uploads are not complete, two items are in the trash."""
    root = ref("folder.root", type="Folder")
    parts = [{"part_number": 1, "content_length": "5242880"}, {"part_number": 2, "content_length": "1204"}]
    tag = [{"name": "owner", "value": "office"}]
    return [
        _upload("2025-01-13T15:00", "handbook", "Handbook.txt", b"Be on time.\n", root, "Agreements", external_properties=tag),
        _folder("2025-01-13T15:10", "forms", "Forms", root, category="Agreements"),
        change("2025-01-13T15:20", "folder.forms", "folders", external_properties=[*tag, {"name": "shelf", "value": "3"}]),
        _upload("2025-01-13T15:30", "notice", "Notice of the move.txt", b"We move in February.\n", root),
        remove("2025-03-03T15:30", "document.notice", "documents"),
        _upload("2025-01-14T15:30", "list", "Telephone list.csv", b"name,number\nMargaret,101\n", ref("folder.forms", type="Folder")),
        _folder("2025-01-14T15:40", "scans", "Scans", root),
        remove("2026-05-22T15:20", "folder.scans", "folders"),
        call("2026-05-29T15:10", "POST", "/documents", json={"data": {"name": "Video.mp4", "parent": root, "multiparts": parts}}),
        call(
            "2026-05-29T15:20",
            "POST",
            "/documents",
            json={"data": {"name": "Handbook.txt", "parent": ref("document.handbook", type="Document")}},
        ),
    ]


def _upload(moment: str, key: str, name: str, content: bytes, parent: dict[str, Any], category: str = "", **data: Any) -> Step:
    if category:
        data["document_category"] = ref(f"document_category.{category}")

    def work(firm: Firm) -> None:
        firm.office[f"document.{key}"] = firm.builder.upload(name, content, firm.known(parent), **firm.known(data))

    return moment, work


def _folder(moment: str, key: str, name: str, parent: dict[str, Any], category: str = "") -> Step:
    body: dict[str, Any] = {"name": name, "parent": parent}
    if category:
        body["document_category"] = ref(f"document_category.{category}")
    return call(moment, "POST", "/folders", f"folder.{key}", json={"data": body})


def _revised(firm: Firm) -> None:
    """A second version of the complaint."""
    text = ["Marlow Shipping Co. v. Caspian Lines", "AMENDED COMPLAINT", "Plaintiff demands judgment for $1,310,000."]
    parent = {"id": firm.office["document.complaint"], "type": "Document"}
    firm.builder.upload("Complaint.pdf", pdf(text), parent)


def _unreadable(firm: Firm) -> None:
    """An automation that fails: the template's bytes do not match its file type."""
    broken = {"file": base64.b64encode(b"not a document").decode(), "filename": "Broken.docx"}
    template = firm.builder.post("document_templates", **broken)["id"]
    firm.builder.post(
        "document_automations",
        document_template={"id": template},
        matter={"id": firm.office["matter.marlow"]},
        filename="Broken",
        formats=["original"],
    )
    firm.builder.at("2026-05-28T16:01:00Z")
    firm.builder.call("GET", "/document_automations")
