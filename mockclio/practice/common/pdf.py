"""A plain PDF of lines of text: letter pages in Helvetica, and only the parts that a PDF reader needs."""

from __future__ import annotations

from textwrap import wrap

WIDTH, LINES = 90, 50
"""Characters per line, lines per page."""


def pdf(paragraphs: list[str]) -> bytes:
    """The bytes of a PDF that shows the paragraphs, one below the other."""
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, WIDTH) or [""]] or [""]
    pages = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(_stream(page))
    return _file(objects)


def _stream(page: list[str]) -> bytes:
    shown = "\n".join(f"({_escape(line)}) Tj T*" for line in page)
    content = f"BT\n/F1 11 Tf\n14 TL\n56 736 Td\n{shown}\nET".encode("cp1252", "replace")
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _escape(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: list[bytes]) -> bytes:
    content, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail
