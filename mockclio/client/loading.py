"""The collections of a client. Each is loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mockclio.catalog.operations import COLLECTIONS, M
from mockclio.client.collections import Collections

if TYPE_CHECKING:
    from mockclio.client.caller import Caller

OWN = {
    "document_archives": "mockclio.client.jobs:ArchiveCalls",
    "documents": "mockclio.client.uploads:DocumentCalls",
    "reports": "mockclio.client.jobs:ReportCalls",
    "webhooks": "mockclio.client.subscriptions:WebhookCalls",
}
"""Collections to which the client adds calls of its own."""


class LazyCollections(Collections[M]):
    """The collections of the catalogue as attributes. Each is loaded when it is first used."""

    _caller: Caller

    if not TYPE_CHECKING:  # the checkers must not see it, or every misspelt collection would be Any

        def __getattr__(self, name: str) -> Any:
            """Load a collection and store it on the client."""
            if name not in Collections.__annotations__ or name.startswith("_"):
                raise AttributeError(f"{type(self).__name__} has no {name!r}")
            collection = self.__dict__[name] = load(name)(self._caller)
            return collection


def load(name: str) -> Any:
    """Return the class of a collection."""
    if name in OWN:
        module, _, cls = OWN[name].partition(":")
        return getattr(import_module(module), cls)
    import_module(f"mockclio.catalog.{name}")
    return COLLECTIONS[name]
