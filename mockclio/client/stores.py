"""Token stores: memory, a file that only its owner may read, and the keyring of the operating system."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile

from mockclio.client.auth import Tokens


class MemoryStore:
    """Stores the tokens in memory, until the process ends."""

    def __init__(self, tokens: Tokens | None = None) -> None:
        """Begin with these tokens, or without any."""
        self._tokens = tokens

    def load(self) -> Tokens | None:
        """Return the tokens; None if there are none."""
        return self._tokens

    def save(self, tokens: Tokens) -> None:
        """Store the tokens."""
        self._tokens = tokens

    def clear(self) -> None:
        """Delete the tokens."""
        self._tokens = None


class FileStore:
    """Stores the tokens in a JSON file with mode 0600. Each save replaces the whole file."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Use the file at `path`; `~` is the home folder. The file need not exist."""
        self.path = Path(path).expanduser()

    def __repr__(self) -> str:
        """Show the path."""
        return f"FileStore({str(self.path)!r})"

    def load(self) -> Tokens | None:
        """Return the tokens; None if there is no file.

        Raises PermissionError if other users may read the file, ValueError if it does not hold tokens.
        """
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
        """Write the tokens, and make the folder if it is missing."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=self.path.parent, prefix=".tokens", delete=False) as file:  # created with 0600
            json.dump(asdict(tokens), file)
        os.replace(file.name, self.path)

    def clear(self) -> None:
        """Delete the file."""
        self.path.unlink(missing_ok=True)


class KeyringStore:
    """Stores the tokens in the keyring of the operating system. Needs the package `keyring`."""

    def __init__(self, service: str = "mockclio", name: str = "default") -> None:
        """Use the entry `name` of `service`. Raises ImportError if `keyring` is not installed."""
        try:
            import keyring
        except ImportError:
            raise ImportError("KeyringStore needs the package keyring: pip install keyring, or use FileStore") from None
        self._keyring, self.service, self.name = keyring, service, name

    def __repr__(self) -> str:
        """Show the service and the name."""
        return f"KeyringStore({self.service!r}, {self.name!r})"

    def load(self) -> Tokens | None:
        """Return the tokens; None if there are none."""
        stored = self._keyring.get_password(self.service, self.name)
        return Tokens(**json.loads(stored)) if stored else None

    def save(self, tokens: Tokens) -> None:
        """Store the tokens."""
        self._keyring.set_password(self.service, self.name, json.dumps(asdict(tokens)))

    def clear(self) -> None:
        """Delete the tokens."""
        if self._keyring.get_password(self.service, self.name) is not None:
            self._keyring.delete_password(self.service, self.name)
