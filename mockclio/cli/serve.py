"""The verb `serve`: the mock as a server at a local address."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from mockclio.catalog.addresses import origin
from mockclio.cli import _addresses, _banner, _options, _port
from mockclio.cli._loading import Loading
from mockclio.cli._options import EVERY_ADDRESS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from mockclio.server.tls import Certificate
    from mockclio.store.sqlite import SqliteStore
    from mockclio.store.world import World
    from mockclio.store.worlds import Worlds

PROFILES = {"dev": None, "clio": 50}
"""Requests a minute that a profile allows a token; None enforces nothing."""
FIRM = (
    "The firm to begin with: small, canada, empty or the path of a spec, a firm or a saved state. A firm begins now; a saved state goes on "
    "from the time at which it was saved, with its tokens, faults and limits."
)


def _limit(context: click.Context, parameter: click.Parameter, text: str | None) -> int | str | None:
    if text is None or text == "off":
        return text
    if text.isascii() and text.isdigit():
        return int(text)
    raise click.BadParameter("write a number of requests a minute, or off")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=lambda: os.environ.get("PORT", "8428"), help="Port; 0 picks a free one.")
@click.option("--firm", default="small", show_default=True, help=FIRM)
@click.option("--watch", is_flag=True, help="Load the firm again whenever its file changes.")
@click.option(
    "--persist",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the world in this file; one that is there goes on, whatever --firm says.",
)
@click.option("--states", type=click.Path(file_okay=False, path_type=Path), help="The folder of saved states. [default: .mockclio/states]")
@click.option("--profile", type=click.Choice(sorted(PROFILES)), default="dev", show_default=True, help="clio is as strict as the service.")
@click.option("--rate-limit", callback=_limit, help="Requests a minute for each token, or off. [default: of the profile]")
@click.option("--token", default="dev-token", show_default=True, help="The bearer token that opens the world.")
@click.option("--at", help="Begin at this time (ISO 8601) instead of now, or of the time of a saved state.")
@click.option("--freeze", is_flag=True, help=_options.FREEZE)
@click.option("--region", type=click.Choice(["us", "eu", "ca", "au"]), default="us", show_default=True, help="The region that is played.")
@click.option("--auto-approve", default="", help="Approve authorizations at once, as this user: an id, an e-mail, or N for the N-th user.")
@click.option("--control-token", help="Lets callers beyond this machine use /_mockclio.")
@click.option(
    "--allow-host",
    multiple=True,
    callback=_addresses.hosts,
    metavar="NAME",
    help="Answer to this host name too, and put it into the certificate of --tls; may be repeated.",
)
@click.option(
    "--allow-webhook-host",
    "webhook_hosts",
    multiple=True,
    callback=_addresses.hosts,
    metavar="HOST",
    help="Send webhooks to this host too, also over http (not in the profile clio); may be repeated.",
)
@click.option(
    "--allow-redirect-host",
    "redirect_hosts",
    multiple=True,
    callback=_addresses.hosts,
    metavar="HOST",
    help="Let applications of the mock's own take redirect URIs on this host too; may be repeated.",
)
@click.option(
    "--cors",
    multiple=True,
    callback=_addresses.origins,
    metavar="ORIGIN",
    help="Let pages of this origin use the API and read its answers; may be repeated. [default: no origin, as the service]",
)
@click.option("--base-url", callback=_addresses.base_url, metavar="ORIGIN", help="Begin all addresses in answers with this.")
@click.option(
    "--trusted-proxy",
    "trusted_proxies",
    multiple=True,
    callback=_addresses.networks,
    metavar="ADDRESS",
    help="Believe X-Forwarded-* of this address or network; may be repeated.",
)
@click.option(
    "--webhook-ca", type=click.Path(exists=True, dir_okay=False), help="Certificates to trust for https receivers, beside the usual ones."
)
@click.option("--tls", is_flag=True, help="Serve https with a certificate of its own.")
@click.option("--tls-ca", is_flag=True, help="Print the certificate authority on stderr before the ready line.")
@click.option("--lenient-bodies", is_flag=True, help="Take records without data, and lists of records, which Clio refuses.")
@click.option("--page-token-ceiling", type=int, help="Records that page tokens reach without order=id(asc). [default: 10000]")
@click.option("--search-lag", type=float, help="Seconds before query finds a new record. [default: 0]")
@click.option("--draft-entries-read-billed", is_flag=True, default=None, help="Let entries on draft bills read as billed.")
@click.option("--one-refresh-token", is_flag=True, default=None, help="Let a second authorization of a user end the first refresh token.")
@click.option("--threads", type=click.IntRange(1, 256), default=16, show_default=True, help="Requests that are worked on at once.")
@click.option("--log", type=click.Choice(["text", "json"]), help="Write one line on stderr for each request.")
def serve(
    host: str,
    port: int,
    firm: str,
    watch: bool,
    persist: Path | None,
    states: Path | None,
    profile: str,
    rate_limit: int | str | None,
    token: str,
    at: str | None,
    freeze: bool,
    region: str,
    auto_approve: str,
    control_token: str | None,
    allow_host: frozenset[str],
    webhook_hosts: frozenset[str],
    redirect_hosts: frozenset[str],
    cors: frozenset[str],
    base_url: str,
    trusted_proxies: tuple[Any, ...],
    webhook_ca: str | None,
    tls: bool,
    tls_ca: bool,
    lenient_bodies: bool,
    threads: int,
    log: str | None,
    **changes: Any,
) -> None:
    """Serve the API until SIGTERM. Example: mockclio serve --firm small --port 8428"""
    loading = click.get_current_context().with_resource(Loading())
    from mockclio import webhooks
    from mockclio.assembly import create_app, open_kept, open_worlds
    from mockclio.catalog.loopback import is_loopback
    from mockclio.server import serve as http
    from mockclio.store.clock import parse_time, within
    from mockclio.store.settings import HostPolicy, ServerSettings
    from mockclio.store.state import WrongState
    from mockclio.webhooks.hosts import Hosts

    sqlite_store = None
    if watch and persist:
        raise click.UsageError("--watch loads the firm again, and --persist goes on with what was written: choose one")
    settings = ServerSettings(
        region=region,
        auto_approve=auto_approve,
        control_token=control_token or "",
        host_policy=HostPolicy(not is_loopback(host), allow_host | _names(base_url), origins=cors, own=base_url),
        threads=threads,
        base_url=base_url,
        trusted_proxies=trusted_proxies,
        redirect_hosts=redirect_hosts,
        worlds={name: value for name, value in {"lenient_bodies": lenient_bodies or None, **changes}.items() if value is not None},
    )
    try:
        moment = within(parse_time(at)) if at else None
        if persist:
            worlds, sqlite_store = open_kept(persist, firm, token, at=moment, frozen=freeze or None, settings=settings)
        else:
            worlds = open_worlds(firm, token, at=moment, frozen=freeze or None, settings=settings)
    except (WrongState, ValueError) as error:
        raise click.UsageError(str(error)) from None
    if states:
        worlds.states.folder = states
    if rate_limit is not None or _is_given("profile"):
        worlds.default.settings.rate_limit = rate_limit if isinstance(rate_limit, int) else None if rate_limit else PROFILES[profile]
    delivery_queue = webhooks.delivery_queue_of(worlds.default)
    delivery_queue.hosts = Hosts(webhook_hosts, at_once=True, https_only=profile == "clio")
    delivery_queue.authority = webhook_ca
    if settings.host_policy.beyond:
        click.echo(_warning(worlds.default, control_token), err=True)
    certificate = _certificate(tls_ca, [*settings.host_policy.hosts, *([] if host in EVERY_ADDRESS else [host])]) if tls or tls_ca else None
    app = create_app(worlds)
    webhooks.start(worlds)

    def announce(url: str) -> None:
        loading.done()
        _banner.show(worlds.default, url, token, str(persist or firm))

    try:
        with _watching(worlds, firm, token) if watch else nullcontext():
            http.serve(
                app,
                host,
                port,
                threads,
                certificate.files if certificate else None,
                answers=_with_lines(app, log) if log else None,
                announce=announce,
            )
    except http.PortTaken as taken:
        raise click.ClickException(_port.taken(taken)) from None
    finally:
        webhooks.stop(worlds)
        if certificate:
            certificate.remove()
        if sqlite_store:
            close(sqlite_store)


def _watching(worlds: Worlds, firm: str, token: str) -> AbstractContextManager[None]:
    from mockclio.cli._watching import watching

    return watching(worlds, firm, token)


def _with_lines(app: WSGIApplication, form: str) -> WSGIApplication:
    from mockclio.cli._request_lines import RequestLines

    return RequestLines(app, form)


def _is_given(option: str) -> bool:
    """Return whether a value was given. A value that was not given does not change a saved world."""
    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


def close(sqlite_store: SqliteStore) -> None:
    """Write what is left, or say what cannot be written."""
    from mockclio.store.sqlite_errors import NotKept

    try:
        sqlite_store.close()
    except NotKept as error:
        raise click.ClickException(error.message) from None


def _warning(world: World, control_token: str | None) -> str:
    """What others can use when the server listens beyond this machine: the credentials that everybody knows."""
    known = [
        name for name in ("dev-token", "dev-client", "strict-client") if name in world.access.tokens.keys() | world.access.applications
    ]
    control = "/_mockclio wants the control token" if control_token else "/_mockclio is closed, because there is no --control-token"
    return f"warning: this server answers other machines, and everybody knows {', '.join(known)}; {control}"


def _names(base_url: str) -> frozenset[str]:
    """The host name of --base-url, to which the server answers too."""
    named = origin(base_url)
    return frozenset([named.host]) if named else frozenset()


def _certificate(show: bool, names: list[str]) -> Certificate:
    from mockclio.server import tls

    try:
        made = tls.Certificate(names)
    except ImportError:
        raise click.ClickException(tls.EXTRA) from None
    except OSError as error:
        raise click.ClickException(f"the certificate needs a folder for a moment: {error}") from None
    if made.left_out:
        click.echo(f"warning: no certificate can have the names {', '.join(made.left_out)}", err=True)
    if show:
        print(made.authority, end="", file=sys.stderr, flush=True)
    return made
