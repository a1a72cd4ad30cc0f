"""Behaviour of text snippets: both texts must not be empty."""

from __future__ import annotations

from typing import Any, ClassVar

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class TextSnippets(Behavior):
    """Abbreviations of the firm."""

    defaults: ClassVar[dict[str, Any]] = {"whole_word": False}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        for name in ("phrase", "snippet"):
            if name in data and not (data[name] or "").strip():
                raise InvalidArgument(f"{name} can't be blank", rule="people.snippet-needs-both-sides")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if "whole_word" not in data:
            rule("people.snippets-match-parts-of-words-unless-said")
