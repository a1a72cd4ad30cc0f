"""The command line, one module per verb. The module of a verb is imported when the verb is called."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import click

from mockclio.cli._variables import name_variables


class Verbs(click.Group):
    """The modules of this package are the verbs; each holds a click command of its own name."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        module = importlib.import_module(f"mockclio.cli.{name}")
        verb: click.Command = getattr(module, name)
        name_variables(verb, (name,))
        return verb

    def invoke(self, context: click.Context) -> Any:
        """Run a verb. A file that cannot be written, and a full disk behind the output, end it with one line and the exit code 2."""
        try:
            return super().invoke(context)
        except OSError as error:
            from mockclio.cli._output import end

            end(error)


def _edition(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    """Print the version of mockclio and the edition of the API."""
    if not wanted or context.resilient_parsing:
        return
    from importlib.metadata import version

    from mockclio.catalog import EDITION

    click.echo(f"mockclio {version('mockclio')}, Clio Manage API v4, edition of {EDITION}")
    context.exit()


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_edition, help="Show the version and exit.")
def main() -> None:
    """The Clio Manage API v4 on your own machine.

    Completion of words by the shell: eval "$(_MOCKCLIO_COMPLETE=bash_source mockclio)" in ~/.bashrc; zsh_source and fish_source likewise.
    """
