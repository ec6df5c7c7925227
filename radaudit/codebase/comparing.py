"""Comparisons: conditions on rows, predictions cut at a threshold, figures of performance by hand."""

from __future__ import annotations

import ast

from radaudit.codebase.belonging import member
from radaudit.codebase.choosing import ORDER
from radaudit.codebase.numbered import one_row, parted, turned
from radaudit.codebase.rows import Part, other_side
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import (
    Mark,
    Value,
    gathered,
)

BY_CHANCE = frozenset(["random", "one-per-patient"])
NEAR_NOTHING = 1e-6


def compared(state: State, place: Place, node: ast.Compare, values: list[Value]) -> Value:
    """A comparison: a condition on rows, a prediction cut at a threshold, or neither."""
    left, right = values[0], values[-1]
    made = gathered(values).but(whats=frozenset(), texts=frozenset(), tags=frozenset())
    if len(values) > 2:
        return made
    numbers = _of_numbers(state, node, left, right)
    if numbers is not None:
        return numbers
    for one, other in ((left, right), (right, left)):
        if one.predicted or one.rows:
            found = other.kinds("roc", "tuning", "selection") if not other.rows else other.kinds("roc", "tuning")
            found -= one.kinds("selection")
            cut = frozenset(Mark("threshold", m.place, m.rows) for m in found)
            made = made.but(marks=(made.marks - found) | cut)
        if one.predicted and other.kinds("loop") and isinstance(node.ops[0], ORDER):
            made = made.marked(frozenset([Mark("cut", place)]))  # one cut-off of many
    by_hand = left.rows and right.rows and len({"label"} & left.tags) + len({"label"} & right.tags) == 1
    if _pairs(left, right) or left.predicted or right.predicted or (by_hand and isinstance(node.ops[0], ast.Eq)):
        made = made.tagged("hits")
    if _near_nothing(node):  # columns that don't vary
        made = made.but(marks=made.marks - made.kinds("statistic"))
    if left.rows and not left.predicted and not right.rows:
        part = condition(node, left)
        if part:
            parted(state, left, part, place)
        return made.but(picks=frozenset([part]), tags=left.tags & BY_CHANCE) if part else made
    return made


def _pairs(left: Value, right: Value) -> bool:
    """Whether rows of one outcome are set against those of the other, as for an AUC by hand."""
    sides = [
        {part.role for atom in value.rows for part in atom.parts if part.site[0] == "label"} for value in (left, right)
    ]
    return all(len(roles) == 1 for roles in sides) and sides[0] != sides[1]


def _near_nothing(node: ast.Compare) -> bool:
    """``spread > 0``, ``highest == lowest``: it only asks whether there is any."""
    other = node.comparators[0]
    if isinstance(other, ast.Constant) and isinstance(other.value, int | float):
        return abs(other.value) <= NEAR_NOTHING
    return isinstance(node.ops[0], ast.Eq | ast.NotEq)


def _of_numbers(state: State, node: ast.Compare, left: Value, right: Value) -> Value | None:
    """``j != i``, ``p in some``: what it says of the rows that are counted, or of whose they are."""
    operator, other = node.ops[0], node.comparators[0]
    if isinstance(operator, ast.Eq | ast.NotEq) and "group-key" in right.tags and left.rows:
        found = Value(left.rows, left.marks, picks=right.picks)
        return found if isinstance(operator, ast.Eq) else turned(found)
    if isinstance(operator, ast.Eq | ast.NotEq) and "row" in right.tags and left.tags & {"index", "row"}:
        own = one_row(other, right)
        found = Value(left.rows, picks=frozenset([own] if own else []))
        return found if isinstance(operator, ast.Eq) else turned(found)
    if isinstance(operator, ast.In | ast.NotIn) and (right.picks or right.rows) and not left.predicted:
        found = member(state, left, right, other)
        return found if isinstance(operator, ast.In) else turned(found)
    return None


def condition(node: ast.Compare, left: Value) -> Part | None:
    """What ``column == value`` says of rows."""
    operator, other = node.ops[0], node.comparators[0]
    name = next(iter(left.texts)) if len(left.texts) == 1 else ast.unparse(node.left)
    site = "label" if "label" in left.tags else "column"
    if isinstance(operator, ast.Eq | ast.NotEq):
        key = (site,) if site == "label" else (site, name)
        role = str(other.value) if isinstance(other, ast.Constant) else f"<{ast.unparse(other)}>"
        return Part(key, role if isinstance(operator, ast.Eq) else other_side(role))
    if isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        below = isinstance(operator, ast.Lt | ast.LtE)
        return Part((site, name, ast.unparse(other)), "head" if below else "tail")
    return None
