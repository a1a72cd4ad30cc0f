"""The extensions of the Flask application, with their types. Flask keeps them in an untyped dict."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from mockclio.server.faults import Waiting
    from mockclio.server.streams import Streams
    from mockclio.store.worlds import Worlds


def worlds_of(app: Flask) -> Worlds:
    """The worlds that the application serves."""
    result: Worlds = app.extensions["worlds"]
    return result


def waiting_of(app: Flask) -> Waiting:
    """The waiting places for the threads of its server."""
    result: Waiting = app.extensions["waiting"]
    return result


def streams_of(app: Flask) -> Streams:
    """The open event streams."""
    result: Streams = app.extensions["streams"]
    return result
