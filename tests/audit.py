"""`make audit`: the known weaknesses of the packages that are installed here, as pip-audit finds them.

Exit codes: 0 nothing is known, or the service of pip-audit does not answer, which one line says; 1 something is known.
"""

from __future__ import annotations

import json
import subprocess
import sys

PATIENCE = 300


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--local", "--progress-spinner", "off", "--format", "json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        packages = []
    read = [package for package in packages if "vulns" in package and "skip_reason" not in package]
    if not read:
        print("audit: the service of pip-audit does not answer: nothing was checked")
        return 0
    weak = [(package, weakness) for package in read for weakness in package["vulns"]]
    for package, weakness in weak:
        print(f"{package['name']} {package['version']}: {weakness['id']}, fixed in {', '.join(weakness['fix_versions']) or 'no version'}")
    print(f"audit: {len(read)} packages checked, {len(packages) - len(read)} unknown to the service, {len(weak)} weaknesses known")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
