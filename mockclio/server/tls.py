"""The certificate of https, for clients that require it. trustme makes it new for each start."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from mockclio.store import files

NAMES = ("localhost", "127.0.0.1", "::1", "app.clio.com", "eu.app.clio.com", "ca.app.clio.com", "au.app.clio.com")
EXTRA = "https needs another package: pip install 'mockclio[tls]'"


class Certificate:
    """A new authority, and a certificate for the names of this machine and of Clio, in files that only this user can read."""

    def __init__(self) -> None:
        import trustme

        folder = Path(mkdtemp(prefix="mockclio-tls-"))
        authority = trustme.CA()
        made = authority.issue_cert(*NAMES)
        self.authority = authority.cert_pem.bytes().decode()
        self._folder = folder
        self.files = (str(folder / "certificate.pem"), str(folder / "key.pem"))
        contents = (b"".join(blob.bytes() for blob in made.cert_chain_pems), made.private_key_pem.bytes())
        try:
            for place, content in zip(self.files, contents, strict=True):
                files.write(content, Path(place), private=True)
        except files.NotWritten:
            self.remove()
            raise

    def remove(self) -> None:
        """Remove the files. The server that used them has ended."""
        rmtree(self._folder, ignore_errors=True)
