"""YAML with line numbers: safe, bounded, every duplicate key refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from radaudit.core.errors import Problem, UsageError

LARGEST_FILE = 2**20
MOST_NODES = 200_000
DEEPEST = 50
_KINDS = {"int": "number", "float": "number", "timestamp": "date", "bool": "yes or no"}


@dataclass(frozen=True)
class YamlFile:
    """A document and where each of its parts stands.

    Attributes
    ----------
    path
        As shown in messages.
    data
        Plain dicts, lists and scalars.
    lines
        Line of each part, counted from 1, by its keys joined with "/"; of a mapping's member, the
        line of its key.
    scalars
        Text of each scalar as it was written, so that 0.90 keeps its two decimals.
    """

    path: str
    data: object
    lines: Mapping[str, int]
    scalars: Mapping[str, str]

    def line(self, keys: tuple[object, ...]) -> int | None:
        """Line of a part, or of the nearest part around it that has one."""
        for end in range(len(keys), -1, -1):
            found = self.lines.get("/".join(str(key) for key in keys[:end]))
            if found is not None:
                return found
        return None


def read_yaml(path: Path, shown: str, error: type[UsageError] = UsageError) -> YamlFile:
    """Read a YAML file without running anything it says.

    Parameters
    ----------
    path
        The file.
    shown
        Its name in messages.
    error
        What to raise.

    Raises
    ------
    UsageError
        Of the given type, with file:line: not readable, not text, not YAML, a key given twice, or
        so large that it can only be meant to harm.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise error(Problem(f"is {size} bytes long; at most {LARGEST_FILE} are read", shown))
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise error(Problem(f"is not UTF-8 text (byte {fault.start}); save it as UTF-8", shown)) from fault
    except OSError as fault:
        raise error(Problem(f"can't be read: {fault.strerror or fault}", shown)) from fault
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        lines, scalars, problems = _places(loader, root, shown)
        if problems:
            raise error(problems)
        data = loader.construct_document(root) if root is not None else None
        return YamlFile(shown, data, lines, scalars)
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1
        raise error(Problem(f"holds the character U+{fault.character:04X}, which YAML forbids", shown, line)) from fault
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else None
        what = " ".join(part for part in (fault.context, fault.problem) if part)
        raise error(Problem(f"is not valid YAML: {what}", shown, line)) from fault
    except RecursionError as fault:
        raise error(Problem(f"is not valid YAML: nested more than {DEEPEST} levels deep", shown)) from fault


def _places(
    loader: yaml.SafeLoader, root: yaml.Node | None, shown: str
) -> tuple[dict[str, int], dict[str, str], list[Problem]]:
    lines: dict[str, int] = {}
    scalars: dict[str, str] = {}
    problems: list[Problem] = []
    waiting = [("", root, 0)] if root is not None else []
    visited = 0
    while waiting:
        name, node, depth = waiting.pop()
        visited += 1
        if visited > MOST_NODES:  # aliases of aliases: a few lines that stand for billions of values
            return lines, scalars, [Problem("holds too many values (aliases that repeat aliases?)", shown)]
        if depth > DEEPEST:  # or an alias of what it stands in
            line = node.start_mark.line + 1
            return lines, scalars, [Problem(f"is nested more than {DEEPEST} levels deep", shown, line)]
        lines.setdefault(name, node.start_mark.line + 1)
        prefix = f"{name}/" if name else ""
        if isinstance(node, yaml.MappingNode):
            seen: dict[str, int] = {}
            for key, value in node.value:
                word, line = str(key.value), key.start_mark.line + 1
                if word in seen:
                    problems.append(Problem(f"the key {word!r} was already given in line {seen[word]}", shown, line))
                if isinstance(key, yaml.ScalarNode):
                    problems += _unreadable(loader, key, shown)
                seen[word] = line
                lines[prefix + word] = line
                waiting.append((prefix + word, value, depth + 1))
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(f"{prefix}{index}", item, depth + 1) for index, item in enumerate(node.value)]
        else:
            scalars[name] = node.value
            problems += _unreadable(loader, node, shown)
    return lines, scalars, problems


def _unreadable(loader: yaml.SafeLoader, node: yaml.ScalarNode, shown: str) -> list[Problem]:
    """A value that looks like a date or a number and can't be one: PyYAML then raises what its parts raise."""
    what = _KINDS.get(node.tag.rpartition(":")[2])
    if what is None:
        return []
    try:
        loader.construct_object(node)
    except (ValueError, LookupError, AttributeError, OverflowError):
        text = node.value if len(node.value) <= 60 else f"{node.value[:57]}..."
        message = f"{text!r} can't be read as a {what}; mend it, or put it in quotation marks"
        return [Problem(message, shown, node.start_mark.line + 1)]
    return []
