"""Lists, indices and iterators: the same rows in another form."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from radaudit.codebase import tables
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import NOTHING, Value, a_tuple, element, gathered

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def wrapped(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    """Data as xgboost, torch and others want it."""
    value = arguments.get(0, "data", "X")
    return value.marked(arguments.get(1, "label", "y").kinds("oversampling"))


def unique(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    """``set(ids)``, ``np.unique(ids)``."""
    value = arguments.get(0)
    return value.tagged("one-per-patient", "index") if "patients" in value.tags else value


def next_of(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    return element(arguments.get(0))


def fillable(_state: State, _frame: Frame, _name: str, _arguments: Arguments, _place: Place) -> Value:
    """An array that is filled later, such as with predictions out of fold."""
    return Value(tags=frozenset(["list"]))


def ranged(_state: State, _frame: Frame, name: str, arguments: Arguments, _place: Place) -> Value:
    made = gathered(arguments.values)
    if name == "range":  # a single number is no row
        inside = Value(marks=made.kinds("loop", "seed"))
        return Value(made.rows, inside.marks, inside=inside, tags=frozenset(["index"]) if made.rows else frozenset())
    return Value(made.rows, made.kinds("loop", "seed"), tags=frozenset(["index"]) if made.rows else frozenset())


def zipped(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    inside = a_tuple([element(value) for value in arguments.positional])
    return gathered(arguments.positional).but(inside=inside, tags=_fold_tag(arguments))


def enumerated(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    value = arguments.get(0)
    return value.but(inside=a_tuple([NOTHING, element(value)]), items=None, entries=(), tags=_fold_tag(arguments))


def _fold_tag(arguments: Arguments) -> frozenset[str]:
    return frozenset(["folds"]) if any("folds" in value.tags for value in arguments.positional) else frozenset()


def same(_state: State, _frame: Frame, name: str, arguments: Arguments, _place: Place) -> Value:
    value = arguments.get(0)
    key = arguments.named.get("key")
    ranked = value.but(tags=value.tags | {"ranked"}) if name == "sorted" and value.kinds("score") else value
    return (
        ranked.marked(key.kinds("score", "selection") if key else frozenset()).but(
            tags=(ranked.tags - {"dict"}) | ({"list"} if name == "list" else set())
        )
        if name != "copy"
        else value
    )


def where(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    if len(arguments.positional) == 1:
        value = arguments.positional[0]
        return value.but(items=(value,), marks=value.marks) if value.picks else value
    made = gathered(arguments.positional)
    text = ast.unparse(arguments.node.args[0]) if arguments.node.args else ""
    if "isnan" in text or "isnull" in text or "isna" in text:
        return made.but(marks=tables.as_imputation(made.marks))
    return made.but(picks=frozenset())
