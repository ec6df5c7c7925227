"""Networks that are trained step by step: they are called like functions, and learn where a loss is sent back."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from radaudit.codebase.rows import table, united
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import Mark, Model, StudyClass, Value, gathered

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments

EPOCH = re.compile(r"(^|[^a-z])(ep|epochs?|num_epochs|n_epochs|max_epochs)([^a-z]|$)", re.IGNORECASE)
OPTIMISER = re.compile(r"(^|\.)(optim\.\w+|Adam\w*|SGD|RMSprop|Adagrad|Adadelta)$")
STEPWISE = frozenset(["backward", "train_on_batch", "training_step", "apply_gradients"])


@lru_cache(maxsize=10_000)  # a loop is met again in every turn of those around it
def is_training(node: ast.For | ast.AsyncFor | ast.While) -> bool:
    """Whether a loop goes over the epochs of a training."""
    named = not isinstance(node, ast.While) and f"{ast.unparse(node.target)} {ast.unparse(node.iter)}"
    return bool(named and EPOCH.search(named)) or (_sends_back(node) and not _starts_anew(node))


def _sends_back(node: ast.AST) -> bool:
    calls = (part for part in ast.walk(node) if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute))
    return any(part.func.attr in STEPWISE for part in calls)


def _starts_anew(node: ast.AST) -> bool:
    """Whether each turn has an optimiser of its own: then it trains several networks."""
    calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
    return any(OPTIMISER.search(ast.unparse(part.func)) for part in calls)


def applied(state: State, model: Model, arguments: Arguments, place: Place) -> Value:
    """``net(batch)``: a prediction; one of a network that has learnt nothing yet is no evaluation."""
    data = gathered(arguments.values)
    where = model.fit_place or model.place
    state.networks[model.place] = model
    marks = data.marks | model.own_marks | {Mark("fit", where, model.fitted)}
    made = Value(data.rows, marks - frozenset(mark for mark in marks if mark.kind == "loop"))
    if model.fitted:
        state.ledger.evaluated(place, made.rows, made.marks | {Mark("predicted", place)})
    return made


def sent_back(state: State, loss: Value, place: Place) -> None:
    """``loss.backward()``: the networks behind a loss learn from its rows."""
    behind = {mark.place for mark in loss.marks if mark.kind == "fit"}
    for model in state.networks.values():
        if behind & {model.place, model.fit_place}:
            model.fitted = united(model.fitted, loss.rows)
            model.carried |= frozenset(mark for mark in loss.marks if mark.kind not in ("fit", "loop", "score"))
            model.fit_place = model.fit_place or place


def data_set(made: Model, what: StudyClass, arguments: Arguments, place: Place) -> Value:
    """An object of the study's own class; one that has entries by number is a table."""
    value = Value(whats=frozenset([made]))
    if what.method("__getitem__") is None and not any("Dataset" in ast.unparse(base) for base in what.node.bases):
        return value
    given = gathered(arguments.values)
    return value.but(rows=given.rows or table("made", place.path, place.line), marks=given.marks)
