"""Token stores: memory, a file that only its owner may read, and the keyring of the operating system."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile

from mockclio.client.auth import Tokens


class MemoryStore:
    """For as long as the process lives."""

    def __init__(self, tokens: Tokens | None = None) -> None:
        self._tokens = tokens

    def load(self) -> Tokens | None:
        return self._tokens

    def save(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def clear(self) -> None:
        self._tokens = None


class FileStore:
    """A JSON file with mode 0600, replaced as a whole. A file that others may read is refused, because they have read it by now."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path).expanduser()

    def __repr__(self) -> str:
        return f"FileStore({str(self.path)!r})"

    def load(self) -> Tokens | None:
        if not self.path.is_file():
            return None
        mode = self.path.stat().st_mode & 0o777
        if os.name == "posix" and mode & 0o077:
            raise PermissionError(f"{self.path} has mode {mode:o}: it holds tokens, so make it 600 and revoke the tokens if others used it")
        try:
            return Tokens(**json.loads(self.path.read_text("utf-8")))
        except (ValueError, TypeError):
            raise ValueError(f"{self.path} is not a file of tokens: delete it and log in again") from None

    def save(self, tokens: Tokens) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=self.path.parent, prefix=".tokens", delete=False) as file:  # created with 0600
            json.dump(asdict(tokens), file)
        os.replace(file.name, self.path)

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)


class KeyringStore:
    """The keyring of the operating system, through the package `keyring`, which must be installed."""

    def __init__(self, service: str = "mockclio", name: str = "default") -> None:
        try:
            import keyring
        except ImportError:
            raise ImportError("KeyringStore needs the package keyring: pip install keyring, or use FileStore") from None
        self._keyring, self.service, self.name = keyring, service, name

    def __repr__(self) -> str:
        return f"KeyringStore({self.service!r}, {self.name!r})"

    def load(self) -> Tokens | None:
        kept = self._keyring.get_password(self.service, self.name)
        return Tokens(**json.loads(kept)) if kept else None

    def save(self, tokens: Tokens) -> None:
        self._keyring.set_password(self.service, self.name, json.dumps(asdict(tokens)))

    def clear(self) -> None:
        if self._keyring.get_password(self.service, self.name) is not None:
            self._keyring.delete_password(self.service, self.name)
