"""Merge fields in templates: `<<matter.display_number>>` or `{{matter.display_number}}`, in office files, XML and plain text.

An office file is a zip of XML parts. An editor may have split a field over several runs, so the search
for a field skips the tags between its characters. The tags stay in the same order, and the file stays well-formed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape, unescape

OFFICE = ("docx", "pptx", "xlsx")
TAG = r"(?:<[^>]*>)*"
XML_FIELD = re.compile(
    rf"&lt;{TAG}&lt;((?:[^<&]|<[^>]*>)*?)&gt;{TAG}&gt;|\{{{TAG}\{{((?:[^<&{{}}]|<[^>]*>)*?)\}}{TAG}\}}",
)
PARTS = re.compile(r"(word/(document|header\d*|footer\d*)|xl/(sharedStrings|worksheets/sheet\d+)|ppt/slides/slide\d+)\.xml")
PARAGRAPH = re.compile(r"</(?:w:p|a:p|si|is)>")
Value = Callable[[str], "str | None"]


class Unreadable(Exception):
    """The template is not the kind of file that its name states."""


def fill(content: bytes, extension: str, value: Value) -> bytes:
    """The file with each known merge field replaced. Unknown fields and other kinds of files do not change."""
    if extension in OFFICE:
        return _fill_office(content, value)
    if extension == "xml":
        return _text(content, lambda text: _fill_xml(text, value))
    return content


def _fill_office(content: bytes, value: Value) -> bytes:
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as filled:
            for member in source.infolist():
                part = source.read(member)
                filled.writestr(member, _text(part, lambda text: _fill_xml(text, value)) if PARTS.fullmatch(member.filename) else part)
    except zipfile.BadZipFile:
        raise Unreadable from None
    return target.getvalue()


def _text(content: bytes, change: Callable[[str], str]) -> bytes:
    try:
        return change(content.decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable from None


def _fill_xml(text: str, value: Value) -> str:
    def replace(match: re.Match[str]) -> str:
        result = value(re.sub(r"<[^>]*>", "", match[1] if match[1] is not None else match[2]))
        return match[0] if result is None else escape(result) + "".join(re.findall(r"<[^>]*>", match[0]))

    return XML_FIELD.sub(replace, text)


def text_of(content: bytes, extension: str) -> list[str]:
    """The paragraphs of a file, for its PDF. An empty list if the kind of file has no readable text."""
    if extension in OFFICE:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            parts = [source.read(name).decode("utf-8") for name in sorted(source.namelist()) if PARTS.fullmatch(name)]
        paragraphs = [paragraph for part in parts for paragraph in PARAGRAPH.split(part)[:-1]]
        return [unescape(re.sub(r"<[^>]*>", "", paragraph)).strip() for paragraph in paragraphs]
    if extension == "xml":
        lines = re.sub(r"<[^>]*>", "\n", content.decode("utf-8")).splitlines()
        return [unescape(line).strip() for line in lines if line.strip()]
    return []
