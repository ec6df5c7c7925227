"""Taking the best of several scores: by a comparison, by ``max``, by sorting."""

from __future__ import annotations

import ast

from radaudit.codebase.rows import united
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import Mark, Value

ORDER = (ast.Gt, ast.Lt, ast.GtE, ast.LtE)


def choice_in(state: State, place: Place, node: ast.If, test: Value) -> frozenset[Mark]:
    """``if auc > best:`` in a loop: what is kept in its body depends on the rows that were scored."""
    if not state.loops:
        return frozenset()
    if any(isinstance(own, ast.Break) for own in node.body) and not state.loops[-1].training:
        return chosen(state, place, test)  # the first that is good enough
    if not _assigns(node):
        return frozenset()
    orders = [
        part
        for part in ast.walk(node.test)
        if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ORDER)
    ]
    if any(not any(isinstance(side, ast.Constant) for side in (own.left, own.comparators[0])) for own in orders):
        return chosen(state, place, test)
    return frozenset()


def _assigns(node: ast.If) -> bool:
    return any(isinstance(part, ast.Assign | ast.AugAssign) for own in node.body for part in ast.walk(own))


def _of_training(state: State, mark: Mark) -> bool:
    """Whether the loop over which the best of a score is taken is one over epochs."""
    around = state.candidates
    over = [loop for loop in mark.loops if loop not in around] or list(mark.loops[-1:])
    return bool(over) and all(loop in state.trainings for loop in over)


def chosen(state: State, place: Place, scores: Value, text: str = "") -> frozenset[Mark]:
    """The best of these scores is taken, if they are scores of several candidates.

    Returns
    -------
    frozenset of Mark
        What the choice depends on; empty where nothing was chosen by a score.
    """
    found = scores.kinds("score") if not state.drawing else frozenset()
    several = len({mark.place for mark in found}) > 1 or any(mark.loops for mark in found)
    if not found or not several:
        return frozenset()
    rows = united(*(mark.rows for mark in found))
    training = all(_of_training(state, mark) for mark in found)
    kind = "seed-picking" if scores.kinds("seed") else "stopping" if training else "tuning"
    kind = "cut" if scores.kinds("cut") and kind == "tuning" else kind
    state.ledger.chosen(place, rows, kind, text)
    return frozenset([Mark("early-stopping" if training else "tuning", place, rows)])
