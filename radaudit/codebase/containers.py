"""Lists, indices and iterators: the same rows in another form."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from radaudit.codebase import searching, tables
from radaudit.codebase.numbered import condition_of, restrict
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import NOTHING, Value, a_tuple, element, gathered

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def wrapped(_state: State, _frame: Frame, name: str, arguments: Arguments, _place: Place) -> Value:
    """Data as xgboost, torch and others want it."""
    value = arguments.get(0, "data", "X", "dataset")
    if name == "Subset":
        index = arguments.get(1, "indices")
        return restrict(value, condition_of(value, None, index))
    return value.marked(arguments.get(1, "label", "y").kinds("oversampling"))


def unique(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    """``set(ids)``, ``np.unique(ids)``."""
    value = arguments.get(0)
    return value.tagged("one-per-patient", "index") if "patients" in value.tags else value


def next_of(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    return element(arguments.get(0))


def fillable(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    """An array that is filled later, such as with predictions out of fold, or a mask."""
    mask = "bool" in ast.unparse(arguments.node) or "True" in ast.unparse(arguments.node)
    return Value(tags=frozenset(["mask" if mask else "list"]))


def ordered(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    """``np.argsort(y)`` sorts rows by the outcome; that of a statistic says which columns are first."""
    made = gathered(arguments.values)
    return made.tagged("by-outcome") if "label" in made.tags and not made.predicted else made


def ranged(_state: State, _frame: Frame, name: str, arguments: Arguments, _place: Place) -> Value:
    made = gathered(arguments.values)
    if name == "range":  # a single number is no row
        inside = Value(marks=made.kinds("loop", "seed"), tags=frozenset(["row"]) if made.rows else frozenset())
        return Value(made.rows, inside.marks, inside=inside, tags=frozenset(["index"]) if made.rows else frozenset())
    one = frozenset(tag for value in arguments.values for tag in value.tags & {"one-per-patient", "sorted"})
    return Value(made.rows, made.kinds("loop", "seed"), tags=one | {"index"} if made.rows else frozenset())


def zipped(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    given = [value.items for value in arguments.positional if value.items and "folds" not in value.tags]
    if given and len(given) == len(arguments.positional) and len({len(own) for own in given}) == 1:
        return a_tuple([a_tuple(list(own)) for own in zip(*given, strict=True)])
    inside = a_tuple([element(value) for value in arguments.positional])
    return gathered(arguments.positional).but(inside=inside, tags=_fold_tag(arguments))


def enumerated(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    value = arguments.get(0)
    counts = value.rows and "folds" not in value.tags and value.items is None
    number = Value(tags=frozenset(["row"])) if counts else NOTHING
    return value.but(inside=a_tuple([number, element(value)]), items=None, entries=(), tags=_fold_tag(arguments))


def _fold_tag(arguments: Arguments) -> frozenset[str]:
    return frozenset(["folds"]) if any("folds" in value.tags for value in arguments.positional) else frozenset()


def same(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    value = arguments.get(0)
    if (
        name in ("array", "asarray")
        and value.inside
        and value.rows
        and not value.predicted
        and "folds" not in value.tags
    ):
        value = value.but(inside=None, tags=value.tags - {"list"})  # from a list of rows, one table
    key = arguments.named.get("key")
    if name == "sorted" and key is not None and searching.functions(key) and not value.kinds("score"):
        value = value.marked_within(searching.weighed(state, value, key, place))
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
    return made.but(picks=frozenset(), tags=frozenset(t for v in arguments.positional for t in v.tags & {"random"}))
