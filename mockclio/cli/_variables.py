"""The environment variable of each flag, by one rule.

A flag of `serve`, and `--url`, `--control-token` and `--world` of the other verbs, is `MOCKCLIO_<FLAG>`. Every other flag is
`MOCKCLIO_<VERB>_<FLAG>`. An option that names its variables itself keeps them: only the bearer token of callers does.
"""

from __future__ import annotations

import click

SHARED = ("--url", "--control-token", "--world")
WITHOUT_VERB = ("serve",)


def name_variables(command: click.Command, words: tuple[str, ...]) -> None:
    """Give each option of a verb, and of the verbs below it, its variable. `words` are the words that call the verb."""
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.envvar is None:
            parameter.envvar = variable(flag_of(parameter), words)
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            name_variables(inner, (*words, name))


def flag_of(option: click.Option) -> str:
    """The long name of an option."""
    return next(name for name in option.opts if name.startswith("--"))


def variable(flag: str, words: tuple[str, ...]) -> str:
    """The variable of a flag."""
    before = () if flag in SHARED or words == WITHOUT_VERB else words
    return "_".join(["MOCKCLIO", *before, flag.removeprefix("--")]).replace("-", "_").upper()
