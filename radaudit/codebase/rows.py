"""Which rows of which table: unions of parts, compared without ever seeing a row.

A `Part` is one condition on rows ("the test side of the split in line 12"). Rows are a set of `Atom`: all rows of
one table that meet every condition. Two atoms share no row if they come of different tables, or if they are
different sides of one split. Everything else may share rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

MOST = 12  # atoms of one value; what is joined beyond is let go
TEST = re.compile(r"test|val|hold|ext|^tail$|^out$", re.IGNORECASE)
NOT = "not "


class Part(NamedTuple):
    """One condition: the place or column that divides the rows, and the side."""

    site: tuple
    role: str


class Atom(NamedTuple):
    """Rows of one table that meet all conditions."""

    root: tuple
    parts: frozenset[Part]


Rows = frozenset[Atom]
NO_ROWS: Rows = frozenset()


def table(*root: object) -> Rows:
    """All rows of a new table."""
    return frozenset([Atom(tuple(root), frozenset())])


def united(*groups: Rows) -> Rows:
    """Rows of any of them."""
    return frozenset(sorted(frozenset().union(*groups), key=repr)[:MOST])


def restricted(rows: Rows, parts: Iterable[Part]) -> Rows:
    """Those rows that also meet these conditions."""
    parts = frozenset(parts)
    return frozenset(Atom(atom.root, atom.parts | parts) for atom in rows)


def contrary(one: str, other: str) -> bool:
    """Whether no row can be on both sides; ``a|b`` is a side of several values."""
    if one.startswith(NOT) and other.startswith(NOT):
        return False
    if one.startswith(NOT):
        return _values(other) <= _values(one.removeprefix(NOT))
    if other.startswith(NOT):
        return _values(one) <= _values(other.removeprefix(NOT))
    return not _values(one) & _values(other)


def _values(role: str) -> frozenset[str]:
    return frozenset(role.split("|"))


def other_side(role: str) -> str:
    """The side that holds the remaining rows."""
    pairs = {"train": "test", "test": "train", "head": "tail", "tail": "head", "in": "out", "out": "in"}
    return pairs.get(role) or (role.removeprefix(NOT) if role.startswith(NOT) else f"{NOT}{role}")


def apart(one: Atom, other: Atom) -> bool:
    """Whether two atoms share no row."""
    if one.root != other.root:
        return True
    return any(
        own.role != part.role and own.site == part.site and contrary(own.role, part.role)
        for part in other.parts
        for own in one.parts
    )


def overlap(one: Rows, other: Rows) -> bool:
    """Whether they may share rows."""
    return any(not apart(a, b) for a in one for b in other)


def parts_of(rows: Rows) -> frozenset[Part]:
    """Conditions that all of these rows meet."""
    groups = [atom.parts for atom in rows]
    return frozenset.intersection(*groups) if groups else frozenset()


def held_out(part: Part) -> bool:
    """Whether the side is named, or made, as one that a model is tested on."""
    return part.site[0] != "label" and not part.role.startswith(NOT) and bool(TEST.search(part.role))
