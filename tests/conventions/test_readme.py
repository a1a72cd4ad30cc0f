"""What the README shows works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mockclio import MockClio
from tests.conventions.source import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_example_passes() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    names["test_a_new_matter_is_open_and_numbered"]()


def test_the_spec_is_a_firm_of_ten_lines(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert len(text.splitlines()) == 10
    path = tmp_path / "firm.yaml"
    path.write_text(text, "utf-8")
    with MockClio(path) as mock:
        assert [row["description"] for row in mock.world.matters] == ["Lease review", "Divorce"]
        assert [row["state"] for row in mock.world.bills] == ["awaiting_payment", "paid"]


def test_the_curl_example_shows_these_three_matters() -> None:
    with MockClio(firm="small") as mock:
        shown = mock.http.get("/api/v4/matters.json?fields=id,display_number,client{name}&limit=3").json()
    for row in shown["data"]:
        assert f'"id":{row["id"]},"display_number":"{row["display_number"]}"' in README
    assert f'"records":{shown["meta"]["records"]}' in README


def test_every_flag_of_serve_stands_in_the_readme() -> None:
    from mockclio.cli.serve import serve

    flags = [option for parameter in serve.params for option in parameter.opts if option.startswith("--")]
    missing = [flag for flag in flags if flag not in README]
    assert missing == []
