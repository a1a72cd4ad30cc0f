"""The certificate of https, for clients that require it. trustme makes it new for each start."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

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
        with open(self.files[0], "wb") as chain:
            for blob in made.cert_chain_pems:
                chain.write(blob.bytes())
        made.private_key_pem.write_to_path(self.files[1])
        Path(self.files[1]).chmod(0o600)

    def remove(self) -> None:
        """Remove the files. The server that used them has ended."""
        rmtree(self._folder, ignore_errors=True)
