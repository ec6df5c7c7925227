"""Functions of columns and outcomes: tests, correlations, statistics, figures of performance and the best of them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from radaudit.codebase import folds, searching, tables
from radaudit.codebase.choosing import chosen
from radaudit.codebase.rows import NO_ROWS, united
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import (
    NOTHING,
    Mark,
    StudyFunction,
    Value,
    gathered,
)
from radaudit.codebase.vocabulary import (
    REDUNDANCY,
)

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments

MEASURE = re.compile(
    r"^_?(my_?|own_?|calc\w*_|compute_|get_|fast_|rank_|mean_|eval_)*"
    r"(auc|auroc|roc_?auc|c_?index|cindex|concordance|harrell\w*|accuracy|acc|bal\w*_?acc\w*|mcc|f1|brier|kappa|"
    r"mann_?whitney_?auc|youden)(_?(score|index|of|stat\w*|by_?\w*|fast|np|from_\w*))?$",
    re.IGNORECASE,
)


def association(values: list[Value], place: Place) -> frozenset[Mark]:
    """A function of columns and the outcome: if columns are chosen by what it gives, they are chosen by the outcome."""
    labels = [value for value in values if "label" in value.tags and value.rows]
    others = [value for value in values if "label" not in value.tags and value.rows and not value.predicted]
    if not labels or not others or any(value.predicted for value in values):
        return frozenset()
    return frozenset([Mark("association", place, united(*(value.rows for value in values)))])


def tested(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    """A test of columns against the outcome; it gives no rows, but depends on them."""
    values = arguments.values
    rows = united(*(value.rows for value in values))
    carried = frozenset(mark for value in values for mark in value.marks if mark.kind != "loop")
    if not rows or (
        any(value.predicted for value in values) and not any(m.kind in ("threshold", "cut") for m in carried)
    ):
        return NOTHING
    if any(mark.kind == "threshold" for mark in carried):  # groups made by a cut-off are compared
        state.ledger.evaluated(place, rows, carried)
    if any(mark.kind == "cut" for mark in carried):
        return Value(NO_ROWS, carried | {Mark("score", place, rows, state.candidates)})
    state.ledger.fitted_upon("selection", place, carried)
    return Value(NO_ROWS, carried | {Mark("selection", place, rows)})


def correlated(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    values = arguments.values
    rows = united(*(value.rows for value in values))
    if not rows or any(value.predicted for value in values):
        return NOTHING
    kind = "selection" if any("label" in value.tags for value in values) and name not in REDUNDANCY else "correlation"
    carried = frozenset().union(*(value.marks for value in values))
    state.ledger.fitted_upon(kind, place, carried)
    return Value(NO_ROWS, carried | {Mark(kind, place, rows)})


def measured(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    """A figure of performance."""
    return folds.measured(state, arguments.values, place)


def by_hand(state: State, function: StudyFunction, made: Value, values: list[Value], place: Place) -> Value:
    """A figure of performance by the study's own arithmetic, told by the function's name and what it is given."""
    name = getattr(function.node, "name", "")
    given = [value for value in values if value.predicted and value.rows]
    if not MEASURE.search(name) or not given or made.kinds("score") or made.items or made.inside or made.entries:
        return made
    return made.marked(folds.measured(state, values, place).marks)


def curve(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    scored = folds.measured(state, arguments.values, place)
    rows = united(*(value.rows for value in arguments.values))
    made = scored.marked(frozenset([Mark("roc", place, rows)]))
    if name != "roc_curve":
        return made.but(items=None)
    rate = made.but(items=None).tagged("rates")
    return made.but(items=(rate, rate, made.but(items=None)))


def area(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    made = gathered(arguments.values)
    return made.but(marks=made.marks - made.kinds("roc"))


def statistic(state: State, frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    return searching.best_by(arguments, state, place, lambda: _reduced(state, frame, name, arguments, place))


def _reduced(state: State, frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    value = arguments.get(0, "a")
    if "hits" in value.tags and value.rows and name in ("mean", "average", "nanmean"):
        return tables.counted(state, value, place)
    if name in ("max", "nanmax", "amax", "min", "amin") and value.kinds("score"):
        everything = gathered(arguments.values)
        text = ast.unparse(arguments.node.args[-1]) if arguments.node.args else ""
        if "min" in name:
            if value.kinds("cut"):  # the smallest p of many cut-offs
                return everything.marked(chosen(state, place, everything, text))
            state.ledger.notes.add(("lowest", frame.path, text))
            return everything
        state.ledger.notes.add(("highest", frame.path, text))
        if any(ast.unparse(own).startswith("1 - ") for own in arguments.node.args):
            return everything  # the direction of a score, not the better of two
        if value.kinds("cut") and "key" not in arguments.named and len(arguments.positional) == 1:
            return everything  # how high a curve goes
        return _still_columns(arguments, everything.marked(chosen(state, place, everything, text)))
    if name in ("max", "min") and len(arguments.positional) > 1:
        return gathered(arguments.positional)
    return tables.reduced(value, name, arguments.constant("axis", 1), place)


def summed(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    value = arguments.get(0, "a")
    if "hits" in value.tags and value.rows:
        return tables.counted(state, value, place)
    return gathered(arguments.values).but(tags=frozenset())


def best(state: State, frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    everything = gathered(arguments.values)
    text = ast.unparse(arguments.node.args[0]) if arguments.node.args else ""
    if re.search(r"abs\(.*(mean|median)", text):  # the one that is most like the others
        return everything
    state.ledger.notes.add(("lowest" if "min" in name else "highest", frame.path, text))
    return _still_columns(arguments, everything.marked(chosen(state, place, everything, text)))


def _still_columns(arguments: Arguments, best: Value) -> Value:
    """The best of several columns is a column."""
    return best.tagged("columns") if any("columns" in value.tags for value in arguments.values) else best
