"""Methods of things that are fitted: steps, models, searches, splitters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radaudit.codebase import folds, numbered, searching, tables
from radaudit.codebase.rows import Rows, united
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import NOTHING, Mark, Model, StudyFunction, Value, a_tuple, gathered
from radaudit.codebase.vocabulary import (
    NO_STEP,
    PREDICTS,
    SEARCHES,
    SPLITTERS,
    STOPPING,
    STOPS,
    STOPS_BY_ITSELF,
)

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments

NAMED_DATA = ("X", "X_train", "df", "data", "x", "training_data", "X_all")


def of_model(state: State, frame: Frame, model: Model, name: str, arguments: Arguments, place: Place) -> Value:
    """``model.name(...)``."""
    own = _of_study(state, frame, model, name, arguments, place) if model.source is not None else None
    if own is not None:
        return own
    if model.name in SPLITTERS:
        return folds.split_by(state, model, arguments, place) if name == "split" else NOTHING
    if name in ("fit", "partial_fit", "train", "learn", "compile_fit"):
        fit(state, model, arguments, place)
        return Value(whats=frozenset([model]))
    if name in ("fit_transform", "fit_resample", "fit_sample", "fit_predict", "fit_transform_df"):
        return _fit_and_change(state, model, name, arguments, place)
    if name in ("transform", "harmonize", "predict_transform", "inverse_transform"):
        return _changed(model, arguments.get(0, *NAMED_DATA))
    if name in numbered.BY_CHANCE:
        return numbered.by_chance(state, frame, name, arguments, place)
    if name in ("map", "starmap", "imap", "imap_unordered", "apply_async", "submit"):
        return searching.spread(state, arguments, name, place)
    if name == "optimize":
        return _optimised(state, frame, model, arguments, place)
    if name in PREDICTS:
        return predicted(state, model, arguments, place)
    if name in ("score", "evaluate"):
        return _scored(state, model, arguments, place)
    if name in ("get_support", "get_feature_names_out", "summary", "get_booster", "get_score", "get_coeffs"):
        return Value(marks=_learned(model))
    if name in ("set_params", "set_output", "to", "cuda", "eval", "copy"):
        model.carried |= frozenset(mark for value in arguments.values for mark in value.kinds("tuning"))
        return Value(whats=frozenset([model]))
    return gathered(arguments.values).but(whats=frozenset()).marked(_learned(model))


def _of_study(state: State, frame: Frame, model: Model, name: str, arguments: Arguments, place: Place) -> Value | None:
    """A method of a class of the study; what scikit-learn's base classes add to it is known as well."""
    from radaudit.codebase.calls import followed

    own = model.source.method(name)
    if own is not None:
        function = StudyFunction(own, model.source.around, model)
        return followed(state, function, arguments.positional, arguments.named, place)
    if name in ("fit_transform", "fit_predict") and model.source.method("fit"):
        of_model(state, frame, model, "fit", arguments, place)
        data = arguments.instead(*arguments.positional[:1])
        return of_model(state, frame, model, name.removeprefix("fit_"), data, place)
    return None


def _optimised(state: State, frame: Frame, model: Model, arguments: Arguments, place: Place) -> Value:
    """``study.optimize(objective)``: the best of many scores is kept."""
    model.carried |= searching.objective(state, arguments.get(0, "func"), place, NOTHING)
    model.fitted = united(*(mark.rows for mark in model.carried))
    model.kinds, model.fit_place = frozenset(["tuning"]), place
    return NOTHING


def _learned(model: Model) -> frozenset[Mark]:
    if not model.fitted:
        return frozenset()
    where = model.fit_place or model.place
    own = frozenset(Mark(kind, where, model.fitted) for kind in (model.kinds or {"selection"}))
    return own | frozenset(mark for mark in model.carried if mark.kind != "fit")


def _data(model: Model, arguments: Arguments) -> Value:
    data = arguments.get(0, *NAMED_DATA)
    if not data.rows and not arguments.positional:
        data = gathered([*model.given, *model.options.values()])
    return data


def fit(state: State, model: Model, arguments: Arguments, place: Place) -> None:
    """Fit: from here on the model depends on these rows."""
    data, target = _data(model, arguments), arguments.get(1, "y", "y_train")
    before = frozenset(mark for mark in model.carried if mark.kind == "tuning" and mark.place != place)
    kept = frozenset(mark for mark in data.marks if mark.kind not in ("loop", "score"))
    kept = tables.as_scaling(kept)
    model.fitted = data.rows
    model.fit_place = place
    for kind in model.kinds:
        state.ledger.fitted_upon(kind, place, data.marks)
    model.supervised = bool(target.rows)
    model.permuted = "permuted" in target.tags
    watched = arguments.named.get("validation_data")
    if watched is not None and watched.rows:
        model.watched = _last(watched).rows
    model.carried = before | kept | target.kinds("oversampling") | state.seeded_by
    model.carried |= stopped(model, arguments, place)
    if model.name.startswith("Calibrated"):  # upon a model that was fitted before
        inner = [
            what for own in (*model.given, *model.options.values()) for what in own.things if isinstance(what, Model)
        ]
        model.carried |= {Mark("fit", own.fit_place or own.place, own.fitted) for own in inner if own.fitted}


def stopped(model: Model, arguments: Arguments, place: Place) -> frozenset[Mark]:
    """Training that ends by a score on rows given for it."""
    watched = [value for name, value in arguments.named.items() if name in STOPPING]
    if not watched:
        return frozenset()
    ends = any(
        name in STOPS and value is not None for name, value in {**model.constants, **arguments.constants}.items()
    )
    ends = ends and arguments.constants.get("callbacks", ...) is not None
    if not ends and not model.name.startswith(STOPS_BY_ITSELF):
        return frozenset()
    rows: Rows = united(*(_last(value).rows for value in watched))
    return frozenset([Mark("early-stopping", place, rows)]) if rows else frozenset()


def _last(value: Value) -> Value:
    """Of several sets that are watched, the last one ends the training."""
    if value.items and all(own.items for own in value.items):
        return value.items[-1]
    return value


def _fit_and_change(state: State, model: Model, name: str, arguments: Arguments, place: Place) -> Value:
    data, target = arguments.get(0, *NAMED_DATA), arguments.get(1, "y")
    fit(state, model, arguments, place)
    if name in ("fit_resample", "fit_sample"):
        mark = frozenset([Mark("oversampling", place, data.rows)]) if "oversampling" in model.kinds else frozenset()
        return a_tuple([data.marked(mark).but(items=None), target.marked(mark)])
    if name == "fit_predict" and not model.kinds:
        return data.marked(frozenset([Mark("fit", place, data.rows)]))
    return _changed(model, data)


def _changed(model: Model, data: Value) -> Value:
    if not data.rows and not data.marks:
        return Value(marks=model.own_marks - frozenset(m for m in model.carried if m.kind == "fit"))
    marks = frozenset(mark for mark in model.own_marks if mark.kind != "fit")
    if model.supervised and not model.kinds and model.name not in NO_STEP and "Pipe" not in model.name:
        marks |= {Mark("selection", model.fit_place or model.place, model.fitted)}  # columns made with the outcome
    return data.but(items=data.items if "concat" in data.tags else None, entries=()).marked(marks)


def predicted(state: State, model: Model, arguments: Arguments, place: Place) -> Value:
    """A prediction depends on the model's training and on the columns it is made of."""
    data = arguments.get(0, *NAMED_DATA)
    where = model.fit_place or model.place
    made = Value(data.rows, data.marks | model.own_marks | {Mark("fit", where, model.fitted)})
    _nested(state, model)
    made = made.but(marks=made.marks - made.kinds("loop"), tags=frozenset(["redrawn"] if model.permuted else []))
    state.ledger.evaluated(place, made.rows, made.marks | {Mark("predicted", place)})
    return made


def _nested(state: State, model: Model) -> None:
    """A search that was run on the training rows of a fold is tested on the others."""
    inner = any(part.site[0] == "folds" and part.role == "train" for atom in model.fitted for part in atom.parts)
    state.ledger.nested |= inner and model.name in SEARCHES


def _scored(state: State, model: Model, arguments: Arguments, place: Place) -> Value:
    data = arguments.get(0, *NAMED_DATA)
    where = model.fit_place or model.place
    made = Value(data.rows, data.marks | model.own_marks | {Mark("fit", where, model.fitted)})
    _nested(state, model)
    made = made.but(tags=frozenset(["redrawn"] if model.permuted else []))
    return folds.measured(state, [made], place)
