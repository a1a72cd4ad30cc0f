"""The authorization-code flow: for a web application, for a command line, and with a code that the user pastes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from mockclio.catalog.operations import M
from mockclio.client import responses
from mockclio.client.auth import Application, BearerToken, Login, Tokens
from mockclio.client.exceptions import LoginNeeded
from mockclio.client.exchange import Exchange, PendingRequest
from mockclio.client.sync_async import SyncOrAsync, sync_and_async

APPROVAL = "/oauth/approval"


async def request_tokens(exchange: Exchange, application: Application, sent: dict[str, str], *, safe: bool) -> dict[str, Any]:
    """Return the answer of the token endpoint. `safe` says whether the request may be repeated: a refresh may, a code works once."""
    form = {"client_id": application.client_id, "client_secret": application.client_secret, **sent}
    pending = PendingRequest("POST", f"{exchange.base_url}/oauth/token", {"data": form}, with_token=False, safe=safe)
    return dict(responses.body(await exchange.send(pending)))


class OAuth(SyncOrAsync[M]):
    """The login of a client: `clio.oauth`. It needs a client made with `auth=Login(application, store)`; a fixed token raises LoginNeeded.

    In a web application:

        state = clio.oauth.state()                                  # store it in the user's session
        redirect_to(clio.oauth.authorize_url(state))
        clio.oauth.finish(callback_url, state)                      # when the user comes back
    """

    def __init__(self, exchange: Exchange) -> None:
        """Use the credentials of the exchange."""
        self._exchange, self._run = exchange, exchange.backend.run

    @property
    def _login(self) -> Login:
        if not isinstance(self._exchange.auth, Login):
            raise LoginNeeded("this client has a fixed token: make it with auth=Login(Application(...), store) to log in")
        return self._exchange.auth

    @staticmethod
    def state() -> str:
        """Return a new random state. Store it in the user's session until the callback comes."""
        return secrets.token_urlsafe(24)

    def authorize_url(self, state: str, *, redirect_uri: str = "", redirect_on_decline: bool = True) -> str:
        """Return the address to send the user's browser to. `redirect_uri` replaces that of the application."""
        application = self._login.application
        sent = {
            "response_type": "code",
            "client_id": application.client_id,
            "redirect_uri": redirect_uri or application.redirect_uri,
            "state": state,
            "redirect_on_decline": "true" if redirect_on_decline else "false",
        }
        return f"{self._exchange.base_url}/oauth/authorize?{urlencode(sent)}"

    @sync_and_async
    async def exchange(self, code: str, *, redirect_uri: str = "") -> None:
        """Exchange a code for tokens and save them in the store.

        `redirect_uri` must be the one that received the code. Raises `mockclio.errors.InvalidGrant` if the code is wrong, used or
        expired.
        """
        login = self._login
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri or login.application.redirect_uri}
        answer = await request_tokens(self._exchange, login.application, sent, safe=False)
        login.adopt(Tokens.of(answer, self._exchange.backend.time.now()))

    @sync_and_async
    async def finish(self, callback_url: str, state: str, *, redirect_uri: str = "") -> None:
        """Finish the flow of a web application. `callback_url` is the address that the user came back to, `state` the one that was sent.

        Raises LoginNeeded if the state differs or the user refused.
        """
        await OAuth.exchange.function(self, code_of(callback_url, state), redirect_uri=redirect_uri)

    @sync_and_async
    async def login(self, show: Callable[[str], object] | None = None, *, timeout: float = 300.0) -> None:
        """Log in from a command line: open the browser, and wait at the loopback address of the redirect URI for the answer.

        `show` is called with the address instead of opening a browser. `timeout` is in seconds. Raises LoginNeeded if nobody logs in.
        """
        from mockclio.client.loopback import Loopback

        state = self.state()
        with Loopback(self._login.application.redirect_uri) as loopback:
            (show or _browse)(self.authorize_url(state, redirect_uri=loopback.redirect_uri))
            callback_url = await self._exchange.backend.aside(lambda: loopback.wait(timeout))
            await OAuth.finish.function(self, callback_url, state, redirect_uri=loopback.redirect_uri)

    @sync_and_async
    async def login_by_hand(self, paste: Callable[[str], str]) -> None:
        """Log in without a redirect URI: the page after the consent shows a code, and the user pastes it.

        `paste` is called with the address to open. It returns what the user copied: the code, the page's title, or its address.
        """
        redirect_uri = f"{self._exchange.base_url}{APPROVAL}"
        url = self.authorize_url(self.state(), redirect_uri=redirect_uri)
        pasted = await self._exchange.backend.aside(lambda: paste(url))
        await OAuth.exchange.function(self, pasted_code(pasted), redirect_uri=redirect_uri)

    @sync_and_async
    async def refresh(self) -> None:
        """Refresh the access token now, whether or not it has expired. Raises LoginNeeded if there is no refresh token."""
        login = self._login
        tokens = login.store.load()
        if tokens is None or not tokens.refresh_token or not await login.renew(self._exchange, tokens.access_token):
            raise LoginNeeded("there is nothing to refresh: log in first")

    @sync_and_async
    async def deauthorize(self) -> None:
        """Revoke the access token. The refresh token works until the user removes the application in Clio."""
        auth = self._exchange.auth
        token = await auth.token(self._exchange)
        pending = PendingRequest("POST", f"{self._exchange.base_url}/oauth/deauthorize", {"data": {"token": token}}, safe=False)
        await self._exchange.send(pending)
        if isinstance(auth, Login):
            auth.forget()
        elif isinstance(auth, BearerToken):
            auth.value = ""


def code_of(callback_url: str, state: str) -> str:
    """Return the code in a callback address. Raises LoginNeeded if the state is not the one that was sent, or if there is no code."""
    sent = {name: values[-1] for name, values in parse_qs(urlsplit(callback_url).query).items()}
    if not compare_digest(sent.get("state", "").encode(), state.encode()):
        raise LoginNeeded("the answer carries another state than the one that was sent: this login may have been started by another person")
    if "code" not in sent:
        raise LoginNeeded(f"the user or the server refused: {sent.get('error', 'the address holds no code')}")
    return sent["code"]


def pasted_code(text: str) -> str:
    """Return the code in what a user copied from the approval page: the code alone, `Success code=...`, or the whole address."""
    result = re.search(r"code=([^&\s]+)", text)
    code = result[1] if result else text.strip()
    if not re.fullmatch(r"[A-Za-z0-9._~-]+", code):
        raise LoginNeeded("what was pasted holds no code: copy the code from the page that came after the consent")
    return code


def _browse(url: str) -> None:
    import webbrowser

    webbrowser.open(url)
