"""What things have: columns of a table, what a model has learnt, parts of the study's own classes."""

from __future__ import annotations

import ast

from radaudit.codebase.indexing import column
from radaudit.codebase.names import is_label, is_patient
from radaudit.codebase.rows import NO_ROWS, Part, restricted
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import (
    NOTHING,
    Bound,
    Library,
    Mark,
    Model,
    StudyClass,
    StudyFunction,
    StudyModule,
    Value,
)
from radaudit.codebase.vocabulary import SCORES_OF_SEARCH, SEARCHES, TUNED

SAME = frozenset(["loc", "iloc", "at", "iat", "values", "T", "str", "dt", "cat", "array", "flat"])


def attribute_of(state: State, base: Value, name: str, place: Place) -> Value:
    """``base.name``, not called."""
    found: list[Value] = []
    for what in base.things:
        if isinstance(what, Library):
            found.append(Value(whats=frozenset([Library(f"{what.name}.{name}")])))
        elif isinstance(what, StudyModule):
            found.append(what.around.names.get(name, NOTHING))
        elif isinstance(what, StudyClass):
            found.append(_of_class(state, what, name))
        elif isinstance(what, Model):
            found.append(_of_model(state, what, name, place))
    if found:
        from radaudit.codebase.values import joined

        return joined(*found).marked(base.kinds("tuning", "seed"))
    if name in SAME:
        return base
    if name in ("columns", "feature_names_in_"):
        return Value(marks=base.marks - base.kinds("fit"), texts=base.texts, tags=frozenset(["columns"]))
    if name == "shape":
        return Value(base.rows, items=(Value(base.rows), NOTHING))
    if name in ("size", "dtypes", "ndim"):
        return Value(rows=base.rows)
    if name == "index":
        return base.but(items=None, inside=None, entries=(), tags=frozenset(["index"]))
    if dict(base.entries).get(name) is not None or (base.rows and (is_label(name, state.outcomes) or is_patient(name))):
        return column(state, base, name)
    return base.but(items=None, texts=frozenset([name])) if base.rows else base.but(items=None, inside=None, entries=())


def _of_class(state: State, what: StudyClass, name: str) -> Value:
    """``Config.LABEL``, ``Table.read``: what a class of the study has of its own."""
    from radaudit.codebase.expressions import value_of

    method = what.method(name)
    if method is not None:
        bound = _of_the_class(method)
        return Value(whats=frozenset([StudyFunction(method, what.around, what if bound else None)]))
    for part in what.node.body:
        targets = (
            part.targets if isinstance(part, ast.Assign) else [part.target] if isinstance(part, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return value_of(state, what.around, part.value)
    return NOTHING


def _of_the_class(method: ast.FunctionDef) -> bool:
    return any(isinstance(own, ast.Name) and own.id == "classmethod" for own in method.decorator_list)


def _of_model(state: State, model: Model, name: str, place: Place) -> Value:
    if name in model.attributes:
        return model.attributes[name]
    if model.source is not None:
        if name == "__class__":
            return Value(whats=frozenset([model.source]))
        method = model.source.method(name)
        if method is not None:
            owner = model.source if _of_the_class(method) else model
            function = StudyFunction(method, model.source.around, owner)
            made = Value(whats=frozenset([function]))
            if any(ast.unparse(own).endswith("property") for own in method.decorator_list):
                from radaudit.codebase.calls import followed

                return followed(state, function, [], {}, place)
            return made
        return NOTHING
    if name == "estimator" and model.name in SEARCHES:
        return model.options.get(name) or (model.given[0] if model.given else NOTHING)
    if name in model.options and (not model.fitted or model.options[name].whats):  # a plain record, or a part
        return model.options[name]
    if model.name in SEARCHES or (name == "cv_results_" and model.fitted):
        return _of_search(state, model, name, place)
    if model.watched and name in ("history", "evals_result_"):
        rounds = (model.fit_place.path, model.fit_place.line, "rounds")
        state.trainings.add(rounds)
        state.ledger.evaluated(place, model.watched, frozenset([Mark("fit", model.fit_place, model.fitted)]))
        return Value(marks=frozenset([Mark("score", place, model.watched, (*state.candidates, rounds))]))
    if not model.fitted:
        return Value(whats=frozenset([Bound(Value(whats=frozenset([model])), name, ast.Constant(None))]))
    where = model.fit_place or model.place
    kinds = model.kinds or {"tuning" if name in TUNED else "selection"}
    own = frozenset(Mark(kind, where, model.fitted) for kind in kinds)
    carried = frozenset(mark for mark in model.carried if mark.kind != "fit")
    return Value(NO_ROWS, own | carried)


def _of_search(state: State, model: Model, name: str, place: Place) -> Value:
    if name == "best_estimator_":
        return Value(whats=frozenset([model]))
    where = model.fit_place or model.place
    tuned = frozenset([Mark("tuning", where, model.fitted)]) if model.fitted else frozenset()
    if name in SCORES_OF_SEARCH and model.fitted:
        folds = restricted(model.fitted, [Part(("folds", where.path, where.line), "test")])
        state.ledger.chosen(where, folds, "search", reported=place)
        state.ledger.evaluated(place, folds, frozenset(model.carried), folds=True)
        return Value(marks=frozenset([Mark("score", place, folds, state.candidates)]))
    if name == "cv_results_" and model.fitted:
        folds = restricted(model.fitted, [Part(("folds", where.path, where.line), "test")])
        state.ledger.evaluated(place, folds, frozenset(model.carried), folds=True)
        return Value(marks=tuned | {Mark("score", where, folds, (*state.candidates, (where.path, where.line)))})
    return Value(marks=tuned)
