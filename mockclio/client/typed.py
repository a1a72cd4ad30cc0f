"""Writes the files for type checkers that follow from the catalogue: `python -m mockclio.client.typed`.

One file lists the collections of a client, the other names the models and events of webhooks.
"""

from __future__ import annotations

from pathlib import Path

from mockclio.catalog import collections, webhook_types
from mockclio.catalog.webhook_models import webhook_events, webhook_models
from mockclio.client import collections as written
from mockclio.client.loading import OWN

COMMAND = f"python -m {__spec__.name if __spec__ else __name__}"
NOTE = f"`{COMMAND}` writes it; do not edit."


def classes() -> dict[str, tuple[str, str]]:
    """Return the module and the class of each collection, by its name."""
    known = {name: (one.__module__, one.__name__) for name, one in collections().items()}
    return {name: (OWN[name].partition(":")[0], OWN[name].partition(":")[2]) if name in OWN else one for name, one in known.items()}


def firm_text() -> str:
    """Return the module that gives each collection its attribute."""
    modules = sorted({module for module, _ in classes().values()})
    named = {module: sorted(cls for other, cls in classes().values() if other == module) for module in modules}
    imports = [f"    from {module} import {', '.join(named[module])}" for module in modules]
    attributes = [f"    {name}: {cls}[M]" for name, (_, cls) in classes().items()]
    head = [f'"""The collections of a client, each by the name of its attribute. {NOTE}"""', "", "from __future__ import annotations", ""]
    head += ["from typing import TYPE_CHECKING, Generic", "", "from mockclio.catalog.operations import M", "", "if TYPE_CHECKING:"]
    return "\n".join(
        [
            *head,
            *imports,
            "",
            "",
            "class Collections(Generic[M]):",
            '    """The type of each collection. Only annotations."""',
            "",
            *attributes,
            "",
        ]
    )


def types_text() -> str:
    """Return the module that names the models and events of webhooks."""
    head = [f'"""Models and events of webhooks. {NOTE}"""', "", "from __future__ import annotations", "", "from typing import Literal", ""]
    return "\n".join([*head, *_literal("WebhookEvent", webhook_events()), *_literal("WebhookModel", sorted(webhook_models())), ""])


def _literal(name: str, values: tuple[str, ...] | list[str]) -> list[str]:
    return [f"{name} = Literal[", *(f'    "{value}",' for value in values), "]"]


def files() -> dict[Path, str]:
    """Return the expected text of each file."""
    return {Path(str(written.__file__)): firm_text(), Path(str(webhook_types.__file__)): types_text()}


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, "utf-8")
