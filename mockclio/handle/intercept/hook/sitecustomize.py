"""Python imports this when it starts, because `mockclio run --intercept` put this folder first into PYTHONPATH.

The Python may be another than the one that mockclio is installed in, so the patch is loaded by its path.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec, spec_from_file_location

HERE = os.path.dirname(os.path.abspath(__file__))


def _run(name: str, spec: object) -> object:
    module = module_from_spec(spec)  # type: ignore[arg-type]
    sys.modules[name] = module
    spec.loader.exec_module(module)  # type: ignore[attr-defined]
    return module


def _intercept() -> None:
    patch = _run("_mockclio_intercept", spec_from_file_location("_mockclio_intercept", os.path.join(HERE, os.pardir, "patch.py")))
    if patch.ADDRESS in os.environ:  # type: ignore[attr-defined]
        patch.install_from_environment()  # type: ignore[attr-defined]


def _next() -> None:
    """Run the `sitecustomize` that this one hides."""
    others = [path for path in sys.path if os.path.abspath(path) != HERE]
    spec = PathFinder.find_spec("sitecustomize", others)
    if spec is not None:
        _run("sitecustomize", spec)


_intercept()
_next()
