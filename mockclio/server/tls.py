"""https with a new certificate, for clients that require https. cheroot serves, and trustme makes the certificate."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from flask import Flask

from mockclio.server.guard import OverSocket

NAMES = ("localhost", "127.0.0.1", "::1", "host.docker.internal", "app.clio.com", "eu.app.clio.com", "ca.app.clio.com", "au.app.clio.com")
EXTRA = "https needs two more packages: pip install 'mockclio[tls]'"


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
        with open(self.files[0], "wb") as chain:
            for blob in made.cert_chain_pems:
                chain.write(blob.bytes())
        made.private_key_pem.write_to_path(self.files[1])
        Path(self.files[1]).chmod(0o600)

    def remove(self) -> None:
        """Remove the files. The server that used them has ended."""
        rmtree(self._folder, ignore_errors=True)


def _is_certifiable(name: str) -> bool:
    import idna

    try:
        return ":" in name or bool(idna.encode(name))  # the host of an address in version 6 has colons, and is taken as it is
    except idna.IDNAError:
        return False


class Cheroot:
    """HTTP over TLS, with one server for each socket."""

    def __init__(self, app: Flask, sockets: list[socket.socket], threads: int, certificate: tuple[str, str]) -> None:
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
