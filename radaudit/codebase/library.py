"""Functions and classes of the usual libraries."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from radaudit.codebase import changing, containers, estimators, folds, tables
from radaudit.codebase.choosing import chosen
from radaudit.codebase.rows import NO_ROWS, table, united
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import (
    NOTHING,
    Mark,
    Model,
    StudyFunction,
    Value,
    a_tuple,
    element,
    gathered,
    joined,
)
from radaudit.codebase.vocabulary import (
    CHANGES,
    CONCATENATIONS,
    CORRELATIONS,
    CROSS_VALIDATED,
    CURVES,
    IMAGE_READERS,
    MERGES,
    METRICS,
    NO_STEP,
    PLAIN,
    READERS,
    REDUNDANCY,
    SPLITTERS,
    STATISTICS,
    STEPS,
    TESTS,
    WRAPPERS,
    words,
)

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments

FILLABLE = words("zeros empty ones full zeros_like empty_like full_like ones_like")
SEEDS = ("random_state", "seed", "random_seed", "rng")
WITHOUT = words(
    "list tuple sorted reversed iter asarray array ascontiguousarray squeeze ravel copy deepcopy abs exp log "
    "log1p log2 sqrt sign clip round to_datetime to_numeric Series asanyarray check_array"
)


def call(state: State, frame: Frame, dotted: str, arguments: Arguments, place: Place) -> Value:
    """A call of a library's function or class by its dotted name."""
    name = dotted.rpartition(".")[2]
    seeds = _seeds(state, dotted, name, arguments)
    return _dispatched(state, frame, dotted, name, arguments, place).marked_within(seeds)


def _seeds(state: State, dotted: str, name: str, arguments: Arguments) -> frozenset[Mark]:
    """The loop that sets the random numbers of a call."""
    given = [arguments.named[own] for own in SEEDS if own in arguments.named]
    if name in ("seed", "manual_seed", "set_seed", "seed_everything", "default_rng", "RandomState"):
        given = arguments.positional
    found = frozenset(Mark("seed", own.place) for value in given for own in value.kinds("loop", "seed"))
    if name in ("seed", "manual_seed", "set_seed", "seed_everything"):
        state.seeded_by = found
    return found


def _dispatched(state: State, frame: Frame, dotted: str, name: str, arguments: Arguments, place: Place) -> Value:
    for names, handler in _GROUPS:
        if name in names:
            return handler(state, frame, name, arguments, place)
    if name in ("train_test_split", "random_split"):
        return folds.train_test_split(state, arguments, place)
    if name in CROSS_VALIDATED:
        return folds.cross_validated(state, name, arguments, place)
    if name == "resample" and dotted.startswith(("sklearn", "imblearn")):
        return tables.resampled(arguments, place)
    if name == "train" and dotted.partition(".")[0] in ("xgboost", "lightgbm", "catboost"):
        return _booster(state, frame, name, arguments, place)
    if name == "create_study":
        return _made("Study", arguments, place)
    if name[:1].isupper() and name not in PLAIN and name not in ("Series", "Index"):
        return _made(name, arguments, place)
    return unknown(state, name, arguments, place)


def _made(name: str, arguments: Arguments, place: Place) -> Value:
    """An object of a library's class."""
    kinds = {STEPS[name]} if name in STEPS else set()
    inner = [what for value in arguments.values for what in value.whats if isinstance(what, Model)]
    if name in ("Pipeline", "ColumnTransformer", "FeatureUnion", "DataFrameMapper", "ImbPipeline"):
        kinds |= {kind for own in inner for kind in own.kinds}
    carried = (
        frozenset().union(*(value.kinds("tuning") for value in arguments.values)) if arguments.values else frozenset()
    )
    carried |= frozenset(mark for own in inner for mark in own.carried if mark.kind == "tuning")
    model = Model(
        name,
        frozenset() if name in NO_STEP else frozenset(kinds),
        place,
        tuple(arguments.positional),
        dict(arguments.named),
        {**arguments.constants},
        carried=carried,
    )
    return Value(
        whats=frozenset([model]), marks=carried | frozenset(m for v in arguments.values for m in v.kinds("seed"))
    )


def pipeline(_state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    return _made("Pipeline", arguments, place)


def unknown(state: State, name: str, arguments: Arguments, place: Place) -> Value:
    """A call of something that is not known: it depends on its arguments, or is a table of its own."""
    made = gathered(arguments.values).but(whats=frozenset(), texts=frozenset(), tags=frozenset())
    if made.rows or made.marks - made.kinds("loop", "seed"):
        return made.but(marks=made.marks - made.kinds("loop"))
    if name in PLAIN or name in IMAGE_READERS or not name:
        return NOTHING
    loops = tuple((loop.place.path, loop.place.line) for loop in state.loops if not loop.folds)
    return Value(table("call", place.path, place.line, loops), tags=frozenset(["unknown"]))


def _read(state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    loops = tuple((loop.place.path, loop.place.line) for loop in state.loops if not loop.folds)
    file = arguments.node.args[0] if arguments.node.args else None
    rows = table("read", place.path, place.line, loops, ast.unparse(file)[:80] if file is not None else "")
    if arguments.constant("return_X_y") is True:
        return a_tuple([Value(rows), Value(rows, tags=frozenset(["label"]))])
    return Value(rows, tags=frozenset(["read"]))


def _image(*_: object) -> Value:
    return NOTHING


def _tested(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    """A test of columns against the outcome; it gives no rows, but depends on them."""
    values = arguments.values
    rows = united(*(value.rows for value in values))
    carried = frozenset(mark for value in values for mark in value.marks if mark.kind != "loop")
    if not rows or (any(value.predicted for value in values) and not any(m.kind == "threshold" for m in carried)):
        return NOTHING
    if any(mark.kind == "threshold" for mark in carried):  # groups made by a cut-off are compared
        state.ledger.evaluated(place, rows, carried)
    return Value(NO_ROWS, carried | {Mark("selection", place, rows)})


def _correlated(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    values = arguments.values
    rows = united(*(value.rows for value in values))
    if not rows or any(value.predicted for value in values):
        return NOTHING
    kind = "selection" if any("label" in value.tags for value in values) and name not in REDUNDANCY else "correlation"
    carried = frozenset().union(*(value.marks for value in values))
    return Value(NO_ROWS, carried | {Mark(kind, place, rows)})


def _measured(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    """A figure of performance."""
    return folds.measured(state, arguments.values, place)


def _curve(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    scored = folds.measured(state, arguments.values, place)
    rows = united(*(value.rows for value in arguments.values))
    return scored.marked(frozenset([Mark("roc", place, rows)])).but(items=None)


def _area(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    made = gathered(arguments.values)
    return made.but(marks=made.marks - made.kinds("roc"))


def _statistic(state: State, frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    value = arguments.get(0, "a")
    if name in ("max", "nanmax", "amax", "min", "amin") and value.kinds("score"):
        everything = gathered(arguments.values)
        text = ast.unparse(arguments.node.args[0]) if arguments.node.args else ""
        if "min" in name:
            state.ledger.notes.add(("lowest", frame.path, text))
            return everything
        if any(ast.unparse(own).startswith("1 - ") for own in arguments.node.args):
            return everything  # the direction of a score, not the better of two
        return everything.marked(chosen(state, place, everything, text))
    if name in ("max", "min") and len(arguments.positional) > 1:
        return gathered(arguments.positional)
    return tables.reduced(value, name, arguments.constant("axis", 1), place)


def _best(state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    everything = gathered(arguments.values)
    return everything.marked(chosen(state, place, everything))


def _frame_made(state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    value = arguments.get(0, "data")
    index = arguments.named.get("index", NOTHING)
    columns = arguments.named.get("columns", NOTHING)
    rows = value.rows or (index.rows if "index" in index.tags else NO_ROWS)
    if not rows and not value.kinds("score"):
        rows = table("made", place.path, place.line)
    made = value.but(rows=rows, whats=frozenset(), items=value.items if "concat" in value.tags else None, inside=None)
    return made.but(texts=columns.texts or value.texts, tags=value.tags & {"concat", "sorted", "one-per-patient"})


def _booster(_state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    """``xgboost.train(params, dtrain, evals=...)``: made and fitted in one call."""
    data = arguments.get(1, "dtrain", "train_set")
    model = Model("Booster", frozenset(), place, fitted=data.rows, fit_place=place)
    model.carried = data.marks | estimators.stopped(model, arguments, place)
    return Value(whats=frozenset([model]))


def _missing(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    return Value(rows=arguments.get(0).rows, tags=frozenset(["missing"]))


def _applied(state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    """``map``, ``Parallel``, ``np.apply_along_axis``: a function, and what it is given."""
    from radaudit.codebase.calls import followed

    functions = [what for value in arguments.positional for what in value.whats if isinstance(what, StudyFunction)]
    others = [element(value) for value in arguments.positional if not value.whats]
    made = [followed(state, function, others, {}, place) for function in functions]
    inside = joined(*made) if made else gathered(others)
    return gathered([inside]).but(inside=inside)


def _nothing(*_: object) -> Value:
    return NOTHING


_GROUPS: tuple[tuple[frozenset[str], Callable[..., Value]], ...] = (
    (READERS, _read),
    (IMAGE_READERS, _image),
    (frozenset(["load", "fetch_openml"]), _read),
    (frozenset(["make_pipeline", "make_column_transformer", "make_union", "make_imb_pipeline"]), pipeline),
    (frozenset(CHANGES), changing.changed),
    (frozenset(["harmonizationApply", "neuroCombatFromTraining"]), changing.harmonised_as_learnt),
    (TESTS, _tested),
    (CORRELATIONS | REDUNDANCY, _correlated),
    (METRICS, _measured),
    (CURVES, _curve),
    (frozenset(["auc", "trapz", "trapezoid"]), _area),
    (frozenset(["argmax", "nanargmax", "argmin", "nlargest"]), _best),
    (STATISTICS, _statistic),
    (frozenset(["isnan", "isnull", "isna", "notna", "isfinite"]), _missing),
    (frozenset(["DataFrame"]), _frame_made),
    (frozenset(["range", "arange", "len", "permutation", "shuffle"]), containers.ranged),
    (WRAPPERS, containers.wrapped),
    (frozenset(["set", "unique", "frozenset"]), containers.unique),
    (frozenset(["next"]), containers.next_of),
    (
        frozenset(["zeros", "empty", "ones", "full", "zeros_like", "empty_like", "full_like", "ones_like"]),
        containers.fillable,
    ),
    (tables.DRAWN, tables.drawn),
    (frozenset(["setdiff1d"]), tables.remaining),
    (frozenset(["zip"]), containers.zipped),
    (frozenset(["enumerate", "tqdm", "track"]), containers.enumerated),
    (frozenset(["where", "nonzero", "flatnonzero"]), containers.where),
    (frozenset(["map", "apply_along_axis"]), _applied),
    (CONCATENATIONS, tables.concatenated),
    (MERGES, tables.merged),
    (SPLITTERS, folds.splitter),
    (WITHOUT, containers.same),
    (frozenset(["print", "isinstance", "input", "type", "super"]), _nothing),
)
