"""The applications that may be receivers: those of WSGI, and those of ASGI, which get an adapter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, Protocol, TypeGuard, cast

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApplication = Callable[[Any, Receive, Send], Awaitable[None]]
WsgiApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]
Application = WsgiApplication | AsgiApplication
"""A receiver: a WSGI application, or an ASGI application."""


class Adapter(Protocol):
    """A WSGI application that must be closed at the end."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]: ...

    def close(self) -> None: ...


def is_asgi(application: Application) -> TypeGuard[AsgiApplication]:
    """Whether an application is one of ASGI: a coroutine function, or an object that is called as one."""
    called: Any = application
    while isinstance(called, partial):
        called = called.func
    return iscoroutinefunction(called) or iscoroutinefunction(type(called).__call__)


def adapted(application: Application) -> tuple[WsgiApplication, Adapter | None]:
    """The application as one of WSGI, and its adapter, if it needs one."""
    if not is_asgi(application):
        return cast(WsgiApplication, application), None
    from mockclio.webhooks.asgi import AsgiAdapter

    adapter = AsgiAdapter(application)
    return adapter, adapter
