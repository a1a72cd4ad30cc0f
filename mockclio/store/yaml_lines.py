"""YAML as plain data with the line of everything in it. Only what JSON knows: times stay text, `on` and `no` too; keys stand once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml.nodes import Node

Path = tuple[str | int, ...]
Lines = dict[Path, int]
NULL, BOOLEAN = {"", "~", "null"}, {"true": True, "false": False}
INTEGER, NUMBER = re.compile(r"[-+]?\d+"), re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?")
DEEPEST = 50
SHOWN = 10


class WrongFile(ValueError):
    """A file that is refused. `problems` are lines, counted from 1 (0 means the whole file), each with a reason."""

    def __init__(self, place: str, *problems: tuple[int, str]) -> None:
        """Make the message from the place of the file and its problems."""
        shown = [f"{place}{f':{line}' if line else ''}: {reason}" for line, reason in problems[:SHOWN]]
        more = [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        super().__init__("\n".join([*shown, *more]))
        self.place, self.problems = place, problems


def parse(text: str, place: str, *, exact: bool = False) -> tuple[Any, Lines]:
    """The data, and the line of each path into it. JSON is YAML too. With `exact`, a number in another form than JSON's is text."""
    import yaml

    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken):
                line = token.start_mark.line + 1
                raise WrongFile(place, (line, f"*{token.value}: references to other places are not read; write it out"))
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise WrongFile(place, (mark.line + 1 if mark else 0, f"not YAML: {error.problem or error.context}")) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise WrongFile(place, (0, f"not YAML: {error}")) from None
    if root is None:
        raise WrongFile(place, (0, "the file is empty"))
    lines: Lines = {}
    return _plain(root, (), lines, place, exact), lines


def line_of(lines: Lines, path: Path) -> int:
    """The line of a path, or of what is nearest above it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def _plain(node: Node, path: Path, lines: Lines, place: str, exact: bool) -> Any:
    import yaml

    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if len(path) > DEEPEST:
        raise WrongFile(place, (line, f"nested more than {DEEPEST} deep"))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(inner, (*path, index), lines, place, exact) for index, inner in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        results: dict[str, Any] = {}
        for key, inner in node.value:
            name = str(key.value)
            if name in results:
                raise WrongFile(place, (key.start_mark.line + 1, f"{name} stands twice; the first is in line {lines[(*path, name)]}"))
            lines[(*path, name)] = key.start_mark.line + 1
            results[name] = _plain(inner, (*path, name), lines, place, exact)
        return results
    result = _scalar(node.value, plain=getattr(node, "style", None) is None)
    is_other = exact and isinstance(result, int | float) and not isinstance(result, bool) and str(result) != node.value
    return node.value if is_other else result  # 0042 and 1.50 may be the text of a name


def _scalar(text: str, *, plain: bool) -> Any:
    """Quoted text and blocks are text; plain words are what they would be in JSON."""
    if not plain:
        return text
    if text in NULL:
        return None
    if text in BOOLEAN:
        return BOOLEAN[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text
