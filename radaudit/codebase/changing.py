"""Functions that fit a step and apply it in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radaudit.codebase.names import is_label
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import Mark, Value, a_tuple
from radaudit.codebase.vocabulary import CHANGES

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def changed(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    """``zscore``, ``scale``, ``neuroCombat``: a table in, a table out."""
    data = arguments.get(0, "dat", "data", "X", "a", "x", "df")
    if CHANGES[name] == "harmonisation":
        return _harmonised(state, name, data, arguments, place)
    if CHANGES[name] == "scaling" and (arguments.constant("axis") == 1 or data.predicted):
        return data
    mark = frozenset([Mark(CHANGES[name], place, data.rows)]) if data.rows else frozenset()
    return data.marked(mark)


def _harmonised(state: State, name: str, data: Value, arguments: Arguments, place: Place) -> Value:
    others = [value for value in arguments.values if value is not data]
    texts = {text for value in others for text in value.texts}
    labelled = any("label" in value.tags for value in others) or any(is_label(text, state.outcomes) for text in texts)
    labelled = labelled or any(
        "label" in own.tags for value in others for own in (*(value.items or ()), value.inside) if own
    )
    kind = "harmonisation-with-outcome" if labelled else "harmonisation"
    mark = frozenset([Mark(kind, place, data.rows)]) if data.rows else frozenset()
    state.ledger.fitted_upon(kind, place, data.marks)
    changed = data.but(items=None, entries=()).marked(mark)
    if name == "harmonizationLearn":
        return a_tuple([Value(marks=mark), changed])
    return changed.but(entries=(("data", changed), ("estimates", Value(marks=mark))))


def harmonised_as_learnt(_state: State, _frame: Frame, name: str, arguments: Arguments, _place: Place) -> Value:
    """What was learnt elsewhere is applied to these rows."""
    made = arguments.get(0, "data", "dat")
    others = [value for value in arguments.values if value is not made]
    changed = made.marked(frozenset(mark for value in others for mark in value.marks if mark.kind.startswith("harmon")))
    return changed.but(entries=(("data", changed),)) if name.startswith("neuroCombat") else changed
