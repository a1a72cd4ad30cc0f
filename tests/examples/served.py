"""`mockclio serve` of the environment whose Python runs this: it gets ready, answers, and ends when it is told to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

opener = build_opener(ProxyHandler({}))
command = [str(Path(sys.executable).parent / "mockclio"), "serve", "--port", "0", "--firm", "small"]
with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
    assert process.stdout is not None
    word, _, url = process.stdout.readline().strip().partition(" ")
    assert word == "ready", word
    health = json.load(opener.open(f"{url}/_mockclio/health"))
    listed = json.load(opener.open(Request(f"{url}/api/v4/matters.json?limit=3", headers={"Authorization": "Bearer dev-token"})))
    process.terminate()
    process.communicate(timeout=20)
assert process.returncode == 0, process.returncode
assert health["status"] == "ok", health
assert len(listed["data"]) == 3, listed
