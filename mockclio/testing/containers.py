"""A mock in a container, for tests that use testcontainers: `with MockClioContainer() as mock:`. The extra is `containers`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

if TYPE_CHECKING:
    from mockclio.handle.remote import RemoteMock
    from mockclio.testing.remote import RemoteServer

PORT = 8428
HEALTH = "/_mockclio/health"
START_SECONDS = 60


class MockClioContainer(DockerContainer):
    """A container of the image of mockclio. It has started when the server is healthy.

    Every flag of `mockclio serve` is a variable: `.with_env("MOCKCLIO_ALLOW_WEBHOOK_HOST", "app")`.
    """

    def __init__(
        self,
        image: str = "mockclio",
        *,
        firm: str = "small",
        token: str = "dev-token",
        control_token: str = "container-control",
    ) -> None:
        """Prepare a container of `image`. `token` opens its world, and `control_token` its control interface."""
        super().__init__(image)
        self.token, self.control_token = token, control_token
        self._server: RemoteServer | None = None
        self.with_exposed_ports(PORT)
        self.with_env("MOCKCLIO_FIRM", firm)
        self.with_env("MOCKCLIO_TOKEN", token)
        self.with_env("MOCKCLIO_CONTROL_TOKEN", control_token)
        self.waiting_for(HttpWaitStrategy(PORT, HEALTH).for_status_code(200).with_startup_timeout(START_SECONDS))

    @property
    def url(self) -> str:
        """The address of the server, for callers outside the network of the container."""
        return f"http://{self.get_container_host_ip()}:{self.get_exposed_port(PORT)}"

    def environment(self) -> dict[str, str]:
        """Return the environment variables that name the server to the code under test, and to the verbs of mockclio."""
        url = self.url
        return {
            "CLIO_BASE_URL": url,
            "CLIO_API_URL": f"{url}/api/v4",
            "CLIO_TOKEN": self.token,
            "CLIO_CLIENT_ID": "dev-client",
            "CLIO_CLIENT_SECRET": "dev-secret",
            "MOCKCLIO_URL": url,
            "MOCKCLIO_TOKEN": self.token,
            "MOCKCLIO_CONTROL_TOKEN": self.control_token,
        }

    def fork(self, firm: str = "small", at: str | None = None) -> RemoteMock:
        """Return the handle of a new world in the container, with its own token and a frozen clock. Close it at the end."""
        if self._server is None:
            from mockclio.testing.remote import RemoteServer

            self._server = RemoteServer(self.url, self.control_token)
        return self._server.fork(firm, at)

    def stop(self, force: bool = True, delete_volume: bool = True) -> None:
        """Close the connections, and remove the container."""
        if self._server is not None:
            self._server.close()
            self._server = None
        super().stop(force, delete_volume)

    def _configure(self) -> None:
        """Let control answer to the names under which the container is called: the engine's host, and its names in a network."""
        named = self.env.get("MOCKCLIO_ALLOW_HOST", "").split()
        names = [*named, self.get_docker_client().host(), *(self._network_aliases or ())]
        self.with_env("MOCKCLIO_ALLOW_HOST", " ".join(dict.fromkeys(names)))
