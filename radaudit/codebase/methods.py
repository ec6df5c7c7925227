"""Methods of tables and of fitted things."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from radaudit.codebase import belonging, folds, networks, numbered, products, stored, tables
from radaudit.codebase.choosing import chosen
from radaudit.codebase.estimators import of_model
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.table_methods import OF_TABLE
from radaudit.codebase.values import (
    NOTHING,
    Mark,
    Model,
    Value,
    element,
    gathered,
    joined,
)
from radaudit.codebase.vocabulary import (
    CORRELATIONS,
    METRICS,
    PREDICTS,
    STATISTICS,
    words,
)

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments

SAME = words(
    "astype to_numpy copy reset_index set_index rename squeeze ravel flatten reshape transpose to_frame tolist "
    "to_list dropna sort_index infer_objects round abs select_dtypes filter reindex add_prefix add_suffix "
    "to_dict strip lower upper droplevel convert_dtypes item cpu numpy detach explode get_level_values "
    "union intersection query assign_coords keys toarray"
)
MUTATES = words("append extend add insert update setdefault appendleft remove discard")
ARITHMETIC = words("clip sub subtract div divide truediv mul multiply add rsub")
NOTHING_OF = words(
    "to_csv to_excel to_parquet to_pickle info plot hist boxplot describe join_path format startswith endswith "
    "isdigit write savefig"
)


def method(
    state: State, frame: Frame, base: Value, name: str, arguments: Arguments, target: ast.expr | None, place: Place
) -> Value:
    """``base.name(...)``."""
    models = [what for what in base.things if isinstance(what, Model)]
    if models and base.items is None and not base.rows and not base.tags & {"list", "dict"}:
        made = [of_model(state, frame, model, name, arguments, place) for model in models]
        return joined(*made).marked(base.kinds("tuning")).marked_within(base.kinds("seed"))
    if name in MUTATES and target is not None and not ("list" not in base.tags and base.rows and name == "append"):
        return _mutated(state, frame, base, name, arguments, target)
    if name == "backward":
        networks.sent_back(state, base, place)
        return NOTHING
    if name in stored.METHODS:
        return stored.by_method(state, frame.path, base, name, arguments, target)
    if name == "sort" and target is not None and base.kinds("score"):
        _in_place(state, frame, base, base.tagged("ranked"), target)
        return NOTHING
    made = _of_table(state, frame, base, name, arguments, place)
    if arguments.constant("inplace") is True and target is not None:
        _in_place(state, frame, base, made, target)
    return made


def _mutated(state: State, frame: Frame, base: Value, name: str, arguments: Arguments, target: ast.expr) -> Value:
    from radaudit.codebase.binding import enter, update

    if name == "update":
        for key, own in [pair for value in arguments.positional for pair in value.entries] + list(
            arguments.named.items()
        ):
            enter(state, frame, target, key, own.marked(state.guard))
        arguments = arguments.instead(*arguments.positional, *arguments.named.values())
    added = gathered([element(value) if name == "extend" else value for value in arguments.positional])
    if len(arguments.positional) == 1 and name in ("append", "add"):
        added = arguments.positional[0]
    if name == "update" and len(arguments.positional) == 1:
        added = arguments.positional[0].inside or arguments.positional[0]
    if name in ("remove", "discard"):
        added = Value(marks=added.marks - added.kinds("score", "fit"))
    added = _of_one_case(state, added)
    added = added.but(marks=tables.put_together(added.marks))
    update(state, frame, target, added.marked(state.guard))
    return NOTHING


def _of_one_case(state: State, value: Value) -> Value:
    """A table read within the loop is one case's, or one site's: its rows are not those of the list made of them."""
    inner = next((loop for loop in reversed(state.loops) if not loop.folds), None)
    if inner is None:
        return value
    key = (inner.place.path, inner.place.line)
    made_here = {atom for atom in value.rows if any(isinstance(own, tuple) and key in own for own in atom.root)}
    if not made_here:
        return value
    marks = frozenset(mark for mark in value.marks if not mark.rows & made_here)
    return Value(rows=value.rows - made_here, marks=marks, texts=value.texts)


def _in_place(state: State, frame: Frame, base: Value, made: Value, target: ast.expr) -> None:
    from radaudit.codebase.binding import bind, update

    if isinstance(target, ast.Name):
        bind(state, frame, target, made)
    else:
        update(state, frame, target, made.but(rows=base.rows))


def _of_table(state: State, frame: Frame, base: Value, name: str, arguments: Arguments, place: Place) -> Value:
    """A method of a table, a series, an array; the first words that fit."""
    if name in ("idxmax", "argmax", "idxmin", "argmin", "nlargest", "most_common") and base.kinds("score"):
        text = ast.unparse(arguments.node.func.value) if isinstance(arguments.node.func, ast.Attribute) else ""
        state.ledger.notes.add(("lowest" if "min" in name else "highest", frame.path, text))
        return base.marked(chosen(state, place, base, text))
    if "hits" in base.tags and base.rows and name in ("mean", "sum"):
        return tables.counted(state, base, place)
    if name in STATISTICS:
        if name in ("max", "min") and base.kinds("score"):
            return _extreme(state, frame, base, name, arguments, place)
        return tables.reduced(base, name, arguments.constant("axis", 0), place)
    if name in CORRELATIONS:
        return _correlated(base, arguments, place)
    if name in ("sum", "count", "any", "all", "nunique", "value_counts", "prod", "skew", "cumsum"):
        return _summed(base, arguments)
    if name in numbered.BY_CHANCE and (not base.rows or name in numbered.SHUFFLED) and arguments.values:
        return numbered.by_chance(state, frame, name, arguments, place).marked(base.kinds("seed"))
    if name == "repeat" and base.rows and "index" in base.tags:
        return base.marked(tables.step("oversampling", base, place))
    if name in belonging.SPELT and base.rows and len(arguments.positional) == 1 and arguments.node.args:
        return belonging.spelt(state, base, name, arguments, place)
    if name == "dot" and isinstance(arguments.node.func, ast.Attribute):
        return products.product(base, arguments.get(0), arguments.node.func.value, place)
    if name in OF_TABLE:
        return OF_TABLE[name](state, frame, base, arguments, place)
    if name in PREDICTS or name in METRICS:
        return _of_unknown_model(state, name, arguments, place)
    if name in ARITHMETIC:
        others = gathered(arguments.positional)
        return base.marked(tables.as_scaling(others.marks - others.kinds("fit", "loop", "score")))
    if name in NOTHING_OF:
        return NOTHING
    if name in SAME:
        return base
    if base.rows or base.marks or base.texts or base.inside:
        others = gathered(arguments.values)
        return base.but(items=None).marked(others.marks - others.kinds("fit", "loop", "score"))
    from radaudit.codebase.library import unknown

    return unknown(state, name, arguments, place)


def _of_unknown_model(state: State, name: str, arguments: Arguments, place: Place) -> Value:
    if name in METRICS:
        return folds.measured(state, arguments.values, place)
    data = gathered(arguments.positional)
    return data.marked(frozenset([Mark("fit", place)])).but(whats=frozenset(), entries=())


def _extreme(state: State, frame: Frame, base: Value, name: str, arguments: Arguments, place: Place) -> Value:
    text = ast.unparse(arguments.node.func.value) if isinstance(arguments.node.func, ast.Attribute) else ""
    if name == "min":
        state.ledger.notes.add(("lowest", frame.path, text))
        return base
    state.ledger.notes.add(("highest", frame.path, text))
    return base.marked(chosen(state, place, base, text))


def _correlated(base: Value, arguments: Arguments, place: Place) -> Value:
    others = gathered(arguments.positional)
    kind = "selection" if "label" in others.tags or "label" in base.tags else "correlation"
    if not base.rows:
        return base
    return Value(marks=base.marks | {Mark(kind, place, base.rows)}, texts=base.texts)


def _summed(base: Value, arguments: Arguments) -> Value:
    axis = arguments.constant("axis", 0)
    if tables.by_row(axis) or base.predicted or base.kinds("score"):
        return base
    if "missing" in base.tags:
        return NOTHING
    return Value(marks=base.marks, texts=base.texts)
