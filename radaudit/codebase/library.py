"""Functions and classes of the usual libraries."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from radaudit.codebase import (
    belonging,
    changing,
    column_expressions,
    containers,
    estimators,
    folds,
    language,
    numbered,
    products,
    scoring,
    searching,
    stored,
    tables,
)
from radaudit.codebase.rows import NO_ROWS, Rows, table
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import (
    FAINT,
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
    MODULES,
    NO_STEP,
    PLAIN,
    RANDOM_NUMBERS,
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
OPTIMISERS = words(
    "minimize minimize_scalar brute differential_evolution dual_annealing fmin gp_minimize forest_minimize"
)
PARTS_OF_FILE = frozenset(["sheet_name", "skiprows", "nrows", "key", "skipfooter"])
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
    if name in (stored.CONTENT_FIRST | stored.CONTENT_SECOND) and stored.written(state, frame.path, name, arguments):
        return NOTHING
    if name == "cv" and dotted.partition(".")[0] in ("xgboost", "lightgbm", "catboost"):
        return folds.boosted(state, arguments, place)
    if dotted.startswith("statsmodels") and name in ("glm", "logit", "ols", "probit", "phreg", "mixedlm", "poisson"):
        return _made(name, arguments, place)
    if name in ("col", "all", "exclude") and dotted.startswith("polars"):
        return column_expressions.column_of_any(state, frame, name, arguments, place)
    if name == "shuffle" and dotted.startswith("sklearn"):
        return numbered.reordered(arguments)
    known = language.of_python(state, frame, name, arguments, place)
    if known is not None:
        return known
    for names, handler in _GROUPS:
        if name in names:
            return handler(state, frame, name, arguments, place)
    if name in ("train_test_split", "random_split"):
        return folds.train_test_split(state, name, arguments, place)
    if name in ("DictReader", "reader") and dotted.startswith("csv"):
        return _read(state, frame, name, arguments, place)
    if name == "File" and dotted.startswith("h5py"):
        return _read(state, frame, "load", arguments, place)
    if name in CROSS_VALIDATED:
        return folds.cross_validated(state, name, arguments, place)
    if name == "resample" and dotted.startswith(("sklearn", "imblearn")):
        return numbered.resampled(state, frame, name, arguments, place)
    if name == "train" and dotted.partition(".")[0] in ("xgboost", "lightgbm", "catboost"):
        return _booster(state, frame, name, arguments, place)
    if name in OPTIMISERS and searching.functions(arguments.get(0, "fn", "func", "fun")):
        candidate = Value(marks=frozenset([Mark("loop", place)]))
        return Value(marks=searching.objective(state, arguments.get(0, "fn", "func", "fun"), place, candidate))
    if name == "create_study":
        return _made("Study", arguments, place)
    if name[:1].isupper() and name not in PLAIN and name not in ("Series", "Index"):
        return _made(dotted, arguments, place)
    return unknown(state, name, arguments, place)


def _made(dotted: str, arguments: Arguments, place: Place) -> Value:
    """An object of a library's class."""
    name = dotted.rpartition(".")[2]
    kinds = {STEPS[name]} if name in STEPS else {kind for module, kind in MODULES.items() if dotted.startswith(module)}
    inner = [what for value in arguments.values for what in value.things if isinstance(what, Model)]
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
    if made.rows or made.marks - made.kinds(*FAINT):
        seen = scoring.association(arguments.values, place)
        return made.but(marks=(made.marks - made.kinds("loop")) | seen)
    if name in PLAIN or name in IMAGE_READERS or not name:
        return NOTHING
    loops = tuple((loop.place.path, loop.place.line) for loop in state.loops if not loop.folds)
    return Value(table("call", place.path, place.line, loops), made.kinds("variant"), tags=frozenset(["unknown"]))


def _read(state: State, frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    known = stored.read(state, frame.path, arguments)
    if known is not None:
        return known
    if name in ("safe_load", "full_load", "loads"):  # options, not a table
        return gathered(arguments.values).but(tags=frozenset(["dict"]), texts=frozenset())
    rows = _rows_of_file(state, arguments, place)
    if arguments.constant("return_X_y") is True:
        return a_tuple([Value(rows), Value(rows, tags=frozenset(["label"]))])
    return Value(rows, tags=frozenset(["read", "archive"] if name in ("load", "loadmat") else ["read"]))


def _rows_of_file(state: State, arguments: Arguments, place: Place) -> Rows:
    """Tables of one file are one table; where its name isn't written out, the line and the calls tell it."""
    file = arguments.node.args[0] if arguments.node.args else None
    texts = arguments.get(0, "filepath_or_buffer", "io", "file").texts
    part = tuple(ast.unparse(own) for own in arguments.node.keywords if own.arg in PARTS_OF_FILE)
    if len(texts) == 1:
        return table("file", *texts, *part, *(ast.unparse(own) for own in arguments.node.args[1:2]))
    called = tuple((own.path, own.line) for own in state.called_from) if file is not None else ()
    return table("read", place.path, place.line, state.candidates, ast.unparse(file)[:80] if file else "", called)


def _image(*_: object) -> Value:
    return NOTHING


def _frame_made(state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    value = arguments.get(0, "data")
    index = arguments.named.get("index", NOTHING)
    columns = arguments.named.get("columns", NOTHING)
    if not arguments.positional and "data" not in arguments.named and "index" not in arguments.named:
        return Value(texts=columns.texts, tags=frozenset(["list"]))  # filled row by row
    rows = value.rows or (index.rows if "index" in index.tags else NO_ROWS)
    if not rows and not value.marks - value.kinds(*FAINT):
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


def _applied(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    """``map``, ``Parallel``, ``np.apply_along_axis``: a function, and what it is given."""
    from radaudit.codebase.calls import followed

    functions = [what for value in arguments.positional for what in value.things if isinstance(what, StudyFunction)]
    others = [element(value) for value in arguments.positional if not value.whats]
    if name == "apply_along_axis":
        others = arguments.positional[2:]
    made = [followed(state, function, others, {}, place) for function in functions]
    inside = joined(*made) if made else gathered(others)
    return gathered([inside]).but(inside=inside)


def _nothing(*_: object) -> Value:
    return NOTHING


_GROUPS: tuple[tuple[frozenset[str], Callable[..., Value]], ...] = (
    (frozenset(["open"]), stored.opened),
    (frozenset(["partial"]), searching.filled_in),
    (frozenset(["reduce"]), searching.folded),
    (READERS | stored.LOADING, _read),
    (IMAGE_READERS, _image),
    (frozenset(["fetch_openml"]), _read),
    (frozenset(["make_pipeline", "make_column_transformer", "make_union", "make_imb_pipeline"]), pipeline),
    (frozenset(CHANGES), changing.changed),
    (frozenset(["harmonizationApply", "neuroCombatFromTraining"]), changing.harmonised_as_learnt),
    (TESTS, scoring.tested),
    (CORRELATIONS | REDUNDANCY, scoring.correlated),
    (METRICS, scoring.measured),
    (CURVES, scoring.curve),
    (frozenset(["auc", "trapz", "trapezoid"]), scoring.area),
    (frozenset(["argmax", "nanargmax", "argmin", "nlargest"]), scoring.best),
    (STATISTICS, scoring.statistic),
    (frozenset(["sum", "count_nonzero", "nansum"]), scoring.summed),
    (frozenset(["isnan", "isnull", "isna", "notna", "isfinite"]), _missing),
    (frozenset(["DataFrame"]), _frame_made),
    (frozenset(["range", "arange", "len"]), containers.ranged),
    (WRAPPERS, containers.wrapped),
    (frozenset(["set", "unique", "frozenset"]), containers.unique),
    (frozenset(["next"]), containers.next_of),
    (
        frozenset(["zeros", "empty", "ones", "full", "zeros_like", "empty_like", "full_like", "ones_like"]),
        containers.fillable,
    ),
    (numbered.SHUFFLED, numbered.shuffled),
    (numbered.DRAWN, numbered.drawn),
    (RANDOM_NUMBERS, numbered.by_chance),
    (frozenset(["dot", "matmul"]), products.called),
    (frozenset(["delete"]), numbered.deleted),
    (frozenset(["isin", "in1d"]), belonging.among),
    (frozenset(["array_split"]), numbered.chunks),
    (frozenset(["repeat", "tile"]), numbered.repeated),
    (frozenset(["argsort", "lexsort"]), containers.ordered),
    (frozenset(["setdiff1d"]), numbered.remaining),
    (frozenset(["zip"]), containers.zipped),
    (frozenset(["enumerate", "tqdm", "track"]), containers.enumerated),
    (frozenset(["where", "nonzero", "flatnonzero"]), containers.where),
    (frozenset(["filter"]), searching.kept_by),
    (frozenset(["map", "apply_along_axis"]), _applied),
    (CONCATENATIONS, tables.concatenated),
    (MERGES, tables.merged),
    (SPLITTERS, folds.splitter),
    (WITHOUT, containers.same),
    (frozenset(["print", "isinstance", "input", "type", "super"]), _nothing),
)
