"""Products of matrices: models and projections that are computed by hand."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from radaudit.codebase import tables
from radaudit.codebase.rows import NO_ROWS
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import Mark, Value, gathered

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def product(left: Value, right: Value, node: ast.expr | None, place: Place) -> Value:
    """``left @ right``; `node` is the syntax of the left one.

    ``X.T @ y`` sums over the rows, so that what it gives has none, but depends on them; ``X @ weights``, with weights
    computed so, is a prediction.
    """
    made = weighted(left, right)
    if made is not None:
        return made
    made = gathered([left, right])
    residual = any("label" in side.tags and side.predicted for side in (left, right))  # y - X @ weights
    if "label" in made.tags and (residual or not made.predicted):
        seen = Mark("association", place, made.rows)
        return Value(NO_ROWS, (made.marks - made.kinds("fit", "loop")) | {seen}, texts=made.texts)
    if left.rows and right.rows and _turned(node):
        return Value(NO_ROWS, (made.marks - made.kinds("fit", "loop")) | {Mark("decomposition", place, made.rows)})
    return made.but(marks=tables.as_scaling(made.marks)) if made.rows else made


def _turned(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "transpose"
    return isinstance(node, ast.Attribute) and node.attr == "T"


def weighted(one: Value, other: Value) -> Value | None:
    """``X @ weights``, where the weights were computed with the outcome: a prediction by a model made by hand."""
    for table, weights in ((one, other), (other, one)):
        learnt = weights.kinds("association")
        if learnt and table.rows and not weights.rows and "label" not in table.tags:
            seen = {mark.rows for mark in learnt}
            fits = frozenset(mark._replace(kind="fit") for mark in learnt)
            rest = frozenset(
                mark
                for mark in weights.marks - learnt
                if mark.kind not in ("loop", "score") and not (mark.kind == "decomposition" and mark.rows in seen)
            )
            return Value(table.rows, tables.as_scaling(table.marks) | rest | fits)
    return None


def called(_state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    """``np.dot(left, right)``."""
    node = arguments.node.args[0] if arguments.node.args else None
    return product(arguments.get(0), arguments.get(1), node, place)
