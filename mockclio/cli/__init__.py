"""The command line, one module per verb. The module of a verb is imported when the verb is called."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import click

from mockclio.cli._variables import name_variables

LONGEST_SENTENCE = 200
"""The characters of a verb's first sentence that the list of verbs shows."""


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

    def resolve_command(self, context: click.Context, words: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb of a command line. An unknown one is refused with the verb that may have been meant."""
        name = words[0]
        if not name.startswith("-") and name not in self.list_commands(context):
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(context), n=2)
            meant = f": did you mean {' or '.join(near)}?" if near else ": `mockclio --help` lists all of them"
            raise click.UsageError(f"there is no verb {name!r}{meant}", context)
        return super().resolve_command(context, words)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, each with the whole first sentence of its help."""
        verbs = [(name, self.get_command(context, name)) for name in self.list_commands(context)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.get_short_help_str(LONGEST_SENTENCE)) for name, verb in verbs if verb])


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
