"""The folder of the saved states of a server. Each state is one file."""

from __future__ import annotations

import re
from pathlib import Path

import orjson

from mockclio.errors import shortened
from mockclio.store import resuming
from mockclio.store.state import HEAD, WrongState, dump, load, read, write
from mockclio.store.world import World

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class SavedStates:
    """States by name. The folder is made when the first one is saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """The file of a state. A name cannot lead out of the folder."""
        if not NAME.fullmatch(name):
            raise WrongState(f"{shortened(name)!r} cannot name a state: write letters, digits, '.', '_' and '-'")
        return self.folder / f"{name}.json"

    def names(self) -> list[str]:
        result = (path.stem for path in self.folder.glob("*.json")) if self.folder.is_dir() else ()
        return sorted(name for name in result if NAME.fullmatch(name))

    def save(self, world: World, name: str) -> Path:
        """Write a whole world, in one step."""
        path = self.path(name)
        write(snapshot(world), path)
        return path

    def load(self, name: str, world: str = "default") -> World:
        """The checked world of a state."""
        path = self.path(name)
        return load(path, world)

    def document(self, name: str) -> dict[str, object]:
        result: dict[str, object] = read(self.path(name))
        return result

    def delete(self, name: str) -> bool:
        path = self.path(name)
        result = path.is_file()
        path.unlink(missing_ok=True)
        return result


def snapshot(world: World) -> dict[str, object]:
    """The document of a world, with everything that it needs to go on."""
    with world.lock:
        document = dump(world)
        document[HEAD]["1"] |= resuming.head_of(world)
        whole = {**document, **resuming.access_of(world), **resuming.faults_of(world)}
        copy: dict[str, object] = orjson.loads(orjson.dumps(whole))
        return copy
