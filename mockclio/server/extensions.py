"""What stands beside the Flask application, with its types: Flask keeps extensions in a dict of anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from mockclio.server.faults import Waiting
    from mockclio.server.streams import Streams
    from mockclio.store.worlds import Worlds


def worlds_of(app: Flask) -> Worlds:
    """The worlds that the application answers for."""
    result: Worlds = app.extensions["worlds"]
    return result


def waiting_of(app: Flask) -> Waiting:
    """The places in which the threads of its server may wait."""
    result: Waiting = app.extensions["waiting"]
    return result


def streams_of(app: Flask) -> Streams:
    """The event streams that are open."""
    result: Streams = app.extensions["streams"]
    return result
