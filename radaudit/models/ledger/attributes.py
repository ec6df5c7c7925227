"""What is read from objects: columns, learned numbers, the best of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from radaudit.codebase.vocabulary import LABELS, SCORES_OF_SEARCH, SEARCHES, TUNED, plain_name, words
from radaudit.models.ledger.tracked import NOTHING

if TYPE_CHECKING:
    from radaudit.models.ledger.watching import Watch

MODELS_INSIDE = words("best_estimator_ named_steps steps estimators_ estimator_ final_estimator_ estimator")
TELLS_NOTHING = words("n_features_in_ feature_names_in_ classes_ n_iter_ n_outputs_ n_samples_fit_ n_splits")
LEARNED = words("summary params pvalues tvalues hazard_ratios_ params_ feature_importances best_iteration")


def is_outcome(watch: Watch, name: object) -> bool:
    """Whether a column's name says that it holds an outcome."""
    return isinstance(name, str) and (name in watch.outcomes or plain_name(name) in LABELS)


def looks_like_outcome(watch: Watch, value: object) -> bool:
    """Whether it is a column by that name, or has few values as classes do."""
    if is_outcome(watch, getattr(value, "name", None)):
        return True
    try:
        own = np.asarray(value)
        return own.ndim == 1 and len(own) > 10 and own.dtype.kind in "biuOf" and len(np.unique(own)) <= 5
    except (TypeError, ValueError):
        return False


def carried(watch: Watch, value: object, name: str) -> frozenset[int]:
    """Marks that go from an object to its attribute."""
    marks = watch.tracked.marks(value)
    if name == "index" and watch.rows(value) is not None:  # names of rows
        return NOTHING
    if name in ("columns", "index"):  # which columns there are does not depend on how they were scaled
        return watch.marks.of(marks, "selection", "correlation", "tuning")
    if name in ("params", "pvalues", "summary", "tvalues", "coef_", "params_"):
        return watch.marks.turned(marks, "selection", lambda step: step.kind == "fit")
    return marks


def learned(watch: Watch, site: int, value: object, name: str, found: object) -> None:
    """An attribute of something that was fitted."""
    own = watch.tracked.get(value)
    if own is None or name in TELLS_NOTHING:
        return
    marks = own.all_marks
    if name in MODELS_INSIDE:
        watch.give(found, (), marks, None)
    elif name in SCORES_OF_SEARCH:
        for mark in watch.marks.of(marks, "fit"):
            step = watch.marks.steps[mark >> 1]
            watch.event(site, "search", step=mark >> 1, rows=step.rows)
    elif name in TUNED:
        searched = type(value).__name__ in SEARCHES or name != "best_index_"
        turned = watch.marks.turned(marks, "tuning", lambda step: searched and step.kind == "fit")
        watch.give(found, (), watch.marks.of(turned, "tuning"), None)
    elif name in LEARNED or (name.endswith("_") and not name.startswith("cv_results")):
        watch.give(found, (), chosen_by(watch, marks), None)


def chosen_by(watch: Watch, marks: frozenset[int]) -> frozenset[int]:
    """Marks of what was learned from a model: its coefficients weigh, or choose, with the outcome."""
    return watch.marks.turned(marks, "selection", lambda step: step.kind == "fit")


def with_outcome(watch: Watch, marks: frozenset[int], key: object) -> frozenset[int]:
    """Correlations with the outcome, taken out of a table of all."""
    names = key if isinstance(key, tuple) else (key,)
    if not any(is_outcome(watch, name) for name in names if isinstance(name, str)):
        return marks
    if not watch.marks.of(marks, "correlation"):
        return marks
    return watch.marks.turned(marks, "selection", lambda step: step.kind == "correlation")
