"""The certificate of https, for clients that require it. trustme makes it new for each start."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from mockclio.store import files

NAMES = ("localhost", "127.0.0.1", "::1", "host.docker.internal", "app.clio.com", "eu.app.clio.com", "ca.app.clio.com", "au.app.clio.com")
EXTRA = "https needs the package trustme: pip install trustme"


class Certificate:
    """A new authority, and a certificate for the names of this machine and of Clio, and for others that are named.

    The files can be read by this user only. `left_out` are names that no certificate can have, such as `my_app`.
    """

    def __init__(self, names: Sequence[str] = ()) -> None:
        import trustme

        folder = Path(mkdtemp(prefix="mockclio-tls-"))
        authority = trustme.CA()
        self.left_out = [name for name in names if not _is_certifiable(name)]
        made = authority.issue_cert(*dict.fromkeys([*NAMES, *(name for name in names if name not in self.left_out)]))
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


def _is_certifiable(name: str) -> bool:
    import idna

    try:
        return ":" in name or bool(idna.encode(name))  # the host of an address in version 6 has colons, and is taken as it is
    except idna.IDNAError:
        return False
