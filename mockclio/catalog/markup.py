"""What a page in HTML or XML says, without its markup. A log or a message then shows the reason and not the page."""

from __future__ import annotations

from html.parser import HTMLParser

SILENT = frozenset(("script", "style", "template", "head"))
"""Elements whose content is not shown."""


class _Text(HTMLParser):
    """Collects the visible text and the title."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.texts = "", list[str]()
        self._silent, self._in_title = 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        self._in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._silent:
            self.texts.append(data)


def reason_of(text: str) -> str:
    """The visible text of a page in one line, else its title. A text that is no page stays as it is."""
    if text.lstrip()[:1] != "<":
        return text
    parser = _Text()
    parser.feed(text)
    parser.close()
    return " ".join(" ".join(parser.texts).split()) or " ".join(parser.title.split())
