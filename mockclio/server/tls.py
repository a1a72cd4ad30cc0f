"""https with a new certificate, for clients that require https. cheroot serves, and trustme makes the certificate."""

from __future__ import annotations

import socket
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from mockclio.server.guard import OverSocket

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

NAMES = ("localhost", "127.0.0.1", "::1", "app.clio.com", "eu.app.clio.com", "ca.app.clio.com", "au.app.clio.com")
EXTRA = "https needs two more packages: pip install 'mockclio[tls]'"


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


class Cheroot:
    """HTTP over TLS, with one server for each socket."""

    def __init__(self, app: WSGIApplication, sockets: list[socket.socket], threads: int, certificate: tuple[str, str]) -> None:
        from cheroot.ssl.builtin import BuiltinSSLAdapter
        from cheroot.wsgi import Server

        self._servers: list[Any] = []
        for listening in sockets:
            address = listening.getsockname()[:2]
            listening.close()
            server = Server(address, OverSocket(app), numthreads=threads, server_name="mockclio")
            server.ssl_adapter = BuiltinSSLAdapter(*certificate)
            server.prepare()
            self._servers.append(server)

    def run(self) -> None:
        from threading import Thread

        threads = [Thread(target=server.serve, daemon=True) for server in self._servers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def stop(self) -> None:
        for server in self._servers:
            server.stop()
