"""One figure out of many masks: what stands in a paper depends on which cases enter, and as what.

A mask that was not predicted, or is empty, is a case that the predictor failed: it counts with the worst value, 0 for a
share and the diagonal of its image for a distance, as Metrics Reloaded advises. A structure that is in neither mask
has no value, and is left out and counted. What papers do instead is tried by `explanations`.

References
----------
Maier-Hein et al. 2024, doi:10.1038/s41592-023-02151-z, and Reinke et al. 2024, doi:10.1038/s41592-023-02150-0 (missing
values in the aggregation)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from radaudit.core.words import counted
from radaudit.evidence.segmentations import Segmented
from radaudit.images.definitions import DEFINITIONS, DISTANCES, Definition

Kind = Literal["definition", "summary", "cases", "unit"]
Rows = Sequence[Sequence[Segmented]]  # by structure, then by case

SHARES = ("dice", "iou", "sensitivity", "ppv")
_POOLED: Mapping[str, Callable[[float, float, float], float]] = {
    "dice": lambda reference, predicted, common: 2 * common / (reference + predicted),
    "iou": lambda reference, predicted, common: common / (reference + predicted - common),
    "sensitivity": lambda reference, predicted, common: common / reference,
    "ppv": lambda reference, predicted, common: common / predicted,
}


@dataclass(frozen=True)
class Explanation:
    """Another way to get one figure out of the same masks.

    Attributes
    ----------
    kind
        "definition": another meaning of the measure; "summary": no mean over the cases; both take every case.
        "cases": cases are left out, or failures counted as something else than failures. "unit": voxels, not mm.
    figure
        What is taken over which cases: "the median over all 10 cases".
    definition
        Of the measure.
    value
        The figure.
    is_first
        Whether the definition is the one that radaudit itself goes by.
    """

    kind: Kind
    figure: str
    definition: Definition
    value: float
    is_first: bool = True

    @property
    def words(self) -> str:
        return self.figure if self.is_first else f"{self.figure}, taken as {self.definition.words}"


@dataclass(frozen=True)
class _Rule:
    """Which cases enter a figure, and with what."""

    words: str
    enters: Callable[[Segmented], bool]
    failed: float | None = None  # what a missing or empty prediction counts; None: the worst
    absent: float | None = None  # what a structure in neither mask counts; None: left out


def _all(own: Segmented) -> bool:
    return own.state in ("measured", "missing")


_EVERY = _Rule("", _all)
_WITH_FILE = _Rule("the {n} with a predicted mask", lambda own: own.state == "measured")
_NOT_EMPTY = _Rule(
    "the {n} with a prediction that is not empty", lambda own: own.state == "measured" and not own.is_empty
)
_TOUCHING = _Rule(
    "the {n} whose prediction touches the reference", lambda own: own.state == "measured" and own.common > 0
)
_IN_REFERENCE = _Rule("the {n} with the structure in the reference", lambda own: _all(own) and not _in_vain(own))
_SHARE_RULES = (
    _WITH_FILE,
    _NOT_EMPTY,
    _TOUCHING,
    _IN_REFERENCE,
    _Rule("all {n}, with empty and missing predictions counted as perfect", _all, failed=1.0),
    _Rule("all {n}, with a structure that is in neither mask counted as found", _all, absent=1.0),
    _Rule("all {n}, with a structure that is in neither mask counted as 0", _all, absent=0.0),
)
_DISTANCE_RULES = (
    _NOT_EMPTY,
    _Rule("the {n} that have a distance", lambda own: own.state == "measured" and own.reference * own.predicted > 0),
    _Rule("all {n}, with empty and missing predictions counted as 0", _all, failed=0.0),
    _Rule("all {n}, with a structure that is in neither mask counted as 0", _all, absent=0.0),
)


def _in_vain(own: Segmented) -> bool:
    """Predicted where the reference has nothing."""
    return own.state == "measured" and own.reference == 0


def case_values(rows: Rows, metric: str) -> np.ndarray:
    """What each case counts; float64, shape (structures, cases), nan where nothing follows from its masks."""
    return _values(rows, metric, DEFINITIONS[metric][0], _EVERY)


def case_value(own: Segmented, metric: str) -> float:
    """What one case counts; nan where nothing follows from its masks."""
    return _value(own, metric, DEFINITIONS[metric][0], _EVERY)


def mean_of_means(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The mean over structures of the weighted mean over cases.

    Parameters
    ----------
    values
        Shape (structures, cases), nan where a case does not enter.
    weights
        Shape (resamples, cases).

    Returns
    -------
    numpy.ndarray
        Shape (resamples,); nan where a structure has no case.
    """
    known = np.isfinite(values)
    totals = weights @ known.T.astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return ((weights @ np.where(known, values, 0.0).T) / totals).mean(axis=1)


def explanations(rows: Rows, metric: str) -> Iterator[Explanation]:
    """Every other figure that these masks give for a measure, the likelier and more honest ways first.

    A rule that changes nothing, because no case failed or every structure is there, explains nothing and is left out.
    """
    first, *others = (own for own in DEFINITIONS[metric] if _is_known(rows, metric, own))
    meant = [definition for definition in others if not definition.is_mistake]
    mistaken = [definition for definition in others if definition.is_mistake]
    for definition in meant:
        yield from _told(rows, metric, definition, _EVERY, "definition")
    for definition in (first, *meant):
        yield from _told(rows, metric, definition, _EVERY, "summary", "median", np.median)
    yield from _pooled(rows, metric)
    for definition in (first, *meant):
        for rule in _telling(rows, metric, definition):
            yield from _told(rows, metric, definition, rule, "cases")
    for definition in mistaken:
        for rule in (_EVERY, *_telling(rows, metric, definition)):
            yield from _told(rows, metric, definition, rule, "unit")


def _is_known(rows: Rows, metric: str, definition: Definition) -> bool:
    """Whether a definition has a value wherever the first has one: flat masks have no surface elements."""
    return all(
        own.value(metric) is None or own.value(metric, definition.name) is not None
        for structure in rows
        for own in structure
    )


def _telling(rows: Rows, metric: str, definition: Definition) -> Iterator[_Rule]:
    """Rules under which these cases count otherwise than under any rule before."""
    known = {_values(rows, metric, definition, _EVERY).tobytes()}
    for rule in _DISTANCE_RULES if metric in DISTANCES else _SHARE_RULES:
        values = _values(rows, metric, definition, rule).tobytes()
        if values not in known:
            known.add(values)
            yield rule


def _told(
    rows: Rows,
    metric: str,
    definition: Definition,
    rule: _Rule,
    kind: Kind,
    name: str = "mean",
    summary: Callable[[np.ndarray], float] = np.mean,
) -> Iterator[Explanation]:
    """The figure, where every structure has a case; as its own sentence part."""
    values = _values(rows, metric, definition, rule)
    known = np.isfinite(values)
    if known.any(axis=1).all():
        figure = float(np.mean([summary(own[there]) for own, there in zip(values, known, strict=True)]))
        cases = counted(int(known.any(axis=0).sum()), "case")
        over = (rule.words or "all {n}").format(n=cases)
        yield Explanation(kind, f"the {name} over {over}", definition, figure, definition is DEFINITIONS[metric][0])


def _pooled(rows: Rows, metric: str) -> Iterator[Explanation]:
    """All voxels of all cases as one; needs every predicted mask."""
    if metric not in _POOLED or any(own.state != "measured" for structure in rows for own in structure):
        return
    totals = [
        [sum(getattr(own, part) for own in rows_) for part in ("reference", "predicted", "common")] for rows_ in rows
    ]
    if all(reference and predicted for reference, predicted, _ in totals):
        value = float(np.mean([_POOLED[metric](*own) for own in totals]))
        yield Explanation("summary", "that of the voxels of all cases taken together", DEFINITIONS[metric][0], value)


def _values(rows: Rows, metric: str, definition: Definition, rule: _Rule) -> np.ndarray:
    return np.array([[_value(own, metric, definition, rule) for own in structure] for structure in rows], float)


def _value(own: Segmented, metric: str, definition: Definition, rule: _Rule) -> float:
    if not rule.enters(own):
        return np.nan
    if own.is_absent:
        return np.nan if rule.absent is None else rule.absent
    if own.state == "missing" or own.is_empty:
        return rule.failed if rule.failed is not None else _worst(own, metric, definition)
    found = own.value(metric, definition.name)
    if found is not None:
        return found
    one_is_empty = own.reference * own.predicted == 0
    return _worst(own, metric, definition) if metric in DISTANCES and one_is_empty else np.nan


def _worst(own: Segmented, metric: str, definition: Definition) -> float:
    """What a failure counts: no overlap, no volume, the diagonal of the image; nan where that is not known."""
    if metric in SHARES:
        return 0.0
    if metric == "volume_error":
        return {"signed volume error": -1.0, "volume dissimilarity": 2.0}.get(definition.name, 1.0)
    return own.diagonal.get("voxels" if definition.is_mistake else "mm", np.nan)
