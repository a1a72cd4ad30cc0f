"""`mockclio.testing.containers`, with an engine that starts the server as a process: what testcontainers asks for is asked for really."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from testcontainers.core.config import ConnectionMode, testcontainers_config

from mockclio.testing.containers import MockClioContainer
from tests.shipping.engine import Engine, serving


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    made = Engine()
    with serving(made) as address:
        monkeypatch.setenv("DOCKER_HOST", address)
        monkeypatch.setattr(testcontainers_config, "ryuk_disabled", True)
        monkeypatch.setattr(testcontainers_config, "connection_mode_override", ConnectionMode.docker_host)
        yield made
    if not made.removed:
        made.remove()


def test_a_container_is_started_healthy_used_and_removed(engine: Engine) -> None:
    with MockClioContainer(firm="empty", token="my-token").with_env("MOCKCLIO_REGION", "eu") as mock:
        headers = {"Authorization": "Bearer my-token"}
        listed = httpx.get(f"{mock.url}/api/v4/matters.json", headers=headers, trust_env=False)
        assert listed.json()["data"] == []
        assert "8428/tcp" in engine.created["HostConfig"]["PortBindings"]
        assert "MOCKCLIO_REGION=eu" in engine.created["Env"]
        assert engine.created["Image"] == "mockclio"
    assert engine.removed


def test_each_test_can_have_a_world_of_its_own(engine: Engine) -> None:
    with MockClioContainer() as container, container.fork("empty") as one, container.fork("empty") as other:
        made = one.client.contacts.create(type="Person", first_name="Ada", last_name="Quill")
        assert [contact.id for contact in one.client.contacts.list()][-1] == made.id
        assert made.id not in [contact.id for contact in other.client.contacts.list()]
        one.requests.assert_called("POST", "/contacts")


def test_its_environment_is_what_the_verbs_need(engine: Engine) -> None:
    with MockClioContainer() as container:
        variables = container.environment()
        around = {name: value for name, value in os.environ.items() if not name.startswith(("MOCKCLIO_", "CLIO_"))}
        command = [sys.executable, "-m", "mockclio", "clock", "show"]
        done = subprocess.run(command, env={**around, **variables}, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        assert variables["CLIO_API_URL"] == f"{container.url}/api/v4"


def test_control_answers_to_the_name_of_the_engine_and_to_names_in_the_network(engine: Engine) -> None:
    with MockClioContainer().with_network_aliases("clio").with_env("MOCKCLIO_ALLOW_HOST", "mock.example.test") as container:
        allowed = dict(line.partition("=")[::2] for line in engine.created["Env"])["MOCKCLIO_ALLOW_HOST"]
        assert allowed.split() == ["mock.example.test", "127.0.0.1", "clio"]
        control = {"X-Mockclio-Control-Token": container.control_token}
        for name, status in (("clio", 200), ("mock.example.test", 200), ("evil.example", 403)):
            answer = httpx.get(f"{container.url}/_mockclio/clock", headers={"Host": name, **control}, trust_env=False)
            assert answer.status_code == status, name


def test_control_needs_the_token_of_the_container(engine: Engine) -> None:
    with MockClioContainer(control_token="mine") as container:
        assert httpx.get(f"{container.url}/_mockclio/clock", trust_env=False).status_code == 403
