"""What pages and files say about installing, starting and containers agrees with what is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from mockclio.cli.serve import serve
from tests.conventions.source import ROOT

PAGES = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", *(ROOT / "examples").rglob("*.md")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FROM_AN_INDEX = re.compile(r"(pip install|pipx run|uvx|uv tool run|pipx install)\s+['\"]?mockclio")
COMPOSE = yaml.safe_load((ROOT / "examples" / "compose" / "compose.yaml").read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_installs_from_an_index_where_the_package_is_not(path: Path) -> None:
    assert FROM_AN_INDEX.findall(path.read_text("utf-8")) == []


def test_the_readme_names_the_wheel_of_this_version() -> None:
    named = set(re.findall(r"mockclio-([\d.]+)-py3", (ROOT / "README.md").read_text("utf-8")))
    assert named == {PROJECT["project"]["version"]}


def test_the_build_tool_is_pinned_everywhere_alike() -> None:
    (pinned,) = PROJECT["build-system"]["requires"]
    assert re.fullmatch(r"hatchling==[\d.]+", pinned)
    assert pinned in PROJECT["project"]["optional-dependencies"]["ship"]


def test_compose_lets_each_service_call_the_other_by_name() -> None:
    mock, app = COMPOSE["services"]["mockclio"], COMPOSE["services"]["app"]
    variables = mock["environment"]
    assert f"http://{variables['MOCKCLIO_ALLOW_WEBHOOK_HOST']}:8000" == app["environment"]["APP_URL"]
    assert variables["MOCKCLIO_ALLOW_REDIRECT_HOST"] == "app"
    assert app["environment"]["CLIO_BASE_URL"] == f"http://{variables['MOCKCLIO_ALLOW_HOST']}:8428"
    assert set(COMPOSE["services"]) == {"mockclio", "app"}
    assert app["depends_on"]["mockclio"]["condition"] == "service_healthy"
    assert mock["read_only"] is True
    assert all(port.startswith("127.0.0.1:") for service in (mock, app) for port in service["ports"])


def test_the_dockerfile_names_variables_of_serve() -> None:
    flags = {f"MOCKCLIO_{option[2:].replace('-', '_').upper()}" for one in serve.params for option in one.opts if option.startswith("--")}
    text = (ROOT / "Dockerfile").read_text("utf-8")
    assert set(re.findall(r"MOCKCLIO_\w+", text)) <= flags


def test_what_the_image_copies_is_in_its_context() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert {name for names in copied for name in names.split()} == sent


def test_every_input_of_the_action_is_explained() -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    page = (ROOT / "docs" / "containers.md").read_text("utf-8")
    assert [name for name in inputs if f"`{name}`" not in page and f"`{name}:" not in page] == []
