"""Writes a manifest by hand, because PyYAML writes no comments: keys with reasons, doubtful ones commented out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from radaudit.drafting.guess import Guess, Key
from radaudit.study.manifest import Manifest
from radaudit.study.validate import models_in

_WIDTH = 110
_LONGEST = 400
_HEAD = """\
#: Drafted by 'radaudit init' from what this folder holds. Nothing was run.
#: Lines that begin with '#:' give the reason of the key below, and how sure it is: sure, likely, guess, or unsure.
#: Keys that begin with '#' are not set: mend them and take the '#' away. Read every line before you trust an audit:
#: a column taken for another one makes findings that are about nothing.
"""


class Number(str):
    """A number as it is printed: 0.90 keeps its two decimals."""


@dataclass(frozen=True)
class Blank:
    """A key that was not found.

    Attributes
    ----------
    key, example
        Where it stands, and what could stand there.
    hint
        What to put there.
    """

    key: Key
    example: object
    hint: str


_Line = tuple[str, Key | None]


def manifest_text(guesses: Iterable[Guess], blanks: Iterable[Blank]) -> tuple[str, dict[int, Key]]:
    """The text of ``radaudit.yaml``.

    Returns
    -------
    str
        The text.
    dict
        By line, counted from 1: the key that is set there.
    """
    tree: dict = {}
    for entry in [*guesses, *blanks]:
        _put(tree, entry)
    lines: list[_Line] = [(line, None) for line in (*_HEAD.splitlines(), "schema: radaudit/1")]
    for name in sorted(tree, key=lambda own: position((own,))):
        lines += [("", None), *_emitted({name: tree[name]}, (), 0, None)]
    text = "".join(f"{line.rstrip()}\n" for line, _ in lines)
    return text, {number: key for number, (_, key) in enumerate(lines, start=1) if key is not None}


def _put(tree: dict, entry: Guess | Blank) -> None:
    for part in entry.key[:-1]:
        tree = tree.setdefault(part, {})
    tree.setdefault(entry.key[-1], entry)


def _emitted(tree: dict, above: Key, indent: int, dead: int | None) -> Iterator[_Line]:
    """Lines of a part of the tree.

    Parameters
    ----------
    dead
        The indent at which a part that sets nothing begins, and with it the '#'; None in a part that sets something.
    """
    for name in sorted(tree, key=lambda own: position((*above, own))):
        key, node = (*above, name), tree[name]
        start = indent if dead is None and not _alive(node) else dead
        if isinstance(node, dict):
            if isinstance(name, int):
                yield from _item(list(_emitted(node, key, indent + 2, start)), indent, start)
                continue
            yield _line(f"{flow(name)}:", indent, start), None
            yield from _emitted(node, key, indent + 2, start)
            continue
        for part in _wrapped(_reason(node)):
            pad = indent if start is None else start
            yield f"{' ' * pad}#: {' ' * (indent - pad)}{part}", None
        value = flow(node.value if isinstance(node, Guess) else node.example)
        said = f"- {value}" if isinstance(name, int) else f"{flow(name)}: {value}"
        yield _line(said, indent, start), key if start is None else None


def _item(lines: list[_Line], indent: int, dead: int | None) -> Iterator[_Line]:
    """Lines of a list's member: the first that is no reason gets the dash."""
    pad = indent if dead is None else dead + 2 + indent - dead
    dashed = False
    for line, key in lines:
        if (
            not dashed
            and not line.lstrip("# ").startswith(":")
            and (dead is not None or not line.lstrip().startswith("#"))
        ):
            line, dashed = f"{line[:pad]}- {line[pad + 2 :]}", True
        yield line, key


def _line(text: str, indent: int, dead: int | None) -> str:
    if dead is None:
        return " " * indent + text
    return f"{' ' * dead}# {' ' * (indent - dead)}{text}"


def _alive(node: object) -> bool:
    if isinstance(node, dict):
        return any(_alive(own) for own in node.values())
    return isinstance(node, Guess) and node.live


def _reason(entry: Guess | Blank) -> str:
    if isinstance(entry, Blank):
        return f"not found: {entry.hint}"
    return f"{entry.word}: {entry.reason}"


def _wrapped(text: str) -> list[str]:
    """Lines of a comment: a name in the study may hold anything, but not end the comment."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in " ".join(text.split()))
    short = plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}..."
    return textwrap.wrap(short, _WIDTH, break_long_words=True, break_on_hyphens=False) or [""]


def flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(own)}" for key, own in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str) and not value.isprintable():  # on one line, with escapes
        return yaml.safe_dump(value, default_style='"', width=float("inf")).strip()
    listed = yaml.safe_dump([value], default_flow_style=True, width=float("inf"), allow_unicode=True)
    return listed.strip()[1:-1].strip()


def position(key: Key) -> tuple:
    """Where a key stands among its neighbours: as in the manifest's definition, others by name."""
    models: list = [Manifest]
    names: list[str] = []
    for part in key:
        names = [own.alias or name for model in models for name, own in model.model_fields.items()]
        fields = [own for model in models for name, own in model.model_fields.items() if (own.alias or name) == part]
        models = [found for own in fields for found in models_in(own.annotation)] if fields else models
    last = key[-1]
    if isinstance(last, int):
        return (last, "")
    return (names.index(last), "") if last in names else (len(names), str(last))
