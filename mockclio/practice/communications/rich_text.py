"""Rich text as Clio stores it: a short list of allowed tags and attributes. Other tags are removed, their text stays."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

TAGS = frozenset(["a", "b", "br", "div", "em", "i", "li", "ol", "p", "s", "strong", "u", "ul"])
ATTRIBUTES = frozenset(["href", "rel", "style", "target", "type"])
SILENT = frozenset(("script", "style"))
"""Tags that are removed together with their content."""
ENDLESS = frozenset(("br",))


class Cleaner(HTMLParser):
    """Copies the allowed tags and attributes, and all text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag in TAGS and not self.silent:
            cached = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if _is_allowed(name, value or ""))
            self.kept.append(f"<{tag}{cached}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in TAGS - ENDLESS and not self.silent:
            self.kept.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SILENT:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.kept.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _is_allowed(name: str, value: str) -> bool:
    scheme = value.strip().lower().partition(":")[0]
    return name in ATTRIBUTES and not (name == "href" and scheme in ("javascript", "data", "vbscript"))


def cleaned(text: str) -> str:
    """The text with only the tags and attributes that rich text may have."""
    cleaner = Cleaner()
    cleaner.feed(text)
    cleaner.close()
    return "".join(cleaner.kept)
