"""Text snippets: abbreviations that the product expands while a user types."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)


class TextSnippet(Resource):
    """An abbreviation and the phrase that replaces it."""

    search = "snippet phrase"

    created_at: DateTime
    updated_at: DateTime
    snippet: str
    phrase: str
    whole_word: bool


class TextSnippetQuery(ListQuery):
    query: str = unset


class NewTextSnippet(Body):
    phrase: str
    snippet: str
    whole_word: bool = unset


class TextSnippetChanges(NewTextSnippet, Guarded):
    phrase: str = unset
    snippet: str = unset


class TextSnippets(Collection[M]):
    path = "/settings/text_snippets"
    scope = "Settings"

    list = op.index(TextSnippet, TextSnippetQuery, order="id snippet phrase whole_word")
    create = op.create(TextSnippet, NewTextSnippet)
    get = op.show(TextSnippet)
    update = op.update(TextSnippet, TextSnippetChanges)
    delete = op.destroy()
