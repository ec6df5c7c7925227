"""Things that are fitted: steps and models."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from radaudit.codebase.vocabulary import NO_STEP, PREDICTS, STEPS, STOPPING, STOPS, STOPS_BY_ITSELF, words
from radaudit.models.ledger import scoring
from radaudit.models.ledger.attributes import chosen_by
from radaudit.models.ledger.lineage import Known, has_rows, length
from radaudit.models.ledger.tracked import NOTHING, PLAIN, Info

if TYPE_CHECKING:
    from radaudit.models.ledger.call import Call

FITS = words("fit partial_fit fit_transform fit_resample fit_sample fit_predict train learn")
CHANGES = words("transform harmonize inverse_transform")
TELLS = words("get_support get_feature_names_out get_coeffs get_score get_params_used summary")
DATA = ("X", "df", "data", "X_train", "x")
MADE = "made"
"""Under this name stand the marks that an object was made with, which fitting it again does not take away."""


def handler(call: Call) -> Callable[[Call], object] | None:
    """Who knows this method of something that can be fitted."""
    if call.name in FITS:
        return fitted
    if call.name in PREDICTS or call.name == "score":
        return predicted
    if call.name in CHANGES:
        return transformed
    return told if call.name in TELLS else None


def constructed(call: Call, result: object) -> None:
    """An object of a library's class: it may have been given its data, and numbers that were chosen before."""
    if not hasattr(result, "fit"):
        return
    watch = call.watch
    own = watch.tracked.info(result)
    own.given = next((rows for value in call.operands if (rows := watch.rows(value)) is not None), None)
    chosen = watch.marks.of(call.marks, "tuning", "selection")
    if chosen:
        own.columns[MADE] = chosen


def kinds_of(model: object) -> tuple[str, ...]:
    """What is learnt when this is fitted: "fit" for a model, or kinds of steps."""
    name = type(model).__name__
    if name in STEPS:
        return (STEPS[name],)
    inner = [own for _, own in getattr(model, "steps", ()) if hasattr(own, "fit")]
    inner += [own[1] for own in getattr(model, "transformers", ()) if hasattr(own[1], "fit")]
    if any(hasattr(model, own) for own in PREDICTS):
        return ("fit",)
    if name in NO_STEP:
        return ()
    return tuple(dict.fromkeys(kind for own in inner for kind in kinds_of(own)))


def fitted(call: Call) -> object:
    """Fitted, and perhaps applied to the same rows."""
    watch, model = call.watch, call.receiver
    data, target = call.argument(0, *DATA), call.argument(1, "y")
    before = watch.tracked.info(model)
    known = watch.rows(data) if data is not None else before.given
    features = watch.tracked.marks(data) | call.pending
    features |= watch.marks.of(watch.tracked.marks(target), "oversampling")
    features = watch.marks.without(features, "fit", "score")
    own = NOTHING
    what = f"{type(model).__name__}.{call.name}"
    result = call.run()
    for kind in kinds_of(model):  # now, as some have no 'predict' before
        own |= watch.make(kind, call.site, what, known)
    own |= _stopped(call)
    before.marks = own | features | watch.marks.of(watch.under(), "tuning")
    before.columns = {MADE: before.columns[MADE]} if MADE in before.columns else {}
    if result is model or result is None:
        return result
    if call.name in ("fit_resample", "fit_sample"):
        _resampled(call, result, own | features, known)
    elif call.name == "fit_predict":
        given_back(call, result, own | features, known)
    elif call.name == "fit_transform":
        given_back(call, result, watch.marks.without(before.all_marks, "fit"), known)
    else:
        watch.give(result, (), before.all_marks, None)
    return result


def _stopped(call: Call) -> frozenset[int]:
    """Training that ends by a score on rows given for it."""
    given = [value for name, value in call.named.items() if name in STOPPING and value is not None]
    if not given:
        return NOTHING
    model = call.receiver
    set_up = {**{name: getattr(model, name, None) for name in STOPS}, **call.named}
    ends = any(set_up.get(name) not in (None, False, [], ()) for name in STOPS)
    if not ends and not type(model).__name__.startswith(STOPS_BY_ITSELF):
        return NOTHING
    last = given[0]
    while isinstance(last, list | tuple) and last:  # of several sets that are watched, the last one ends the training
        last = last[-1] if isinstance(last[-1], list | tuple) else last[0]
    return call.watch.make("early-stopping", call.site, f"{type(model).__name__}.fit", call.watch.rows(last))


def _resampled(call: Call, result: tuple, marks: frozenset[int], known: Known | None) -> None:
    """Rows of the table first, then those that were made; or, where it says so, copies by position."""
    watch = call.watch
    for part in result:
        if not has_rows(part):
            continue
        rows = None
        chosen = getattr(call.receiver, "sample_indices_", None)
        if known is not None and chosen is not None and len(chosen) == length(part):
            rows = known[0][chosen]
        elif known is not None and length(part) >= len(known[0]):
            rows = np.r_[known[0], np.full(length(part) - len(known[0]), -1)]
        watch.tracked.put(part, Info(rows, marks, known[1] if known else True))


def transformed(call: Call) -> object:
    """Applied as it was fitted before."""
    watch, data = call.watch, call.argument(0, *DATA)
    marks = watch.tracked.marks(call.receiver)
    marks = watch.marks.without(marks, "fit") | watch.tracked.marks(data) | call.pending
    known = watch.rows(data)
    result = call.run()
    given_back(call, result, marks, known)
    return result


def told(call: Call) -> object:
    """Which columns it kept, or how it weighs them."""
    watch = call.watch
    marks = chosen_by(watch, watch.tracked.marks(call.receiver))
    result = call.run()
    watch.give(result, (), marks, None)
    return result


def predicted(call: Call) -> object:
    """A prediction, or its score, for rows."""
    watch, data = call.watch, call.argument(0, *DATA)
    known = watch.rows(data) if data is not None else None
    marks = watch.tracked.marks(call.receiver) | watch.marks.without(watch.tracked.marks(data), "fit") | call.pending
    result = call.run()
    what = f"{type(call.receiver).__name__}.{call.name}"
    made = scoring.evaluated(watch, call.site, what, known, marks)
    if call.name == "score":
        scoring.put(watch, result, made)
        return result
    trained = [watch.marks.steps[mark >> 1] for mark in watch.marks.of(marks, "fit")]
    if known is not None and any(np.isin(known[0], step.seen).any() for step in trained):
        marks |= chosen_by(watch, watch.marks.of(marks, "fit"))  # as a feature of another model it knows the outcome
    given_back(call, result, marks, known)
    return result


def given_back(call: Call, result: object, marks: frozenset[int], known: Known | None) -> None:
    """Put marks and rows on what a call gave: on the whole, or on each part of it."""
    watch = call.watch
    parts = result.values() if isinstance(result, dict) else result if isinstance(result, list | tuple) else [result]
    for part in parts:
        if isinstance(part, PLAIN):
            continue
        info = Info(None, marks)
        if known is not None and has_rows(part):
            if length(part) == len(known[0]):
                info.rows, info.exact = known
            elif getattr(part, "ndim", 0) == 2 and part.shape[1] == len(known[0]):
                info.given = known
        watch.keep(part, info)
    if isinstance(result, list | tuple | dict):
        watch.tracked.add(result, marks)
