"""One request and its answer: the token, the rate budget, the attempts, the error."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx

from mockclio.client import responses, retry, versions
from mockclio.client.backends import Backend
from mockclio.client.budget import RateBudget
from mockclio.client.exceptions import Broken, NoAnswer, Unreachable, Unsure
from mockclio.client.prepare import Prepared
from mockclio.errors import APIError, InvalidToken, RateLimited

if TYPE_CHECKING:
    from mockclio.client.auth import Auth
    from mockclio.client.cache import Cache

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
MOST_RENEWALS = 2
WHY_NOT = (
    "not sent again, because it is unknown whether it was done: Clio has no idempotency keys, "
    "so that sending it twice may do it twice. Look first, then repeat it"
)


@dataclass(slots=True)
class PendingRequest:
    """A request before it is built.

    With `with_token` it counts against the budget; `safe` means that it may be sent again after any failure.
    """

    method: str
    url: str
    options: dict[str, Any] = field(default_factory=dict)
    with_token: bool = True
    safe: bool = False
    stream: bool = False


@dataclass
class Exchange:
    """What all calls of one client share: address, credentials, policy, budget, cache."""

    backend: Backend
    base_url: str
    auth: Auth
    version: str
    retries: retry.Retries
    budget: RateBudget
    cache: Cache | None = None

    async def call(self, prepared: Prepared) -> httpx.Response:
        """Send the request of an operation and return the answer."""
        headers = {"X-API-VERSION": self.version, **prepared.headers}
        options = {"params": prepared.params or None, "headers": headers, "content": prepared.content}
        method = prepared.operation.method
        return await self.send(PendingRequest(method, f"{self.base_url}{prepared.path}", options, safe=retry.is_read(method)))

    async def send(self, pending: PendingRequest) -> httpx.Response:
        """Send a request, in as many attempts as the policy allows. Returns the answer or raises the error of the last attempt."""
        renewals = 0
        for attempt in count(1):
            token = await self.auth.token(self) if pending.with_token else ""
            request = self._request(pending, token)
            await self._take(pending)
            try:
                response = await self.backend.send(request, stream=pending.stream)
            except httpx.TransportError as error:
                self._release(pending, None)
                wait = self._after_break(pending, request, error, attempt)
            except BaseException:
                self._release(pending, None)
                raise
            else:
                self._release(pending, response)
                refused = await self._refusal(response)
                if refused is None:
                    return response
                if isinstance(refused, InvalidToken) and renewals < MOST_RENEWALS and await self.auth.renew(self, token):
                    renewals += 1
                    continue
                wait = self._after_refusal(pending, refused, attempt)
            await self.backend.sleep(wait)
        raise AssertionError("count never ends")

    def _request(self, pending: PendingRequest, token: str) -> httpx.Request:
        request = self.backend.build(pending.method, pending.url, **pending.options)
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        return request

    async def _take(self, pending: PendingRequest) -> None:
        while pending.with_token and (wait := self.budget.take(self.backend.time.now())):
            await self.backend.sleep(wait)

    def _release(self, pending: PendingRequest, response: httpx.Response | None) -> None:
        if pending.with_token:
            self.budget.release(response.headers if response is not None else None, self.backend.time.now())

    async def _refusal(self, response: httpx.Response) -> APIError | None:
        if not response.is_stream_consumed and not response.is_closed:
            if response.status_code < 400:
                return None  # a stream that the caller reads
            await self.backend.read(response)
        versions.heed(response.headers, self.version)
        return responses.refusal(response)

    def _after_break(self, pending: PendingRequest, request: httpx.Request, error: httpx.TransportError, attempt: int) -> float:
        """Seconds until the next attempt, or the error that ends them."""
        what = f"{request.method} {request.url.path}"
        reason = str(error) or type(error).__name__
        if isinstance(error, httpx.UnsupportedProtocol):
            raise Unreachable(f"{what} could not be sent: {reason}", request) from error
        if isinstance(error, NOT_SENT) or pending.safe:
            if self.retries.again(attempt):
                return self.retries.wait(attempt)
            kind: type[NoAnswer] = Unreachable if isinstance(error, NOT_SENT) else Broken
            raise kind(f"{what} had no answer in {attempt} attempts: {reason}", request) from error
        raise Unsure(f"{what} broke off ({reason}) and was {WHY_NOT}", request) from error

    def _after_refusal(self, pending: PendingRequest, refused: APIError, attempt: int) -> float:
        """Seconds until the next attempt after a refusal for the rate limit or by a failing server; any other refusal is raised."""
        if isinstance(refused, RateLimited) and self.retries.again(attempt):
            wait = self.retries.wait(attempt, refused.retry_after)
            self.budget.refused(wait, self.backend.time.now())
            return wait
        if refused.status in retry.FAILURES:
            if not pending.safe:
                refused.add_note(f"The request was {WHY_NOT}.")
            elif self.retries.again(attempt):
                return self.retries.wait(attempt, retry.seconds(refused.response.headers.get("Retry-After")))
        if attempt > 1:
            refused.add_note(f"This was attempt {attempt}.")
        raise refused
