"""Reference data for documents: the root folder, categories, and one template for automations."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from mockclio.practice.documents.folder_tree import make_root
from mockclio.seeding.office import Office
from mockclio.server.storage import content_type_of, keep
from mockclio.store.session import Session

CATEGORIES = ("Agreements", "Correspondence", "Discovery", "Evidence", "Pleadings", "Research")
LETTER = (
    "<<date.today>>",
    "<<matter.client.name>>",
    "Re: <<matter.display_number>>, <<matter.description>>",
    "Thank you for choosing <<firm.name>>. This letter confirms that we act for you in the matter named above.",
    "The attorney responsible for your matter is <<matter.responsible_attorney.name>>.",
    "Yours sincerely,",
    "<<user.name>>",
)
NAMESPACE = "http://schemas.openxmlformats.org"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def seed(session: Session, office: Office) -> None:
    """Insert the records. The root's id is `office["folder.root"]`, a category's id is `office["document_category.Evidence"]`."""
    office["folder.root"] = make_root(session)["id"]
    for name in CATEGORIES:
        office[f"document_category.{name}"] = session.insert("document_categories", {"name": name})["id"]
    content, filename = docx(LETTER), "Engagement letter.docx"
    values = {"filename": filename, "content_type": content_type_of(filename), "size": len(content), "_file": keep(session.world, content)}
    links = {"document_category": office["document_category.Correspondence"], "last_modified_by": office["user.owner"]}
    office["document_template.letter"] = session.insert("document_templates", {**values, **links})["id"]


def docx(paragraphs: tuple[str, ...]) -> bytes:
    """A Word document of plain paragraphs."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in paragraphs)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = f"{NAMESPACE}/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{NAMESPACE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{NAMESPACE}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{NAMESPACE}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, (2025, 1, 6, 9, 0, 0))
            packed.writestr(member, HEAD + text, zipfile.ZIP_DEFLATED)
    return target.getvalue()
