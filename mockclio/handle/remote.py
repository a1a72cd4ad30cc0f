"""A world of a mock that runs elsewhere. Everything goes over HTTP; threads of the server send its webhooks."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mockclio.handle.handle import MockHandle

if TYPE_CHECKING:
    import httpx

    from mockclio.client.backends import Time
    from mockclio.handle.control import Sender
    from mockclio.webhooks.mounts import Application

IN_PROCESS_ONLY = ("world", "app")


class RemoteMock(MockHandle):
    """The handle of a world on another server. The world is deleted when the handle is closed.

    It has no `world` and no `app`: read rows through the API.
    """

    def __init__(self, http: httpx.Client, name: str, token: str) -> None:
        """Make a handle of the world `name`. `http` is a client for the control interface, with the address of the server."""
        self.token, self._name, self._control_http = token, name, http

    def __getattr__(self, name: str) -> Any:
        """Raise AttributeError, with an explanation for what exists in process only."""
        if name in IN_PROCESS_ONLY:
            raise AttributeError(f"mockclio.{name} is there in process only; with --mockclio-url read rows through the API")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @property
    def url(self) -> str:
        """The address of the server."""
        return str(self._control_http.base_url).rstrip("/")

    @property
    def _world_name(self) -> str:
        return self._name

    @property
    def _address(self) -> str:
        return self.url

    def _sender(self) -> Sender:
        from mockclio.handle.control import HttpSender

        return HttpSender(self._control_http)

    def _transport(self) -> httpx.BaseTransport:
        from mockclio.handle.transport import over_socket

        return over_socket()

    def _async_transport(self) -> httpx.AsyncBaseTransport:
        from mockclio.handle.transport import async_over_socket

        return async_over_socket()

    def _time(self) -> Time:
        from mockclio.handle.time import RemoteTime

        return RemoteTime(self.clock)

    def _mount(self, url: str, application: Application) -> None:
        raise TypeError(
            "a server elsewhere cannot call an application of this process: "
            "use `with mockclio.webhooks.listening(app) as url`, which works everywhere"
        )

    def close(self) -> None:
        """Close the clients and delete the world. It is no error if the server has stopped."""
        import httpx

        super().close()
        with suppress(httpx.HTTPError, ValueError):
            self.control("DELETE", f"worlds/{self._name}", world=None)
