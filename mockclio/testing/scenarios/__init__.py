"""Scenarios: files of steps and expectations that play what happens to webhooks over hours and days, in a second or two.

    run("receiver_down").passed                           in a world and with a receiver of its own
    run(path, Target("http://127.0.0.1:3000/hook"))       against a receiver of the user
    print(run(path).render())

The format is in docs/scenarios.md; `schema.json` checks it. A recording of deliveries is sent again by `recording.replay`.
"""

from __future__ import annotations

from mockclio.store.yaml_lines import WrongFile
from mockclio.testing.scenarios.report import Entry, Report
from mockclio.testing.scenarios.running import Target, run
from mockclio.testing.scenarios.scenario import Scenario, load, parse, shipped

__all__ = ["Entry", "Report", "Scenario", "Target", "WrongFile", "load", "parse", "run", "shipped"]
